import type { FailureKind } from '../salesforce/failure.ts';

const longestMinutes = 15;

/**
 * When a row is tried again: after 2 seconds, then twice as long each time, a quarter of an hour at most; after an hour
 * when a limit of the org is used up.
 * @param attempts how often it has been tried before this failure
 */
export function nextTry(kind: FailureKind, attempts: number, now: Date): Date {
  const seconds = kind === 'later' ? 3600 : Math.min(2 * 2 ** attempts, longestMinutes * 60);
  return new Date(now.getTime() + seconds * 1000);
}
