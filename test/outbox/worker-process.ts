import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { openPostgresOutbox } from '../../src/outbox/postgres-outbox.ts';
import type { LeasedParcel, Step } from '../../src/outbox/outbox.ts';
import { Client } from 'pg';

/**
 * A worker in a process of its own: `node worker-process.ts <address of the outbox> <address and schema of the witness>`.
 * Takes parcels until nothing waits, writes into the table `witness` what it has in its hands, and prints what it confirms.
 */
const [address = '', witnessAddress = '', witnessSchema = ''] = process.argv.slice(2);
const outbox = await openPostgresOutbox(address);
const witness = new Client({ connectionString: witnessAddress });
await witness.connect();
await witness.query(`SET search_path = ${witnessSchema}`);
const worker = { host: hostname(), processId: process.pid, name: 'worker' };

for (;;) {
  let worked = false;
  for (const step of ['write', 'match'] satisfies Step[]) {
    const now = new Date();
    const parcels = await outbox.lease({ kind: 'response', step, worker, now, leaseSeconds: 600, limit: 20 });
    worked ||= parcels.length > 0;
    if (step === 'match') await match(parcels);
    else await write(parcels);
  }
  const { waiting, inFlight } = await outbox.counts();
  if (waiting + inFlight === 0) break;
  if (!worked) await pause(20);
}
await outbox.release(worker);
await outbox.close();
await witness.end();

/** The survey's name says which account an answer belongs to. */
async function match(parcels: LeasedParcel[]): Promise<void> {
  await outbox.settle(
    parcels.map(({ kind, content, version }) => ({
      kind,
      externalId: content.externalId,
      version,
      outcome: 'advanced',
      step: 'write',
      place: { accountId: content.survey, contactId: '003', surveyId: 'a0S' },
    })),
    new Date(),
  );
}

/** A killed worker cannot take back what it told the witness. */
async function forgetTheDead(): Promise<void> {
  const { rows } = await witness.query<{ process: number }>('SELECT DISTINCT process FROM held');
  for (const { process: processId } of rows) {
    try {
      process.kill(processId, 0);
    } catch {
      await witness.query('DELETE FROM held WHERE process = $1', [processId]);
    }
  }
}

/** The witness refuses an account twice at a time, and remembers every answer that was written. */
async function write(parcels: LeasedParcel[]): Promise<void> {
  const accounts = [...new Set(parcels.map(({ place }) => place!.accountId))];
  await forgetTheDead();
  await witness.query('INSERT INTO held SELECT unnest($1::text[]), $2', [accounts, process.pid]);
  await pause(5);
  await witness.query('INSERT INTO written SELECT unnest($1::text[]), $2', [
    parcels.map(({ content }) => content.externalId),
    process.pid,
  ]);
  await witness.query('DELETE FROM held WHERE process = $1', [process.pid]);
  await outbox.settle(
    parcels.map(({ kind, content, version }) => ({
      kind,
      externalId: content.externalId,
      version,
      outcome: 'confirmed',
    })),
    new Date(),
  );
  if (parcels.length > 0) process.stdout.write(`${parcels.length}\n`);
}
