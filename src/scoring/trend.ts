import type { Measured } from './absent.ts';
import { scoreAccount } from './account-score.ts';
import type { AccountScore } from './account-score.ts';
import { currentAnswers, defaultWindowDays } from './current-answers.ts';
import type { ScoredAnswer } from './current-answers.ts';
import { addMonths, firstDayOf, monthsIn } from './months.ts';
import { isNarrow } from './shown-score.ts';

/** The score of an account at the end of a month, as the answers stood then; `scoredAt` is that moment. */
export interface MonthlySnapshot extends AccountScore {
  /** The first day of the month, `2026-07-01` (`Feedback_Snapshot__c.Month__c`). */
  month: string;
  /** Number of the answers that also counted at the end of the month before. */
  sharedAnswers: number;
}

/** Which months are wanted, and how answers count in them. */
export interface TrendQuestion {
  /** The month that this moment is in is the last one, as it stands at this moment. */
  now: Date;
  /** How many months, the running one included: a whole number, at least 1. */
  months: number;
  /** In which months begin and end: an IANA name, such as `Europe/Paris`. */
  timeZone: string;
  windowDays?: number;
}

/**
 * One snapshot a month, oldest first: each of the answers that counted in the last millisecond of its month, so that what
 * came later changes nothing in it.
 *
 * @param answers those of relationship surveys of the account, in any order
 * @throws RangeError when a score is not a whole number from 0 to 10, there is no such time zone, `now` is no valid date, or
 *   the number of months is not a whole number above 0
 */
export function monthlySnapshots(
  answers: Iterable<ScoredAnswer>,
  { now, months, timeZone, windowDays = defaultWindowDays }: TrendQuestion,
): MonthlySnapshot[] {
  if (!Number.isSafeInteger(months) || months < 1) {
    throw new RangeError(`A number of months is a whole number above 0; got ${String(months)}.`);
  }
  const all = [...answers];
  const calendar = monthsIn(timeZone);
  const running = calendar.monthOf(now);
  const snapshots: MonthlySnapshot[] = [];
  let before = new Set<string>();
  // one more month is looked at, for what the first one shares with it
  for (let back = months; back >= 0; back -= 1) {
    const month = addMonths(running, -back);
    const standsAt = back === 0 ? now : new Date(calendar.startOf(addMonths(month, 1)).getTime() - 1);
    const current = currentAnswers(all, standsAt, windowDays);
    if (back < months) {
      const sharedAnswers = current.filter(({ id }) => before.has(id)).length;
      const score = scoreAccount(current, standsAt, windowDays);
      snapshots.push({ month: firstDayOf(month), sharedAnswers, ...score });
    }
    before = new Set(current.map(({ id }) => id));
  }
  return snapshots;
}

/** What may be shown of the way from one score to a later one. */
export type TrendStep =
  /** Both scores are sure enough to be compared: by how many points the later is higher, −200 to 200. */
  | { kind: 'trend'; change: number }
  /** One of them is not: people are shown, and no arrow. */
  | { kind: 'people' };

/**
 * Whether a trend may be shown between two scores: only where the interval of neither reaches further than 30 points to a
 * side; one voice has no interval.
 * @returns absent (`nothing`) when there were no answers at one of the two times
 */
export function trendStep(earlier: AccountScore, later: AccountScore): Measured<TrendStep> {
  if (earlier.score === undefined || later.score === undefined) return { absent: 'nothing' };
  const sure = [earlier, later].every(({ interval }) => interval !== undefined && isNarrow(interval));
  return sure ? { kind: 'trend', change: later.score - earlier.score } : { kind: 'people' };
}
