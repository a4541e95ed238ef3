import { expect } from 'chai';
import { isAbsent } from '../../src/scoring/absent.ts';
import type { Measured } from '../../src/scoring/absent.ts';
import { studentCdf } from '../../src/scoring/statistics/distributions.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';
import { compareIndependentWaves, comparePairs, compareWaves } from '../../src/scoring/wave-comparison.ts';
import type { WaveAnswer, WaveComparison } from '../../src/scoring/wave-comparison.ts';

const counts = (promoters: number, passives: number, detractors: number) => ({
  promoters,
  passives,
  detractors,
});
const valueOf = (score: number) => (score >= 9 ? 1 : score >= 7 ? 0 : -1);
const sumOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0);

/** The comparison that there must be. */
function found(comparison: Measured<WaveComparison>): WaveComparison {
  if (isAbsent(comparison)) throw new Error(`absent: ${comparison.absent}`);
  return comparison;
}

/** A wave of people named p0, p1, … with these scores. */
const wave = (scores: number[], from = 0): WaveAnswer[] =>
  scores.map((score, index) => ({ contactId: `p${from + index}`, score }));

describe('two waves of different people', () => {
  it('lie z = 2.371, p = 0.018 apart at 70/20/10 against 55/25/20', () => {
    const { method, answers, difference, statistic, pValue } = found(
      compareIndependentWaves(counts(70, 20, 10), counts(55, 25, 20)),
    );
    expect({ method, answers }).to.deep.equal({ method: 'independent', answers: [100, 100] });
    expect(difference).to.be.closeTo(25, 1e-12);
    expect(statistic).to.be.closeTo(2.371, 5e-4);
    expect(pValue).to.be.closeTo(0.018, 5e-4);
  });

  it('are about as rare by chance as shuffling their answers says', () => {
    const pool = [...Array<number>(125).fill(1), ...Array<number>(45).fill(0), ...Array<number>(30).fill(-1)];
    const random = seededRandom(7);
    const runs = 20_000;
    let asFar = 0;
    for (let run = 0; run < runs; run += 1) {
      for (let place = pool.length - 1; place > 0; place -= 1) {
        const other = Math.floor(random() * (place + 1));
        [pool[place], pool[other]] = [pool[other] ?? NaN, pool[place] ?? NaN];
      }
      if (Math.abs(sumOf(pool.slice(0, 100)) - sumOf(pool.slice(100))) >= 25) asFar += 1;
    }
    const { pValue } = found(compareIndependentWaves(counts(70, 20, 10), counts(55, 25, 20)));
    expect(asFar / runs).to.be.closeTo(pValue, 0.006);
  });

  it('differ by the same with the other sign when they change places', () => {
    const there = found(compareIndependentWaves(counts(12, 5, 9), counts(3, 8, 1)));
    const back = found(compareIndependentWaves(counts(3, 8, 1), counts(12, 5, 9)));
    expect(back.statistic).to.be.closeTo(-there.statistic, 1e-12);
    expect(back.difference).to.be.closeTo(-there.difference, 1e-12);
    expect(back.pValue).to.be.closeTo(there.pValue, 1e-12);
  });

  it('are compared even when tiny and of one mind, which plain errors would call certain', () => {
    const { difference, statistic, pValue } = found(
      compareIndependentWaves(counts(2, 0, 0), counts(0, 0, 2)),
    );
    expect(difference).to.equal(200);
    // adjusted: ±0.4 of five, of variance (0.7 − 0.16)/5 each
    expect(statistic).to.be.closeTo(0.8 / Math.sqrt(2 * 0.108), 1e-12);
    expect(pValue).to.be.within(0.05, 0.1);
  });

  it('are not compared when one of them is one voice, or nobody', () => {
    const tooFew = { absent: 'tooFew', found: 1, needed: 2 };
    expect(compareIndependentWaves(counts(70, 20, 10), counts(0, 0, 1))).to.deep.equal(tooFew);
    expect(compareIndependentWaves(counts(1, 0, 0), counts(0, 0, 1))).to.deep.equal(tooFew);
    expect(compareIndependentWaves(counts(0, 0, 0), counts(5, 5, 5))).to.deep.equal({ absent: 'nothing' });
  });

  it('are refused with a count that is none', () => {
    for (const wrong of [-1, 1.5, NaN, Infinity]) {
      expect(() => compareIndependentWaves(counts(1, 2, 3), counts(1, wrong, 3))).to.throw(
        RangeError,
        `passives is a whole number, 0 or more; got ${wrong}`,
      );
    }
  });
});

describe('the same people asked twice', () => {
  const random = seededRandom(11);
  const randomPairs = (n: number, drift: number) =>
    Array.from({ length: n }, (): [number, number] => {
      const before = Math.floor(random() * 11);
      const moved = Math.round(before + drift + 8 * (random() - 0.5));
      return [Math.max(0, Math.min(10, moved)), before];
    });

  it('are compared by the mean of their differences over its error, a t with one degree less than there are pairs', () => {
    for (let run = 0; run < 200; run += 1) {
      const pairs = randomPairs(3 + Math.floor(random() * 40), 2 * random());
      const differences = pairs.map(([score, before]) => valueOf(score) - valueOf(before));
      const result = comparePairs(pairs);
      if (new Set(differences).size === 1) {
        expect(result).to.deep.equal({ absent: 'allAlike', found: pairs.length });
        continue;
      }
      const n = pairs.length;
      // by sums of squares, not by distances from the mean
      const variance = (sumOf(differences.map((d) => d * d)) - sumOf(differences) ** 2 / n) / (n - 1);
      const t = sumOf(differences) / Math.sqrt(n * variance);
      const { method, answers, difference, statistic, degreesOfFreedom, pValue } = found(result);
      expect({ method, answers, degreesOfFreedom }).to.deep.equal({
        method: 'paired',
        answers: [n, n],
        degreesOfFreedom: n - 1,
      });
      expect(difference).to.be.closeTo((100 * sumOf(differences)) / n, 1e-9);
      expect(statistic).to.be.closeTo(t, 1e-9);
      expect(pValue).to.be.closeTo(2 * studentCdf(-Math.abs(t), n - 1), 1e-9);
    }
  });

  it('have the clustered error of the method, each person a cluster', () => {
    const pairs = randomPairs(25, 1);
    const differences = pairs.map(([score, before]) => valueOf(score) - valueOf(before));
    const [n, mean] = [25, sumOf(differences) / 25];
    const clustered = Math.sqrt((n / (n - 1)) * sumOf(differences.map((d) => (d - mean) ** 2))) / n;
    expect(found(comparePairs(pairs)).statistic).to.be.closeTo(mean / clustered, 1e-9);
  });

  it('are about as rare by chance as turning every difference around in all possible ways says', () => {
    const anyScore = (promoters: number) => (random() < promoters ? 9 : random() < 0.5 ? 7 : 5);
    for (const promoters of [0.3, 0.5, 0.7, 0.9]) {
      const pairs = Array.from({ length: 16 }, (): [number, number] => [anyScore(promoters), anyScore(0.3)]);
      const differences = pairs.map(([score, before]) => valueOf(score) - valueOf(before));
      const observed = Math.abs(sumOf(differences));
      let [asFar, same] = [0, 0];
      for (let signs = 0; signs < 2 ** 16; signs += 1) {
        const turned = Math.abs(
          differences.reduce((sum, d, index) => sum + (((signs >> index) & 1) === 1 ? d : -d), 0),
        );
        if (turned > observed) asFar += 1;
        else if (turned === observed) same += 1;
      }
      // sums come in steps: those just as far count half
      const exact = (asFar + same / 2) / 2 ** 16;
      expect(found(comparePairs(pairs)).pValue).to.be.closeTo(exact, 0.02);
    }
  });

  it('have no error of their own under two pairs, or when all moved alike', () => {
    expect(comparePairs([])).to.deep.equal({ absent: 'nothing' });
    expect(comparePairs([[9, 3]])).to.deep.equal({ absent: 'tooFew', found: 1, needed: 2 });
    expect(comparePairs([[9, 3], [10, 6], [9, 0]])).to.deep.equal({ absent: 'allAlike', found: 3 }); // prettier-ignore
    expect(() => comparePairs([[9, 3], [11, 6]])).to.throw(RangeError, 'got 11'); // prettier-ignore
  });
});

describe('two waves', () => {
  const before = [3, 5, 7, 7, 8, 9, 2, 6, 7, 10];
  const after = [7, 7, 9, 8, 9, 9, 6, 7, 9, 10];

  it('are compared as pairs where the same contacts answered both', () => {
    const comparison = found(compareWaves(wave(after), wave(before)));
    expect(comparison).to.deep.equal(
      comparePairs(after.map((score, index) => [score, before[index] ?? NaN])),
    );
    expect(comparison).to.include({ method: 'paired', difference: 60, degreesOfFreedom: 9 });
  });

  it('show as pairs what they hide as two crowds', () => {
    const paired = found(compareWaves(wave(after), wave(before)));
    const independent = found(compareWaves(wave(after, 100), wave(before)));
    expect(independent).to.include({ method: 'independent', difference: 60 });
    expect(paired.pValue).to.be.below(0.01);
    expect(independent.pValue).to.be.above(0.05);
  });

  it('are pairs while half of the smaller wave answered both, whoever else answered', () => {
    const shared = (n: number) =>
      found(compareWaves([...wave(after.slice(0, n)), ...wave(after, 50)], wave(before)));
    expect(shared(5)).to.include({ method: 'paired', degreesOfFreedom: 4 });
    expect(shared(4)).to.include({ method: 'independent' });
    expect(shared(4).answers).to.deep.equal([14, 10]);
  });

  it('are not pairs where answers are anonymous', () => {
    const anonymous = (scores: number[]) => scores.map((score) => ({ score }));
    expect(found(compareWaves(anonymous(after), anonymous(before)))).to.include({ method: 'independent' });
  });

  it('have a defined result when everybody moved alike, or nobody moved', () => {
    const still = found(compareWaves(wave(before), wave(before)));
    expect(still).to.include({ method: 'independent', difference: 0, statistic: 0, pValue: 1 });
    const risen = found(compareWaves(wave(Array<number>(30).fill(9)), wave(Array<number>(30).fill(7))));
    expect(risen).to.include({ method: 'independent', difference: 100 });
    expect(risen.pValue).to.be.below(1e-6);
  });

  it('have a defined result when tiny', () => {
    expect(compareWaves([], [])).to.deep.equal({ absent: 'nothing' });
    expect(compareWaves(wave([9]), wave([3]))).to.deep.equal({ absent: 'tooFew', found: 1, needed: 2 });
    expect(found(compareWaves(wave([9, 9]), wave([3, 7])))).to.include({
      method: 'paired',
      degreesOfFreedom: 1,
    });
  });

  it('do not depend on the order of their answers', () => {
    expect(compareWaves(wave(after).reverse(), wave(before))).to.deep.equal(
      compareWaves(wave(after), wave(before)),
    );
  });

  it('are refused when a contact answers one of them twice, or a score is none', () => {
    expect(() => compareWaves([...wave([9]), ...wave([3])], wave([5, 6]))).to.throw(
      RangeError,
      'p0 did twice',
    );
    expect(() => compareWaves(wave([9, 7.5]), wave([5, 6]))).to.throw(RangeError, 'got 7.5');
  });
});
