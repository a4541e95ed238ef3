import type { Measured } from './absent.ts';
import { categoryOf } from './category.ts';
import { checkedAmount } from './checked.ts';
import { adjustedShare, scoreInterval } from './net-promoter-score.ts';
import type { CategoryCounts, Interval } from './net-promoter-score.ts';

/** An answer with its weight. */
export interface WeightedAnswer {
  /** Whole number from 0 to 10. */
  score: number;
  /** 0 or more, on any scale: only the proportions matter. An answer of weight 0 does not count. */
  weight: number;
}

/** A score of answers that do not all weigh the same. */
export interface WeightedScore {
  /** −100 to 100, not rounded. */
  score: number;
  /** Number of answers that weigh something. */
  answers: number;
  /** How many answers of equal weight would tell as much: from 1 to `answers`. */
  effectiveAnswers: number;
  /** 95%, on the scale of the score; absent (`tooFew`) when there are effectively less than two answers. */
  interval: Measured<Interval>;
}

/**
 * Weighted NPS: Σwx/Σw, with x = +1, 0, −1 for promoter, passive, detractor. Its interval is that of the unweighted score
 * (adjusted Wald), taken of the effective number of answers (Σw)²/Σw², divided over the categories as the weights are.
 * Weights that are all the same change nothing.
 *
 * Source: Kish 1965, "Survey Sampling", effective sample size.
 * @returns absent (`nothing`) without an answer that weighs something
 * @throws RangeError when a score is not a whole number from 0 to 10, or a weight is negative or not finite
 */
export function weightedScore(answers: Iterable<WeightedAnswer>): Measured<WeightedScore> {
  const all = [...answers];
  const heaviest = all.reduce((most, { weight }) => Math.max(most, checkedAmount(weight, 'A weight')), 0);
  const weights: CategoryCounts = { promoters: 0, passives: 0, detractors: 0 };
  let [squares, count] = [0, 0];
  for (const answer of all) {
    const category = categoryOf(answer.score);
    if (answer.weight === 0) continue;
    // against the heaviest, so that equal weights count as exactly 1 and no sum overflows
    const weight = answer.weight / heaviest;
    if (category === 'Promoter') weights.promoters += weight;
    else if (category === 'Passive') weights.passives += weight;
    else weights.detractors += weight;
    squares += weight ** 2;
    count += 1;
  }
  if (count === 0) return { absent: 'nothing' };
  const sum = weights.promoters + weights.passives + weights.detractors;
  const effectiveAnswers = Math.min(count, sum ** 2 / squares);
  return {
    score: (100 * (weights.promoters - weights.detractors)) / sum,
    answers: count,
    effectiveAnswers,
    interval: intervalOf(weights, effectiveAnswers / sum, effectiveAnswers),
  };
}

function intervalOf(weights: CategoryCounts, factor: number, effectiveAnswers: number): Measured<Interval> {
  if (effectiveAnswers < 2) return { absent: 'tooFew', found: effectiveAnswers, needed: 2 };
  return scoreInterval(
    adjustedShare({
      promoters: weights.promoters * factor,
      passives: weights.passives * factor,
      detractors: weights.detractors * factor,
    }),
  );
}
