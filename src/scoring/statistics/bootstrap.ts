import type { Measured } from '../absent.ts';
import type { Random } from './random.ts';

/** What lies between the two ends of a number, on that number's own scale. */
export interface PercentileInterval {
  lower: number;
  upper: number;
}

/** The share of draws that a 95% interval leaves out at each end. */
const tail = 0.025;

/** The fewest draws of which one lies beyond each end of a 95% interval. */
export const fewestDraws = 1 / tail;

/**
 * Draws as many rows as there are, with replacement (Efron 1979), and says how often each was drawn: `times[row]`.
 * @param times one place a row; overwritten
 */
export function resample(random: Random, times: Int32Array): void {
  times.fill(0);
  const rows = times.length;
  for (let drawn = 0; drawn < rows; drawn += 1) times[Math.floor(random() * rows)]! += 1;
}

/**
 * 95% interval by the percentile method: between the 2.5th and the 97.5th percentile of what the draws gave, each
 * interpolated between neighbours (Hyndman and Fan 1996, definition 7). Absent (`tooFew`) when more draws gave nothing
 * than the interval leaves out (5%): they might all have lain at one end.
 *
 * Source: Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13.
 * @param values what those draws gave that gave something, in any order; they are sorted in place
 * @param draws how many there were in all
 */
export function percentileInterval(values: Float64Array, draws: number): Measured<PercentileInterval> {
  const needed = Math.ceil(draws * (1 - 2 * tail));
  if (values.length < Math.max(needed, 1)) return { absent: 'tooFew', found: values.length, needed };
  values.sort();
  return { lower: percentile(values, tail), upper: percentile(values, 1 - tail) };
}

function percentile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const before = Math.floor(place);
  const lower = sorted[before]!;
  const upper = sorted[Math.min(before + 1, sorted.length - 1)]!;
  return lower + (place - before) * (upper - lower);
}
