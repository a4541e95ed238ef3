import { randomUUID } from 'node:crypto';
import type { Statements } from './engine.ts';
import type { OutboxCounts, ParcelKind } from './outbox.ts';

/** States in which nothing more is to be done. They may be millions: how many there are is kept, not counted. */
const doneStates = new Set(['confirmed', 'dismissed', 'erased']);

/** More rows than this are made one. */
const mostRows = 100;

/**
 * Notes that parcels have come into a state, or have left it (`change` below 0). Each transaction adds rows of its
 * own: a row that all of them counted in would have them wait for each other.
 */
export async function addToTally(
  statements: Statements,
  changes: readonly { kind: ParcelKind; state: string; change: number }[],
): Promise<void> {
  const sums = new Map<string, { id: string; kind: ParcelKind; state: string; change: number }>();
  const id = randomUUID();
  for (const { kind, state, change } of changes) {
    if (!doneStates.has(state)) continue;
    const key = `${kind} ${state}`;
    sums.set(key, { id, kind, state, change: (sums.get(key)?.change ?? 0) + change });
  }
  if (sums.size > 0) await insertRows(statements, [...sums.values()]);
}

async function insertRows(statements: Statements, rows: readonly object[]): Promise<void> {
  await statements.run(
    `INSERT INTO tally (id, kind, state, change)
     SELECT id, kind, state, change FROM rows($1 AS item: id text, kind text, state text, change integer)`,
    JSON.stringify(rows),
  );
}

/** How many parcels of each kind are in each state. What waits is counted, by its index; what is done is known. */
export async function countParcels(statements: Statements): Promise<{
  counts: Record<ParcelKind, OutboxCounts>;
  /** Whether {@link foldTally} is worth its while. */
  tallyIsLong: boolean;
}> {
  const none = { waiting: 0, inFlight: 0, confirmed: 0, setAside: 0, dismissed: 0, erased: 0 };
  const counts = { response: { ...none }, invitation: { ...none } };
  const rows = await statements.all(
    `SELECT kind, state, count(*) AS parcels, 0 AS tally_rows FROM parcel WHERE step IS NOT NULL GROUP BY kind, state
     UNION ALL SELECT kind, state, sum(change), count(*) FROM tally GROUP BY kind, state`,
  );
  let tallyRows = 0;
  for (const row of rows) {
    const state = row['state'] === 'resting' ? 'waiting' : (row['state'] as keyof OutboxCounts);
    counts[row['kind'] as ParcelKind][state] += Number(row['parcels']);
    tallyRows += Number(row['tally_rows']);
  }
  return { counts, tallyIsLong: tallyRows > mostRows };
}

/** Makes the rows of the tally one for each kind and state. */
export async function foldTally(statements: Statements): Promise<void> {
  const rows = await statements.all(
    `WITH old AS MATERIALIZED (SELECT id, kind, state FROM tally FOR UPDATE SKIP LOCKED)
     DELETE FROM tally WHERE (id, kind, state) IN (SELECT id, kind, state FROM old) RETURNING kind, state, change`,
  );
  await addToTally(
    statements,
    rows.map((row) => ({
      kind: row['kind'] as ParcelKind,
      state: String(row['state']),
      change: Number(row['change']),
    })),
  );
}
