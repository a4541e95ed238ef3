import { randomUUID } from 'node:crypto';
import { optionalText } from './engine.ts';
import type { Statements } from './engine.ts';
import type { SyncRun } from './outbox.ts';

/** How many runs are kept. */
const mostRuns = 100;

export async function readWatermark(statements: Statements, name: string): Promise<Date | undefined> {
  const [row] = await statements.all('SELECT reached FROM watermark WHERE name = $1', name);
  return row === undefined ? undefined : new Date(Number(row['reached']));
}

export async function writeWatermark(statements: Statements, name: string, reached: Date): Promise<void> {
  await statements.run(
    `INSERT INTO watermark (name, reached) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET reached = excluded.reached`,
    name,
    reached.getTime(),
  );
}

export async function keepRun(statements: Statements, run: SyncRun): Promise<void> {
  await statements.run(
    'INSERT INTO run (id, ended_at, report) VALUES ($1, $2, $3)',
    randomUUID(),
    run.endedAt.getTime(),
    JSON.stringify(run),
  );
  await statements.run(
    'DELETE FROM run WHERE id NOT IN (SELECT id FROM run ORDER BY ended_at DESC, id LIMIT $1)',
    mostRuns,
  );
}

export async function readRuns(statements: Statements, limit: number): Promise<SyncRun[]> {
  const rows = await statements.all('SELECT report FROM run ORDER BY ended_at DESC, id LIMIT $1', limit);
  return rows.map(({ report }) => {
    const run = JSON.parse(String(report)) as Omit<SyncRun, 'startedAt' | 'endedAt'> &
      Record<'startedAt' | 'endedAt', string>;
    return { ...run, startedAt: new Date(run.startedAt), endedAt: new Date(run.endedAt) };
  });
}

/** Ties the outbox to an org where it is tied to none; resolves to the id of the org that it is tied to. */
export async function tie(statements: Statements, organizationId: string): Promise<string | undefined> {
  await statements.run(
    'UPDATE identity SET organization_id = $1 WHERE organization_id IS NULL',
    organizationId,
  );
  const [row] = await statements.all('SELECT organization_id FROM identity');
  return optionalText(row?.['organization_id']);
}

/** The key of the hashes by which erased persons are remembered. */
export async function readHashKey(statements: Statements): Promise<string> {
  const [row] = await statements.all('SELECT hash_key FROM identity');
  return String(row?.['hash_key']);
}
