import { OutboxError } from '../outbox/outbox.ts';
import { asFailure } from '../salesforce/failure.ts';
import { SeenChanges } from './pull/seen-changes.ts';
import { StandingFacts } from './standing.ts';
import { syncOnce } from './sync-responses.ts';
import type { SyncReport, SyncRequest } from './sync-responses.ts';

export interface WatchRequest extends SyncRequest {
  /** Time between the beginnings of two rounds. */
  everySeconds: number;
  /** Aborted: the round that is under way ends early, and no other one begins. */
  signal: AbortSignal;
  /** Told after each round: what it did, or why it failed. */
  onRound?: (round: WatchRound) => void;
}

export interface WatchRound {
  report?: SyncReport;
  /** What ended the round, when it may pass. */
  failure?: { code: string; message: string };
  /** When the next round begins; absent after the last one. */
  nextAt?: Date;
}

/** Longest pause after rounds that failed, in seconds. */
const longestPauseSeconds = 900;

/**
 * Syncs again and again until it is asked to stop; then it finishes the requests that are under way, gives back what it
 * holds, and resolves. A failure that may pass never ends it: it waits, longer each time, and goes on.
 *
 * @throws SalesforceFailure when people have to do something: the login has ended, the package is not installed, the user
 *   may not write
 * @throws OutboxError when the outbox belongs to another org, or is none
 */
export async function watchResponses(request: WatchRequest): Promise<void> {
  const { org, clock, signal, everySeconds, onRound = () => undefined } = request;
  const standing = new StandingFacts(org, clock);
  const seen = new SeenChanges();
  const sleep = abortable(request.sleep, signal);
  let failures = 0;
  let { retrySetAside } = request;
  while (!signal.aborted) {
    const begunAt = clock().getTime();
    const round: WatchRound = {};
    let pauseSeconds = everySeconds;
    try {
      round.report = await syncOnce({ ...request, sleep, retrySetAside }, standing, seen);
      retrySetAside = false;
      failures = 0;
      const goesOnAt = round.report.stopped?.goesOnAt;
      if (goesOnAt !== undefined) pauseSeconds = (goesOnAt.getTime() - begunAt) / 1000;
    } catch (error) {
      if (!mayPass(error)) throw error;
      failures += 1;
      pauseSeconds = pauseAfter(failures, everySeconds, (request.random ?? Math.random)());
      round.failure = { code: codeOf(error), message: (error as Error).message };
    }
    if (signal.aborted) return onRound(round);
    const nextAt = begunAt + pauseSeconds * 1000;
    onRound({ ...round, nextAt: new Date(nextAt) });
    // a clock that was set back meanwhile does not make the pause longer
    await sleep(Math.min(Math.max(0, nextAt - clock().getTime()), pauseSeconds * 1000));
  }
}

/**
 * How long after the beginning of a round that failed the next one begins, in seconds: twice as long with each failure in a
 * row, a quarter of an hour at most, of which up to a half is left to chance.
 * @param random between 0 and 1
 */
export function pauseAfter(failures: number, everySeconds: number, random: number): number {
  const longest = Math.max(everySeconds, longestPauseSeconds);
  return Math.min(everySeconds * 2 ** Math.min(failures, 20), longest) * (1 - random / 2);
}

/** Whether a failure may be over by itself: the org or the outbox cannot be reached, is busy, or has no room just now. */
export function mayPass(error: unknown): boolean {
  if (error instanceof OutboxError) return ['busy', 'full', 'unreachable'].includes(error.code);
  return ['tryAgain', 'later', 'unreachable'].includes(asFailure(error).kind);
}

function codeOf(error: unknown): string {
  return error instanceof OutboxError ? error.code : asFailure(error).code;
}

/** A pause that ends at once when something is aborted, and leaves no timer behind. */
function abortable(
  sleep: ((milliseconds: number) => Promise<void>) | undefined,
  signal: AbortSignal,
): (milliseconds: number) => Promise<void> {
  return async (milliseconds) => {
    if (signal.aborted) return;
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const timer = sleep === undefined ? setTimeout(end, milliseconds) : undefined;
    signal.addEventListener('abort', end, { once: true });
    await Promise.race([ended, ...(sleep === undefined ? [] : [sleep(milliseconds)])]);
    signal.removeEventListener('abort', end);
    clearTimeout(timer);
  };
}
