import type { Relationship } from '../../../src/elements/relationship-card/relationship.ts';
import { netPromoterInterval, netPromoterScore, total } from '../../../src/scoring/net-promoter-score.ts';

/** A relationship as the sync writes it for so many promoters, passives and detractors, with what is to differ. */
export function relationship(
  promoters: number,
  passives: number,
  detractors: number,
  differences: Partial<Relationship> = {},
): Relationship {
  const counts = { promoters, passives, detractors };
  return {
    ...counts,
    answers: total(counts),
    score: netPromoterScore(counts),
    ...netPromoterInterval(counts),
    lastAnswer: '2026-07-14T08:00:00Z',
    scoredAt: '2026-07-15T02:00:00Z',
    windowDays: 365,
    ...differences,
  };
}
