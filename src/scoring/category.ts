import type { Category } from '../feedback/response.ts';

/**
 * The Net Promoter category of a score: 9–10 promoter, 7–8 passive, 0–6 detractor (Reichheld 2003).
 * @throws RangeError when the score is not a whole number from 0 to 10: it is never rounded or clamped.
 */
export function categoryOf(score: number): Category {
  if (!Number.isInteger(score) || score < 0 || score > 10) {
    throw new RangeError(`A score is a whole number from 0 to 10; got ${String(score)}.`);
  }
  if (score >= 9) return 'Promoter';
  return score >= 7 ? 'Passive' : 'Detractor';
}
