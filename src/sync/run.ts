import type { Claim, Outbox, Settlement, Worker } from '../outbox/outbox.ts';
import type { SalesforceOrg } from '../salesforce/org.ts';
import { blankErased } from './blank-erased.ts';
import type { PushProgress, SyncProgress } from './progress.ts';
import { Pace } from './progress.ts';
import type { Directory } from './push/directory.ts';
import { requireRoom } from './push/outcomes.ts';
import type { Moment } from './push/outcomes.ts';

/** How long what a worker holds is its own, in seconds; a run lengthens its leases long before. */
export const leaseSeconds = 600;

/** Of what went wrong, the report of a sync lists so many. */
export const mostListed = 1000;

/** What became of the parcels of a run. */
export interface Tally {
  confirmed: number;
  setAside: number;
  /** Rows that the org could not take just now; they are tried again. */
  retried: number;
}

/** One run of the sync: what it works with, and what it has done so far. */
export interface Run {
  outbox: Outbox;
  org: SalesforceOrg;
  clock: () => Date;
  /** Between 0 and 1; spreads the tries of many workers. */
  random: () => number;
  sleep: (milliseconds: number) => Promise<void>;
  worker: Worker;
  /** Aborted: nothing new is begun. */
  signal: AbortSignal;
  onProgress: (progress: SyncProgress) => void;
  tally: Tally;
  /** How many outcomes were told to the outbox, of steps on the way as well. */
  settled: number;
  /** External ids of parcels whose place was gone, and that were matched anew. */
  rematched: Set<string>;
  /** More rows than this go by Bulk API 2.0, up to as many by sObject Collections. */
  mostByCollections: number;
  /** What the org said of surveys, people, invitations and questions during this run. */
  directory: Directory;
}

/** A claim of the run's worker, as of now. */
export function claimOf({ worker, clock }: Run): Claim {
  return { worker, now: clock(), leaseSeconds };
}

/** What outcomes depend on, as of now. */
export function momentOf({ clock, random, rematched }: Run): Moment {
  return { now: clock(), random, rematched };
}

/**
 * Tells the outbox what became of parcels; what was erased meanwhile is blanked in the org at once.
 * @throws SalesforceFailure `later`, after that, where one of them has met a limit of the org that is used up
 */
export async function settle(run: Run, settlements: readonly Settlement[]): Promise<void> {
  const { erased } = await run.outbox.settle(settlements, run.clock());
  count(run, settlements);
  await blankErased(run, erased);
  requireRoom(settlements);
}

/** Adds outcomes to the tally of a run; a step on the way is none yet. */
export function count(run: Run, settlements: readonly { outcome: Settlement['outcome'] }[]): void {
  const { tally } = run;
  run.settled += settlements.length;
  for (const { outcome } of settlements) {
    if (outcome === 'retry') tally.retried += 1;
    else if (outcome !== 'advanced') tally[outcome] += 1;
  }
}

/** Tells how a push goes on, with its pace: of what was due when it began, how much is done. */
export function progressTeller(run: Run, due: number): () => void {
  const pace = new Pace(run.clock());
  const { tally, clock, onProgress } = run;
  const doneBefore = tally.confirmed + tally.setAside;
  return () => {
    const done = tally.confirmed + tally.setAside;
    const left = Math.max(0, due - (done - doneBefore));
    const progress: PushProgress = {
      stage: 'push',
      done,
      left,
      ...pace.of(done - doneBefore, left, clock()),
    };
    onProgress(progress);
  };
}

/** The run was asked to stop, and does so where it stands; what it holds is given back. */
export class RunStopped extends Error {
  constructor() {
    super('the run was asked to stop');
    this.name = 'RunStopped';
  }
}
