import type { Absent } from './absent.ts';
import { diagonalize } from './statistics/symmetric-eigen.ts';

/** How much each of several predictors, which go together, explains of one outcome. */
export interface RelativeWeights {
  /** One a predictor, 0 to 1, in their order: its part of R². */
  weights: Float64Array;
  /** Share of the outcome's variance that all explain together, 0 to 1: the sum of the weights. */
  rSquared: number;
}

/** Why the parts of the predictors cannot be told apart. */
export interface NotSeparable extends Absent {
  /** Which predictors follow from each other, from 0, where that is the reason. */
  predictors?: number[];
}

/** Below this share of the largest eigenvalue, an eigenvalue is zero but for rounding. */
const singular = 1e-10;

/** How far rounding of the one who computed a correlation is let pass. */
const tolerance = 1e-9;

/**
 * Johnson's relative weights. With R the correlations between predictors and r theirs with the outcome:
 * R = QΛQᵀ, L = QΛ^½Qᵀ, β = L⁻¹r, ε = L∘² β∘²; Σε = R². L holds the correlations of the predictors with the set of
 * uncorrelated variables nearest to them, so each ε is never negative, whatever the signs of r.
 *
 * For one or two predictors the same as Shapley's mean gain in R² over all orders, for more nearly.
 * Absent: `nothing` without predictors, `dependent` when R is singular: a predictor then follows from others.
 *
 * Source: Johnson 2000, "A heuristic method for estimating the relative weight of predictor variables in multiple
 * regression", Multivariate Behavioral Research 35.
 * @param correlations all of the correlation matrix, row by row: the predictors, and the outcome last
 * @throws RangeError when that is no correlation matrix
 */
export function relativeWeights(correlations: Float64Array): RelativeWeights | NotSeparable {
  const order = checkCorrelations(correlations);
  if (order === 1) return { absent: 'nothing' };
  const room = roomForWeights(order - 1);
  const rSquared = weigh(correlations, room);
  if (rSquared === undefined) return dependence(room);
  if (rSquared > 1 + tolerance) {
    throw new RangeError(`Correlations of one set of answers cannot explain ${rSquared} of a variance.`);
  }
  return { weights: room.weights, rSquared };
}

/** Where relative weights are computed, so that thousands in a row allocate nothing. */
export interface RoomForWeights {
  predictors: number;
  /** The result. */
  weights: Float64Array;
  /** R at first, then its eigenvalues on the diagonal. */
  matrix: Float64Array;
  /** The eigenvectors of R, row by row. */
  vectors: Float64Array;
  /** The square root L of R. */
  root: Float64Array;
  /** The square of β. */
  squaredBeta: Float64Array;
}

export function roomForWeights(predictors: number): RoomForWeights {
  const square = () => new Float64Array(predictors * predictors);
  const column = () => new Float64Array(predictors);
  return {
    predictors,
    weights: column(),
    matrix: square(),
    vectors: square(),
    root: square(),
    squaredBeta: column(),
  };
}

/**
 * The same without a check or an allocation: leaves the weights in `room.weights` and returns R², or nothing
 * (`undefined`) when the correlations between predictors are singular.
 */
export function weigh(correlations: Float64Array, room: RoomForWeights): number | undefined {
  const { predictors: count, matrix, vectors, root, squaredBeta, weights } = room;
  const order = count + 1;
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      matrix[row * count + column] = correlations[row * order + column]!;
    }
  }
  diagonalize(matrix, vectors, count);
  let largest = 0;
  let smallest = Infinity;
  for (let k = 0; k < count; k += 1) {
    largest = Math.max(largest, matrix[k * count + k]!);
    smallest = Math.min(smallest, matrix[k * count + k]!);
  }
  if (smallest <= singular * largest) return undefined;

  root.fill(0);
  squaredBeta.fill(0);
  for (let k = 0; k < count; k += 1) {
    const rootOfValue = Math.sqrt(matrix[k * count + k]!);
    let along = 0;
    for (let row = 0; row < count; row += 1) {
      const component = vectors[k * count + row]!;
      along += component * correlations[count * order + row]!;
      const scaled = component * rootOfValue;
      for (let column = 0; column < count; column += 1) {
        root[row * count + column]! += scaled * vectors[k * count + column]!;
      }
    }
    // still β here
    for (let row = 0; row < count; row += 1) {
      squaredBeta[row]! += (vectors[k * count + row]! * along) / rootOfValue;
    }
  }
  for (let row = 0; row < count; row += 1) squaredBeta[row]! *= squaredBeta[row]!;
  let rSquared = 0;
  for (let row = 0; row < count; row += 1) {
    let weight = 0;
    for (let column = 0; column < count; column += 1) {
      const loading = root[row * count + column]!;
      weight += loading * loading * squaredBeta[column]!;
    }
    weights[row] = weight;
    rSquared += weight;
  }
  return rSquared;
}

/**
 * Which predictors have a part in a direction in which nothing varies.
 * @throws RangeError when something there varies less than not at all: no answers have such correlations
 */
function dependence({ predictors, matrix, vectors }: RoomForWeights): NotSeparable {
  const indexes = Array.from({ length: predictors }, (_, index) => index);
  const value = (k: number) => matrix[k * predictors + k]!;
  const smallest = Math.min(...indexes.map(value));
  if (smallest < -tolerance) throw new RangeError(`A correlation matrix has no eigenvalue of ${smallest}.`);
  const largest = Math.max(...indexes.map(value));
  const still = indexes.filter((k) => value(k) <= singular * largest);
  const dependent = indexes.filter((index) =>
    still.some((k) => Math.abs(vectors[k * predictors + index]!) > Math.sqrt(singular)),
  );
  return { absent: 'dependent', predictors: dependent };
}

/** Returns the number of rows. @throws RangeError when these are no correlations */
function checkCorrelations(correlations: Float64Array): number {
  const order = Math.sqrt(correlations.length);
  if (!Number.isInteger(order) || order === 0) {
    throw new RangeError(`A correlation matrix is square; got ${correlations.length} values.`);
  }
  for (let row = 0; row < order; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const value = correlations[row * order + column]!;
      const mirrored = correlations[column * order + row]!;
      const far = row === column ? Math.abs(value - 1) > tolerance : !(Math.abs(value) <= 1 + tolerance);
      if (far || Number.isNaN(value) || !(Math.abs(value - mirrored) <= tolerance)) {
        throw new RangeError(`A correlation matrix cannot hold ${value} in row ${row}, column ${column}.`);
      }
    }
  }
  return order;
}
