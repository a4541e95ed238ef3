import type { Absent, Measured } from './absent.ts';
import { isAbsent } from './absent.ts';
import { countCategories } from './account-score.ts';
import { categoryOf } from './category.ts';
import { adjustedShare, checkCounts, netPromoterScore, total } from './net-promoter-score.ts';
import type { CategoryCounts } from './net-promoter-score.ts';
import { normalPValue, studentPValue } from './statistics/distributions.ts';

/** An answer of a wave. */
export interface WaveAnswer {
  /** Absent for an anonymous answer, which cannot be found again in the other wave. */
  contactId?: string;
  /** Whole number from 0 to 10. */
  score: number;
}

/** How far two waves lie apart, and how easily chance alone brings that about. */
export interface WaveComparison {
  /** `paired`: those who answered both waves, each against themselves; `independent`: all answers of both. */
  method: 'paired' | 'independent';
  /** Number of answers that were compared: of the wave, and of the one before it. Twice the pairs if paired. */
  answers: [number, number];
  /** The score of the wave minus that of the one before it, of the answers compared: −200 to 200, not adjusted. */
  difference: number;
  /** z of the adjusted scores if independent, t of the mean difference if paired. */
  statistic: number;
  /** Of t; absent with z. */
  degreesOfFreedom?: number;
  /** Two-sided, 0..1. */
  pValue: number;
}

/** Paired only where at least this part, 0..1, of the smaller wave answered both: else too many would be left out. */
export const leastPairedPart = 0.5;

/**
 * Compares a wave with one before it. Where the same contacts answered both, by their paired differences. Where fewer than
 * half of the smaller wave did, or these all moved alike (which has no error of its own), as if the waves were
 * independent: people answer much as they did before, so that this errs on the side of no difference.
 *
 * @param wave one answer of each contact
 * @param before likewise
 * @returns absent (`nothing`, `tooFew`) when either wave has fewer than two answers
 * @throws RangeError for a score that is not a whole number from 0 to 10, or a contact with two answers in one wave
 */
export function compareWaves(
  wave: Iterable<WaveAnswer>,
  before: Iterable<WaveAnswer>,
): Measured<WaveComparison> {
  const [answers, answersBefore] = [[...wave], [...before]];
  const independent = compareIndependentWaves(countCategories(answers), countCategories(answersBefore));
  const pairs = pairsOf(answers, answersBefore);
  if (isAbsent(independent)) return independent;
  if (pairs.length < leastPairedPart * Math.min(...independent.answers)) return independent;
  const paired = comparePairs(pairs);
  return isAbsent(paired) ? independent : paired;
}

/**
 * Compares two waves of different people: z = (S₁ − S₂)/√(SE₁² + SE₂²), with scores and errors adjusted as for the interval
 * (adjusted Wald), and its p-value by the normal distribution.
 *
 * @returns absent (`nothing`, `tooFew`) when either wave has fewer than two answers: one voice is not a score
 * @throws RangeError when a count is not a whole number of 0 or more
 */
export function compareIndependentWaves(
  wave: CategoryCounts,
  before: CategoryCounts,
): Measured<WaveComparison> {
  checkCounts(wave);
  checkCounts(before);
  const [score, scoreBefore] = [netPromoterScore(wave), netPromoterScore(before)];
  const answers: [number, number] = [total(wave), total(before)];
  const fewest = Math.min(...answers);
  if (score === undefined || scoreBefore === undefined || fewest < 2) return tooFew(fewest);
  const [one, other] = [adjustedShare(wave), adjustedShare(before)];
  const z = (one.share - other.share) / Math.hypot(one.standardError, other.standardError);
  return {
    method: 'independent',
    answers,
    difference: score - scoreBefore,
    statistic: z,
    pValue: normalPValue(z),
  };
}

/**
 * Compares two waves by the people who answered both: the mean of their differences d (of x = +1, 0, −1), over its standard
 * error s_d/√n, is a t with n − 1 degrees of freedom. It is t and not z because the error is estimated from these few
 * differences: it equals the clustered error of the method, each person a cluster, which is read by t as well. Where only
 * a few of many moved, it is rather too sure: four of sixteen up and nobody down give p = 0.04, exact signs 0.125.
 *
 * @param pairs the score of each person, from 0 to 10: in the wave, and in the one before it
 * @returns absent (`nothing`, `tooFew`) under two pairs, and (`allAlike`) when all moved by the same step, or none moved
 * @throws RangeError when a score is not a whole number from 0 to 10
 */
export function comparePairs(
  pairs: Iterable<readonly [score: number, before: number]>,
): Measured<WaveComparison> {
  const differences = Array.from(pairs, ([score, before]) => valueOf(score) - valueOf(before));
  const n = differences.length;
  if (n < 2) return tooFew(n);
  if (differences.every((difference) => difference === differences[0]))
    return { absent: 'allAlike', found: n };
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / n;
  const squares = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0);
  const t = mean / Math.sqrt(squares / (n - 1) / n);
  return {
    method: 'paired',
    answers: [n, n],
    difference: 100 * mean,
    statistic: t,
    degreesOfFreedom: n - 1,
    pValue: studentPValue(t, n - 1),
  };
}

function pairsOf(wave: WaveAnswer[], before: WaveAnswer[]): [number, number][] {
  const scores = scoresByContact(wave);
  return [...scoresByContact(before)].flatMap(([contactId, scoreBefore]): [number, number][] => {
    const score = scores.get(contactId);
    return score === undefined ? [] : [[score, scoreBefore]];
  });
}

function scoresByContact(wave: WaveAnswer[]): Map<string, number> {
  const scores = new Map<string, number>();
  for (const { contactId, score } of wave) {
    if (contactId === undefined) continue;
    if (scores.has(contactId)) throw new RangeError(`A contact answers a wave once; ${contactId} did twice.`);
    scores.set(contactId, score);
  }
  return scores;
}

function valueOf(score: number): number {
  const category = categoryOf(score);
  return category === 'Promoter' ? 1 : category === 'Passive' ? 0 : -1;
}

function tooFew(found: number): Absent {
  return found === 0 ? { absent: 'nothing' } : { absent: 'tooFew', found, needed: 2 };
}
