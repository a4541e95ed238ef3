import { expect } from 'chai';
import { seededRandom } from '../../../src/scoring/statistics/random.ts';
import { diagonalize, symmetricEigen } from '../../../src/scoring/statistics/symmetric-eigen.ts';

const random = seededRandom(20);

function randomSymmetric(order: number): number[] {
  const matrix = Array<number>(order * order).fill(0);
  for (let row = 0; row < order; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const value = 20 * random() - 10;
      matrix[row * order + column] = value;
      matrix[column * order + row] = value;
    }
  }
  return matrix;
}

/** An independent second computation: elimination with pivots. */
function determinant(matrix: number[], order: number): number {
  const rows = Array.from({ length: order }, (_, row) => matrix.slice(row * order, (row + 1) * order));
  let product = 1;
  for (let step = 0; step < order; step += 1) {
    const pivot = rows.reduce(
      (best, row, index) =>
        index >= step && Math.abs(row[step]!) > Math.abs(rows[best]![step]!) ? index : best,
      step,
    );
    if (pivot !== step) {
      [rows[step], rows[pivot]] = [rows[pivot]!, rows[step]!];
      product = -product;
    }
    product *= rows[step]![step]!;
    for (const row of rows.slice(step + 1)) {
      const factor = row[step]! / rows[step]![step]!;
      for (let column = step; column < order; column += 1) row[column]! -= factor * rows[step]![column]!;
    }
  }
  return product;
}

function expectValues(matrix: number[], order: number, values: number[]): void {
  const found = symmetricEigen(matrix, order).values;
  expect(found).to.have.length(values.length);
  values.forEach((value, index) => expect(found[index]).to.be.closeTo(value, 1e-12 * Math.max(1, order)));
}

describe('the eigenvalues of a symmetric matrix', () => {
  it('are known for a matrix of order 0, 1 and 2', () => {
    expectValues([], 0, []);
    expectValues([-7], 1, [-7]);
    expectValues([2, 1, 1, 2], 2, [3, 1]);
    expectValues([1, 2, 2, -2], 2, [2, -3]);
  });

  it('are those on the diagonal where nothing is beside it, from the largest to the smallest', () => {
    expectValues([1, 0, 0, 0, 5, 0, 0, 0, -2], 3, [5, 1, -2]);
    expectValues(Array<number>(9).fill(0), 3, [0, 0, 0]);
  });

  it('of equal correlations ρ are 1 + (p − 1)·ρ once and 1 − ρ else', () => {
    for (const [order, correlation] of [
      [4, 0.6],
      [20, 0.3],
      [3, -0.5],
      [5, 1],
    ] as const) {
      const matrix = Array.from({ length: order * order }, (_, place) =>
        place % (order + 1) === 0 ? 1 : correlation,
      );
      const values = [1 + (order - 1) * correlation, ...Array<number>(order - 1).fill(1 - correlation)];
      expectValues(
        matrix,
        order,
        values.sort((a, b) => b - a),
      );
    }
  });

  it('of the second difference of n points are 2 − 2·cos(kπ/(n + 1))', () => {
    const order = 15;
    const matrix = Array.from({ length: order * order }, (_, place) => {
      const distance = Math.abs(Math.floor(place / order) - (place % order));
      return distance === 0 ? 2 : distance === 1 ? -1 : 0;
    });
    const values = Array.from(
      { length: order },
      (_, index) => 2 - 2 * Math.cos(((order - index) * Math.PI) / (order + 1)),
    );
    expectValues(matrix, order, values);
  });

  it('add up to the trace and multiply to the determinant', () => {
    for (let run = 0; run < 100; run += 1) {
      const order = 1 + (run % 8);
      const matrix = randomSymmetric(order);
      const { values } = symmetricEigen(matrix, order);
      const trace = matrix.reduce((sum, value, place) => (place % (order + 1) === 0 ? sum + value : sum), 0);
      const product = values.reduce((so_far, value) => so_far * value, 1);
      const expected = determinant(matrix, order);
      expect(values.reduce((sum, value) => sum + value, 0)).to.be.closeTo(trace, 1e-11);
      expect(product).to.be.closeTo(expected, 1e-10 * Math.max(1, Math.abs(expected)));
    }
  });

  it('and their vectors, which are of length 1 and orthogonal, make up the matrix again', () => {
    for (let run = 0; run < 100; run += 1) {
      const order = 1 + (run % 25);
      const matrix = randomSymmetric(order);
      const { values, vectors } = symmetricEigen(matrix, order);
      const vector = (k: number) => vectors.subarray(k * order, (k + 1) * order);
      for (let row = 0; row < order; row += 1) {
        for (let column = 0; column < order; column += 1) {
          const rebuilt = values.reduce(
            (sum, value, k) => sum + value * vector(k)[row]! * vector(k)[column]!,
            0,
          );
          expect(rebuilt).to.be.closeTo(matrix[row * order + column]!, 1e-11);
          const product = vector(row).reduce((sum, value, index) => sum + value * vector(column)[index]!, 0);
          expect(product).to.be.closeTo(row === column ? 1 : 0, 1e-12);
        }
      }
      expect([...values]).to.deep.equal([...values].sort((a, b) => b - a));
    }
  });

  it('do not suffer from very large or very small numbers', () => {
    expect(symmetricEigen([2e300, 1e300, 1e300, 2e300], 2).values[0]! / 3e300).to.be.closeTo(1, 1e-12);
    expect(symmetricEigen([2e-300, 1e-300, 1e-300, 2e-300], 2).values[1]! / 1e-300).to.be.closeTo(1, 1e-12);
  });

  it('are refused for what is no symmetric matrix', () => {
    expect(() => symmetricEigen([1, 2, 3, 1], 2)).to.throw(RangeError, '3 where its mirror image is 2');
    expect(() => symmetricEigen([1, NaN, NaN, 1], 2)).to.throw(RangeError, 'NaN');
    expect(() => symmetricEigen([1, Infinity, Infinity, 1], 2)).to.throw(RangeError, 'Infinity');
    expect(() => symmetricEigen([1, 2, 3], 2)).to.throw(RangeError, 'has 4 values, not 3');
  });

  it('come the same in place, one room for many matrices', () => {
    const matrix = new Float64Array(9);
    const vectors = new Float64Array(9).fill(17);
    for (let run = 0; run < 5; run += 1) {
      const original = randomSymmetric(3);
      matrix.set(original);
      diagonalize(matrix, vectors, 3);
      const values = [matrix[0]!, matrix[4]!, matrix[8]!].sort((a, b) => b - a);
      expect(values).to.deep.equal([...symmetricEigen(original, 3).values]);
    }
  });
});
