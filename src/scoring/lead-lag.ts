import type { Absent, Measured } from './absent.ts';
import type { Month } from './months.ts';
import { seededRandom } from './statistics/random.ts';
import type { Random } from './statistics/random.ts';

/** Two numbers of one calendar month, each from that month's own answers alone: months must not overlap. */
export interface FeedbackMonth {
  /** Each at most once, in any order. */
  month: Month;
  /** Mean transactional satisfaction, on any scale; absent where nobody was asked. */
  satisfaction?: number;
  /** Relationship NPS of those who answered in this month, −100 to 100; absent where nobody was asked. */
  relationship?: number;
}

/** How satisfaction goes with the relationship some months later. */
export interface LagCorrelation {
  /** By how many months satisfaction comes first, 0 to 12. */
  lag: number;
  /** How many pairs of monthly changes there are. */
  pairs: number;
  /** Pearson's, −1 to 1. Absent: `tooFew` under 24 pairs, `allAlike` when one side's changes do not differ. */
  correlation: Measured<number>;
}

/** Whether satisfaction tells the relationship ahead of time. */
export interface LeadLag {
  lags: LagCorrelation[];
  /** The lag of the largest |r|; of equals the shortest. */
  strongest: { lag: number; pairs: number; correlation: number };
  /** How often chance alone gives a |r| this large at *some* lag: above 0, up to 1. Below 0.05 is worth a sentence. */
  probability: number;
  permutations: number;
}

/** How chance is drawn. */
export interface PermutationRules {
  /** How many times the months are shuffled: a whole number from 19 up, under which 0.05 cannot be reached. */
  permutations: number;
  /** The same seed gives the same probability. Any whole number. */
  seed: number;
}

const defaultRules: PermutationRules = { permutations: 1999, seed: 1 };
const fewestPermutations = 19;
const longestLag = 12;
const pairsNeeded = 24;

/** How far apart changes may be from rounding alone, of numbers between −1 and 1. */
const rounding = 1e-12;

/**
 * Correlation of the change of transactional satisfaction in month t−k with the change of relationship NPS in month t,
 * k = 0…12. A change is the difference to the month before; where either month has no number there is no change, and
 * nothing is filled in. Lags with fewer than 24 pairs are not looked at.
 *
 * Thirteen lags would give a false alarm half of the time, so the probability is that of the largest |r| of them all:
 * the numbers of satisfaction are shuffled among the months that have one, *then* differenced anew, and the largest |r|
 * is taken again: (1 + how many are as large) / (1 + permutations). Shuffling the changes instead would raise false
 * alarms: even of pure noise they are not exchangeable, since neighbours share a month (r = −½). Months of noise are
 * exchangeable, and the test is exact for them; of numbers that wander (random walks), about 7% fall below 0.05.
 * Circular shifts would only move a real lag to another of the thirteen. No shuffling protects from what moves both at
 * once, such as a season.
 *
 * Absent: `nothing` without months, `tooFew` when no lag has 24 pairs, `allAlike` when no lag has changes that differ.
 *
 * Source: Westfall and Young 1993, "Resampling-Based Multiple Testing" (the largest statistic); Phipson and Smyth 2010,
 * "Permutation p-values should never be zero".
 * @throws RangeError when a month, a number or a rule is impossible, or a month comes twice
 */
export function leadLag(
  months: Iterable<FeedbackMonth>,
  { permutations, seed }: PermutationRules = defaultRules,
): Measured<LeadLag> {
  if (!Number.isSafeInteger(permutations) || permutations < fewestPermutations) {
    throw new RangeError(
      `Chance takes a whole number of permutations, ${fewestPermutations} or more; got ${permutations}.`,
    );
  }
  const random = seededRandom(seed);
  const calendar = readCalendar(months);
  if (calendar.length === 0) return { absent: 'nothing' };
  const satisfaction = levelsOf(calendar.map((month) => month?.satisfaction));
  const relationship = levelsOf(calendar.map((month) => month?.relationship));
  const lead = new Float64Array(calendar.length);
  const outcome = new Float64Array(calendar.length);
  difference(satisfaction, lead);
  difference(relationship, outcome);
  // shuffling leaves the months without a number where they are, so pairs are the same in every permutation
  const laggedPairs = Array.from({ length: longestLag + 1 }, (_, lag) => pairsOf(lead, outcome, lag));
  const correlate = (lag: number) => correlation(lead, outcome, laggedPairs[lag]!, lag);

  const lags = laggedPairs.map(({ length: pairs }, lag): LagCorrelation => {
    const tooFew: Absent = { absent: 'tooFew', found: pairs, needed: pairsNeeded };
    return {
      lag,
      pairs,
      correlation: pairs < pairsNeeded ? tooFew : (correlate(lag) ?? { absent: 'allAlike' }),
    };
  });
  const lookedAt = lags.filter(({ pairs }) => pairs >= pairsNeeded);
  if (lookedAt.length === 0) {
    return { absent: 'tooFew', found: Math.max(...lags.map(({ pairs }) => pairs)), needed: pairsNeeded };
  }
  const strongest = strongestOf(lags);
  if (strongest === undefined) return { absent: 'allAlike' };

  const shuffled = satisfaction.slice();
  const filled = monthsWhere(satisfaction.length, (month) => !Number.isNaN(satisfaction[month]));
  // rounding must not tell a permutation from one that is as good
  const reached = Math.abs(strongest.correlation) - 1e-12;
  let asLarge = 0;
  for (let permutation = 0; permutation < permutations; permutation += 1) {
    shuffle(shuffled, filled, random);
    difference(shuffled, lead);
    if (lookedAt.some(({ lag }) => Math.abs(correlate(lag) ?? 0) >= reached)) asLarge += 1;
  }
  return { lags, strongest, probability: (1 + asLarge) / (1 + permutations), permutations };
}

/** The largest |r|. Nothing when no lag has one. */
function strongestOf(lags: readonly LagCorrelation[]): LeadLag['strongest'] | undefined {
  let strongest: LeadLag['strongest'] | undefined;
  for (const { lag, pairs, correlation } of lags) {
    if (typeof correlation !== 'number') continue;
    if (strongest !== undefined && Math.abs(correlation) <= Math.abs(strongest.correlation)) continue;
    strongest = { lag, pairs, correlation };
  }
  return strongest;
}

/** Month after month from the first to the last, with nothing where there is none. */
function readCalendar(months: Iterable<FeedbackMonth>): (FeedbackMonth | undefined)[] {
  const byNumber = new Map<number, FeedbackMonth>();
  for (const entry of months) {
    const { satisfaction, relationship } = entry;
    const { year, month } = entry.month;
    const name = `${String(year)}-${String(month)}`;
    if (!isBetween(year, 1, 9999) || !isBetween(month, 1, 12)) {
      throw new RangeError(`There is no month ${name}.`);
    }
    const number = year * 12 + month;
    if (byNumber.has(number)) throw new RangeError(`The month ${name} comes twice.`);
    if (satisfaction !== undefined && !Number.isFinite(satisfaction)) {
      throw new RangeError(`Satisfaction is a finite number; got ${String(satisfaction)} in ${name}.`);
    }
    if (relationship !== undefined && !(Math.abs(relationship) <= 100)) {
      throw new RangeError(`NPS lies between −100 and 100; got ${String(relationship)} in ${name}.`);
    }
    byNumber.set(number, entry);
  }
  const numbers = [...byNumber.keys()].sort((one, other) => one - other);
  const [first = 0, last = first] = [numbers[0], numbers.at(-1)];
  const length = numbers.length === 0 ? 0 : last - first + 1;
  return Array.from({ length }, (_, index) => byNumber.get(first + index));
}

function isBetween(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** The change of each month against the one before; NaN where there is none. */
function difference(levels: Float64Array, changes: Float64Array): void {
  changes[0] = Number.NaN;
  for (let month = 1; month < levels.length; month += 1) changes[month] = levels[month]! - levels[month - 1]!;
}

/** Over their largest, so that no square is too large or too small for a number; NaN where there is none. */
function levelsOf(values: readonly (number | undefined)[]): Float64Array {
  const largest = values.reduce<number>((most, value = 0) => Math.max(most, Math.abs(value)), 0);
  return Float64Array.from(values, (value = Number.NaN) => (largest === 0 ? value : value / largest));
}

/** The months with a change of the outcome that have a change of what leads, `lag` months before. */
function pairsOf(lead: Float64Array, outcome: Float64Array, lag: number): Int32Array {
  return monthsWhere(
    outcome.length,
    (month) => !Number.isNaN(outcome[month]) && !Number.isNaN(lead[month - lag] ?? Number.NaN),
  );
}

function monthsWhere(length: number, holds: (month: number) => boolean): Int32Array {
  return Int32Array.from({ length }, (_, month) => month).filter(holds);
}

/** Pearson's correlation over these pairs. Nothing when one side does not vary by more than rounding. */
function correlation(
  lead: Float64Array,
  outcome: Float64Array,
  pairs: Int32Array,
  lag: number,
): number | undefined {
  let [leadSum, outcomeSum] = [0, 0];
  for (const month of pairs) {
    leadSum += lead[month - lag]!;
    outcomeSum += outcome[month]!;
  }
  const leadMean = leadSum / pairs.length;
  const outcomeMean = outcomeSum / pairs.length;
  let [leadSquares, outcomeSquares, products] = [0, 0, 0];
  for (const month of pairs) {
    const leadChange = lead[month - lag]! - leadMean;
    const outcomeChange = outcome[month]! - outcomeMean;
    leadSquares += leadChange * leadChange;
    outcomeSquares += outcomeChange * outcomeChange;
    products += leadChange * outcomeChange;
  }
  const leadDeviation = Math.sqrt(leadSquares);
  const outcomeDeviation = Math.sqrt(outcomeSquares);
  if (Math.min(leadDeviation, outcomeDeviation) <= rounding) return undefined;
  return Math.min(1, Math.max(-1, products / (leadDeviation * outcomeDeviation)));
}

/** Fisher and Yates: every order of the values at these places is as likely. */
function shuffle(values: Float64Array, places: Int32Array, random: Random): void {
  for (let left = places.length; left > 1; left -= 1) {
    const one = places[left - 1]!;
    const other = places[Math.floor(random() * left)]!;
    const value = values[one]!;
    values[one] = values[other]!;
    values[other] = value;
  }
}
