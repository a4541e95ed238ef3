/**
 * One sync in a process of its own, to be killed:
 * `run-sync.ts <outbox> <org url> <client id> <client secret> [<its time> [<most by collections>]]`.
 * Where a time is given, its clock begins there, and jumps over pauses.
 */
import { hostname } from 'node:os';
import { openPostgresOutbox } from '../../src/outbox/postgres-outbox.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { signIn } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { syncResponses } from '../../src/sync/sync-responses.ts';

const [location = '', loginUrl = '', clientId = '', clientSecret = '', time, most] = process.argv.slice(2);
let shift = time === undefined ? 0 : Date.parse(time) - Date.now();
const clock = () => new Date(Date.now() + shift);
const jump = async (milliseconds: number) => {
  shift += milliseconds;
  await new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds / 100, 25)));
};
const outbox = location.startsWith('postgres:')
  ? await openPostgresOutbox(location)
  : openSqliteOutbox(location);
const connection = await signIn({ loginUrl, clientId, clientSecret }, clock);
const report = await syncResponses({
  outbox,
  org: new SalesforceOrg(connection, { sleep: () => Promise.resolve(), timeoutSeconds: 2 }),
  clock,
  worker: { host: hostname(), processId: process.pid, name: 'sync' },
  ...(time === undefined ? {} : { sleep: jump }),
  ...(most === undefined ? {} : { mostByCollections: Number(most) }),
});
await outbox.close();
process.stdout.write(JSON.stringify(report));
