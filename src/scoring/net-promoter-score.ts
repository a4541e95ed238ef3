import { checkedCount } from './checked.ts';

/** How many answers fall in each category: whole numbers, 0 or more. */
export interface CategoryCounts {
  promoters: number;
  passives: number;
  detractors: number;
}

/** A range of scores on the scale of NPS, −100 to 100. */
export interface Interval {
  lower: number;
  upper: number;
}

/** The standard normal deviate of a two-sided 95% interval. */
export const z95 = 1.959963984540054;

/** What the adjusted Wald method adds to each category before the plain formula is applied (Rocks 2016). */
const added: CategoryCounts = { promoters: 0.75, passives: 1.5, detractors: 0.75 };

export function total(counts: CategoryCounts): number {
  return counts.promoters + counts.passives + counts.detractors;
}

/**
 * Net Promoter Score, 100·(P−D)/n, from −100 to 100, not rounded (Reichheld 2003).
 * Absent (`undefined`) when nobody answered.
 */
export function netPromoterScore(counts: CategoryCounts): number | undefined {
  const n = total(counts);
  return n === 0 ? undefined : (100 * (counts.promoters - counts.detractors)) / n;
}

/**
 * 95% interval of the Net Promoter Score, on its scale, clamped to ±100: adjusted Wald, which adds ¾ promoter,
 * 1½ passives and ¾ detractor and takes SE = √((p+d−(p−d)²)/n) of those. It stays honest where the plain formula
 * says "100 ± 0" of three promoters.
 * Absent (`undefined`) under two answers: one answer is one voice, not a score.
 *
 * Source: Rocks 2016, "Interval estimation for the Net Promoter Score"; Sauro, "NPS confidence intervals".
 */
export function netPromoterInterval(counts: CategoryCounts): Interval | undefined {
  return total(counts) < 2 ? undefined : scoreInterval(adjustedShare(counts));
}

/** A score as a share from −1 to 1, 1 being NPS 100, with its standard error on the same scale. */
export interface ScoreShare {
  share: number;
  standardError: number;
}

/**
 * The adjusted score and its standard error, from which interval and comparison are made; never shown itself.
 * @param counts not necessarily whole: the effective number of answers of a weighted score is not
 */
export function adjustedShare(counts: CategoryCounts): ScoreShare {
  const promoters = counts.promoters + added.promoters;
  const passives = counts.passives + added.passives;
  const detractors = counts.detractors + added.detractors;
  const n = promoters + passives + detractors;
  const share = (promoters - detractors) / n;
  return { share, standardError: Math.sqrt(((promoters + detractors) / n - share ** 2) / n) };
}

/**
 * The interval around a score, on the scale of NPS, clamped to ±100.
 * @param deviate how many standard errors it reaches to each side; 95% by the normal distribution unless told
 */
export function scoreInterval({ share, standardError }: ScoreShare, deviate: number = z95): Interval {
  return {
    lower: Math.max(-100, 100 * (share - deviate * standardError)),
    upper: Math.min(100, 100 * (share + deviate * standardError)),
  };
}

/** @throws RangeError when a count is not a whole number of 0 or more */
export function checkCounts(counts: CategoryCounts): void {
  for (const kind of ['promoters', 'passives', 'detractors'] as const) {
    checkedCount(counts[kind], `The number of ${kind}`);
  }
}
