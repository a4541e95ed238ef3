import { expect } from 'chai';
import { netPromoterInterval } from '../../src/scoring/net-promoter-score.ts';
import { answersForMargin, marginOfAnswers, polarisedSpread } from '../../src/scoring/sample-size.ts';

describe('the number of answers for a margin', () => {
  for (const [margin, answers] of [
    [10, 186],
    [20, 45],
    [30, 18],
  ] as const) {
    it(`of ±${margin} points is ${answers}, and about twice as many where opinion is polarised`, () => {
      expect(answersForMargin(margin)).to.equal(answers);
      expect(answersForMargin(margin, polarisedSpread) / answers).to.be.within(2, 2.3);
    });
  }

  it('is the first with which the margin is kept', () => {
    for (const spread of [0.3, 0.7, 1]) {
      for (let margin = 1; margin <= 100; margin += 0.7) {
        let fewest = 2;
        while ((100 * 1.959963984540054 * spread) / Math.sqrt(fewest + 3) > margin) fewest += 1;
        expect(answersForMargin(margin, spread)).to.equal(fewest);
      }
    }
  });

  it('is what the interval that is shown needs', () => {
    // all ways in which 186 people can answer with a standard deviation just under 0.7
    let ways = 0;
    for (let promoters = 0; promoters <= 186; promoters += 1) {
      for (let detractors = 0; promoters + detractors <= 186; detractors += 1) {
        const share = (count: number) => (count + 0.75) / 189;
        const [p, d] = [share(promoters), share(detractors)];
        const variance = p + d - (p - d) ** 2;
        if (variance > 0.49 || variance < 0.485) continue;
        const interval = netPromoterInterval({
          promoters,
          passives: 186 - promoters - detractors,
          detractors,
        });
        const halfWidth = ((interval?.upper ?? NaN) - (interval?.lower ?? NaN)) / 2;
        expect(halfWidth).to.be.within(9.9, 10);
        ways += 1;
      }
    }
    expect(ways).to.be.above(50);
  });

  it('is never less than two: one voice has no margin', () => {
    expect(answersForMargin(100)).to.equal(2);
    expect(answersForMargin(100, 0.1)).to.equal(2);
  });

  it('is refused for a margin or a spread that cannot be', () => {
    for (const margin of [0, -10, 101, NaN, Infinity]) {
      expect(() => answersForMargin(margin)).to.throw(RangeError, `got ${margin}`);
    }
    for (const spread of [0, -0.7, 1.1, NaN]) {
      expect(() => answersForMargin(10, spread)).to.throw(RangeError, `got ${spread}`);
      expect(() => marginOfAnswers(10, spread)).to.throw(RangeError, `got ${spread}`);
    }
  });
});

describe('the margin of a number of answers', () => {
  it('leads back to that number', () => {
    for (let answers = 2; answers < 2000; answers += 1) {
      expect(answersForMargin(marginOfAnswers(answers) as number)).to.equal(answers);
    }
  });

  it('is absent under two answers', () => {
    expect(marginOfAnswers(0)).to.deep.equal({ absent: 'nothing' });
    expect(marginOfAnswers(1)).to.deep.equal({ absent: 'tooFew', found: 1, needed: 2 });
  });

  it('is refused for what is no number of answers', () => {
    for (const answers of [-1, 2.5, NaN, Infinity]) {
      expect(() => marginOfAnswers(answers)).to.throw(RangeError, `got ${answers}`);
    }
  });
});
