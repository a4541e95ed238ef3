import type { Interval } from './net-promoter-score.ts';

/** The numbers of an account as an org holds them: a null, which it gives for an empty field, is as absent as undefined. */
export interface HeadlineNumbers {
  /** Number of current answers. */
  answers: number;
  /** NPS, −100 to 100. */
  score?: number | null;
  /** Ends of the 95% interval. */
  lower?: number | null;
  upper?: number | null;
  /** When the numbers were computed, as a date or as ISO 8601; absent when they never were. */
  scoredAt?: Date | string | null;
}

/** How the score of an account is shown. */
export type ShownScore =
  /** There is nothing to show: nobody ever counted here (`never`), or the answers have left the window. */
  | { kind: 'none'; never: boolean }
  /** One answer is one voice, not a score. */
  | { kind: 'oneVoice' }
  /** Answers, but not all the numbers that belong together: nothing is claimed. */
  | { kind: 'incomplete' }
  /** A score whose interval is too wide: people are shown, the score at most quietly, and no trend. */
  | (SidedScore & { kind: 'people' })
  | (SidedScore & { kind: 'score' });

/** A score with its interval. */
export interface SidedScore extends Interval {
  /** −100 to 100, not rounded. */
  score: number;
  /** Where the whole interval lies, against zero. */
  side: 'above' | 'below' | 'either';
}

/** Beyond this half-width of the interval, in points of NPS, people are shown instead of a score. */
const widestHalfWidth = 30;
const millisecondsPerDay = 86_400_000;

/** Whether an interval is narrow enough for its score to be compared: at most 30 points to each side. */
export function isNarrow({ lower, upper }: Interval): boolean {
  return (upper - lower) / 2 <= widestHalfWidth;
}

/**
 * The one rule of how a score is shown, wherever it is shown. It refuses nothing: what an org holds must be shown somehow,
 * and what is not a number is absent, never zero.
 */
export function shownScore({ answers, score, lower, upper, scoredAt }: HeadlineNumbers): ShownScore {
  if (!(answers >= 1)) return { kind: 'none', never: !scoredAt };
  if (answers < 2) return { kind: 'oneVoice' };
  if (!isNumber(score) || !isNumber(lower) || !isNumber(upper) || !scoredAt) return { kind: 'incomplete' };
  const side = lower > 0 ? 'above' : upper < 0 ? 'below' : 'either';
  return { kind: isNarrow({ lower, upper }) ? 'score' : 'people', score, lower, upper, side };
}

/**
 * Whole days since the numbers were computed, from 1, which are to be said beside them; absent when they are of the last 24
 * hours, or no time is known.
 */
export function staleDays(
  scoredAt: HeadlineNumbers['scoredAt'],
  now: HeadlineNumbers['scoredAt'],
): number | undefined {
  if (!scoredAt || !now) return undefined;
  const age = +new Date(now) - +new Date(scoredAt);
  return age > millisecondsPerDay ? Math.floor(age / millisecondsPerDay) : undefined;
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
