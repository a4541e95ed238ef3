import { expect } from 'chai';
import { isAbsent } from '../../src/scoring/absent.ts';
import type { Measured } from '../../src/scoring/absent.ts';
import { answersNeeded, driversByAudience } from '../../src/scoring/drivers.ts';
import type { AudienceDrivers, DriverChart, ThemedAnswer } from '../../src/scoring/drivers.ts';
import type { PercentileInterval } from '../../src/scoring/statistics/bootstrap.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';

const themes = ['Delivery', 'Support', 'Price'];
const rules = { draws: 200, seed: 1 };

interface Surroundings {
  audience?: string;
  seed?: number;
  effects?: readonly number[];
  /** How high each theme is rated. */
  levels?: readonly number[];
}

/** Answers whose score follows the themes by these effects, with some noise. */
function randomAnswers(
  count: number,
  { audience = 'Users', seed = 1, effects = [3, 1, 0], levels = [50, 50, 50] }: Surroundings = {},
): ThemedAnswer[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const mood = random();
    const ratings = levels.map((level) => Math.round(level + 40 * (0.3 * mood + 0.7 * random() - 0.5)));
    const pull = ratings.reduce((sum, rating, theme) => sum + effects[theme]! * (rating - levels[theme]!), 0);
    const score = Math.max(0, Math.min(10, Math.round(6 + pull / 15 + 3 * (random() - 0.5))));
    return { audience, score, themes: new Map(themes.map((theme, index) => [theme, ratings[index]!])) };
  });
}

const withTheme = (answer: ThemedAnswer, theme: string, rating: number): ThemedAnswer => ({
  ...answer,
  themes: new Map([...answer.themes, [theme, rating]]),
});

function withoutTheme(answer: ThemedAnswer, theme: string): ThemedAnswer {
  return { ...answer, themes: new Map([...answer.themes].filter(([name]) => name !== theme)) };
}

function fit(answers: ThemedAnswer[], guide = themes, drawRules = rules): AudienceDrivers {
  return driversByAudience(answers, new Map([['Users', guide]]), drawRules).get('Users')!;
}

function chartOf({ chart }: AudienceDrivers): DriverChart {
  if (isAbsent(chart)) throw new Error(`no chart: ${chart.absent}`);
  return chart;
}

function present(interval: Measured<PercentileInterval>): PercentileInterval {
  if (isAbsent(interval)) throw new Error(`no interval: ${interval.absent}`);
  return interval;
}

describe('the drivers of the score', () => {
  it('are each theme’s share of what all explain, beside its mean', () => {
    const answers = randomAnswers(400);
    const { drivers, rSquared } = chartOf(fit(answers));
    expect(drivers.map(({ theme }) => theme)).to.deep.equal(themes);
    expect(drivers.reduce((sum, { importance }) => sum + importance, 0)).to.be.closeTo(1, 1e-12);
    expect(drivers[0]!.importance).to.be.greaterThan(2 * drivers[1]!.importance);
    expect(drivers[1]!.importance).to.be.greaterThan(drivers[2]!.importance);
    expect(rSquared).to.be.within(0.3, 0.95);
    for (const { theme, performance } of drivers) {
      const sum = answers.reduce((total, answer) => total + answer.themes.get(theme)!, 0);
      expect(performance).to.be.closeTo(sum / 400, 1e-10);
    }
  });

  it('are split at the mean of their importance and of their performance', () => {
    const { drivers, split } = chartOf(fit(randomAnswers(300, { levels: [40, 60, 80], effects: [3, 0, 2] })));
    expect(split.importance).to.be.closeTo(1 / 3, 1e-12);
    expect(split.performance).to.be.closeTo(
      drivers.reduce((sum, { performance }) => sum + performance, 0) / 3,
      1e-12,
    );
    const quadrants = ({ levels, effects }: Surroundings) =>
      chartOf(fit(randomAnswers(300, { levels, effects }))).drivers.map(({ quadrant }) => quadrant);
    expect(quadrants({ levels: [40, 40, 80], effects: [3, 0, 3] })).to.deep.equal([
      'concentrateHere',
      'lowPriority',
      'keepItUp',
    ]);
    expect(quadrants({ levels: [40, 80, 80], effects: [3, 0, 3] })[1]).to.equal('possiblyTooMuch');
  });

  it('count a theme on the line as above it: a single theme is on both', () => {
    const { drivers } = chartOf(fit(randomAnswers(50), ['Delivery']));
    expect(drivers[0]).to.include({ importance: 1, quadrant: 'keepItUp' });
  });

  it('have intervals around them, narrower with more answers, the same for the same seed', () => {
    const few = chartOf(fit(randomAnswers(100)));
    const many = chartOf(fit(randomAnswers(1600)));
    for (const { importance, importanceInterval, performance, performanceInterval } of few.drivers) {
      expect(importance).to.be.within(present(importanceInterval).lower, present(importanceInterval).upper);
      expect(performance).to.be.within(
        present(performanceInterval).lower,
        present(performanceInterval).upper,
      );
    }
    const width = (chart: DriverChart) => {
      const { lower, upper } = present(chart.drivers[0]!.performanceInterval);
      return upper - lower;
    };
    expect(width(many) / width(few)).to.be.closeTo(1 / 4, 0.1);
    expect(few.draws).to.deep.equal({ drawn: 200, unusable: 0 });
    expect(chartOf(fit(randomAnswers(100)))).to.deep.equal(few);
    expect(chartOf(fit(randomAnswers(100), themes, { draws: 200, seed: 2 }))).to.not.deep.equal(few);
  });

  it('have the interval of a mean that the textbook gives: mean ± 1.96 standard errors', () => {
    const answers = randomAnswers(900);
    const ratings = answers.map((answer) => answer.themes.get('Support')!);
    const mean = ratings.reduce((sum, rating) => sum + rating, 0) / 900;
    const variance = ratings.reduce((sum, rating) => sum + (rating - mean) ** 2, 0) / 899;
    const { performanceInterval } = chartOf(fit(answers, themes, { draws: 2000, seed: 3 })).drivers[1]!;
    const error = 1.96 * Math.sqrt(variance / 900);
    expect(present(performanceInterval).lower).to.be.closeTo(mean - error, error / 8);
    expect(present(performanceInterval).upper).to.be.closeTo(mean + error, error / 8);
  });

  it('have an importance interval that holds the truth of a large population about 95 times of 100', () => {
    const population = randomAnswers(40_000, { seed: 99 });
    const truth = chartOf(fit(population, themes, { draws: 40, seed: 1 })).drivers[1]!.importance;
    let held = 0;
    for (let sample = 0; sample < 100; sample += 1) {
      const { importanceInterval } = chartOf(fit(randomAnswers(200, { seed: 1000 + sample }))).drivers[1]!;
      const { lower, upper } = present(importanceInterval);
      if (lower <= truth && truth <= upper) held += 1;
    }
    expect(held).to.be.at.least(87);
  });
});

describe('the drivers of an audience', () => {
  it('are fitted to its own answers and its own guide', () => {
    const buyers = randomAnswers(60, { audience: 'Buyers', seed: 7 }).map((answer) =>
      withoutTheme(answer, 'Support'),
    );
    const users = randomAnswers(80).map((answer) => ({ ...answer, audience: 'Users' }));
    const guides = new Map([
      ['Buyers', ['Price', 'Delivery']],
      ['Users', themes],
      ['Managers', themes],
    ]);
    const mixed = [...users.slice(0, 40), ...buyers, ...users.slice(40)];
    const drivers = driversByAudience(mixed, guides, rules);
    expect(drivers.get('Users')).to.deep.equal(fit(users));
    expect(drivers.get('Buyers')).to.include({ answers: 60, leftOut: 0 });
    expect(chartOf(drivers.get('Buyers')!).drivers.map(({ theme }) => theme)).to.deep.equal([
      'Price',
      'Delivery',
    ]);
    expect(drivers.get('Managers')).to.deep.equal({ answers: 0, leftOut: 0, chart: { absent: 'nothing' } });
  });

  it('leave out answers with an empty theme, and count them', () => {
    const answers = randomAnswers(50);
    const gaps = randomAnswers(7, { seed: 2 }).map((answer) => withoutTheme(answer, 'Price'));
    const fitted = fit([...gaps, ...answers]);
    expect(fitted).to.include({ answers: 50, leftOut: 7 });
    expect(fitted.chart).to.deep.equal(fit(answers).chart);
  });

  it('need 30 answers, and 10 for each theme: else nothing is claimed', () => {
    expect([1, 3, 4, 20].map(answersNeeded)).to.deep.equal([30, 30, 40, 200]);
    expect(fit(randomAnswers(30)).chart).to.have.property('drivers');
    const gaps = randomAnswers(5, { seed: 2 }).map((answer) => withoutTheme(answer, 'Price'));
    expect(fit([...randomAnswers(29), ...gaps])).to.deep.equal({
      answers: 29,
      leftOut: 5,
      chart: { absent: 'tooFew', found: 29, needed: 30 },
    });
    expect(fit(gaps).chart).to.deep.equal({ absent: 'tooFew', found: 0, needed: 30 });
    const guide = ['A', 'B', 'C', 'D'];
    const answers = randomAnswers(39).map((answer) =>
      guide.reduce((one, theme, index) => withTheme(one, theme, (answer.score * 7 + index) % 100), answer),
    );
    expect(fit(answers, guide).chart).to.deep.equal({ absent: 'tooFew', found: 39, needed: 40 });
  });

  it('are absent, with the names of the themes, when a theme is rated alike by all', () => {
    const answers = randomAnswers(50).map((answer) => withTheme(answer, 'Support', 70));
    expect(fit(answers).chart).to.deep.equal({ absent: 'allAlike', themes: ['Support'] });
  });

  it('are absent when all give the same score', () => {
    const answers = randomAnswers(50).map((answer) => ({ ...answer, score: 9 }));
    expect(fit(answers).chart).to.deep.equal({ absent: 'allAlike', themes: [] });
  });

  it('are absent, with the names of the themes, when themes follow from each other', () => {
    const answers = randomAnswers(50).map((answer) =>
      withTheme(answer, 'Price', 100 - answer.themes.get('Delivery')!),
    );
    expect(fit(answers).chart).to.deep.equal({ absent: 'dependent', themes: ['Delivery', 'Price'] });
  });

  it('are absent when the themes explain nothing at all', () => {
    const answers = Array.from({ length: 40 }, (_, index) => ({
      audience: 'Users',
      score: index % 2 === 0 ? 4 : 8,
      themes: new Map([['Delivery', index % 4 < 2 ? 30 : 70]]),
    }));
    expect(fit(answers, ['Delivery']).chart).to.deep.equal({ absent: 'nothing' });
    expect(fit(answers, []).chart).to.deep.equal({ absent: 'nothing' });
  });

  it('tell how many draws were unusable, and give no interval when these are too many', () => {
    const answers = randomAnswers(60).map((answer, index) => withTheme(answer, 'Price', index < 2 ? 0 : 100));
    const { drivers, draws } = chartOf(fit(answers));
    // both who differ are missing in (58/60)^60 = 13% of the draws
    expect(draws.unusable).to.be.within(10, 45);
    const missing = { absent: 'tooFew', found: 200 - draws.unusable, needed: 190 };
    expect(drivers[2]).to.deep.include({ importanceInterval: missing, performanceInterval: missing });
    expect(drivers.reduce((sum, { importance }) => sum + importance, 0)).to.be.closeTo(1, 1e-12);
  });
});

describe('drivers are refused for', () => {
  const guides = new Map([['Users', themes]]);
  const [answer] = randomAnswers(1) as [ThemedAnswer];
  const refused = (answers: ThemedAnswer[], message: string, drawRules = rules) =>
    expect(() => driversByAudience(answers, guides, drawRules)).to.throw(RangeError, message);

  it('a score that is no whole number from 0 to 10', () => {
    for (const score of [11, -1, 7.5, NaN]) refused([{ ...answer, score }], String(score));
  });

  it('a rating outside 0 to 100', () => {
    for (const rating of [-1, 100.5, NaN, Infinity]) refused([withTheme(answer, 'Price', rating)], 'Price');
  });

  it('an audience without a guide, and a guide with a theme twice', () => {
    refused([{ ...answer, audience: 'Buyers' }], 'Buyers');
    expect(() => driversByAudience([], new Map([['Users', ['Price', 'Price']]]))).to.throw(
      RangeError,
      'Users',
    );
  });

  it('fewer than 40 draws, a part of a draw, or a part of a seed', () => {
    for (const draws of [0, 39, 100.5, NaN]) refused([], String(draws), { draws, seed: 1 });
    expect(() => fit(randomAnswers(40), themes, { draws: 100, seed: 0.5 })).to.throw(RangeError, '0.5');
  });
});
