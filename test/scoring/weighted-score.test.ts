import { expect } from 'chai';
import { isAbsent } from '../../src/scoring/absent.ts';
import { countCategories } from '../../src/scoring/account-score.ts';
import { netPromoterInterval, netPromoterScore } from '../../src/scoring/net-promoter-score.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';
import { weightedScore } from '../../src/scoring/weighted-score.ts';
import type { WeightedAnswer, WeightedScore } from '../../src/scoring/weighted-score.ts';

function score(answers: WeightedAnswer[]): WeightedScore {
  const result = weightedScore(answers);
  if (isAbsent(result)) throw new Error(`absent: ${result.absent}`);
  return result;
}

describe('a weighted score', () => {
  const random = seededRandom(3);
  const randomAnswers = (n: number, weight: () => number): WeightedAnswer[] =>
    Array.from({ length: n }, () => ({ score: Math.floor(random() * 11), weight: weight() }));

  it('is the sum of weights times +1, 0 or −1 over the sum of weights, with (Σw)²/Σw² effective answers', () => {
    // 5 of 8 for, 2 against: 3/8; 8² / (25 + 1 + 4)
    const result = score([
      { score: 10, weight: 5 },
      { score: 8, weight: 1 },
      { score: 2, weight: 2 },
    ]);
    expect(result.score).to.be.closeTo(37.5, 1e-12);
    expect(result.effectiveAnswers).to.be.closeTo(64 / 30, 1e-12);
    expect(result.answers).to.equal(3);
    // adjusted Wald, written out: 64/30 effective answers, of them 5/8 for and 2/8 against
    const n = 64 / 30 + 3;
    const [p, d] = [((64 / 30) * (5 / 8) + 0.75) / n, ((64 / 30) * (2 / 8) + 0.75) / n];
    const reach = 1.959963984540054 * Math.sqrt((p + d - (p - d) ** 2) / n);
    expect(result.interval)
      .to.have.property('lower')
      .closeTo(100 * (p - d - reach), 1e-9);
    expect(result.interval)
      .to.have.property('upper')
      .closeTo(Math.min(100, 100 * (p - d + reach)), 1e-9);
  });

  it('with equal weights is exactly the score without, whatever the weight', () => {
    for (const weight of [1, 0.1, 3, 1e-300, 1e300]) {
      for (let n = 1; n <= 40; n += 1) {
        const answers = randomAnswers(n, () => weight);
        const counts = countCategories(answers);
        expect(score(answers)).to.deep.equal({
          score: netPromoterScore(counts),
          answers: n,
          effectiveAnswers: n,
          interval: netPromoterInterval(counts) ?? { absent: 'tooFew', found: 1, needed: 2 },
        });
      }
    }
  });

  it('is that of a crowd in which everybody stands as often as they weigh', () => {
    for (let run = 0; run < 100; run += 1) {
      const answers = randomAnswers(1 + Math.floor(random() * 30), () => 1 + Math.floor(random() * 9));
      const crowd = answers.flatMap((answer) => Array<WeightedAnswer>(answer.weight).fill(answer));
      const { score: weighted, effectiveAnswers, interval } = score(answers);
      expect(weighted).to.be.closeTo(netPromoterScore(countCategories(crowd)) ?? NaN, 1e-9);
      // but it is not as sure of itself as that crowd
      expect(effectiveAnswers).to.be.within(1, answers.length + 1e-9);
      const all = netPromoterInterval(countCategories(crowd));
      if (isAbsent(interval) || all === undefined) continue;
      expect(interval.upper - interval.lower).to.be.above(all.upper - all.lower - 1e-9);
    }
  });

  it('depends neither on the scale of the weights nor on the order of the answers', () => {
    const answers = randomAnswers(25, random);
    const rescaled = answers.map(({ score, weight }) => ({ score, weight: weight * 1000 })).reverse();
    expect(score(rescaled).score).to.be.closeTo(score(answers).score, 1e-9);
    expect(score(rescaled).effectiveAnswers).to.be.closeTo(score(answers).effectiveAnswers, 1e-9);
  });

  it('does not count an answer of weight 0', () => {
    const answers = randomAnswers(10, () => 2);
    expect(score([...answers, { score: 0, weight: 0 }])).to.deep.equal(score(answers));
  });

  it('has no interval when one voice outweighs all others', () => {
    const { interval, effectiveAnswers } = score([
      { score: 9, weight: 100 },
      { score: 2, weight: 1 },
      { score: 3, weight: 1 },
    ]);
    expect(effectiveAnswers).to.be.closeTo(102 ** 2 / 10_002, 1e-9);
    expect(interval).to.deep.equal({ absent: 'tooFew', found: effectiveAnswers, needed: 2 });
  });

  it('is absent without an answer that weighs something', () => {
    expect(weightedScore([])).to.deep.equal({ absent: 'nothing' });
    expect(weightedScore([{ score: 9, weight: 0 }])).to.deep.equal({ absent: 'nothing' });
  });

  it('is refused for a weight or a score that is none', () => {
    for (const weight of [-1, NaN, Infinity]) {
      expect(() => weightedScore([{ score: 9, weight }])).to.throw(RangeError, `got ${weight}`);
    }
    expect(() => weightedScore([{ score: 12, weight: 0 }])).to.throw(RangeError, 'got 12');
  });
});
