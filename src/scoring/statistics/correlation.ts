import type { Absent } from '../absent.ts';

/** Why there is no correlation matrix. */
export interface NotCorrelated extends Absent {
  /** Which columns do not vary, from 0, where that is the reason. */
  columns?: number[];
}

/**
 * A column with its mean taken away, divided by its standard deviation (n in the denominator): mean 0, mean square 1.
 * Absent (`undefined`) when its values are all alike, or when there are none.
 *
 * @throws RangeError when a value is not a finite number
 */
export function standardized(column: ArrayLike<number>): Float64Array | undefined {
  const values = Float64Array.from(column);
  const strange = values.find((value) => !Number.isFinite(value));
  if (strange !== undefined) throw new RangeError(`A correlation is of finite numbers; got ${strange}.`);
  if (values.every((value) => value === values[0])) return undefined;
  // at most 1, so that no square is too large or too small for a number
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // twice, since of values that hardly differ the first mean is rounding
  const centered = lessMean(lessMean(values.map((value) => value / largest)));
  const deviation = Math.sqrt(centered.reduce((sum, value) => sum + value * value, 0) / values.length);
  return centered.map((value) => value / deviation);
}

function lessMean(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

/**
 * Pearson's correlations (−1 to 1) between columns: all of the symmetric matrix, row by row, ones on its diagonal.
 * Absent: `nothing` without columns or without values, `tooFew` for one value each, `allAlike` when a column does not
 * vary, whose correlation would be 0/0.
 *
 * @param columns each with a value of the same answers, in the same order
 * @throws RangeError when columns differ in length, or a value is not a finite number
 */
export function correlationMatrix(columns: readonly ArrayLike<number>[]): Float64Array | NotCorrelated {
  const order = columns.length;
  const rows = columns[0]?.length ?? 0;
  for (const { length } of columns) {
    if (length !== rows)
      throw new RangeError(`Columns of ${rows} and of ${length} values have no correlation.`);
  }
  if (rows === 0) return { absent: 'nothing' };
  if (rows === 1) return { absent: 'tooFew', found: 1, needed: 2 };
  const standard = columns.map(standardized);
  const alike = standard.flatMap((column, index) => (column === undefined ? [index] : []));
  if (alike.length > 0) return { absent: 'allAlike', columns: alike };
  const matrix = new Float64Array(order * order);
  for (let one = 0; one < order; one += 1) {
    for (let other = 0; other <= one; other += 1) {
      const correlation = one === other ? 1 : meanProduct(standard[one]!, standard[other]!);
      matrix[one * order + other] = correlation;
      matrix[other * order + one] = correlation;
    }
  }
  return matrix;
}

/** Rounding can carry a perfect correlation past 1. */
function meanProduct(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < one.length; row += 1) sum += one[row]! * other[row]!;
  return Math.min(1, Math.max(-1, sum / one.length));
}
