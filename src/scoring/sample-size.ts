import type { Measured } from './absent.ts';
import { checkedCount } from './checked.ts';
import { z95 } from './net-promoter-score.ts';

/** Standard deviation of the answers as +1, 0 and −1 that is usual. */
export const usualSpread = 0.7;

/** Standard deviation of polarised answers, promoters and detractors only: the largest there is. */
export const polarisedSpread = 1;

/** What the adjusted Wald interval adds to the number of answers. */
const addedAnswers = 3;

/**
 * How many answers make the 95% interval of NPS reach no further than a margin to each side: n = s²z²/m² − 3, rounded up.
 * ±10 takes 186 answers, ±20 takes 45, ±30 takes 18; twice as many where opinion is polarised. It is for planning: what is
 * shown goes by the interval itself. How many people there are to ask does not matter: silence is not random.
 *
 * Source: Rocks 2016; Sauro, "NPS confidence intervals".
 * @param margin half-width in points of NPS, from 0.01 to 100
 * @param spread standard deviation of the answers as +1, 0 and −1: more than 0, at most 1
 * @returns a whole number, at least 2: one answer has no interval
 * @throws RangeError when margin or spread are outside of their range
 */
export function answersForMargin(margin: number, spread: number = usualSpread): number {
  if (!(margin >= 0.01 && margin <= 100)) {
    throw new RangeError(`A margin is from 0.01 to 100 points; got ${String(margin)}.`);
  }
  const answers = ((checked(spread) * z95 * 100) / margin) ** 2 - addedAnswers;
  // what is a whole number but for rounding stays one
  return Math.max(2, Math.ceil(answers - 1e-9 * answers));
}

/**
 * How far the 95% interval of NPS reaches to each side, in points, with so many answers: the inverse of
 * `answersForMargin`, m = sz/√(n + 3).
 *
 * @param answers whole number, 0 or more
 * @param spread standard deviation of the answers as +1, 0 and −1: more than 0, at most 1
 * @returns absent (`nothing`, `tooFew`) under two answers
 * @throws RangeError when answers or spread are outside of their range
 */
export function marginOfAnswers(answers: number, spread: number = usualSpread): Measured<number> {
  checkedCount(answers, 'A number of answers');
  const deviation = checked(spread);
  if (answers === 0) return { absent: 'nothing' };
  if (answers === 1) return { absent: 'tooFew', found: 1, needed: 2 };
  return (100 * deviation * z95) / Math.sqrt(answers + addedAnswers);
}

function checked(spread: number): number {
  if (spread > 0 && spread <= 1) return spread;
  throw new RangeError(`A spread of answers is more than 0 and at most 1; got ${String(spread)}.`);
}
