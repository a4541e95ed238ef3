import { randomUUID } from 'node:crypto';
import type { Row, Statements } from './engine.ts';
import { freeLanes } from './lanes.ts';
import type { Claim, Worker } from './outbox.ts';

/** Tells this process from an earlier one of the same number: the first process of a container always has the same. */
const thisProcess = randomUUID();

/** What names a worker in the rows that it holds. */
export function holderOf({ host, processId, name }: Worker): string {
  return `${host}/${processId}/${thisProcess}/${name}`;
}

export function leaseEnd({ now, leaseSeconds }: Claim): number {
  return now.getTime() + leaseSeconds * 1000;
}

/**
 * Gives back what is in flight: in SQL, the columns to set. Content that was changed meanwhile begins anew, at the
 * step `match`.
 */
export const givenBack = `
  due_at = CASE WHEN state = 'resting' THEN due_at END,
  step = CASE WHEN version <> leased_version THEN 'match' ELSE step END,
  lane = CASE WHEN version <> leased_version THEN NULL ELSE lane END,
  state = 'waiting', holder = NULL, load_id = NULL, leased_version = NULL`;

/** Notes that a worker is there, and frees what dead ones of its machine have held. Before every lease. */
export async function signOn(statements: Statements, worker: Worker): Promise<void> {
  const { host, processId } = worker;
  await statements.run(
    'INSERT INTO worker (holder, host, process_id, process) VALUES ($1, $2, $3, $4) ON CONFLICT (holder) DO NOTHING',
    holderOf(worker),
    host,
    processId,
    thisProcess,
  );
  const others = await statements.all(
    'SELECT holder, process_id FROM worker WHERE host = $1 AND (process_id <> $2 OR process <> $3)',
    host,
    processId,
    thisProcess,
  );
  for (const row of others) {
    const other = Number(row['process_id']);
    // the process will not come back for what it holds: that need not wait for the end of the lease
    if (other === processId || !isAlive(other)) await freeDead(statements, String(row['holder']));
  }
}

async function freeDead(statements: Statements, holder: string): Promise<void> {
  const freedByUs = await statements.run(
    'DELETE FROM worker WHERE holder IN (SELECT holder FROM worker WHERE holder = $1 FOR UPDATE SKIP LOCKED)',
    holder,
  );
  if (freedByUs > 0) await freeHeld(statements, holder);
}

/** Frees all that a holder has; its loads are left to be taken over. */
async function freeHeld(statements: Statements, holder: string): Promise<void> {
  await statements.run(`UPDATE parcel SET ${givenBack} WHERE holder = $1 AND load_id IS NULL`, holder);
  await statements.run(
    'UPDATE lane SET holder = NULL, held_until = 0 WHERE holder = $1 AND load_id IS NULL',
    holder,
  );
  for (const table of ['bulk_load', 'touched_account', 'turn']) {
    await statements.run(`UPDATE ${table} SET holder = NULL, held_until = 0 WHERE holder = $1`, holder);
  }
}

/** Gives back what a worker holds; loads that no job carries yet are ended. */
export async function releaseWorker(statements: Statements, worker: Worker): Promise<void> {
  const holder = holderOf(worker);
  const loads = await statements.all(
    'SELECT id FROM bulk_load WHERE holder = $1 AND job_id IS NULL FOR UPDATE',
    holder,
  );
  for (const { id } of loads) await endLoad(statements, String(id));
  await freeHeld(statements, holder);
  await statements.run('DELETE FROM worker WHERE holder = $1', holder);
}

/** Ends a load: what of it is not settled waits again, and its lanes are free. */
export async function endLoad(statements: Statements, loadId: string): Promise<void> {
  const lanes = await statements.all(
    'SELECT number FROM lane WHERE load_id = $1 ORDER BY number FOR UPDATE',
    loadId,
  );
  await statements.run(`UPDATE parcel SET ${givenBack} WHERE load_id = $1`, loadId);
  await statements.run('UPDATE lane SET load_id = NULL WHERE load_id = $1', loadId);
  await freeLanes(
    statements,
    lanes.map(({ number }) => Number(number)),
  );
  await statements.run('DELETE FROM bulk_load WHERE id = $1', loadId);
}

/** Lengthens the lease of all that a worker holds; of a load it is one row, however many parcels it has. */
export async function extendHeld(statements: Statements, claim: Claim): Promise<void> {
  const values = [holderOf(claim.worker), leaseEnd(claim)] as const;
  await statements.run(
    `UPDATE parcel SET due_at = $2 WHERE holder = $1 AND load_id IS NULL AND state = 'inFlight'`,
    ...values,
  );
  for (const table of ['lane', 'bulk_load', 'touched_account', 'turn']) {
    await statements.run(`UPDATE ${table} SET held_until = $2 WHERE holder = $1`, ...values);
  }
}

/** Whether a worker has a turn, or gets it now. */
export async function takeTurn(statements: Statements, name: string, claim: Claim): Promise<boolean> {
  await signOn(statements, claim.worker);
  const taken = await statements.run(
    `INSERT INTO turn (name, holder, held_until) VALUES ($1, $2, $3)
     ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
     WHERE turn.holder IS NULL OR turn.holder = excluded.holder OR turn.held_until <= $4`,
    name,
    holderOf(claim.worker),
    leaseEnd(claim),
    claim.now.getTime(),
  );
  return taken > 0;
}

export async function endTurn(statements: Statements, name: string, worker: Worker): Promise<void> {
  await statements.run('DELETE FROM turn WHERE name = $1 AND holder = $2', name, holderOf(worker));
}

/** Whether a process of this machine lives; signal 0 asks without sending anything. */
function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to someone else
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Lanes of rows that have left their worker's hands. */
export function lanesOf(rows: readonly Row[]): number[] {
  return rows.flatMap(({ lane }) => (lane === null || lane === undefined ? [] : [Number(lane)]));
}
