import { expect } from 'chai';
import { isAbsent } from '../../src/scoring/absent.ts';
import { drawDrivers } from '../../src/scoring/driver-draws.ts';
import { relativeWeights } from '../../src/scoring/relative-weights.ts';
import { correlationMatrix, standardized } from '../../src/scoring/statistics/correlation.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';

const random = seededRandom(11);

/** Ratings of themes in whole numbers, and the score they lead to, each column standardized. */
function randomColumns(themes: number, answers: number): Float64Array[] {
  const ratings = Array.from({ length: themes }, () =>
    Array.from({ length: answers }, () => Math.floor(5 * random())),
  );
  const scores = Array.from({ length: answers }, (_, row) =>
    Math.round(ratings.reduce((sum, column, theme) => sum + column[row]! / (theme + 1), 2 * random())),
  );
  return [...ratings, scores].map((column) => standardized(column) ?? new Float64Array());
}

/** An independent second computation: copies the drawn answers, and starts from them as from any others. */
function plainDraws(columns: Float64Array[], draws: number, seed: number) {
  const next = seededRandom(seed);
  const answers = columns[0]!.length;
  const shares: number[][] = [];
  const means: number[][] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const places = Array.from({ length: answers }, () => Math.floor(next() * answers));
    const drawn = columns.map((column) => places.map((place) => column[place]!));
    const correlations = correlationMatrix(drawn);
    if (isAbsent(correlations)) continue;
    const weighed = relativeWeights(correlations);
    if (isAbsent(weighed)) continue;
    shares.push([...weighed.weights].map((weight) => weight / weighed.rSquared));
    means.push(drawn.slice(0, -1).map((column) => column.reduce((sum, value) => sum + value, 0) / answers));
  }
  return { shares, means };
}

describe('the draws of the drivers', () => {
  for (const [themes, answers] of [
    [1, 30],
    [2, 31],
    [5, 50],
    [6, 77],
  ] as const) {
    it(`of ${themes} themes equal a second, independent computation, draw by draw`, () => {
      const columns = randomColumns(themes, answers);
      const drawn = drawDrivers(columns, 60, seededRandom(5));
      const plain = plainDraws(columns, 60, 5);
      expect(drawn.usable).to.equal(60).and.equal(plain.shares.length);
      expect(drawn.importance).to.have.length(themes);
      plain.shares.forEach((shares, draw) => {
        shares.forEach((share, theme) => {
          expect(drawn.importance[theme]![draw]).to.be.closeTo(share, 1e-11);
          expect(drawn.performance[theme]![draw]).to.be.closeTo(plain.means[draw]![theme]!, 1e-11);
        });
      });
    });
  }

  it('leave out those where a theme does not vary, or follows from another, and count the rest', () => {
    const [first, , score] = randomColumns(2, 40);
    // all but one rate alike: about a third of the draws miss that one
    const lone = standardized([1, ...Array<number>(39).fill(0)])!;
    const drawn = drawDrivers([first!, lone, score!], 300, seededRandom(6));
    expect(drawn.usable).to.equal(plainDraws([first!, lone, score!], 300, 6).shares.length);
    expect(drawn.usable / 300).to.be.closeTo(1 - (39 / 40) ** 40, 0.09);
    expect(drawn.importance.every((values) => values.length === drawn.usable)).to.equal(true);
    // two themes that differ in one answer only are the same without it
    const nearly = standardized(first!.map((value, row) => (row === 0 ? value + 1 : value)))!;
    const twins = drawDrivers([first!, nearly, score!], 300, seededRandom(7));
    expect(twins.usable).to.equal(plainDraws([first!, nearly, score!], 300, 7).shares.length);
    expect(twins.usable).to.be.within(150, 230);
  });
});
