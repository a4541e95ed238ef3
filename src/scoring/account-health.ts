import type { AccountScore } from './account-score.ts';
import { checkedCount } from './checked.ts';

/** The values of `Account.Feedback_Health__c`. */
export type AccountHealth = 'Healthy' | 'Watch' | 'At Risk' | 'Unknown';

/** Why an account is at risk or to be watched, the most serious first. */
export type HealthReason =
  | 'detractorDecides'
  | 'detractorOnOpenDeal'
  | 'silentDeciderOnOpenDeal'
  | 'scoreBelowZero'
  | 'silentDecider'
  | 'lateAction'
  | 'noMorePromoters';

/** What the health of an account follows from. Counts are whole numbers, 0 or more. */
export interface HealthFacts {
  /** The relationship score as it stands now. */
  score: Pick<AccountScore, 'answers' | 'score' | 'interval'>;
  /** People who decide whose current answer is a detractor's. */
  detractingDeciders: number;
  /** People who decide and are silent. */
  silentDeciders: number;
  /** Open actions whose date has passed. */
  lateActions: number;
  /** Open deals with a detractor among their contact roles. */
  openDealsWithDetractor: number;
  /** Open deals with a silent person who decides among their contact roles. */
  openDealsWithSilentDecider: number;
}

/** The health of an account, and all that speaks for it. */
export interface ExplainedHealth {
  health: AccountHealth;
  reasons: HealthReason[];
}

/**
 * One word for how the relationship with an account stands. A rule of this product, with no source but its purpose:
 * to sort a list by whom to call first.
 * - **At Risk**: someone who decides is a detractor; or an open deal has a detractor, or a silent person who decides,
 *   among its contact roles; or the whole 95% interval of the score is below zero.
 * - **Watch**: someone who decides is silent; or an action is late; or there are answers, and promoters do not outnumber
 *   detractors.
 * - **Unknown**: none of these, and nobody has answered within the window.
 * - **Healthy**: none of these, and somebody has.
 *
 * Answers of anonymous surveys are in the score; they are nobody's in the counts of people.
 * @throws RangeError when a count is not a whole number
 */
export function accountHealth(facts: HealthFacts): ExplainedHealth {
  const { score, ...counts } = facts;
  checkedCount(score.answers, 'The number of answers');
  for (const [name, count] of Object.entries(counts)) checkedCount(count, `The count ${name}`);
  const reasons = [...atRisk(facts), ...toWatch(facts)];
  return { health: healthOf(facts), reasons };
}

function healthOf(facts: HealthFacts): AccountHealth {
  if (atRisk(facts).length > 0) return 'At Risk';
  if (toWatch(facts).length > 0) return 'Watch';
  return facts.score.answers === 0 ? 'Unknown' : 'Healthy';
}

function atRisk(facts: HealthFacts): HealthReason[] {
  const { interval } = facts.score;
  return those([
    ['detractorDecides', facts.detractingDeciders > 0],
    ['detractorOnOpenDeal', facts.openDealsWithDetractor > 0],
    ['silentDeciderOnOpenDeal', facts.openDealsWithSilentDecider > 0],
    ['scoreBelowZero', interval !== undefined && interval.upper < 0],
  ]);
}

function toWatch({ score, silentDeciders, lateActions }: HealthFacts): HealthReason[] {
  return those([
    ['silentDecider', silentDeciders > 0],
    ['lateAction', lateActions > 0],
    ['noMorePromoters', score.answers > 0 && score.score !== undefined && score.score <= 0],
  ]);
}

function those(reasons: [HealthReason, boolean][]): HealthReason[] {
  return reasons.filter(([, holds]) => holds).map(([reason]) => reason);
}
