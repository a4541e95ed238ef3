import { categoryOf } from './category.ts';
import { currentAnswers, defaultWindowDays } from './current-answers.ts';
import type { ScoredAnswer } from './current-answers.ts';
import { netPromoterInterval, netPromoterScore, total } from './net-promoter-score.ts';
import type { CategoryCounts, Interval } from './net-promoter-score.ts';

/** The relationship score of an account as it stands at one moment, with all that is needed to read it rightly. */
export interface AccountScore {
  counts: CategoryCounts;
  /** Number of current answers. */
  answers: number;
  /** −100 to 100, not rounded; absent without answers. */
  score?: number;
  /** 95%, on the scale of the score; absent under two answers. */
  interval?: Interval;
  /** When the newest of the current answers was given. */
  lastAnswer?: Date;
  windowDays: number;
  scoredAt: Date;
}

/**
 * The headline of an account: all current answers alike, with the adjusted Wald interval.
 * @param answers those of relationship surveys of this account, in any order
 * @throws RangeError when a score is not a whole number from 0 to 10
 */
export function scoreAccount(
  answers: Iterable<ScoredAnswer>,
  now: Date,
  windowDays: number = defaultWindowDays,
): AccountScore {
  const current = currentAnswers(answers, now, windowDays);
  const counts = countCategories(current);
  const newest = current.reduce((latest, answer) => Math.max(latest, answer.respondedAt.getTime()), 0);
  return {
    counts,
    answers: total(counts),
    score: netPromoterScore(counts),
    interval: netPromoterInterval(counts),
    lastAnswer: current.length === 0 ? undefined : new Date(newest),
    windowDays,
    scoredAt: now,
  };
}

/** Counts answers by category. @throws RangeError when a score is not a whole number from 0 to 10 */
export function countCategories(answers: Iterable<{ score: number }>): CategoryCounts {
  const counts: CategoryCounts = { promoters: 0, passives: 0, detractors: 0 };
  for (const { score } of answers) {
    const category = categoryOf(score);
    if (category === 'Promoter') counts.promoters += 1;
    else if (category === 'Passive') counts.passives += 1;
    else counts.detractors += 1;
  }
  return counts;
}
