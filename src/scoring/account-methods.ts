import type { Category } from '../feedback/response.ts';
import type { Measured } from './absent.ts';
import { isAbsent } from './absent.ts';
import { countCategories } from './account-score.ts';
import { categoryOf } from './category.ts';
import { checkedAmount } from './checked.ts';
import { netPromoterInterval, netPromoterScore, total } from './net-promoter-score.ts';
import type { Interval } from './net-promoter-score.ts';
import { defaultRoleRules, roles } from './roles.ts';
import type { Role, RoleRules } from './roles.ts';
import { weightedScore } from './weighted-score.ts';
import type { WeightedScore } from './weighted-score.ts';

/** How the answers of an account are put together; the values of `Feedback_Snapshot__c.Method__c`. */
export const accountMethods = ['All Answers Alike', 'Role-Weighted', 'Waterfall'] as const;
export type AccountMethod = (typeof accountMethods)[number];

/** A current answer, with what is known of the one who gave it. */
export interface RoledAnswer {
  /** Whole number from 0 to 10. */
  score: number;
  /** Absent where it is not known. */
  role?: Role;
  /**
   * What an admin made of this person's voice (`Contact.Feedback_Influence__c`): 1, or absent, counts like everyone of the
   * same role, 2 counts twice, 0 not at all.
   */
  influence?: number;
}

/** A score by one of the methods that give one. */
export interface MethodScore extends WeightedScore {
  method: Exclude<AccountMethod, 'Waterfall'>;
}

/** The category of an account by the waterfall: no score, and no interval, for there is none. */
export interface WaterfallCategory {
  method: 'Waterfall';
  category: Category;
  /** Whose answer decided. */
  role: Role;
  /** How many hold that role among those who answered. */
  deciders: number;
  /** Number of answers that there are, deciding or not. */
  answers: number;
}

/** The three methods side by side, over the same answers. */
export interface AccountMethods {
  alike: Measured<MethodScore>;
  roleWeighted: Measured<MethodScore>;
  waterfall: Measured<WaterfallCategory>;
}

/**
 * The relationship with an account by all three methods, so that nobody need wonder what another would have said.
 *
 * @param answers the current ones of the account, one of each person
 * @throws RangeError when a score is not a whole number from 0 to 10, a role is none of the package, or an influence or a
 *   weight is negative or not finite
 */
export function scoreByMethods(
  answers: Iterable<RoledAnswer>,
  rules: RoleRules = defaultRoleRules,
): AccountMethods {
  const all = [...answers];
  return {
    alike: scoreAlike(all),
    roleWeighted: scoreRoleWeighted(all, rules),
    waterfall: decideByWaterfall(all, rules),
  };
}

/**
 * All current answers alike, the method of the headline, with the adjusted Wald interval.
 * @returns absent (`nothing`) without answers
 */
export function scoreAlike(answers: Iterable<RoledAnswer>): Measured<MethodScore> {
  const counts = countCategories(answers);
  const [score, n] = [netPromoterScore(counts), total(counts)];
  if (score === undefined) return { absent: 'nothing' };
  const interval: Measured<Interval> = netPromoterInterval(counts) ?? {
    absent: 'tooFew',
    found: n,
    needed: 2,
  };
  return { method: 'All Answers Alike', score, answers: n, effectiveAnswers: n, interval };
}

/**
 * Each answer weighed by the role of who gave it, times that person's influence; the interval is taken of the effective
 * number of answers.
 * @returns absent (`nothing`) without an answer that weighs something
 */
export function scoreRoleWeighted(
  answers: Iterable<RoledAnswer>,
  rules: RoleRules = defaultRoleRules,
): Measured<MethodScore> {
  const weighted = weightedScore(
    Array.from(answers, (answer) => ({ score: answer.score, weight: weightOf(answer, rules) })),
  );
  return isAbsent(weighted) ? weighted : { method: 'Role-Weighted', ...weighted };
}

/**
 * The most influential role present decides the category of the account. Where several people hold it, the least satisfied
 * of them decides: an account is no promoter over the objection of a decision maker. Who has no influence does not decide.
 * @returns absent (`nothing`) when nobody of a role in the order has answered
 */
export function decideByWaterfall(
  answers: Iterable<RoledAnswer>,
  rules: RoleRules = defaultRoleRules,
): Measured<WaterfallCategory> {
  const all = [...answers];
  const scoresOf = new Map<Role, number[]>();
  for (const answer of all) {
    categoryOf(answer.score);
    if (influenceOf(answer) === 0 || answer.role === undefined) continue;
    scoresOf.set(checkedRole(answer.role), [...(scoresOf.get(answer.role) ?? []), answer.score]);
  }
  const role = rules.order.find((one) => scoresOf.has(one));
  if (role === undefined) return { absent: 'nothing' };
  const scores = scoresOf.get(role) ?? [];
  return {
    method: 'Waterfall',
    category: categoryOf(Math.min(...scores)),
    role,
    deciders: scores.length,
    answers: all.length,
  };
}

function weightOf(answer: RoledAnswer, { weights, weightWithoutRole }: RoleRules): number {
  const weight = answer.role === undefined ? weightWithoutRole : weights[checkedRole(answer.role)];
  return weight * influenceOf(answer);
}

function influenceOf({ influence = 1 }: RoledAnswer): number {
  return checkedAmount(influence, 'An influence');
}

function checkedRole(role: Role): Role {
  if (roles.includes(role)) return role;
  throw new RangeError(`A role is one of ${roles.join(', ')}; got ${String(role)}.`);
}
