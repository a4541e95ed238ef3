import { anonymousContact } from '../../../src/scoring/ledger/answer-row.ts';
import type { AnswerChunk } from '../../../src/scoring/ledger/answer-row.ts';

/**
 * Three years of answers, which everyone computes for himself from the number of the answer, by the same whole-number
 * arithmetic: in TypeScript here, in SQL for the databases. They come in the order in which they were given, give or take
 * two days; one in ten is anonymous.
 */
export const answerCount = 10_000_000;
export const accountCount = 20_000;
export const contactsPerAccount = 100;
export const windowDays = 365;

const days = 3 * 365;
const millisecondsPerDay = 86_400_000;
export const now = Date.UTC(2026, 5, 30);
/** The first instant whose answers have expired: those after it count. */
export const expired = now - windowDays * millisecondsPerDay;
const first = now - days * millisecondsPerDay;
const step = Math.floor(((days - 2) * millisecondsPerDay) / answerCount);
const answersPerChunk = 2 ** 16;

/** A prime. Squares of the answers' numbers, and numbers below it times a factor, are exact in 53 bits. */
const modulus = 2_147_483_647;
const factors = {
  account: [16_807, 48_271],
  contact: [39_373, 69_621],
  anonymous: [62_089, 40_692],
  delay: [45_742, 40_014],
  score: [52_774, 41_358],
} as const;

/** An answer as SQL expressions of its number `i`, whole numbers of 64 bits throughout. */
export const answerSql = {
  id: 'i',
  account: `${scattered('account')} % ${accountCount}`,
  contact: `CASE WHEN ${scattered('anonymous')} % 10 = 0 THEN NULL ELSE
    (${scattered('account')} % ${accountCount}) * ${contactsPerAccount} + ${scattered('contact')} % ${contactsPerAccount} END`,
  respondedAt: `${first} + i * ${step} + ${scattered('delay')} % ${2 * millisecondsPerDay}`,
  score: `${scattered('score')} % 11`,
};

/** All answers, in chunks of typed arrays. */
export function makeChunks(): AnswerChunk[] {
  const chunks: AnswerChunk[] = [];
  for (let from = 0; from < answerCount; from += answersPerChunk) {
    const length = Math.min(answersPerChunk, answerCount - from);
    const chunk = {
      id: new Uint32Array(length),
      account: new Uint32Array(length),
      contact: new Uint32Array(length),
      respondedAt: new Float64Array(length),
      score: new Uint8Array(length),
    };
    for (let index = 0; index < length; index += 1) {
      const id = from + index;
      const account = scatter(id, 'account') % accountCount;
      const contact = account * contactsPerAccount + (scatter(id, 'contact') % contactsPerAccount);
      chunk.id[index] = id;
      chunk.account[index] = account;
      chunk.contact[index] = scatter(id, 'anonymous') % 10 === 0 ? anonymousContact : contact;
      chunk.respondedAt[index] = first + id * step + (scatter(id, 'delay') % (2 * millisecondsPerDay));
      chunk.score[index] = scatter(id, 'score') % 11;
    }
    chunks.push(chunk);
  }
  return chunks;
}

function scatter(id: number, what: keyof typeof factors): number {
  const [a, b] = factors[what];
  return (((id * id) % modulus) * a + id * b) % modulus;
}

function scattered(what: keyof typeof factors): string {
  const [a, b] = factors[what];
  return `(((i * i) % ${modulus} * ${a} + i * ${b}) % ${modulus})`;
}
