import { expect } from 'chai';
import { percentileInterval, resample } from '../../../src/scoring/statistics/bootstrap.ts';
import { seededRandom } from '../../../src/scoring/statistics/random.ts';

describe('a bootstrap draw', () => {
  it('draws as many rows as there are, each as likely', () => {
    const random = seededRandom(4);
    const times = new Int32Array(50);
    const drawn = new Int32Array(50);
    let missed = 0;
    const draws = 4000;
    for (let draw = 0; draw < draws; draw += 1) {
      resample(random, times);
      expect(times.reduce((sum, count) => sum + count, 0)).to.equal(50);
      missed += times.filter((count) => count === 0).length;
      times.forEach((count, row) => (drawn[row]! += count));
    }
    // (1 − 1/50)^50 of the rows are missed
    expect(missed / (50 * draws)).to.be.closeTo(0.98 ** 50, 0.004);
    drawn.forEach((count) => expect(count / draws).to.be.closeTo(1, 0.08));
  });

  it('is the same for the same seed', () => {
    const draw = (seed: number) => {
      const times = new Int32Array(20);
      resample(seededRandom(seed), times);
      return [...times];
    };
    expect(draw(1)).to.deep.equal(draw(1));
    expect(draw(1)).to.not.deep.equal(draw(2));
  });
});

describe('a percentile interval', () => {
  it('lies between the 2.5th and the 97.5th percentile, between neighbours where there is none', () => {
    const hundredAndOne = Float64Array.from({ length: 101 }, (_, index) => 100 - index);
    expect(percentileInterval(hundredAndOne, 101)).to.deep.equal({ lower: 2.5, upper: 97.5 });
    // R: quantile(1:40, c(.025, .975)), type 7, gives 1.975 and 39.025
    const forty = Float64Array.from({ length: 40 }, (_, index) => index + 1);
    const interval = percentileInterval(forty, 40);
    expect(interval).to.have.property('lower').closeTo(1.975, 1e-12);
    expect(interval).to.have.property('upper').closeTo(39.025, 1e-12);
  });

  it('is absent when more than 5% of the draws gave nothing', () => {
    const values = (length: number) => Float64Array.from({ length }, (_, index) => index);
    expect(percentileInterval(values(95), 100)).to.have.keys('lower', 'upper');
    expect(percentileInterval(values(94), 100)).to.deep.equal({ absent: 'tooFew', found: 94, needed: 95 });
    expect(percentileInterval(values(0), 1000)).to.deep.equal({ absent: 'tooFew', found: 0, needed: 950 });
  });
});
