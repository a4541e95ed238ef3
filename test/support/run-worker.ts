/** A worker of many, in a process of its own, until SIGTERM: `run-worker.ts <outbox> <org url> <client id> <client secret>`. */
import { hostname } from 'node:os';
import { openPostgresOutbox } from '../../src/outbox/postgres-outbox.ts';
import { signIn } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { watchResponses } from '../../src/sync/watch-responses.ts';

/** So few that some of what a test puts in goes by bulk jobs, and some by calls. */
const mostByCollections = 60;

const [address = '', loginUrl = '', clientId = '', clientSecret = ''] = process.argv.slice(2);
const clock = () => new Date();
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
const outbox = await openPostgresOutbox(address);
const connection = await signIn({ loginUrl, clientId, clientSecret }, clock);
const done = { confirmed: 0, retried: 0, setAside: 0, failures: [] as string[] };
await watchResponses({
  outbox,
  org: new SalesforceOrg(connection),
  clock,
  worker: { host: hostname(), processId: process.pid, name: 'worker' },
  everySeconds: 0.2,
  // the local org is done with a job at once
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, 50))),
  mostByCollections,
  signal: stop.signal,
  onRound: ({ report, failure }) => {
    done.confirmed += report?.confirmed ?? 0;
    done.retried += report?.retried ?? 0;
    done.setAside += report?.setAside ?? 0;
    if (failure !== undefined) done.failures.push(failure.code);
  },
});
await outbox.close();
process.stdout.write(JSON.stringify(done));
