import { expect } from 'chai';
import { isAbsent } from '../../src/scoring/absent.ts';
import { relativeWeights } from '../../src/scoring/relative-weights.ts';
import { correlationMatrix } from '../../src/scoring/statistics/correlation.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';

const random = seededRandom(2000);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Answers of several predictors that go together, some the other way round, and an outcome; the outcome last. */
function randomColumns(predictors: number, rows: number): number[][] {
  const together = Array.from({ length: predictors }, () => 2 * random() - 1);
  const effects = Array.from({ length: predictors }, () => 2 * random() - 1);
  const answers = Array.from({ length: rows }, () => {
    const shared = normal();
    const values = together.map((part) => part * shared + normal());
    return [...values, values.reduce((sum, value, index) => sum + effects[index]! * value, 2 * normal())];
  });
  return Array.from({ length: predictors + 1 }, (_, column) => answers.map((answer) => answer[column]!));
}

function correlationsOf(columns: readonly number[][]): Float64Array {
  const matrix = correlationMatrix(columns);
  if (isAbsent(matrix)) throw new Error(`no correlations: ${matrix.absent}`);
  return matrix;
}

function weigh(correlations: Float64Array): { weights: number[]; rSquared: number } {
  const weighed = relativeWeights(correlations);
  if (isAbsent(weighed)) throw new Error(`no weights: ${weighed.absent}`);
  return { weights: [...weighed.weights], rSquared: weighed.rSquared };
}

/** R² of a regression on some of the predictors: the normal equations, by elimination. */
function rSquaredOf(correlations: Float64Array, predictors: readonly number[]): number {
  const order = Math.sqrt(correlations.length);
  const at = (row: number, column: number) => correlations[row * order + column]!;
  const rows = predictors.map((row) => [...predictors.map((column) => at(row, column)), at(row, order - 1)]);
  rows.forEach((row, step) => {
    for (const other of rows) {
      if (other === row) continue;
      const factor = other[step]! / row[step]!;
      row.forEach((value, column) => (other[column]! -= factor * value));
    }
  });
  return predictors.reduce(
    (sum, predictor, step) => sum + (rows[step]!.at(-1)! / rows[step]![step]!) * at(predictor, order - 1),
    0,
  );
}

/** The oracle: the mean gain in R² of each predictor over all orders of adding them, every subset enumerated. */
function shapley(predictors: number, rSquared: (subset: readonly number[]) => number): number[] {
  const subsets = Array.from({ length: 2 ** predictors }, (_, bits) =>
    Array.from({ length: predictors }, (_, index) => index).filter((index) => bits & (1 << index)),
  );
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return Array.from({ length: predictors }, (_, predictor) =>
    subsets
      .filter((subset) => !subset.includes(predictor))
      .reduce((sum, subset) => {
        const share =
          (factorial(subset.length) * factorial(predictors - subset.length - 1)) / factorial(predictors);
        const added = [...subset, predictor].sort();
        return sum + share * (rSquared(added) - (subset.length === 0 ? 0 : rSquared(subset)));
      }, 0),
  );
}

const shapleyOf = (correlations: Float64Array) =>
  shapley(Math.sqrt(correlations.length) - 1, (subset) => rSquaredOf(correlations, subset));

/** `mtcars` of R (Henderson and Velleman 1981): cylinders, displacement, horsepower, weight → miles per gallon. */
const cars = [
  [6, 160, 110, 2.62, 21],
  [6, 160, 110, 2.875, 21],
  [4, 108, 93, 2.32, 22.8],
  [6, 258, 110, 3.215, 21.4],
  [8, 360, 175, 3.44, 18.7],
  [6, 225, 105, 3.46, 18.1],
  [8, 360, 245, 3.57, 14.3],
  [4, 146.7, 62, 3.19, 24.4],
  [4, 140.8, 95, 3.15, 22.8],
  [6, 167.6, 123, 3.44, 19.2],
  [6, 167.6, 123, 3.44, 17.8],
  [8, 275.8, 180, 4.07, 16.4],
  [8, 275.8, 180, 3.73, 17.3],
  [8, 275.8, 180, 3.78, 15.2],
  [8, 472, 205, 5.25, 10.4],
  [8, 460, 215, 5.424, 10.4],
  [8, 440, 230, 5.345, 14.7],
  [4, 78.7, 66, 2.2, 32.4],
  [4, 75.7, 52, 1.615, 30.4],
  [4, 71.1, 65, 1.835, 33.9],
  [4, 120.1, 97, 2.465, 21.5],
  [8, 318, 150, 3.52, 15.5],
  [8, 304, 150, 3.435, 15.2],
  [8, 350, 245, 3.84, 13.3],
  [8, 400, 175, 3.845, 19.2],
  [4, 79, 66, 1.935, 27.3],
  [4, 120.3, 91, 2.14, 26],
  [4, 95.1, 113, 1.513, 30.4],
  [8, 351, 264, 3.17, 15.8],
  [6, 145, 175, 2.77, 19.7],
  [8, 301, 335, 3.57, 15],
  [4, 121, 109, 2.78, 21.4],
];
const carColumns = [0, 1, 2, 3, 4].map((column) => cars.map((car) => car[column]!));

describe('the oracle of the relative weights', () => {
  it('gives the published shares of three predictors', () => {
    const table = new Map([
      ['0', 0.1064],
      ['1', 0.1254],
      ['2', 0.1288],
      ['0,1', 0.1807],
      ['0,2', 0.17],
      ['1,2', 0.1873],
      ['0,1,2', 0.2144],
    ]);
    const shares = shapley(3, (subset) => table.get(subset.join(',')) ?? NaN);
    [0.0606, 0.0787, 0.0751].forEach((share, index) => expect(shares[index]).to.be.closeTo(share, 0.00005));
  });
});

describe('the relative weights', () => {
  it('are those that the R package rwa publishes for its first example', () => {
    // https://martinctc.github.io/rwa/articles/regression-methods.html
    const { weights } = weigh(correlationsOf(carColumns));
    [0.2096904, 0.1883043, 0.179959, 0.2706812].forEach((weight, index) =>
      expect(weights[index]).to.be.closeTo(weight, 5e-8),
    );
  });

  it('of two predictors are exactly Shapley’s, in 300 random sets', () => {
    for (let run = 0; run < 300; run += 1) {
      const correlations = correlationsOf(randomColumns(2, 5 + (run % 50)));
      const { weights } = weigh(correlations);
      shapleyOf(correlations).forEach((share, index) =>
        expect(weights[index]).to.be.closeTo(share, 1e-11, `set ${run}`),
      );
    }
  });

  it('of two predictors that go against each other are exactly Shapley’s', () => {
    for (const [between, first, second] of [
      [-0.7, 0.3, 0.2],
      [0.7, -0.6, 0.05],
      [-0.2, -0.5, 0.5],
    ] as const) {
      const correlations = Float64Array.of(1, between, first, between, 1, second, first, second, 1);
      const { weights } = weigh(correlations);
      shapleyOf(correlations).forEach((share, index) => expect(weights[index]).to.be.closeTo(share, 1e-13));
    }
  });

  it('of one predictor are the square of its correlation, also of a negative one', () => {
    expect(weigh(Float64Array.of(1, -0.6, -0.6, 1))).to.deep.equal({ weights: [0.36], rSquared: 0.36 });
  });

  it('of more predictors add up to R², are never negative, and lie near Shapley’s, in 100 random sets', () => {
    for (let run = 0; run < 100; run += 1) {
      const predictors = 3 + (run % 4);
      const correlations = correlationsOf(randomColumns(predictors, 60));
      const { weights, rSquared } = weigh(correlations);
      const all = Array.from({ length: predictors }, (_, index) => index);
      expect(rSquared).to.be.closeTo(rSquaredOf(correlations, all), 1e-12);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).to.be.closeTo(rSquared, 1e-14);
      shapleyOf(correlations).forEach((share, index) => {
        expect(weights[index]).to.be.at.least(0);
        expect(weights[index]).to.be.closeTo(share, 0.05 * rSquared);
      });
    }
  });

  it('of predictors that do not go together are the squares of their correlations', () => {
    const { weights, rSquared } = weigh(
      Float64Array.of(1, 0, 0, 0.5, 0, 1, 0, -0.3, 0, 0, 1, 0, 0.5, -0.3, 0, 1),
    );
    [0.25, 0.09, 0].forEach((weight, index) => expect(weights[index]).to.be.closeTo(weight, 1e-15));
    expect(rSquared).to.be.closeTo(0.34, 1e-15);
  });

  it('follow their predictors into any other order', () => {
    for (let run = 0; run < 50; run += 1) {
      const columns = randomColumns(6, 40);
      const { weights } = weigh(correlationsOf(columns));
      const order = [0, 1, 2, 3, 4, 5]
        .map((index) => ({ index, key: random() }))
        .sort((a, b) => a.key - b.key)
        .map(({ index }) => index);
      const reordered = weigh(
        correlationsOf([...order.map((index) => columns[index]!), columns[6]!]),
      ).weights;
      order.forEach((index, place) => expect(reordered[place]).to.be.closeTo(weights[index]!, 1e-12));
    }
  });

  it('do not change with unit or origin of any scale, nor when one is turned round', () => {
    for (let run = 0; run < 50; run += 1) {
      const columns = randomColumns(4, 40);
      const { weights } = weigh(correlationsOf(columns));
      const rescaled = columns.map((column) => {
        const [factor, offset] = [(random() < 0.5 ? -1 : 1) * (0.1 + 9 * random()), 100 * random()];
        return column.map((value) => factor * value + offset);
      });
      weigh(correlationsOf(rescaled)).weights.forEach((weight, index) =>
        expect(weight).to.be.closeTo(weights[index]!, 1e-11),
      );
    }
  });

  it('are refused as dependent when a predictor follows from others, and say which', () => {
    const [one = [], two = [], three = [], four = [], outcome = []] = randomColumns(4, 50);
    const refuse = (columns: number[][]) => relativeWeights(correlationsOf([...columns, outcome]));
    expect(refuse([one, two, one.map((value) => 100 - 3 * value)])).to.deep.equal({
      absent: 'dependent',
      predictors: [0, 2],
    });
    const mean = two.map((value, row) => (value + three[row]! + four[row]!) / 3);
    expect(refuse([one, two, three, four, mean])).to.deep.equal({
      absent: 'dependent',
      predictors: [1, 2, 3, 4],
    });
  });

  it('are refused as dependent when there are as many predictors as answers', () => {
    expect(relativeWeights(correlationsOf(randomColumns(6, 6)))).to.include({ absent: 'dependent' });
    expect(relativeWeights(correlationsOf(randomColumns(5, 7)))).to.have.property('rSquared');
  });

  it('are found although two predictors are nearly the same', () => {
    const [one = [], two = [], outcome = []] = randomColumns(2, 50);
    const nearly = one.map((value) => value + 1e-4 * normal());
    const { weights } = weigh(correlationsOf([one, nearly, two, outcome]));
    expect(weights[0]).to.be.closeTo(weights[1]!, 0.01);
  });

  it('are absent without predictors', () => {
    expect(relativeWeights(Float64Array.of(1))).to.deep.equal({ absent: 'nothing' });
  });

  it('explain all when the outcome is one of the predictors', () => {
    const [one = [], two = []] = randomColumns(1, 50);
    expect(weigh(correlationsOf([one, two, one])).rSquared).to.be.closeTo(1, 1e-12);
  });

  it('are refused for what is no correlation matrix', () => {
    const refused = (values: number[], message: string) =>
      expect(() => relativeWeights(Float64Array.from(values))).to.throw(RangeError, message);
    refused([], 'square');
    refused([1, 0.5], 'square');
    refused([1, 0.5, 0.4, 1], '0.4 in row 1');
    refused([1, NaN, NaN, 1], 'NaN');
    refused([1, 1.1, 1.1, 1], '1.1');
    refused([2, 0.5, 0.5, 1], '2 in row 0');
    // three that cannot all go against each other
    refused([1, -0.9, -0.9, 0, -0.9, 1, -0.9, 0, -0.9, -0.9, 1, 0, 0, 0, 0, 1], 'no eigenvalue of -0.8');
    // two that do not go together cannot both be nearly the outcome
    refused([1, 0, 0.9, 0, 1, 0.9, 0.9, 0.9, 1], 'explain 1.62');
  });
});
