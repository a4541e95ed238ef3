import type { Fault, FaultReport } from './fault.ts';

/** What a fault is matched with: a request over HTTP, or a chunk of a bulk job. */
export interface FaultTarget {
  method: string;
  /** Path and query string as sent. */
  path: string;
}

/** A fault that waits for the requests it is meant for, and counts them. */
export class ArmedFault<Kind extends Fault = Fault> {
  readonly id: number;
  readonly fault: Kind;
  readonly #path: RegExp | undefined;
  #toPass: number;
  #left: number;
  #struck = 0;

  constructor(id: number, fault: Kind) {
    this.id = id;
    this.fault = fault;
    this.#path = fault.match?.path === undefined ? undefined : new RegExp(fault.match.path);
    this.#toPass = fault.after ?? 0;
    this.#left = fault.times === 'always' ? Infinity : (fault.times ?? 1);
  }

  /** Whether it waits for nothing in particular. */
  get isUnconditional(): boolean {
    return this.fault.match === undefined && this.#toPass === 0;
  }

  /** Whether it is meant for that target; what is no target (a write within the process) only without `match`. */
  matches(target: FaultTarget | undefined): boolean {
    const { method } = this.fault.match ?? {};
    if (target === undefined) return this.fault.match === undefined;
    if (method !== undefined && method.toUpperCase() !== target.method.toUpperCase()) return false;
    return this.#path === undefined || this.#path.test(target.path);
  }

  /** Counts a request that it is meant for. Returns whether it strikes this one. */
  take(): boolean {
    if (this.#left === 0) return false;
    if (this.#toPass > 0) {
      this.#toPass -= 1;
      return false;
    }
    this.#left -= 1;
    this.#struck += 1;
    return true;
  }

  report(): FaultReport {
    const left = this.#left === Infinity ? 'always' : this.#left;
    return { id: this.id, fault: this.fault, struck: this.#struck, left };
  }
}

/** Whether a fault is of a kind. */
export function isOfKind<Kind extends Fault['kind']>(
  armed: ArmedFault,
  kind: Kind,
): armed is ArmedFault<Extract<Fault, { kind: Kind }>> {
  return armed.fault.kind === kind;
}
