import type { Account } from './accounts.ts';

/** What may be said of an account's relationship score. */
export type Reading =
  /** No current answer: nobody ever counted here (`never`), or the answers left the window. */
  | { kind: 'none'; never: boolean; staleDays: number | undefined }
  /** One answer is one voice, not a score. */
  | {
      kind: 'one-voice';
      category: 'promoter' | 'passive' | 'detractor' | undefined;
      staleDays: number | undefined;
    }
  /** Answers, but not all the numbers that belong together: nothing is claimed. */
  | { kind: 'incomplete'; staleDays: number | undefined }
  | ScoreReading;

/** A score with its interval. */
export interface ScoreReading {
  kind: 'score';
  /** −100 to 100, not rounded. */
  score: number;
  lower: number;
  upper: number;
  /** False when the interval is wider than ±30: then the score is not given weight. */
  comparable: boolean;
  /** Where the whole interval lies, against zero. */
  side: 'above' | 'below' | 'either';
  /** Whole days since the numbers were computed, from 1; absent when they are of the last 24 hours. */
  staleDays: number | undefined;
}

const widestHalfWidth = 30;
const millisecondsPerDay = 86_400_000;

/** Decides what is said of an account at a given time: the rules under which a number may be shown as a score. */
export function readingOf(account: Account, now: Date): Reading {
  const { answers, score, lower, upper, scoredAt } = account;
  const staleDays = staleDaysOf(scoredAt, now);
  if (answers < 1) return { kind: 'none', never: scoredAt === undefined, staleDays };
  if (answers < 2) return { kind: 'one-voice', category: categoryOfOne(score), staleDays };
  if (score === undefined || lower === undefined || upper === undefined || scoredAt === undefined) {
    return { kind: 'incomplete', staleDays };
  }
  return {
    kind: 'score',
    score,
    lower,
    upper,
    comparable: (upper - lower) / 2 <= widestHalfWidth,
    side: lower > 0 ? 'above' : upper < 0 ? 'below' : 'either',
    staleDays,
  };
}

/** The NPS of a single answer tells its category. */
function categoryOfOne(score: number | undefined): 'promoter' | 'passive' | 'detractor' | undefined {
  if (score === 100) return 'promoter';
  if (score === 0) return 'passive';
  return score === -100 ? 'detractor' : undefined;
}

function staleDaysOf(scoredAt: Date | undefined, now: Date): number | undefined {
  if (scoredAt === undefined) return undefined;
  const age = now.getTime() - scoredAt.getTime();
  return age > millisecondsPerDay ? Math.floor(age / millisecondsPerDay) : undefined;
}
