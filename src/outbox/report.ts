import { optionalNumber } from './engine.ts';
import type { Statements } from './engine.ts';
import { listOf } from './engine.ts';
import { listLoads } from './loads.ts';
import type { ListedParcel, OutboxSummary, ParcelKind } from './outbox.ts';
import type { Wanted } from './lease.ts';
import { countParcels } from './tally.ts';

/** How many parcels wait whose time has come, or are in flight in a lease that is over. */
export async function countDueParcels(
  statements: Statements,
  { kind, step, now }: Wanted & { now: Date },
): Promise<number> {
  const [row] = await statements.all(
    `SELECT (SELECT count(*) FROM parcel WHERE state = 'waiting' AND kind = $1 AND step = $2)
       + (SELECT count(*) FROM parcel
          WHERE kind = $1 AND step = $2 AND state IN ('resting', 'inFlight') AND due_at <= $3) AS due`,
    kind,
    step,
    now.getTime(),
  );
  return Number(row?.['due']);
}

/** When the next parcel of a kind is due: in the past where one is due already. */
export async function nextDueTime(statements: Statements, kind: ParcelKind): Promise<Date | undefined> {
  const [row] = await statements.all(
    `SELECT min(due) AS due FROM (
       SELECT min(put_at) AS due FROM parcel WHERE state = 'waiting' AND kind = $1 AND step = 'match'
       UNION ALL SELECT min(put_at) FROM parcel WHERE state = 'waiting' AND kind = $1 AND step = 'write'
       UNION ALL SELECT min(put_at) FROM parcel WHERE state = 'waiting' AND kind = $1 AND step = 'details'
       UNION ALL SELECT min(due_at) FROM parcel WHERE state = 'resting' AND kind = $1 AND step = 'match'
       UNION ALL SELECT min(due_at) FROM parcel WHERE state = 'resting' AND kind = $1 AND step = 'write'
       UNION ALL SELECT min(due_at) FROM parcel WHERE state = 'resting' AND kind = $1 AND step = 'details'
       UNION ALL SELECT min(due_at) FROM parcel
         WHERE state = 'inFlight' AND kind = $1 AND step IN ('match', 'write', 'details') AND due_at IS NOT NULL
       UNION ALL SELECT min(held_until) FROM bulk_load WHERE kind = $1) AS dues`,
    kind,
  );
  const due = optionalNumber(row?.['due']);
  return due === undefined ? undefined : new Date(due);
}

/** How the outbox stands. */
export async function summarize(
  statements: Statements,
): Promise<{ summary: OutboxSummary; tallyIsLong: boolean }> {
  const { counts, tallyIsLong } = await countParcels(statements);
  const oldest: number[] = [];
  for (const kind of ['response', 'invitation']) {
    for (const state of ['waiting', 'resting', 'inFlight']) {
      for (const step of ['match', 'write', 'details']) {
        const [row] = await statements.all(
          'SELECT min(put_at) AS put_at FROM parcel WHERE state = $1 AND kind = $2 AND step = $3',
          state,
          kind,
          step,
        );
        oldest.push(optionalNumber(row?.['put_at']) ?? Infinity);
      }
    }
  }
  const oldestWaiting = Math.min(...oldest);
  const reasons = await statements.all(
    `SELECT reason_code, CASE WHEN state = 'setAside' THEN state ELSE 'waiting' END AS standing, count(*) AS parcels
     FROM parcel WHERE reason_code IS NOT NULL AND state IN ('setAside', 'waiting', 'resting', 'erased')
     GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`,
  );
  const [touched] = await statements.all('SELECT count(*) AS accounts FROM touched_account');
  const summary: OutboxSummary = {
    counts,
    ...(oldestWaiting < Infinity && { oldestWaiting: new Date(oldestWaiting) }),
    reasons: reasons.map((row) => ({
      code: String(row['reason_code']),
      state: row['standing'] as 'waiting' | 'setAside',
      count: Number(row['parcels']),
    })),
    touchedAccounts: Number(touched?.['accounts']),
    loads: await listLoads(statements),
  };
  return { summary, tallyIsLong };
}

/** What was set aside, waits after a failed try, or could not be blanked: in the order in which it was put in. */
export async function troubledParcels(
  statements: Statements,
  limit: number,
  after?: ListedParcel,
): Promise<ListedParcel[]> {
  const [last] =
    after === undefined
      ? []
      : await statements.all(
          'SELECT put_at FROM parcel WHERE kind = $1 AND external_id = $2',
          after.kind,
          after.externalId,
        );
  const rows = await statements.all(
    `SELECT kind, external_id, origin, attempts, state, due_at, reason_code, reason_detail FROM parcel
     WHERE reason_code IS NOT NULL AND state IN ('setAside', 'waiting', 'resting', 'erased')
       AND (put_at, kind, external_id) > ($1, $2, $3)
     ORDER BY put_at, kind, external_id LIMIT $4`,
    Number(last?.['put_at'] ?? Number.MIN_SAFE_INTEGER),
    after?.kind ?? '',
    after?.externalId ?? '',
    limit,
  );
  return rows.map((row): ListedParcel => {
    const dueAt = row['state'] === 'setAside' ? undefined : optionalNumber(row['due_at']);
    return {
      kind: row['kind'] as ParcelKind,
      externalId: String(row['external_id']),
      origin: String(row['origin']),
      attempts: Number(row['attempts']),
      reason: { code: String(row['reason_code']), detail: String(row['reason_detail']) },
      ...(dueAt !== undefined && { notBefore: new Date(dueAt) }),
    };
  });
}

/** Sends what was set aside back to wait, from the beginning. */
export async function retryParcels(
  statements: Statements,
  only: { kind?: ParcelKind; externalIds?: readonly string[]; codes?: readonly string[] },
): Promise<number> {
  return statements.run(
    `UPDATE parcel SET state = 'waiting', attempts = 0
     WHERE state = 'setAside' AND (CAST($1 AS text) IS NULL OR kind = $1)
       AND ($2 = 0 OR external_id IN (SELECT external_id FROM rows($3 AS item: external_id text)))
       AND ($4 = 0 OR reason_code IN (SELECT code FROM rows($5 AS item: code text)))`,
    only.kind,
    only.externalIds === undefined ? 0 : 1,
    listOf('external_id', only.externalIds ?? []),
    only.codes === undefined ? 0 : 1,
    listOf('code', only.codes ?? []),
  );
}
