import { expect } from 'chai';
import { categoryOf } from '../../src/scoring/category.ts';
import { netPromoterInterval, netPromoterScore } from '../../src/scoring/net-promoter-score.ts';

/** Published vectors of the adjusted Wald interval: promoters, passives, detractors → score, lower, upper. */
const vectors = [
  [19, 8, 9, 27.78, -0.44, 51.72],
  [3, 0, 0, 100, -6.58, 100],
  [250, 675, 75, 17.5, 14.09, 20.81],
  [70, 20, 10, 60, 45.27, 71.24],
  [5, 3, 2, 30, -19.05, 65.2],
] as const;

describe('the Net Promoter Score', () => {
  for (const [promoters, passives, detractors, score, lower, upper] of vectors) {
    it(`of ${promoters} promoters, ${passives} passives and ${detractors} detractors is ${score}, between ${lower} and ${upper}`, () => {
      const counts = { promoters, passives, detractors };
      expect(netPromoterScore(counts)).to.be.closeTo(score, 0.005);
      expect(netPromoterInterval(counts)?.lower).to.be.closeTo(lower, 0.005);
      expect(netPromoterInterval(counts)?.upper).to.be.closeTo(upper, 0.005);
    });
  }

  it('is absent when nobody answered', () => {
    const nobody = { promoters: 0, passives: 0, detractors: 0 };
    expect(netPromoterScore(nobody)).to.equal(undefined);
    expect(netPromoterInterval(nobody)).to.equal(undefined);
  });

  it('has no interval for one answer: one voice is not a score', () => {
    expect(netPromoterInterval({ promoters: 0, passives: 0, detractors: 1 })).to.equal(undefined);
  });

  it('turns its interval around with its sign', () => {
    const happy = netPromoterInterval({ promoters: 12, passives: 4, detractors: 3 });
    const unhappy = netPromoterInterval({ promoters: 3, passives: 4, detractors: 12 });
    expect(happy?.lower).to.be.closeTo(-(unhappy?.upper ?? NaN), 1e-9);
  });
});

describe('the category of a score', () => {
  it('is promoter for 9 and 10, passive for 7 and 8, detractor for 0 to 6', () => {
    const categories = Array.from({ length: 11 }, (_, score) => categoryOf(score));
    expect(categories.slice(0, 7)).to.deep.equal(Array<string>(7).fill('Detractor'));
    expect(categories.slice(7, 9)).to.deep.equal(['Passive', 'Passive']);
    expect(categories.slice(9)).to.deep.equal(['Promoter', 'Promoter']);
  });

  for (const wrong of [-1, 11, 7.5, NaN, Infinity]) {
    it(`is refused for ${wrong}`, () => {
      expect(() => categoryOf(wrong)).to.throw(RangeError, 'whole number from 0 to 10');
    });
  }
});
