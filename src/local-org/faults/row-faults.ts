import type { RecordContext, RowDisturbance, RowValues } from '../records/context.ts';
import { refused } from '../records/save-result.ts';
import type { ObjectDefinition } from '../schema/schema.ts';
import { normalizeId } from '../store/ids.ts';
import { accountsOf } from './accounts-of-row.ts';
import { isOfKind } from './armed-fault.ts';
import type { ArmedFault, FaultTarget } from './armed-fault.ts';
import type { LateFault, LockFault } from './fault.ts';
import { randomNumbers } from './random-numbers.ts';

/** One request, chunk, or write within the process, and what was decided for it. */
interface Work {
  target: FaultTarget | undefined;
  /** Whether a fault strikes it, decided at the first row that it concerns. */
  struck: Map<ArmedFault, boolean>;
  /** Rows that each lock refused. */
  refusedRows: Map<ArmedFault, number>;
}

/** A row that was written, and is not seen yet. */
interface UnseenRow {
  objectName: string;
  id: string;
  stamp: string;
  writerId: string;
  hiddenFrom: 'all' | 'others';
  /** Milliseconds of the org's clock from which on it is seen. */
  until: number;
  /** Requests that still do not see it; below 0 that are none. */
  requests: number;
}

function newWork(target?: FaultTarget): Work {
  return { target, struck: new Map(), refusedRows: new Map() };
}

/** Locks that others hold on rows, and rows that are seen late. */
export class RowFaults implements RowDisturbance {
  readonly #armed: () => readonly ArmedFault[];
  readonly #clock: () => Date;
  readonly #draws = new WeakMap<ArmedFault, () => number>();
  #work: Work | undefined;
  #unseen: UnseenRow[] = [];

  constructor(armed: () => readonly ArmedFault[], clock: () => Date) {
    this.#armed = armed;
    this.#clock = clock;
  }

  /** Does the work of one request; what it writes counts as one for the faults. */
  during<Result>(target: FaultTarget, work: () => Result): Result {
    this.begin(target);
    try {
      return work();
    } finally {
      this.end();
    }
  }

  /** From here on, until {@link end}, what is written belongs to this target. */
  begin(target: FaultTarget): void {
    this.#work = newWork(target);
  }

  end(): void {
    this.#work = undefined;
  }

  beforeWrite(context: RecordContext, object: ObjectDefinition, row: RowValues): void {
    const work = this.#work ?? newWork();
    for (const armed of this.#armed()) {
      if (!isOfKind(armed, 'lock') || !armed.matches(work.target)) continue;
      if (!this.#isLocked(armed, work, context, object, row) || !strikes(armed, work)) continue;
      work.refusedRows.set(armed, (work.refusedRows.get(armed) ?? 0) + 1);
      const which = [...accountsOf(context, object, row)][0] ?? row['Id'];
      throw refused(
        'UNABLE_TO_LOCK_ROW',
        `unable to obtain exclusive access to this record or 1 records: ${String(which ?? '')}`,
      );
    }
  }

  #isLocked(
    armed: ArmedFault<LockFault>,
    work: Work,
    context: RecordContext,
    object: ObjectDefinition,
    row: RowValues,
  ): boolean {
    const { accounts, share, rows = Infinity, seed } = armed.fault;
    if ((work.refusedRows.get(armed) ?? 0) >= rows) return false;
    if (accounts !== undefined) {
      const concerned = accountsOf(context, object, row);
      return accounts.some((id) => concerned.has(normalizeId(id) ?? id));
    }
    if (share === undefined) return true;
    const draw = this.#draws.get(armed) ?? randomNumbers(seed ?? 1);
    this.#draws.set(armed, draw);
    return draw() < share;
  }

  afterWrite(object: ObjectDefinition, row: { id: string; stamp: string }, writerId: string): void {
    const work = this.#work ?? newWork();
    for (const armed of this.#armed()) {
      if (!isOfKind(armed, 'late') || !armed.matches(work.target)) continue;
      if (!concerns(armed.fault, object.name) || !strikes(armed, work)) continue;
      const { seconds, requests = -1, hiddenFrom = 'all' } = armed.fault;
      const until = seconds === undefined ? -Infinity : this.#clock().getTime() + seconds * 1000;
      this.#unseen.push({ objectName: object.name, ...row, writerId, hiddenFrom, until, requests });
      return;
    }
  }

  unseen(objectName: string, readerId: string): string[] {
    return this.#stillUnseen(objectName)
      .filter(({ hiddenFrom, writerId }) => hiddenFrom === 'all' || writerId !== readerId)
      .map(({ id, stamp }) => id + stamp);
  }

  unseenSince(objectName: string): string | undefined {
    return this.#stillUnseen(objectName)
      .map(({ stamp }) => stamp)
      .toSorted()[0];
  }

  /** Counts a request over HTTP. */
  countRequest(): void {
    for (const row of this.#unseen) row.requests -= 1;
  }

  /** Shows everything. */
  clear(): void {
    this.#unseen = [];
  }

  #stillUnseen(objectName: string): UnseenRow[] {
    const now = this.#clock().getTime();
    this.#unseen = this.#unseen.filter(({ until, requests }) => until > now || requests >= 0);
    return this.#unseen.filter((row) => row.objectName === objectName);
  }
}

function strikes(armed: ArmedFault, { struck }: Work): boolean {
  const decided = struck.get(armed) ?? armed.take();
  struck.set(armed, decided);
  return decided;
}

function concerns({ objects }: LateFault, objectName: string): boolean {
  return objects?.some((name) => name.toLowerCase() === objectName.toLowerCase()) ?? true;
}
