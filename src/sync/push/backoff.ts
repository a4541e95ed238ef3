import type { FailureKind } from '../../salesforce/failure.ts';

const longestMinutes = 15;

/** When work goes on after a limit of the org was used up, in seconds: the limit counts the last 24 hours, and eases by the hour. */
export const limitPauseSeconds = 3600;

/**
 * When a row is tried again: after 2 seconds, then twice as long each time, a quarter of an hour at most, of which up to a
 * half is left to chance, so that rows that failed together do not come back together; after an hour when a limit of the
 * org is used up.
 * @param attempts how often it has been tried before this failure
 * @param random between 0 and 1
 */
export function nextTry(kind: FailureKind, attempts: number, now: Date, random: number): Date {
  const seconds =
    kind === 'later'
      ? limitPauseSeconds
      : Math.min(2 * 2 ** attempts, longestMinutes * 60) * (1 - random / 2);
  return new Date(now.getTime() + seconds * 1000);
}
