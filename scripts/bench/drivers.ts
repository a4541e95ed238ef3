import { isAbsent } from '../../src/scoring/absent.ts';
import { driversByAudience } from '../../src/scoring/drivers.ts';
import type { ThemedAnswer } from '../../src/scoring/drivers.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';
import { plainBootstrap } from './plain-drivers.ts';
import type { DriverInterval } from './plain-drivers.ts';
import { alternate } from './rounds.ts';
import type { Measurement } from './rounds.ts';

const answers = 5000;
const draws = 1000;
const seed = 1;
const audience = 'everyone';
const themes = Array.from({ length: 20 }, (_, index) => `theme ${index}`);

/**
 * What drives the score, with bootstrap intervals. The peer is the same method as a textbook writes it; it draws the
 * same answers, and both must come to the same intervals.
 */
export async function measureDrivers(): Promise<Measurement> {
  const sample = randomAnswers();
  const results: { ours?: DriverInterval[]; peer?: DriverInterval[] } = {};
  const rounds = await alternate(
    3,
    async () => void (results.ours = ourIntervals(sample)),
    async () => {
      const rows = sample.map((answer) => [
        ...themes.map((theme) => answer.themes.get(theme)!),
        answer.score,
      ]);
      results.peer = plainBootstrap(rows, draws, seededRandom(seed));
    },
  );
  expectSame(results.ours ?? [], results.peer ?? []);
  return {
    work: `${themes.length} themes × ${answers.toLocaleString('en')} answers: drivers, with ${draws.toLocaleString('en')} bootstrap draws`,
    ours: 'driversByAudience',
    peer: 'textbook in plain arrays',
    rounds,
  };
}

function ourIntervals(sample: readonly ThemedAnswer[]): DriverInterval[] {
  const chart = driversByAudience(sample, new Map([[audience, themes]]), { draws, seed }).get(
    audience,
  )?.chart;
  if (chart === undefined || isAbsent(chart)) throw new Error(`no drivers: ${chart?.absent}`);
  return chart.drivers.map(({ importanceInterval, performanceInterval }) => {
    if (isAbsent(importanceInterval) || isAbsent(performanceInterval)) throw new Error('no interval');
    return { importance: importanceInterval, performance: performanceInterval };
  });
}

/** Themes that go together, in tens as on a scale from 0 to 10, and a score that follows some more than others. */
function randomAnswers(): ThemedAnswer[] {
  const random = seededRandom(5);
  return Array.from({ length: answers }, () => {
    const mood = random();
    const ratings = themes.map(() => 10 * Math.round(10 * (0.4 * mood + 0.6 * random())));
    const pull = ratings.reduce((sum, rating, theme) => sum + (theme / 20) * (rating - 50), 0);
    const score = Math.max(0, Math.min(10, Math.round(7 + pull / 60 + 3 * (random() - 0.5))));
    return { audience, score, themes: new Map(themes.map((theme, index) => [theme, ratings[index]!])) };
  });
}

function expectSame(ours: readonly DriverInterval[], peer: readonly DriverInterval[]): void {
  const ends = (intervals: readonly DriverInterval[]) =>
    intervals.flatMap(({ importance, performance }) => [
      importance.lower,
      importance.upper,
      performance.lower,
      performance.upper,
    ]);
  const expected = ends(peer);
  const same = ends(ours).every((value, index) => Math.abs(value - expected[index]!) < 1e-8);
  if (!same || expected.length !== 4 * themes.length) throw new Error('the two came to different intervals');
}
