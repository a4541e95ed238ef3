import type { CategoryCounts } from '../net-promoter-score.ts';

/**
 * An answer's instant and score in one positive number, whole and exact: (milliseconds since 1970 + 2^48) × 16 + score + 1.
 * Keys compare as their instants do, an array of them holds both, and 0 is left to say "no answer", before all others.
 */
export type AnswerKey = number;

export const noAnswer: AnswerKey = 0;

/** Answers of one instant have keys less than this apart; the lowest key of an instant is a multiple of it. */
export const keysPerInstant = 16;

const millisecondsPerDay = 86_400_000;

/** Instants lie closer to 1970 than this, in milliseconds: until the year 10889. */
const furthestInstant = 2 ** 48;

/** The order in which three counts of an account stand in an array. */
export const categories = ['promoters', 'passives', 'detractors'] as const satisfies (keyof CategoryCounts)[];
export const countsPerAccount = categories.length;

/**
 * @param respondedAt whole milliseconds since 1970
 * @throws RangeError when the score is no whole number from 0 to 10, or the instant no whole number of milliseconds
 */
export function answerKey(respondedAt: number, score: number): AnswerKey {
  if (!Number.isInteger(score) || score < 0 || score > 10) {
    throw new RangeError(`A score is a whole number from 0 to 10; got ${String(score)}.`);
  }
  return (checkedInstant(respondedAt) + furthestInstant) * keysPerInstant + score + 1;
}

/** @throws RangeError when it is no whole number of milliseconds, or beyond the year 10889 */
export function checkedInstant(instant: number): number {
  if (!Number.isInteger(instant) || instant >= furthestInstant || instant <= -furthestInstant) {
    throw new RangeError(`An instant is a whole number of milliseconds since 1970; got ${String(instant)}.`);
  }
  return instant;
}

/** Milliseconds since 1970. */
export function instantOf(key: AnswerKey): number {
  return Math.floor(key / keysPerInstant) - furthestInstant;
}

/** Whether two answers were given at the very same instant. */
export function isSameInstant(a: AnswerKey, b: AnswerKey): boolean {
  return (
    Math.abs(a - b) < keysPerInstant && Math.floor(a / keysPerInstant) === Math.floor(b / keysPerInstant)
  );
}

/** The lowest key of an answer's instant. */
export function firstKeyOf(key: AnswerKey): AnswerKey {
  return Math.floor(key / keysPerInstant) * keysPerInstant;
}

/** The bound between the answers up to an instant and those after it: keys from it on are later. Above {@link noAnswer}. */
export function firstKeyAfter(instant: number): AnswerKey {
  return Math.max(keysPerInstant, (instant + furthestInstant + 1) * keysPerInstant);
}

/** Which answers of a contact count at an instant: keys from `valid` on, below `after`. */
export interface KeyBounds {
  valid: AnswerKey;
  after: AnswerKey;
}

/** `instant − window < respondedAt ≤ instant`, in milliseconds. */
export function boundsAt(instant: number, window: number): KeyBounds {
  return { valid: firstKeyAfter(instant - window), after: firstKeyAfter(instant) };
}

/** The UTC day of an answer, in days since 1970. */
export function dayOf(key: AnswerKey): number {
  return Math.floor(instantOf(key) / millisecondsPerDay);
}

/** By score + 1. */
const categoryOfScoreAndOne = Uint8Array.of(0, 2, 2, 2, 2, 2, 2, 2, 1, 1, 0, 0, 0, 0, 0, 0);

/** The place of the answer's category in {@link categories}: 9–10, 7–8, 0–6, as `categoryOf` has it. */
export function categoryIndex(key: AnswerKey): number {
  return categoryOfScoreAndOne[key - Math.floor(key / keysPerInstant) * keysPerInstant] as number;
}

/** Adds an answer to three counts from a place on, or takes it off. */
export function addOne(counts: Int32Array, first: number, key: AnswerKey, sign: 1 | -1): void {
  const place = first + categoryIndex(key);
  counts[place] = (counts[place] as number) + sign;
}
