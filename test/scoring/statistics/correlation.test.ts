import { expect } from 'chai';
import { correlationMatrix, standardized } from '../../../src/scoring/statistics/correlation.ts';
import { seededRandom } from '../../../src/scoring/statistics/random.ts';

/** Anscombe 1973, "Graphs in Statistical Analysis", first set: the correlation is 0.816. */
const anscombe = [
  [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5],
  [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68],
];

function matrixOf(columns: ArrayLike<number>[]): Float64Array {
  const matrix = correlationMatrix(columns);
  if (!(matrix instanceof Float64Array)) throw new Error(`absent: ${matrix.absent}`);
  return matrix;
}

/** An independent second computation: the formula of sums, n·Σxy − Σx·Σy over the root of both variances. */
function bySums(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const [x, y] = [Array.from(one), Array.from(other)];
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const product = (a: number[], b: number[]) =>
    a.length * sum(a.map((value, row) => value * b[row]!)) - sum(a) * sum(b);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

describe('the correlation matrix', () => {
  it('gives the published correlation of Anscombe’s first set', () => {
    expect(matrixOf(anscombe)[1]).to.be.closeTo(0.81642, 0.000005);
  });

  it('equals a second, independent computation on 100 random tables, has ones on its diagonal, is symmetric', () => {
    const random = seededRandom(7);
    for (let run = 0; run < 100; run += 1) {
      const order = 1 + (run % 6);
      const rows = 3 + Math.floor(random() * 30);
      const columns = Array.from({ length: order }, () => Array.from({ length: rows }, () => 100 * random()));
      const matrix = matrixOf(columns);
      for (let one = 0; one < order; one += 1) {
        expect(matrix[one * order + one]).to.equal(1);
        for (let other = 0; other < order; other += 1) {
          expect(matrix[one * order + other]).to.be.closeTo(bySums(columns[one]!, columns[other]!), 1e-11);
          expect(matrix[one * order + other]).to.equal(matrix[other * order + one]);
        }
      }
    }
  });

  it('is never beyond ±1, for columns that follow each other', () => {
    const random = seededRandom(8);
    for (let run = 0; run < 200; run += 1) {
      const column = Array.from({ length: 3 + (run % 20) }, () => random());
      const matrix = matrixOf([column, column.map((value) => 3 * value + 1), column.map((value) => -value)]);
      expect(matrix[1]).to.be.closeTo(1, 1e-14).and.at.most(1);
      expect(matrix[2]).to.be.closeTo(-1, 1e-14).and.at.least(-1);
    }
  });

  it('does not change with the unit, and does not suffer from very large or very small ones', () => {
    for (const unit of [1e-200, 1000, 1e200]) {
      const rescaled = anscombe.map((column) => column.map((value) => value * unit));
      expect(matrixOf(rescaled)[1]).to.be.closeTo(matrixOf(anscombe)[1]!, 1e-14);
    }
  });

  it('is found between values that differ in the last bit only', () => {
    const next = 1 + Number.EPSILON;
    expect(
      matrixOf([
        [1, next, 1],
        [next, 1, next],
      ])[1],
    ).to.be.closeTo(-1, 1e-9);
  });

  it('is absent when a column does not vary, and says which', () => {
    const varied = [1, 2, 3];
    expect(correlationMatrix([varied, [0.1, 0.1, 0.1], varied, [5, 5, 5]])).to.deep.equal({
      absent: 'allAlike',
      columns: [1, 3],
    });
  });

  it('is absent without columns, without values, and for one value each', () => {
    expect(correlationMatrix([])).to.deep.equal({ absent: 'nothing' });
    expect(correlationMatrix([[], []])).to.deep.equal({ absent: 'nothing' });
    expect(correlationMatrix([[1], [2]])).to.deep.equal({ absent: 'tooFew', found: 1, needed: 2 });
  });

  it('is refused for columns of different lengths and for what is no number', () => {
    expect(() => correlationMatrix([[1, 2], [1]])).to.throw(RangeError, 'Columns of 2 and of 1 values');
    expect(() =>
      correlationMatrix([
        [1, 2],
        [1, NaN],
      ]),
    ).to.throw(RangeError, 'NaN');
    expect(() => correlationMatrix([[1, Infinity]])).to.throw(RangeError, 'Infinity');
  });
});

describe('a standardized column', () => {
  it('has mean 0 and mean square 1', () => {
    expect([...(standardized([2, 4]) ?? [])]).to.deep.equal([-1, 1]);
    const column = standardized([60, 61, 75, 80, 12]) ?? new Float64Array();
    expect(column.reduce((sum, value) => sum + value, 0)).to.be.closeTo(0, 1e-14);
    expect(column.reduce((sum, value) => sum + value * value, 0)).to.be.closeTo(5, 1e-14);
  });

  it('is absent when its values are all alike, or none', () => {
    expect(standardized([0.1, 0.1, 0.1])).to.equal(undefined);
    expect(standardized([])).to.equal(undefined);
  });
});
