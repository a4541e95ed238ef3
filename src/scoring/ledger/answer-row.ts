import { answerKey } from './answer-key.ts';
import type { AnswerKey } from './answer-key.ts';

/** Stands for the contact of an anonymous answer, which counts as a contact of its own. */
export const anonymousContact = 2 ** 32 - 1;

/** Numbers of answers and contacts lie below the first, those of accounts below the second: memory goes by the highest. */
export const mostAnswers = 2 ** 27;
const mostAccounts = 2 ** 26;

/** An answer to a relationship survey. Its number, and those of account and contact, count from 0 without large gaps. */
export interface AnswerRow {
  /** Tells answers apart: a second answer of the same number replaces the first. */
  id: number;
  account: number;
  /** {@link anonymousContact} for none. */
  contact: number;
  /** Milliseconds since 1970. */
  respondedAt: number;
  /** Whole number from 0 to 10. */
  score: number;
}

/** Many answers at once, a column each, all of the same length. Typed arrays are fastest. */
export interface AnswerChunk {
  id: ArrayLike<number>;
  account: ArrayLike<number>;
  contact: ArrayLike<number>;
  respondedAt: ArrayLike<number>;
  score: ArrayLike<number>;
}

/** @throws RangeError naming a number that is no whole one from 0 up, or too high */
export function checkNumbers(id: number, account: number, contact: number): void {
  if (!isNumber(id, mostAnswers)) throw new RangeError(`No number of an answer: ${String(id)}.`);
  if (!isNumber(account, mostAccounts)) throw new RangeError(`No number of an account: ${String(account)}.`);
  if (contact !== anonymousContact && !isNumber(contact, mostAnswers)) {
    throw new RangeError(`No number of a contact: ${String(contact)}.`);
  }
}

/** @throws RangeError naming the first value that is none */
export function checkedKey({ id, account, contact, respondedAt, score }: AnswerRow): AnswerKey {
  checkNumbers(id, account, contact);
  return answerKey(respondedAt, score);
}

/** How many answers there are in columns. @throws RangeError when the columns are not of one length */
export function lengthOf({ id, account, contact, respondedAt, score }: AnswerChunk): number {
  for (const { length } of [account, contact, respondedAt, score]) {
    if (length !== id.length) {
      throw new RangeError(`Columns of ${id.length} and ${length} answers do not match.`);
    }
  }
  return id.length;
}

/** Whether it is many answers. */
export function isChunk(part: AnswerRow | AnswerChunk): part is AnswerChunk {
  return typeof part.id === 'object';
}

/** Whether it is a whole number from 0 up, below another. */
export function isNumber(value: number, below: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < below;
}
