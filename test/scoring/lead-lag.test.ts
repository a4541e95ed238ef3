import { expect } from 'chai';
import { isAbsent } from '../../src/scoring/absent.ts';
import { leadLag } from '../../src/scoring/lead-lag.ts';
import type { FeedbackMonth, LeadLag } from '../../src/scoring/lead-lag.ts';
import { addMonths } from '../../src/scoring/months.ts';
import type { Month } from '../../src/scoring/months.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';

const january: Month = { year: 2021, month: 1 };

function normals(seed: number): () => number {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function inMonths(
  satisfaction: readonly (number | undefined)[],
  relationship: readonly (number | undefined)[],
): FeedbackMonth[] {
  return satisfaction.map((value, index) => ({
    month: addMonths(january, index),
    satisfaction: value,
    relationship: relationship[index],
  }));
}

/** Satisfaction of noise, and NPS that follows it after so many months. */
function planted(seed: number, months: number, lag: number, noise: number, effect = 20): FeedbackMonth[] {
  const normal = normals(seed);
  const long = Array.from({ length: months + lag }, normal);
  const relationship = Array.from({ length: months }, (_, index) => {
    const score = 10 + effect * (long[index]! + noise * normal());
    return Math.max(-100, Math.min(100, score));
  });
  return inMonths(long.slice(lag), relationship);
}

function whiteNoise(seed: number, months: number): FeedbackMonth[] {
  const normal = normals(seed);
  const series = () => Array.from({ length: months }, () => 10 * normal());
  return inMonths(series(), series());
}

function found(months: Iterable<FeedbackMonth>, permutations = 199, seed = 1): LeadLag {
  const result = leadLag(months, { permutations, seed });
  if (isAbsent(result)) throw new Error(`absent: ${result.absent}`);
  return result;
}

const nameOf = ({ year, month }: Month) => `${year}-${month}`;

/** An independent second computation of one lag: by the names of the months, and by the formula of sums. */
function plainLag(months: readonly FeedbackMonth[], lag: number): { pairs: number; correlation: number } {
  const names = Array.from({ length: 400 }, (_, index) => nameOf(addMonths(january, index - 50)));
  const byName = new Map(months.map((month) => [nameOf(month.month), month]));
  const change = (index: number, of: 'satisfaction' | 'relationship') => {
    const [now, before] = [index, index - 1].map((place) => byName.get(names[place] ?? '')?.[of]);
    return now === undefined || before === undefined ? undefined : now - before;
  };
  const pairs = names.flatMap((_, index) => {
    const [x, y] = [change(index - lag, 'satisfaction'), change(index, 'relationship')];
    return x === undefined || y === undefined ? [] : [{ x, y }];
  });
  const sum = (of: (pair: { x: number; y: number }) => number) =>
    pairs.reduce((all, pair) => all + of(pair), 0);
  const n = pairs.length;
  const covariance = n * sum(({ x, y }) => x * y) - sum(({ x }) => x) * sum(({ y }) => y);
  const spreadX = n * sum(({ x }) => x * x) - sum(({ x }) => x) ** 2;
  const spreadY = n * sum(({ y }) => y * y) - sum(({ y }) => y) ** 2;
  return { pairs: n, correlation: covariance / Math.sqrt(spreadX * spreadY) };
}

/** Leaves out some numbers at random, and some months altogether. */
function withGaps(months: readonly FeedbackMonth[], seed: number): FeedbackMonth[] {
  const random = seededRandom(seed);
  return months.flatMap(({ month, satisfaction, relationship }): FeedbackMonth[] => {
    const luck = random();
    if (luck < 0.04) return [];
    if (luck < 0.08) return [{ month, satisfaction }];
    return [luck < 0.12 ? { month, relationship } : { month, satisfaction, relationship }];
  });
}

/** How often a probability of at most 0.05 is given to series that have nothing to do with each other. */
function falseAlarms(runs: number, series: (seed: number) => FeedbackMonth[]): number {
  let alarms = 0;
  for (let run = 0; run < runs; run += 1) {
    if (found(series(run), 99, run).probability <= 0.05) alarms += 1;
  }
  return alarms / runs;
}

describe('lead and lag', () => {
  it('finds that the relationship follows satisfaction after four months', () => {
    const { strongest, probability, lags } = found(planted(1, 60, 4, 0.4));
    expect(strongest.lag).to.equal(4);
    expect(strongest.correlation).to.be.greaterThan(0.75);
    expect(strongest.pairs).to.equal(55);
    expect(probability).to.equal(1 / 200);
    expect(lags.map(({ lag }) => lag)).to.deep.equal(Array.from({ length: 13 }, (_, lag) => lag));
  });

  it('finds a planted lag of any length, and one that goes the other way round', () => {
    for (let lag = 0; lag <= 12; lag += 1) {
      expect(found(planted(lag, 60, lag, 0.4)).strongest).to.include({ lag });
      const opposite = found(planted(lag, 60, lag, 0.4, -20));
      expect(opposite.strongest.lag).to.equal(lag);
      expect(opposite.strongest.correlation).to.be.lessThan(-0.7);
      expect(opposite.probability).to.be.at.most(0.01);
    }
  });

  it('finds a planted lag of four months across months without data', () => {
    const { strongest, probability } = found(withGaps(planted(3, 72, 4, 0.4), 3));
    expect(strongest).to.include({ lag: 4 });
    expect(strongest.pairs).to.be.within(24, 60);
    expect(probability).to.be.at.most(0.01);
  });

  it('equals a second, independent computation, with and without gaps, in any order of the months', () => {
    for (let run = 0; run < 60; run += 1) {
      const complete = whiteNoise(run, 40 + (run % 30));
      const months = run % 2 === 0 ? complete : withGaps(complete, run);
      const { lags, strongest } = found([...months].reverse(), 19);
      const looked = lags.filter(({ correlation }) => typeof correlation === 'number');
      for (const { lag, pairs, correlation } of lags) {
        const plain = plainLag(months, lag);
        expect(pairs).to.equal(plain.pairs);
        if (pairs < 24) expect(correlation).to.deep.equal({ absent: 'tooFew', found: pairs, needed: 24 });
        else expect(correlation).to.be.closeTo(plain.correlation, 1e-11);
      }
      expect(Math.abs(strongest.correlation)).to.equal(
        Math.max(...looked.map(({ correlation }) => Math.abs(correlation as number))),
      );
    }
  });

  it('gives one false alarm in twenty on white noise, and not one in two', () => {
    // 4 standard errors of 1,000 series are 0.028
    expect(falseAlarms(1000, (seed) => whiteNoise(seed, 48))).to.be.closeTo(0.05, 0.028);
  }).timeout(120_000);

  it('gives one false alarm in twenty on white noise with gaps', () => {
    expect(falseAlarms(600, (seed) => withGaps(whiteNoise(seed, 60), seed))).to.be.closeTo(0.05, 0.036);
  }).timeout(120_000);

  it('gives about as few on numbers that wander, which is why they are differenced', () => {
    const wander = (seed: number) => {
      const normal = normals(seed);
      let [satisfaction, relationship] = [0, 0];
      return Array.from({ length: 48 }, (_, index) => ({
        month: addMonths(january, index),
        satisfaction: (satisfaction += normal()),
        relationship: (relationship += normal()),
      }));
    };
    expect(falseAlarms(600, wander)).to.be.closeTo(0.05, 0.036);
  }).timeout(120_000);

  it('gives the same probability for the same seed, and whatever the units of satisfaction', () => {
    const months = whiteNoise(8, 48);
    const rescaled = months.map((month) => ({ ...month, satisfaction: 1e200 * month.satisfaction! }));
    expect(found(months)).to.deep.equal(found(months));
    expect(found(months, 199, 2).probability).to.not.equal(found(months, 199, 1).probability);
    expect(found(rescaled).probability).to.equal(found(months).probability);
    expect(found(rescaled).strongest.correlation).to.be.closeTo(found(months).strongest.correlation, 1e-12);
  });

  it('has 24 pairs or looks at no lag: 25 months are enough for none but lag 0', () => {
    const { lags } = found(whiteNoise(5, 25));
    expect(lags[0]).to.deep.include({ lag: 0, pairs: 24 });
    expect(lags[0]!.correlation).to.be.a('number');
    expect(lags[1]).to.deep.equal({
      lag: 1,
      pairs: 23,
      correlation: { absent: 'tooFew', found: 23, needed: 24 },
    });
    expect(leadLag(whiteNoise(5, 24))).to.deep.equal({ absent: 'tooFew', found: 23, needed: 24 });
    expect(
      found(whiteNoise(5, 37)).lags.every(({ correlation }) => typeof correlation === 'number'),
    ).to.equal(true);
  });

  it('is absent without months, and when one side has none', () => {
    expect(leadLag([])).to.deep.equal({ absent: 'nothing' });
    const oneSided = whiteNoise(5, 50).map(({ month, satisfaction }) => ({ month, satisfaction }));
    expect(leadLag(oneSided)).to.deep.equal({ absent: 'tooFew', found: 0, needed: 24 });
  });

  it('fills in nothing: every other month without data leaves no change at all', () => {
    const months = whiteNoise(5, 200).filter((_, index) => index % 2 === 0);
    expect(leadLag(months)).to.deep.equal({ absent: 'tooFew', found: 0, needed: 24 });
  });

  it('is absent when one side changes by the same every month, although not exactly in binary', () => {
    const months = whiteNoise(5, 60);
    const steady = months.map((month, index) => ({ ...month, satisfaction: 0.1 * index }));
    const flat = months.map((month) => ({ ...month, relationship: 31.7 }));
    const zero = months.map((month) => ({ ...month, relationship: 0 }));
    for (const still of [steady, flat, zero]) expect(leadLag(still)).to.deep.equal({ absent: 'allAlike' });
  });

  it('refuses a month that is none or comes twice, a number that is none, and rules that cannot be', () => {
    const refused = (months: FeedbackMonth[], message: string) =>
      expect(() => leadLag(months)).to.throw(RangeError, message);
    for (const month of [0, 13, 1.5, NaN]) refused([{ month: { year: 2021, month } }], `2021-${month}`);
    for (const year of [2021.5, 1e15, NaN]) refused([{ month: { year, month: 1 } }], `${year}-1`);
    refused([{ month: january }, { month: { ...january }, satisfaction: 3 }], '2021-1 comes twice');
    for (const value of [NaN, Infinity, -Infinity]) {
      refused([{ month: january, satisfaction: value }], `${value} in 2021-1`);
      refused([{ month: january, relationship: value }], `${value} in 2021-1`);
    }
    refused([{ month: january, relationship: 100.5 }], '100.5');
    for (const permutations of [0, 18, 99.5, NaN]) {
      expect(() => leadLag([], { permutations, seed: 1 })).to.throw(RangeError, String(permutations));
    }
    expect(() => leadLag([], { permutations: 99, seed: 0.5 })).to.throw(RangeError, '0.5');
  });
});
