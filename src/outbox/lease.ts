import type { Statements } from './engine.ts';
import { listOf } from './engine.ts';
import type { Claim, LeasedParcel, ParcelKind, Step } from './outbox.ts';
import { leasedColumns, toLeased } from './parcel-facts.ts';
import { givenBack, holderOf, leaseEnd, signOn } from './workers.ts';

export interface Wanted {
  kind: ParcelKind;
  step: Step;
}

/** Fewest parcels whose time has come that are woken at once. */
const fewestWoken = 1000;

/** Hands out parcels that are due. */
export async function leaseParcels(
  statements: Statements,
  request: Claim & Wanted & { limit: number },
): Promise<LeasedParcel[]> {
  const { kind, step, worker, limit } = request;
  await signOn(statements, worker);
  await wake(statements, request, limit);
  if (step !== 'match') return leaseInLanes(statements, request);
  const rows = await statements.all(
    `WITH next AS MATERIALIZED (
       SELECT kind, external_id FROM parcel WHERE state = 'waiting' AND kind = $1 AND step = $2
       ORDER BY put_at, external_id LIMIT $3 FOR UPDATE SKIP LOCKED)
     UPDATE parcel SET state = 'inFlight', leased_version = version, due_at = $4, holder = $5
     FROM next WHERE parcel.kind = next.kind AND parcel.external_id = next.external_id
     RETURNING ${leasedColumns}`,
    kind,
    step,
    limit,
    leaseEnd(request),
    holderOf(worker),
  );
  rows.sort(
    (a, b) => Number(a['put_at']) - Number(b['put_at']) || (a['external_id']! < b['external_id']! ? -1 : 1),
  );
  return rows.map((row) => toLeased(row));
}

/** Parcels whose rest, or whose lease, is over wait from now on. */
export async function wake(
  statements: Statements,
  { kind, step, now }: Wanted & { now: Date },
  limit: number,
): Promise<void> {
  await statements.run(
    `WITH due AS MATERIALIZED (
       SELECT kind, external_id FROM parcel
       WHERE kind = $1 AND step = $2 AND state IN ('resting', 'inFlight') AND due_at <= $3
       LIMIT $4 FOR UPDATE SKIP LOCKED)
     UPDATE parcel SET ${givenBack}
     FROM due WHERE parcel.kind = due.kind AND parcel.external_id = due.external_id`,
    kind,
    step,
    now.getTime(),
    Math.max(limit, fewestWoken),
  );
}

async function leaseInLanes(
  statements: Statements,
  request: Claim & Wanted & { limit: number },
): Promise<LeasedParcel[]> {
  const { kind, step, worker, limit } = request;
  const taken: LeasedParcel[] = [];
  for await (const lanes of takeLanes(statements, request)) {
    const rows = await statements.all(
      `WITH next AS MATERIALIZED (
         SELECT kind, external_id FROM parcel
         WHERE state = 'waiting' AND kind = $1 AND step = $2
           AND lane IN (SELECT number FROM rows($3 AS item: number integer))
         ORDER BY lane, account_id, external_id LIMIT $4 FOR UPDATE SKIP LOCKED)
       UPDATE parcel SET state = 'inFlight', leased_version = version, due_at = $5, holder = $6
       FROM next WHERE parcel.kind = next.kind AND parcel.external_id = next.external_id
       RETURNING parcel.lane, ${leasedColumns}`,
      kind,
      step,
      listOf('number', lanes),
      limit - taken.length,
      leaseEnd(request),
      holderOf(worker),
    );
    await holdLanes(
      statements,
      request,
      rows.map(({ lane }) => Number(lane)),
    );
    taken.push(...rows.map((row) => toLeased(row)));
    if (taken.length >= limit) break;
  }
  return taken.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

const orderOf = ({ place, content }: LeasedParcel) => `${place?.accountId ?? ''} ${content.externalId}`;

/**
 * Locks lanes in which something waits and that no other worker holds, those first that were taken longest ago: one,
 * then two, then four … at a time, for as long as the caller asks for more. A worker that has a long lane to itself
 * leaves the others alone; what another one is taking at this moment is left out, never waited for.
 *
 * The condition looks at the lane's own row, which PostgreSQL reads again once it is locked: a worker that has just
 * committed is seen, however old the snapshot is. Whether something waits is asked lane by lane, with LIMIT: EXISTS would
 * be planned as a join with all that waits.
 */
export async function* takeLanes(
  statements: Statements,
  { kind, step, worker, now }: Claim & Wanted,
): AsyncGenerator<number[]> {
  const seen: number[] = [];
  for (let count = 1; ; count *= 2) {
    const rows = await statements.all(
      `SELECT number FROM lane
       WHERE load_id IS NULL AND (holder IS NULL OR holder = $1 OR held_until <= $2)
         AND number NOT IN (SELECT number FROM rows($3 AS item: number integer))
         AND (SELECT 1 FROM parcel WHERE parcel.lane = lane.number AND parcel.state = 'waiting'
           AND parcel.kind = $4 AND parcel.step = $5 LIMIT 1) IS NOT NULL
       ORDER BY taken_at, number LIMIT $6 FOR UPDATE OF lane SKIP LOCKED`,
      holderOf(worker),
      now.getTime(),
      listOf('number', seen),
      kind,
      step,
      count,
    );
    if (rows.length === 0) return;
    const lanes = rows.map(({ number }) => Number(number));
    seen.push(...lanes);
    yield lanes;
  }
}

/** Writes the holder into the rows of lanes that {@link takeLanes} has locked. */
export async function holdLanes(
  statements: Statements,
  claim: Claim,
  lanes: Iterable<number>,
  loadId?: string,
): Promise<void> {
  await statements.run(
    `UPDATE lane SET holder = $1, held_until = $2, taken_at = $3, load_id = $4
     WHERE number IN (SELECT number FROM rows($5 AS item: number integer))`,
    holderOf(claim.worker),
    leaseEnd(claim),
    claim.now.getTime(),
    loadId,
    listOf('number', new Set(lanes)),
  );
}
