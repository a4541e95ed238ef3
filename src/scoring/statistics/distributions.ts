/**
 * The normal and Student's t distribution, to at least 10 digits. Each tail is computed by itself, so that a small
 * probability is not what rounding left of 1.
 */

/**
 * Probability that a standard normal variable is at most `z`, 0..1.
 * @throws RangeError when `z` is not a finite number
 */
export function normalCdf(z: number): number {
  const tail = normalTail(Math.abs(finite(z, 'A normal deviate')));
  return z < 0 ? tail : 1 - tail;
}

/**
 * Two-sided p-value of a normal deviate, 0..1: the probability of one at least as far from 0.
 * @throws RangeError when `z` is not a finite number
 */
export function normalPValue(z: number): number {
  return Math.min(1, 2 * normalTail(Math.abs(finite(z, 'A normal deviate'))));
}

/**
 * Probability that a variable of Student's t distribution is at most `t`, 0..1.
 * @param degreesOfFreedom more than 0, not necessarily whole
 * @throws RangeError when `t` is not a finite number, or the degrees of freedom are none
 */
export function studentCdf(t: number, degreesOfFreedom: number): number {
  const tail = studentTail(Math.abs(finite(t, 'A value of t')), degrees(degreesOfFreedom));
  return t < 0 ? tail : 1 - tail;
}

/**
 * Two-sided p-value of a value of t, 0..1: the probability of one at least as far from 0.
 * @throws RangeError when `t` is not a finite number, or the degrees of freedom are none
 */
export function studentPValue(t: number, degreesOfFreedom: number): number {
  return Math.min(1, 2 * studentTail(Math.abs(finite(t, 'A value of t')), degrees(degreesOfFreedom)));
}

/**
 * The value of t that a variable of Student's t distribution stays below with a given probability: the inverse of
 * `studentCdf`, found by halving.
 * @param probability more than 0 and less than 1; 0.975 for a two-sided 95% interval
 * @throws RangeError when there is no such value
 */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`A quantile is of a probability between 0 and 1; got ${String(probability)}.`);
  }
  degrees(degreesOfFreedom);
  const tail = Math.min(probability, 1 - probability);
  if (tail === 0.5) return 0;
  let [low, high] = [0, 1];
  while (studentTail(high, degreesOfFreedom) > tail) [low, high] = [high, 2 * high];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (studentTail(middle, degreesOfFreedom) > tail) low = middle;
    else high = middle;
  }
  return probability < 0.5 ? -high : high;
}

/** From here on the series loses digits, and the continued fraction needs few terms. */
const seriesEnd = 3;
const fractionTerms = 50;

/**
 * Upper tail of the normal distribution for z ≥ 0: by the series of its middle, φ(z)·(z + z³/3 + z⁵/15 + …)
 * (Abramowitz & Stegun 26.2.11), and far out by the continued fraction φ(z)/(z + 1/(z + 2/(z + 3/…))) (26.2.14).
 */
function normalTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < seriesEnd) {
    let [sum, term] = [z, z];
    for (let odd = 3; term > sum * 1e-17; odd += 2) {
      term *= (z * z) / odd;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let term = fractionTerms; term > 0; term -= 1) fraction = z + term / fraction;
  return density / fraction;
}

/** Beyond so many degrees of freedom x below is too near to 1 to be told from it, and t near enough to the normal. */
const manyDegrees = 1e6;

/**
 * Upper tail of Student's t for t ≥ 0: ½·I_x(ν/2, ½) at x = ν/(ν + t²), with I the regularised incomplete beta function
 * (Abramowitz & Stegun 26.7.1, 26.5.2); for very many degrees of freedom by the normal distribution (26.7.8).
 */
function studentTail(t: number, degreesOfFreedom: number): number {
  if (degreesOfFreedom > manyDegrees) {
    const reach = 1 / Math.sqrt(1 / t ** 2 + 1 / (2 * degreesOfFreedom));
    return normalTail((1 - 1 / (4 * degreesOfFreedom)) * reach);
  }
  const a = degreesOfFreedom / 2;
  const square = t * t;
  const x = degreesOfFreedom / (degreesOfFreedom + square);
  const factor =
    (Math.exp(-a * Math.log1p(square / degreesOfFreedom)) * t * gammaRatio(a)) /
    Math.sqrt((degreesOfFreedom + square) * Math.PI);
  // the fraction converges fast on this side of the mean only
  if (x < (a + 1) / (a + 2.5)) return factor / (2 * a * betaFraction(a, 0.5, x));
  return 0.5 - factor / betaFraction(0.5, a, square / (degreesOfFreedom + square));
}

/**
 * The continued fraction 1 + d₁/(1 + d₂/(1 + …)) below the incomplete beta function, by the method of Lentz.
 * Source: NIST Digital Library of Mathematical Functions, 8.17.22.
 */
function betaFraction(a: number, b: number, x: number): number {
  let [value, numerator, denominator] = [1, 1, 0];
  for (let term = 1; ; term += 1) {
    const m = Math.floor(term / 2);
    const coefficient =
      term % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    denominator = 1 / (1 + coefficient * denominator);
    numerator = 1 + coefficient / numerator;
    const step = numerator * denominator;
    value *= step;
    if (Math.abs(step - 1) < 1e-15) return value;
  }
}

/** Γ(a + ½)/Γ(a): raised to where its asymptotic series (DLMF 5.11.13) is exact to 15 digits. */
function gammaRatio(a: number): number {
  let [raised, product] = [a, 1];
  for (; raised < 64; raised += 1) product *= raised / (raised + 0.5);
  const r = 1 / raised;
  const series = 1 + r * (-1 / 8 + r * (1 / 128 + r * (5 / 1024 + r * (-21 / 32_768 - (r * 399) / 262_144))));
  return product * Math.sqrt(raised) * series;
}

function finite(value: number, name: string): number {
  if (!Number.isFinite(value)) throw new RangeError(`${name} is a finite number; got ${String(value)}.`);
  return value;
}

function degrees(value: number): number {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new RangeError(`Degrees of freedom are a number above 0; got ${String(value)}.`);
  }
  return value;
}
