/** The eigenvalues of a symmetric matrix, and the directions that belong to them. */
export interface Eigensystem {
  /** From the largest to the smallest. */
  values: Float64Array;
  /** Row by row in the order of the values: row k is the eigenvector of value k, of length 1; rows are orthogonal. */
  vectors: Float64Array;
}

/** Cyclic Jacobi needs about ten sweeps for 100 rows; this only ends what rounding would keep alive. */
const mostSweeps = 60;

/**
 * The eigenvalues and eigenvectors of a symmetric matrix: A = Σₖ λₖ·vₖ·vₖᵀ. Of a matrix without rows: none.
 *
 * @param matrix all of it, row by row
 * @param order the number of its rows
 * @throws RangeError when the matrix is not symmetric, not finite, or not of that order
 */
export function symmetricEigen(matrix: ArrayLike<number>, order: number): Eigensystem {
  checkSymmetric(matrix, order);
  const diagonal = Float64Array.from(matrix);
  const unsorted = new Float64Array(order * order);
  diagonalize(diagonal, unsorted, order);
  const rows = Array.from({ length: order }, (_, row) => row);
  rows.sort((one, other) => diagonal[other * order + other]! - diagonal[one * order + one]!);
  const vectors = new Float64Array(order * order);
  rows.forEach((row, place) => {
    vectors.set(unsorted.subarray(row * order, (row + 1) * order), place * order);
  });
  return { values: Float64Array.from(rows, (row) => diagonal[row * order + row]!), vectors };
}

/**
 * The same in place, without a check, an order or an allocation, for thousands of matrices in a row: leaves the
 * eigenvalues on the diagonal of `matrix`, and the eigenvector of the k-th in row k of `vectors`.
 *
 * Cyclic Jacobi: rotates each pair of rows and columns so that what stands between them becomes zero, until nothing is
 * left beside the diagonal. Exact to rounding also for small eigenvalues of a correlation matrix, which is what tells
 * a singular one.
 *
 * Source: Jacobi 1846; Golub and Van Loan, "Matrix Computations", section 8.5.
 */
export function diagonalize(matrix: Float64Array, vectors: Float64Array, order: number): void {
  let largest = 0;
  for (let place = 0; place < order * order; place += 1) {
    largest = Math.max(largest, Math.abs(matrix[place]!));
    vectors[place] = place % (order + 1) === 0 ? 1 : 0;
  }
  const negligible = (largest * Number.EPSILON) / (2 * order);
  for (let sweep = 0, rotated = true; rotated && sweep < mostSweeps; sweep += 1) {
    rotated = false;
    for (let p = 0; p < order - 1; p += 1) {
      for (let q = p + 1; q < order; q += 1) {
        if (Math.abs(matrix[p * order + q]!) <= negligible) continue;
        rotate(matrix, vectors, order, p, q);
        rotated = true;
      }
    }
  }
}

function rotate(matrix: Float64Array, vectors: Float64Array, order: number, p: number, q: number): void {
  const rowP = p * order;
  const rowQ = q * order;
  const between = matrix[rowP + q]!;
  const cotangent = (matrix[rowQ + q]! - matrix[rowP + p]!) / (2 * between);
  // the smaller of the two angles that would do
  const tangent = (cotangent < 0 ? -1 : 1) / (Math.abs(cotangent) + Math.sqrt(cotangent * cotangent + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  const valueP = matrix[rowP + p]! - tangent * between;
  const valueQ = matrix[rowQ + q]! + tangent * between;
  for (let k = 0; k < order; k += 1) {
    const atP = matrix[rowP + k]!;
    const atQ = matrix[rowQ + k]!;
    const newP = cosine * atP - sine * atQ;
    const newQ = sine * atP + cosine * atQ;
    matrix[rowP + k] = newP;
    matrix[rowQ + k] = newQ;
    matrix[k * order + p] = newP;
    matrix[k * order + q] = newQ;
    const vectorP = vectors[rowP + k]!;
    const vectorQ = vectors[rowQ + k]!;
    vectors[rowP + k] = cosine * vectorP - sine * vectorQ;
    vectors[rowQ + k] = sine * vectorP + cosine * vectorQ;
  }
  matrix[rowP + p] = valueP;
  matrix[rowQ + q] = valueQ;
  matrix[rowP + q] = 0;
  matrix[rowQ + p] = 0;
}

/** @throws RangeError when the matrix is not symmetric to rounding, not finite, or not of that order */
function checkSymmetric(matrix: ArrayLike<number>, order: number): void {
  if (matrix.length !== order * order) {
    throw new RangeError(`A matrix of order ${order} has ${order * order} values, not ${matrix.length}.`);
  }
  let largest = 0;
  for (let place = 0; place < matrix.length; place += 1) {
    if (!Number.isFinite(matrix[place])) throw new RangeError(`A matrix cannot hold ${matrix[place]}.`);
    largest = Math.max(largest, Math.abs(matrix[place]!));
  }
  for (let row = 0; row < order; row += 1) {
    for (let column = 0; column < row; column += 1) {
      const below = matrix[row * order + column]!;
      const above = matrix[column * order + row]!;
      if (Math.abs(below - above) > largest * 1e-12) {
        throw new RangeError(`A symmetric matrix cannot hold ${below} where its mirror image is ${above}.`);
      }
    }
  }
}
