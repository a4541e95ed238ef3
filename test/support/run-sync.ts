/** One sync in a process of its own, to be killed: `run-sync.ts <outbox> <org url> <client id> <client secret>`. */
import { hostname } from 'node:os';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { signIn } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { syncResponses } from '../../src/sync/sync-responses.ts';

const [outboxPath = '', loginUrl = '', clientId = '', clientSecret = ''] = process.argv.slice(2);
const clock = () => new Date();
const outbox = openSqliteOutbox(outboxPath);
const connection = await signIn({ loginUrl, clientId, clientSecret }, clock);
const report = await syncResponses({
  outbox,
  org: new SalesforceOrg(connection, { sleep: () => Promise.resolve(), timeoutSeconds: 2 }),
  clock,
  worker: { host: hostname(), processId: process.pid, name: 'sync' },
});
await outbox.close();
process.stdout.write(JSON.stringify(report));
