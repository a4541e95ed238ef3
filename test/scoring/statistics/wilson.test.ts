import { expect } from 'chai';
import { isAbsent } from '../../../src/scoring/absent.ts';
import { seededRandom } from '../../../src/scoring/statistics/random.ts';
import { wilsonProportion } from '../../../src/scoring/statistics/wilson.ts';

/** Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3: count, of, lower, upper. */
const published = [
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
] as const;

const proportion = (count: number, of: number) => {
  const result = wilsonProportion(count, of);
  if (isAbsent(result)) throw new Error(`there is no share of ${of}`);
  return result;
};

/** An independent second computation: the share p at which the observed one lies z standard errors away, by halving. */
function byHalving(observed: number, of: number, outer: number): number {
  const isWithin = (p: number) => Math.abs(observed - p) <= 1.959963984540054 * Math.sqrt((p * (1 - p)) / of);
  let [inside, outside] = [observed, outer];
  for (let round = 0; round < 100; round += 1) {
    const middle = (inside + outside) / 2;
    if (isWithin(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}

describe('the Wilson interval of a share', () => {
  for (const [count, of, lower, upper] of published) {
    it(`of ${count} among ${of} is ${lower} to ${upper}, as published`, () => {
      expect(proportion(count, of).lower).to.be.closeTo(lower, 0.00005);
      expect(proportion(count, of).upper).to.be.closeTo(upper, 0.00005);
    });
  }

  it('equals a second, independent computation', () => {
    const random = seededRandom(1);
    for (let run = 0; run < 300; run += 1) {
      const of = 1 + Math.floor(random() * 400);
      const count = Math.floor(random() * (of + 1));
      const { share, lower, upper } = proportion(count, of);
      expect(share).to.equal(count / of);
      expect(lower).to.be.closeTo(byHalving(share, of, 0), 1e-9);
      expect(upper).to.be.closeTo(byHalving(share, of, 1), 1e-9);
    }
  });

  it('contains the share, stays from 0 to 1, and turns around with it', () => {
    for (let of = 1; of <= 60; of += 1) {
      for (let count = 0; count <= of; count += 1) {
        const { share, lower, upper } = proportion(count, of);
        expect(lower).to.be.within(0, share);
        expect(upper).to.be.within(share, 1);
        expect(lower).to.be.closeTo(1 - proportion(of - count, of).upper, 1e-12);
      }
    }
  });

  it('of none or of all is still a range, of which one end is certain', () => {
    expect(proportion(0, 3)).to.include({ share: 0, lower: 0 });
    expect(proportion(0, 3).upper).to.be.above(0.5);
    expect(proportion(3, 3)).to.include({ share: 1, upper: 1 });
  });

  it('is absent where there is nothing of which to take a share', () => {
    expect(wilsonProportion(0, 0)).to.deep.equal({ absent: 'nothing' });
  });

  for (const [count, of] of [
    [2, 1],
    [-1, 3],
    [0.5, 3],
    [1, NaN],
    [1, Infinity],
  ] as const) {
    it(`is refused for ${count} among ${of}`, () => {
      expect(() => wilsonProportion(count, of)).to.throw(RangeError);
    });
  }
});
