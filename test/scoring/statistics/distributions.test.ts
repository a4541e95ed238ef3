import { expect } from 'chai';
import {
  normalCdf,
  normalPValue,
  studentCdf,
  studentPValue,
  studentQuantile,
} from '../../../src/scoring/statistics/distributions.ts';
import { seededRandom } from '../../../src/scoring/statistics/random.ts';

/** The area under a curve by Simpson's rule. */
function area(curve: (x: number) => number, from: number, to: number, steps = 20_000): number {
  const width = (to - from) / steps;
  let sum = curve(from) + curve(to);
  for (let step = 1; step < steps; step += 1) sum += (step % 2 === 0 ? 2 : 4) * curve(from + step * width);
  return (sum * width) / 3;
}

/**
 * Probability that |T| ≤ t by the finite sums that hold for whole degrees of freedom.
 * Source: Abramowitz & Stegun, 26.7.3 and 26.7.4.
 */
function middleOfStudent(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const odd = degrees % 2 === 1;
  if (degrees === 1) return (2 * angle) / Math.PI;
  let term = odd ? cosine : 1;
  let sum = term;
  for (let k = odd ? 3 : 2; k < degrees; k += 2) {
    term *= (cosine ** 2 * (k - 1)) / k;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

const notFinite = [NaN, Infinity, -Infinity];

describe('the normal distribution', () => {
  /** Abramowitz & Stegun, table 26.1. */
  const table = [
    [0, 0.5],
    [0.5, 0.691462461274013],
    [1, 0.841344746068543],
    [1.96, 0.97500210485178],
    [2, 0.977249868051821],
    [3, 0.99865010196837],
  ] as const;
  for (const [z, probability] of table) {
    it(`stays below ${z} with probability ${probability}`, () => {
      expect(normalCdf(z)).to.be.closeTo(probability, 1e-14);
      expect(normalCdf(-z)).to.be.closeTo(1 - probability, 1e-14);
      expect(normalPValue(z)).to.be.closeTo(2 * (1 - probability), 1e-14);
    });
  }

  it('is exact far out as well: −log₁₀ of the tail beyond 5, 10 and 20 is that of the printed table', () => {
    // Abramowitz & Stegun, table 26.2
    for (const [z, printed] of [
      [5, 6.54265],
      [10, 23.11805],
      [20, 88.5601],
    ] as const) {
      expect(-Math.log10(normalCdf(-z))).to.be.closeTo(printed, 5.1e-6);
    }
  });

  it('equals the area under its density', () => {
    const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    for (let z = -6; z <= 6; z += 0.25) expect(normalCdf(z)).to.be.closeTo(area(density, -12, z), 1e-11);
  });

  it('gives no probability of what is no finite number', () => {
    for (const z of notFinite) {
      expect(() => normalCdf(z)).to.throw(RangeError, `got ${z}`);
      expect(() => normalPValue(z)).to.throw(RangeError, `got ${z}`);
    }
  });
});

describe('Student’s t distribution', () => {
  /** Degrees of freedom, t of 0.95, 0.975 and 0.995: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2. */
  const table = [
    [1, 6.314, 12.706, 63.657],
    [2, 2.92, 4.303, 9.925],
    [5, 2.015, 2.571, 4.032],
    [9, 1.833, 2.262, 3.25],
    [19, 1.729, 2.093, 2.861],
    [30, 1.697, 2.042, 2.75],
    [100, 1.66, 1.984, 2.626],
  ] as const;
  for (const [degrees, ...printed] of table) {
    it(`has the quantiles of the printed table for ${degrees} degrees of freedom`, () => {
      for (const [index, probability] of [0.95, 0.975, 0.995].entries()) {
        expect(studentQuantile(probability, degrees)).to.be.closeTo(printed[index] ?? NaN, 5.1e-4);
      }
    });
  }

  it('equals the finite sums that hold for whole degrees of freedom', () => {
    for (const degrees of [1, 2, 3, 4, 5, 8, 9, 10, 29, 64, 99, 200, 999, 20_000]) {
      for (const t of [0, 1e-6, 0.1, 0.7, 1, 1.5, 2, 2.6, 4, 9]) {
        const middle = middleOfStudent(t, degrees);
        expect(studentCdf(t, degrees)).to.be.closeTo((1 + middle) / 2, 1e-12);
        expect(studentCdf(-t, degrees)).to.be.closeTo((1 - middle) / 2, 1e-12);
        expect(studentPValue(t, degrees)).to.be.closeTo(1 - middle, 2e-12);
      }
    }
  });

  it('equals the area under its density, for broken degrees of freedom too', () => {
    for (const degrees of [2.5, 7, 11.3]) {
      // t = tan u, which draws the whole line into a finite one; the density is scaled by its own area
      const density = (u: number) =>
        (1 + Math.tan(u) ** 2 / degrees) ** (-(degrees + 1) / 2) / Math.cos(u) ** 2;
      const end = Math.PI / 2 - 1e-7;
      const whole = area(density, -end, end);
      for (const t of [-8, -2, -0.3, 0.3, 1, 2, 8]) {
        expect(studentCdf(t, degrees)).to.be.closeTo(area(density, -end, Math.atan(t)) / whole, 1e-9);
      }
    }
  });

  it('has quantiles that lead back to their probability', () => {
    const random = seededRandom(1);
    for (let run = 0; run < 300; run += 1) {
      const [probability, degrees] = [0.0005 + 0.999 * random(), 0.5 + 500 * random() ** 3];
      expect(studentCdf(studentQuantile(probability, degrees), degrees)).to.be.closeTo(probability, 1e-12);
    }
    expect(studentQuantile(0.5, 7)).to.equal(0);
    expect(studentQuantile(0.025, 7)).to.be.closeTo(-studentQuantile(0.975, 7), 1e-12);
  });

  it('becomes the normal distribution without a step', () => {
    expect(studentQuantile(0.975, 1e12)).to.be.closeTo(1.959963984540054, 1e-11);
    for (const t of [0, 0.5, 2, 5]) {
      expect(studentCdf(-t, 1_000_001)).to.be.closeTo(studentCdf(-t, 1_000_000), 1e-12);
      expect(studentCdf(-t, 1_000_000)).to.be.closeTo(normalCdf(-t), 1e-6);
    }
  });

  it('refuses what has no answer', () => {
    for (const t of notFinite) {
      expect(() => studentCdf(t, 3)).to.throw(RangeError, `got ${t}`);
      expect(() => studentPValue(t, 3)).to.throw(RangeError, `got ${t}`);
    }
    for (const degrees of [0, -1, NaN, Infinity]) {
      expect(() => studentCdf(1, degrees)).to.throw(RangeError, `got ${degrees}`);
      expect(() => studentQuantile(0.9, degrees)).to.throw(RangeError, `got ${degrees}`);
    }
    for (const probability of [0, 1, -0.1, 1.1, NaN]) {
      expect(() => studentQuantile(probability, 3)).to.throw(RangeError, `got ${probability}`);
    }
  });
});
