import { recordsPerBatch } from '../../salesforce/bulk/csv-writer.ts';

/**
 * Orders the rows of a bulk job as they come, so that no account has rows in two batches, since batches that run at the same time would wait for each
 * other's locks on it. An account that does not fit into the rest of a batch is held back until the next, and smaller ones
 * fill the gap. Where too many are held back, the gap is filled with a part of one of them after all: its rows are tried
 * again when they meet a lock. Of an account with more rows than a batch only the first batchful goes, and the rest stays
 * behind for another job.
 *
 * The order depends on the rows alone: repeated, it is the same.
 * @param rows side by side by account
 * @param mostHeld how many rows are held back at most, in memory
 */
export async function* fillBatches<Row>(
  rows: AsyncIterable<Row>,
  accountOf: (row: Row) => string,
  { batch = recordsPerBatch, mostHeld = 2 * recordsPerBatch } = {},
): AsyncGenerator<Row> {
  let room = batch;
  let held: Row[][] = [];
  let heldRows = 0;
  const fill = function* (groups: readonly Row[][]): Generator<Row> {
    for (const group of groups) {
      if (group.length > room) {
        held.push(group);
        heldRows += group.length;
        continue;
      }
      yield* group;
      room -= group.length;
      if (room === 0) room = batch;
    }
  };
  /** Fills what is left of the batch with a part of an account. */
  const breakOne = function* (): Generator<Row> {
    const [first = [], ...others] = held;
    heldRows -= first.length;
    held = others;
    const part = first.slice(0, room);
    const rest = first.slice(room);
    yield* part;
    room = batch;
    yield* fill(rest.length === 0 ? [] : [rest]);
  };
  const takeHeld = (): Row[][] => {
    const groups = held;
    held = [];
    heldRows = 0;
    return groups;
  };
  for await (const group of groupsOf(rows, accountOf, batch)) {
    yield* fill([group]);
    // a new batch has room for what did not fit into the last
    if (room === batch && held.length > 0) yield* fill(takeHeld());
    while (heldRows > mostHeld) {
      yield* breakOne();
      yield* fill(takeHeld());
    }
  }
  while (held.length > 0) {
    yield* breakOne();
    yield* fill(takeHeld());
  }
}

/** The rows of each account, the first `most` of them. */
async function* groupsOf<Row>(
  rows: AsyncIterable<Row>,
  accountOf: (row: Row) => string,
  most: number,
): AsyncGenerator<Row[]> {
  let group: Row[] = [];
  let account: string | undefined;
  for await (const row of rows) {
    if (accountOf(row) !== account) {
      if (group.length > 0) yield group;
      group = [];
      account = accountOf(row);
    }
    if (group.length < most) group.push(row);
  }
  if (group.length > 0) yield group;
}
