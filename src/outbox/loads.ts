import { randomUUID } from 'node:crypto';
import { optionalText } from './engine.ts';
import type { Row, Statements } from './engine.ts';
import { listOf } from './engine.ts';
import { holdLanes, takeLanes, wake } from './lease.ts';
import type { Claim, LeasedParcel, Load, ParcelKind, PlacedStep } from './outbox.ts';
import { leasedColumns, toLeased } from './parcel-facts.ts';
import { holderOf, leaseEnd, signOn } from './workers.ts';

interface Room {
  rows: number;
  bytes: number;
}

/** Takes parcels that are due into a new load; absent when nothing is due. */
export async function beginLoad(
  statements: Statements,
  request: Claim & { kind: ParcelKind; step: PlacedStep; mostRows: number; mostBytes: number },
): Promise<Load | undefined> {
  const { kind, step, worker, now, mostRows, mostBytes } = request;
  await signOn(statements, worker);
  await wake(statements, request, mostRows);
  const load: Load = { id: randomUUID(), kind, step, rows: 0, startedAt: now };
  const left: Room = { rows: mostRows, bytes: mostBytes };
  for await (const lanes of takeLanes(statements, request)) {
    const taken = await takeAccounts(statements, load, lanes, left);
    if (taken.rows === 0) break;
    await holdLanes(statements, request, taken.lanes, load.id);
    load.rows += taken.rows;
    left.rows -= taken.rows;
    left.bytes -= taken.bytes;
    if (left.rows <= 0 || left.bytes <= 0) break;
  }
  if (load.rows === 0) return undefined;
  await statements.run(
    `INSERT INTO bulk_load (id, kind, step, row_count, started_at, holder, held_until) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    load.id,
    kind,
    step,
    load.rows,
    now.getTime(),
    holderOf(worker),
    leaseEnd(request),
  );
  return load;
}

/**
 * Takes whole accounts of some lanes for which there is room. `rows_through` and `bytes_through` count all up to the
 * end of a row's account. A first account for which a whole load has no room is taken in part.
 */
async function takeAccounts(
  statements: Statements,
  load: Load,
  lanes: readonly number[],
  left: Room,
): Promise<Room & { lanes: number[] }> {
  await statements.run(
    `WITH line AS MATERIALIZED (
       SELECT kind, external_id, account_id, lane, bytes FROM parcel
       WHERE state = 'waiting' AND kind = $1 AND step = $2
         AND lane IN (SELECT number FROM rows($3 AS item: number integer))
       ORDER BY lane, account_id, external_id LIMIT $4 FOR UPDATE SKIP LOCKED),
     measured AS (
       SELECT kind, external_id,
         count(*) OVER accounts AS rows_through, sum(bytes) OVER accounts AS bytes_through,
         row_number() OVER singly AS number, sum(bytes) OVER singly AS size
       FROM line
       WINDOW accounts AS (ORDER BY lane, account_id), singly AS (ORDER BY lane, account_id, external_id)),
     fitting AS (
       SELECT kind, external_id FROM measured WHERE (rows_through <= $5 AND bytes_through <= $6)
         OR ($7 = 1 AND number <= $5 AND (number = 1 OR size <= $6)
           AND NOT EXISTS (SELECT 1 FROM measured WHERE rows_through <= $5 AND bytes_through <= $6)))
     UPDATE parcel SET state = 'inFlight', leased_version = version, due_at = NULL, load_id = $8
     FROM fitting WHERE parcel.kind = fitting.kind AND parcel.external_id = fitting.external_id`,
    load.kind,
    load.step,
    listOf('number', lanes),
    // one more shows whether the last account goes on
    left.rows + 1,
    left.rows,
    left.bytes,
    load.rows === 0 ? 1 : 0,
    load.id,
  );
  const rows = await statements.all(
    `SELECT lane, count(*) AS parcels, sum(bytes) AS size FROM parcel
     WHERE load_id = $1 AND lane IN (SELECT number FROM rows($2 AS item: number integer)) GROUP BY lane`,
    load.id,
    listOf('number', lanes),
  );
  return {
    lanes: rows.map(({ lane }) => Number(lane)),
    rows: rows.reduce((sum, { parcels }) => sum + Number(parcels), 0),
    bytes: rows.reduce((sum, { size }) => sum + Number(size), 0),
  };
}

/** The parcels of a load that are not settled yet, account by account. */
export async function parcelsOfLoad(
  statements: Statements,
  loadId: string,
  limit: number,
  after?: LeasedParcel,
): Promise<LeasedParcel[]> {
  const rows = await statements.all(
    `SELECT ${leasedColumns} FROM parcel
     WHERE load_id = $1 AND state = 'inFlight' AND (account_id, external_id) > ($2, $3)
     ORDER BY account_id, external_id LIMIT $4`,
    loadId,
    after?.place?.accountId ?? '',
    after?.content.externalId ?? '',
    limit,
  );
  return rows.map((row) => toLeased(row));
}

/** Takes over loads that no living worker holds, with their lanes. */
export async function takeOver(statements: Statements, claim: Claim): Promise<Load[]> {
  await signOn(statements, claim.worker);
  const rows = await statements.all(
    `UPDATE bulk_load SET holder = $1, held_until = $2
     WHERE id IN (SELECT id FROM bulk_load WHERE holder IS NULL OR held_until <= $3 FOR UPDATE SKIP LOCKED)
     RETURNING id, kind, step, row_count, started_at, job_id`,
    holderOf(claim.worker),
    leaseEnd(claim),
    claim.now.getTime(),
  );
  const loads = rows.map((row) => toLoad(row));
  await statements.run(
    'UPDATE lane SET holder = $1, held_until = $2 WHERE load_id IN (SELECT id FROM rows($3 AS item: id text))',
    holderOf(claim.worker),
    leaseEnd(claim),
    listOf(
      'id',
      loads.map(({ id }) => id),
    ),
  );
  return loads;
}

export async function listLoads(statements: Statements): Promise<Load[]> {
  const rows = await statements.all(
    'SELECT id, kind, step, row_count, started_at, job_id FROM bulk_load ORDER BY started_at, id',
  );
  return rows.map((row) => toLoad(row));
}

function toLoad(row: Row): Load {
  const jobId = optionalText(row['job_id']);
  return {
    id: String(row['id']),
    kind: row['kind'] as ParcelKind,
    step: row['step'] as PlacedStep,
    rows: Number(row['row_count']),
    startedAt: new Date(Number(row['started_at'])),
    ...(jobId !== undefined && { jobId }),
  };
}
