import type { ListedParcel, Outbox, OutboxCounts, SyncRun, Worker } from '../outbox/outbox.ts';
import { asFailure } from '../salesforce/failure.ts';
import type { SalesforceOrg } from '../salesforce/org.ts';
import { blankDue } from './blank-erased.ts';
import { keepLeases } from './keep-leases.ts';
import type { SyncProgress } from './progress.ts';
import { linkResolved } from './pull/decisions.ts';
import { scanForDrift } from './pull/drift.ts';
import { inTurn, pullChanges, pullTurn } from './pull/pull-changes.ts';
import { SeenChanges } from './pull/seen-changes.ts';
import { limitPauseSeconds } from './push/backoff.ts';
import { Directory } from './push/directory.ts';
import { pushKind } from './push/push.ts';
import { resumeLoads } from './push/resume-loads.ts';
import { mostByCollections } from './push/write-step.ts';
import { claimOf, mostListed, RunStopped } from './run.ts';
import type { Run, Tally } from './run.ts';
import { scoreTouchedAccounts } from './score-accounts.ts';
import type { RefusedAccount } from './score-accounts.ts';
import { StandingFacts } from './standing.ts';

export type { SyncProgress };

/** What one sync did, and what it left. */
export interface SyncReport extends Tally {
  accountsScored: number;
  /** Those that did not take their numbers: the first {@link mostListed}, and how many more there are. */
  accountsRefused: RefusedAccount[];
  moreAccountsRefused: number;
  /** Why the sync ended before everything was done: a limit of the org, or somebody has asked it to stop. */
  stopped?: {
    /** Code of the limit (`API_BUDGET`, `REQUEST_LIMIT_EXCEEDED`, …), or `STOPPED`. */
    code: string;
    /** When there may be room again; the next sync may be then. */
    goesOnAt?: Date;
  };
  /** How the outbox stands afterwards. */
  outbox: OutboxCounts;
  /** What is not in the org, with its reason: the first {@link mostListed}. */
  troubled: ListedParcel[];
  apiCalls: number;
}

export interface SyncRequest {
  outbox: Outbox;
  org: SalesforceOrg;
  clock: () => Date;
  worker: Worker;
  /** Whether what was set aside is tried once more. */
  retrySetAside?: boolean;
  sleep?: (milliseconds: number) => Promise<void>;
  /** Between 0 and 1; spreads the tries of many workers. */
  random?: () => number;
  /** Aborted: what is under way is finished, and nothing more is begun. */
  signal?: AbortSignal;
  onProgress?: (progress: SyncProgress) => void;
  /** More rows than this go by Bulk API 2.0; {@link mostByCollections} unless said. */
  mostByCollections?: number;
}

/**
 * Brings everything that waits into the org, invitations first, then writes the numbers of the accounts touched by it, or by
 * time or other people since the last sync.
 * It may be stopped at any moment, by force too: what the org has confirmed and the outbox has not noted is sent again,
 * and is the same record again by its external id.
 *
 * A limit of the org that is used up ends it early, without failure: the report says when it goes on.
 *
 * @throws SalesforceFailure when the org cannot be worked with; everything that was not confirmed waits as before
 * @throws OutboxError when the outbox fails
 */
export async function syncResponses(request: SyncRequest): Promise<SyncReport> {
  return syncOnce(request, new StandingFacts(request.org, request.clock));
}

/** The same, for one that syncs again and again and remembers what rarely changes of the org. */
export async function syncOnce(
  request: SyncRequest,
  standing: StandingFacts,
  seen = new SeenChanges(),
): Promise<SyncReport> {
  const { outbox, org, clock } = request;
  const run = beginRun(request);
  const startedAt = clock();
  const callsBefore = org.calls;
  const scores = { accountsScored: 0, accountsRefused: [] as RefusedAccount[], moreAccountsRefused: 0 };
  const leases = keepLeases(run);
  let stopped: SyncReport['stopped'];
  let failure: string | undefined;
  try {
    await work(run, request, { standingFacts: standing, seen }, scores);
    if (run.signal.aborted) stopped = { code: 'STOPPED' };
  } catch (error) {
    stopped = stopOf(run, error);
    if (stopped === undefined) {
      failure = codeOf(error);
      throw error;
    }
  } finally {
    leases.end();
    // where the outbox itself has failed, the leases run out by themselves
    await outbox.release(run.worker).catch(() => undefined);
    const did = { ...run.tally, accountsScored: scores.accountsScored, apiCalls: org.calls - callsBefore };
    await record(run, { startedAt, endedAt: clock(), ...did, failure: failure ?? stopped?.code });
  }
  return {
    ...run.tally,
    ...scores,
    ...(stopped === undefined ? {} : { stopped }),
    outbox: await outbox.counts(),
    troubled: await outbox.listTroubled(mostListed),
    apiCalls: org.calls - callsBefore,
  };
}

function beginRun(request: SyncRequest): Run {
  const { outbox, org, clock, worker } = request;
  const { sleep = pause, random = Math.random, signal = new AbortController().signal } = request;
  return {
    outbox,
    org,
    clock,
    worker,
    sleep,
    random,
    signal,
    onProgress: request.onProgress ?? (() => undefined),
    tally: { confirmed: 0, setAside: 0, retried: 0 },
    settled: 0,
    rematched: new Set(),
    mostByCollections: request.mostByCollections ?? mostByCollections,
    directory: new Directory(org),
  };
}

async function work(
  run: Run,
  { retrySetAside = false }: SyncRequest,
  { standingFacts, seen }: { standingFacts: StandingFacts; seen: SeenChanges },
  scores: Pick<SyncReport, 'accountsScored' | 'accountsRefused' | 'moreAccountsRefused'>,
): Promise<void> {
  const { outbox, org, clock, signal, onProgress } = run;
  const standing = await standingFacts.read();
  await outbox.tieTo(standing.organizationId);
  await standingFacts.requireRights();
  await blankDue(run);
  await resumeLoads(run);
  onProgress({ stage: 'pull' });
  // before anything is sent: what people have decided of the unmatched is followed, not written over
  const decided = await inTurn(run, pullTurn, () => pullChanges(run, standing, seen));
  if (retrySetAside) await outbox.retrySetAside(clock());
  await pushKind(run, 'invitation');
  await pushKind(run, 'response');
  if (decided !== undefined && decided.toBeLinked.length > 0) await linkResolved(run, decided.toBeLinked);
  if (signal.aborted) return;
  const moment = { rules: standing.rules, now: clock(), timeZone: standing.timeZone };
  const claim = () => claimOf(run);
  const { scored, refused, moreRefused } = await scoreTouchedAccounts(outbox, org, moment, claim, (done) =>
    onProgress({ stage: 'score', done }),
  );
  scores.accountsScored = scored;
  scores.accountsRefused = refused;
  scores.moreAccountsRefused = moreRefused;
  if (!signal.aborted) await inTurn(run, pullTurn, () => scanForDrift(run));
}

/** What ends a run early without being a failure of it; undefined for one that is. */
function stopOf(run: Run, error: unknown): SyncReport['stopped'] {
  if (error instanceof RunStopped || run.signal.aborted) return { code: 'STOPPED' };
  const { kind, code } = asFailure(error);
  if (kind !== 'later') return undefined;
  return { code, goesOnAt: new Date(run.clock().getTime() + limitPauseSeconds * 1000) };
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : asFailure(error).code;
}

/** Keeps what a run did, if it did anything; a report that cannot be kept is no reason to fail. */
async function record({ outbox, org }: Run, did: Omit<SyncRun, 'apiUsed' | 'apiMost'>): Promise<void> {
  const { confirmed, setAside, retried, accountsScored, failure } = did;
  if (confirmed + setAside + retried + accountsScored === 0 && failure === undefined) return;
  const usage = org.apiUsage();
  await outbox
    .recordRun({ ...did, ...(usage === undefined ? {} : { apiUsed: usage.used, apiMost: usage.max }) })
    .catch(() => undefined);
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
