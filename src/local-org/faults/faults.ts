import type { BulkFaults, ChunkAhead, ChunkFault } from '../bulk/faults.ts';
import type { RowDisturbance } from '../records/context.ts';
import { ArmedFault, isOfKind } from './armed-fault.ts';
import type { FaultTarget } from './armed-fault.ts';
import type { AnswerFault, CutFault, Fault, FaultReport } from './fault.ts';
import { readFault } from './read-fault.ts';
import { RowFaults } from './row-faults.ts';

/** What faults change in a running org. */
export interface FaultyParts {
  sessions: { expireAll(): void; spoilNext(count: number): void };
  usage: { used: number; readonly dailyLimit: number };
}

/** What becomes of one request. */
export interface Strike {
  delayMilliseconds: number;
  ending: AnswerFault | CutFault | undefined;
}

/**
 * What goes wrong in an org, as tests ask for it: the control of all faults, and the org's clock, which may jump. In an
 * org that was started without faults there are none, and adding one is refused.
 */
export class Faults {
  readonly #enabled: boolean;
  readonly #clock: () => Date;
  readonly #rows: RowFaults;
  #armed: ArmedFault[] = [];
  #lastId = 0;
  #shiftMilliseconds = 0;
  #parts: FaultyParts | undefined;

  constructor(options: { enabled: boolean; clock: () => Date }) {
    this.#enabled = options.enabled;
    this.#clock = options.clock;
    this.#rows = new RowFaults(() => this.#armed, this.clock);
  }

  /** The org's clock. */
  readonly clock = (): Date => new Date(this.#clock().getTime() + this.#shiftMilliseconds);

  get enabled(): boolean {
    return this.#enabled;
  }

  /** What comes between the record operations and their rows. */
  get rows(): RowDisturbance {
    return this.#rows;
  }

  /** Asked by bulk jobs before each chunk, whose rows are written at once after it. */
  readonly bulk: BulkFaults = { beforeChunk: (chunk) => this.#beforeChunk(chunk) };

  /** Gives the parts of the running org; needed before the first fault is added. */
  attach(parts: FaultyParts): void {
    this.#parts = parts;
  }

  /**
   * Arms faults, in this order. Those that change the org itself (sessions, API usage, clock) strike at once unless they
   * wait for a request by `match` or `after`.
   * @throws SalesforceError INVALID_INPUT when one is no fault, and none is armed; Error in an org without faults.
   */
  add(...given: Fault[]): FaultReport[] {
    if (!this.#enabled)
      throw new Error('This local org was started without faults; start it with { faults: true }.');
    const added = given.map(readFault).map((fault) => new ArmedFault((this.#lastId += 1), fault));
    this.#armed.push(...added);
    for (const armed of added) if (armed.isUnconditional) this.#changeOrg(armed);
    return added.map((armed) => armed.report());
  }

  /** All faults since the last {@link clear}, spent ones too, with how often each struck. */
  list(): FaultReport[] {
    return this.#armed.map((armed) => armed.report());
  }

  /** Takes all faults away and shows every row. What was changed stays so: ended sessions, used calls, the clock. */
  clear(): void {
    this.#armed = [];
    this.#rows.clear();
    this.#parts?.sessions.spoilNext(0);
  }

  /** Counts a request over HTTP and says what becomes of it. Of several endings the first one armed strikes. */
  strike(target: FaultTarget): Strike {
    this.#rows.countRequest();
    const strike: Strike = { delayMilliseconds: 0, ending: undefined };
    for (const armed of this.#armed) {
      if (!armed.matches(target)) continue;
      if (isOfKind(armed, 'delay')) {
        if (armed.take()) strike.delayMilliseconds += armed.fault.milliseconds;
      } else if (isOfKind(armed, 'answer') || isOfKind(armed, 'cut')) {
        if (strike.ending === undefined && armed.take()) strike.ending = armed.fault;
      } else this.#changeOrg(armed);
    }
    return strike;
  }

  /** Does the work of one request, whose rows may be locked or be seen late. */
  during<Result>(target: FaultTarget, work: () => Result): Result {
    return this.#rows.during(target, work);
  }

  #beforeChunk({ jobId, object, operation }: ChunkAhead): ChunkFault | undefined {
    const target = { method: 'CHUNK', path: `jobs/ingest/${jobId}/${object}/${operation}` };
    for (const armed of this.#armed) {
      if (isOfKind(armed, 'failJob') && armed.matches(target) && armed.take())
        return { failJobNow: armed.fault.message ?? 'InternalServerError : The job was ended by a fault.' };
    }
    // The chunk is written in this very turn of the event loop; what comes after is no longer part of it.
    this.#rows.begin(target);
    queueMicrotask(() => this.#rows.end());
    return undefined;
  }

  #changeOrg(armed: ArmedFault): void {
    const parts = this.#parts;
    if (parts === undefined) return;
    if (isOfKind(armed, 'expireSessions') && armed.take()) {
      parts.sessions.expireAll();
      parts.sessions.spoilNext(armed.fault.badTokens ?? 0);
    } else if (isOfKind(armed, 'apiUsage') && armed.take()) {
      parts.usage.used = armed.fault.used === 'all' ? parts.usage.dailyLimit : armed.fault.used;
    } else if (isOfKind(armed, 'clock') && armed.take()) {
      this.#shiftMilliseconds += armed.fault.seconds * 1000;
    }
  }
}
