import { roomForWeights, weigh } from './relative-weights.ts';
import { resample } from './statistics/bootstrap.ts';
import type { Random } from './statistics/random.ts';

/** What the draws of a bootstrap gave. */
export interface DriverDraws {
  /** How many draws gave something: in the others a column did not vary, followed from others, or explained nothing. */
  usable: number;
  /** One a theme, with a value a usable draw: its share of R², 0 to 1. */
  importance: Float64Array[];
  /** One a theme, with a value a usable draw: its mean, in the units of its column. */
  performance: Float64Array[];
}

/** Below this share of its variance in all answers, what is left of a column in a draw is rounding. */
const still = 1e-12;

/** Below this, R² is rounding. */
export const leastExplained = 1e-12;

/**
 * Draws answers anew, as many as there are and with replacement, and weighs the themes of each draw. All draws work in
 * the same typed arrays: an answer drawn three times is not copied but counted, by √3 in each of its columns, so that
 * products of two columns count it three times.
 *
 * @param columns each with mean 0 and mean square 1 over the same answers: those of the themes, then the score's
 */
export function drawDrivers(columns: readonly Float64Array[], draws: number, random: Random): DriverDraws {
  const answers = columns[0]!.length;
  const order = columns.length;
  const themes = order - 1;
  const times = new Int32Array(answers);
  const drawn = roomForDraw(columns);
  const correlations = new Float64Array(order * order);
  const means = new Float64Array(order);
  const room = roomForWeights(themes);
  const shares = columns.slice(1).map(() => new Float64Array(draws));
  const performance = columns.slice(1).map(() => new Float64Array(draws));
  let usable = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    resample(random, times);
    take(columns, times, drawn);
    multiply(drawn);
    if (!correlate(drawn.products, drawn.width, answers, means, correlations)) continue;
    const rSquared = weigh(correlations, room);
    if (rSquared === undefined || rSquared < leastExplained) continue;
    for (let theme = 0; theme < themes; theme += 1) {
      shares[theme]![usable] = room.weights[theme]! / rSquared;
      performance[theme]![usable] = means[theme]!;
    }
    usable += 1;
  }
  const filled = (values: Float64Array) => values.subarray(0, usable);
  return { usable, importance: shares.map(filled), performance: performance.map(filled) };
}

/** The answers of one draw, column by column, and the products of the columns. */
interface Draw {
  /** How many different answers were drawn. */
  answers: number;
  /** Their places among all answers. */
  places: Int32Array;
  /** The themes, the score and ones, each value times √times; and zeros, if that makes their number even. */
  columns: Float64Array[];
  width: number;
  /** `width` × `width`, below and on the diagonal: Σ of the products of two columns. */
  products: Float64Array;
}

function roomForDraw(columns: readonly Float64Array[]): Draw {
  const answers = columns[0]!.length;
  const width = columns.length + (columns.length % 2 === 0 ? 2 : 1);
  return {
    answers: 0,
    places: new Int32Array(answers),
    columns: Array.from({ length: width }, () => new Float64Array(answers)),
    width,
    products: new Float64Array(width * width),
  };
}

function take(columns: readonly Float64Array[], times: Int32Array, draw: Draw): void {
  const { places } = draw;
  const ones = draw.columns[columns.length]!;
  let answers = 0;
  for (let place = 0; place < times.length; place += 1) {
    if (times[place] === 0) continue;
    places[answers] = place;
    ones[answers] = Math.sqrt(times[place]!);
    answers += 1;
  }
  for (let column = 0; column < columns.length; column += 1) {
    const from = columns[column]!;
    const to = draw.columns[column]!;
    for (let answer = 0; answer < answers; answer += 1) to[answer] = from[places[answer]!]! * ones[answer]!;
  }
  draw.answers = answers;
}

/** Two columns by two at a time: each value that is read then serves two products, which makes it twice as fast. */
function multiply({ answers, columns, width, products }: Draw): void {
  for (let row = 0; row < width; row += 2) {
    const upper = columns[row]!;
    const lower = columns[row + 1]!;
    for (let column = 0; column <= row; column += 2) {
      const left = columns[column]!;
      const right = columns[column + 1]!;
      let upperLeft = 0;
      let upperRight = 0;
      let lowerLeft = 0;
      let lowerRight = 0;
      for (let answer = 0; answer < answers; answer += 1) {
        const above = upper[answer]!;
        const below = lower[answer]!;
        const before = left[answer]!;
        const after = right[answer]!;
        upperLeft += above * before;
        upperRight += above * after;
        lowerLeft += below * before;
        lowerRight += below * after;
      }
      products[row * width + column] = upperLeft;
      products[row * width + column + 1] = upperRight;
      products[(row + 1) * width + column] = lowerLeft;
      products[(row + 1) * width + column + 1] = lowerRight;
    }
  }
}

/** Means and correlations from sums of products. False when a column of the draw does not vary. */
function correlate(
  products: Float64Array,
  width: number,
  answers: number,
  means: Float64Array,
  correlations: Float64Array,
): boolean {
  const order = means.length;
  for (let column = 0; column < order; column += 1) {
    means[column] = products[order * width + column]! / answers;
    const variance = products[column * width + column]! / answers - means[column]! ** 2;
    if (variance < still) return false;
    // its deviation for now
    correlations[column * order + column] = Math.sqrt(variance);
  }
  for (let row = 0; row < order; row += 1) {
    for (let column = 0; column < row; column += 1) {
      const covariance = products[row * width + column]! / answers - means[row]! * means[column]!;
      const deviations = correlations[row * order + row]! * correlations[column * order + column]!;
      correlations[row * order + column] = covariance / deviations;
      correlations[column * order + row] = covariance / deviations;
    }
  }
  for (let column = 0; column < order; column += 1) correlations[column * order + column] = 1;
  return true;
}
