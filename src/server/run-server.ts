import type { Outbox, Worker } from '../outbox/outbox.ts';
import { asFailure } from '../salesforce/failure.ts';
import type { SalesforceOrg } from '../salesforce/org.ts';
import type { SyncReport } from '../sync/sync-responses.ts';
import { watchResponses } from '../sync/watch-responses.ts';
import type { WatchRound } from '../sync/watch-responses.ts';
import { startServer } from './start-server.ts';
import type { ServerState } from './start-server.ts';

/** What a server tells its log. No event holds personal data: counts, codes and record ids only. */
export type ServerEvent =
  | { level: 'info'; event: 'started'; url: string; org: string }
  | ({ level: 'info'; event: 'round' } & RoundFacts)
  | { level: 'warn'; event: 'roundFailed'; code: string; nextAt?: string }
  | { level: 'warn'; event: 'limit'; code: string; nextAt?: string }
  | { level: 'warn'; event: 'accountRefused'; accountId: string; object: string; code: string }
  | { level: 'error'; event: 'failed'; code: string }
  | { level: 'info'; event: 'stopped' };

type RoundFacts = Pick<SyncReport, 'confirmed' | 'setAside' | 'retried' | 'accountsScored' | 'apiCalls'>;

export interface RunServerRequest {
  outbox: Outbox;
  org: SalesforceOrg;
  clock: () => Date;
  worker: Worker;
  everySeconds: number;
  host: string;
  /** 0 takes any free one. */
  port: number;
  /** Aborted: what is under way is finished, and the server ends. */
  signal: AbortSignal;
  log: (event: ServerEvent) => void;
}

/**
 * Syncs until it is asked to stop, and answers over HTTP meanwhile.
 * @throws Error with `code` EADDRINUSE when the port is taken; what {@link watchResponses} throws when people have to do
 *   something
 */
export async function runServer(request: RunServerRequest): Promise<void> {
  const { outbox, org, clock, log, host, port } = request;
  const state: ServerState = {
    counts: {
      rounds: { succeeded: 0, failed: 0 },
      confirmed: 0,
      setAside: 0,
      retried: 0,
      accountsScored: 0,
      apiCalls: 0,
    },
  };
  const server = await startServer({ outbox, state, host, port, clock });
  log({ level: 'info', event: 'started', url: server.url, org: org.instanceUrl });
  try {
    await watchResponses({
      ...request,
      onRound: (round) => {
        note(state, round, org, clock());
        for (const event of eventsOf(round)) log(event);
      },
    });
    log({ level: 'info', event: 'stopped' });
  } catch (error) {
    log({ level: 'error', event: 'failed', code: asFailure(error).code });
    throw error;
  } finally {
    await server.close();
  }
}

/** Adds a round to what is counted since the start. */
function note(state: ServerState, { report, failure }: WatchRound, org: SalesforceOrg, now: Date): void {
  const { counts } = state;
  state.failure = failure?.code;
  counts.rounds[failure === undefined ? 'succeeded' : 'failed'] += 1;
  if (failure === undefined) counts.lastSuccess = now;
  counts.apiCalls = org.calls;
  const usage = org.apiUsage();
  if (usage !== undefined) counts.apiUsage = usage;
  if (report === undefined) return;
  counts.confirmed += report.confirmed;
  counts.setAside += report.setAside;
  counts.retried += report.retried;
  counts.accountsScored += report.accountsScored;
}

function eventsOf({ report, failure, nextAt }: WatchRound): ServerEvent[] {
  const next = nextAt === undefined ? {} : { nextAt: nextAt.toISOString() };
  if (failure !== undefined) return [{ level: 'warn', event: 'roundFailed', code: failure.code, ...next }];
  if (report === undefined) return [];
  const { confirmed, setAside, retried, accountsScored, apiCalls, stopped, accountsRefused } = report;
  const events: ServerEvent[] = [];
  // of a round in which nothing was to be done, the metrics tell enough
  if (confirmed + setAside + retried + accountsScored > 0) {
    events.push({ level: 'info', event: 'round', confirmed, setAside, retried, accountsScored, apiCalls });
  }
  for (const { accountId, object, code } of accountsRefused) {
    events.push({ level: 'warn', event: 'accountRefused', accountId, object, code });
  }
  if (stopped !== undefined && stopped.code !== 'STOPPED') {
    events.push({ level: 'warn', event: 'limit', code: stopped.code, ...next });
  }
  return events;
}
