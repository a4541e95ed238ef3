import type { Measured } from './absent.ts';
import { categoryOf } from './category.ts';
import { checkedCount, checkedTime } from './checked.ts';
import { verifiedAnswers } from './verified-answers.ts';

/** Fewest answers from which results of an anonymous survey are shown; a survey may ask for more, never for fewer. */
export const fewestAnonymousAnswers = 5;

/** The threshold itself. @throws RangeError when it is not a whole number, or would let people be recognised */
export function checkedThreshold(threshold: number): number {
  if (!Number.isSafeInteger(threshold) || threshold < fewestAnonymousAnswers) {
    throw new RangeError(
      `An anonymity threshold is a whole number, ${fewestAnonymousAnswers} or more; got ${String(threshold)}.`,
    );
  }
  return threshold;
}

/**
 * A result of the whole wave of an anonymous survey: from the threshold on the result, below it nothing but the number
 * of answers (`hidden`, with `found` and `needed`), without answers `nothing`. Groups within the wave go through
 * `guardGroups` and `guardTable`, which do not even tell their numbers.
 *
 * Show it when the wave is closed: two looks at a growing wave differ by the answers that came between.
 * @param result computed only when it may be shown
 * @throws RangeError when the number of answers is none, or the threshold is below five
 */
export function guardWave<Value>(
  answers: number,
  result: () => Measured<Value>,
  threshold: number = fewestAnonymousAnswers,
): Measured<Value> {
  checkedThreshold(threshold);
  if (checkedCount(answers, 'The number of answers') === 0) return { absent: 'nothing' };
  return answers < threshold ? { absent: 'hidden', found: answers, needed: threshold } : result();
}

/** An answer as far as these guards need it. */
export interface GuardedAnswer {
  id: string;
  contactId?: string;
  /** Whether the survey that was answered is anonymous; then a contact that stands here all the same is not looked at. */
  isAnonymous: boolean;
  isVerified?: boolean;
  score: number;
  respondedAt: Date;
}

/** Whether an answer may start an alert: never when it is anonymous, nor while it is set aside. */
export function mayRaiseAlert({ isAnonymous, isVerified }: GuardedAnswer): boolean {
  return !isAnonymous && isVerified !== false;
}

/**
 * The last score of each contact at a given time, by contact id: that of the newest relationship answer, verified and
 * not anonymous; of two of the same instant that of the higher id. Who gave none is not in it.
 *
 * @param answers those of relationship surveys, in any order
 * @throws RangeError when a score is not a whole number from 0 to 10, or a date does not exist
 */
export function lastScores(answers: Iterable<GuardedAnswer>, now: Date): Map<string, number> {
  checkedTime(now, 'Now');
  const newest = new Map<string, GuardedAnswer>();
  for (const answer of verifiedAnswers(answers)) {
    const { contactId, isAnonymous, respondedAt, score } = answer;
    // refuses what is no score
    categoryOf(score);
    checkedTime(respondedAt, 'The time of an answer');
    if (isAnonymous || contactId === undefined || respondedAt > now) continue;
    const other = newest.get(contactId);
    if (other === undefined || isNewer(answer, other)) newest.set(contactId, answer);
  }
  return new Map([...newest].map(([contactId, { score }]) => [contactId, score]));
}

function isNewer(answer: GuardedAnswer, other: GuardedAnswer): boolean {
  const difference = answer.respondedAt.getTime() - other.respondedAt.getTime();
  return difference === 0 ? answer.id > other.id : difference > 0;
}
