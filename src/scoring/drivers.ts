import { isAbsent } from './absent.ts';
import type { Absent, Measured } from './absent.ts';
import { categoryOf } from './category.ts';
import { drawDrivers, leastExplained } from './driver-draws.ts';
import { relativeWeights } from './relative-weights.ts';
import { fewestDraws, percentileInterval } from './statistics/bootstrap.ts';
import type { PercentileInterval } from './statistics/bootstrap.ts';
import { correlationMatrix, standardized } from './statistics/correlation.ts';
import { seededRandom } from './statistics/random.ts';

/** A scored answer whose themes were rated too. */
export interface ThemedAnswer {
  /** Who was asked by which guide, such as a role: each audience is fitted apart, since others' themes stay empty. */
  audience: string;
  /** Whole number from 0 to 10. */
  score: number;
  /** By name, 0 to 100; a theme that was not rated is missing. */
  themes: ReadonlyMap<string, number>;
}

/**
 * Where a theme lies on the chart (Martilla and James 1977, "Importance-performance analysis"): important and rated
 * low, important and rated high, unimportant and rated low, unimportant and rated high. On a line counts as above it.
 */
export type Quadrant = 'concentrateHere' | 'keepItUp' | 'lowPriority' | 'possiblyTooMuch';

/** A theme as a point of the chart. */
export interface Driver {
  theme: string;
  /** Its share of what all themes explain of the score, 0 to 1; the shares of all themes add up to 1. */
  importance: number;
  /** 95%. It never reaches 0, as no relative weight does: it does not test whether the theme matters at all. */
  importanceInterval: Measured<PercentileInterval>;
  /** Mean rating, 0 to 100. */
  performance: number;
  /** 95%. */
  performanceInterval: Measured<PercentileInterval>;
  quadrant: Quadrant;
}

/** The chart of importance against performance. */
export interface DriverChart {
  /** In the order of the guide. */
  drivers: Driver[];
  /** Where the chart is split: the means over the themes. */
  split: { importance: number; performance: number };
  /** Share of the score's variance that the themes explain together, 0 to 1. */
  rSquared: number;
  draws: {
    drawn: number;
    /** Those whose themes could not be told apart, or did not vary; intervals are without them. */
    unusable: number;
  };
}

/** Why nothing is claimed. */
export interface NoDrivers extends Absent {
  /** Which themes do not vary, or follow from each other. None with `allAlike`: then the score does not vary. */
  themes?: string[];
}

/** What drives the score of an audience. */
export interface AudienceDrivers {
  /** How many answers are used: those with a rating of every theme. */
  answers: number;
  /** How many are left out, because a theme is empty. */
  leftOut: number;
  chart: DriverChart | NoDrivers;
}

/** How the intervals are drawn. */
export interface DrawRules {
  /** How many times the answers are drawn anew: a whole number from 40 up. */
  draws: number;
  /** The same seed over the same answers in the same order gives the same intervals. Any whole number. */
  seed: number;
}

const defaultDrawRules: DrawRules = { draws: 1000, seed: 1 };

/** How many answers it takes before anything is claimed. */
export function answersNeeded(themes: number): number {
  return Math.max(30, 10 * themes);
}

/**
 * Which themes drive the score of each audience: importance is the theme's share of Johnson's relative weights,
 * performance its mean, and each has a bootstrap percentile interval.
 *
 * Instead of a chart: `nothing` without answers, without themes, or when the themes explain nothing of the score;
 * `tooFew` under max(30, 10 × themes) answers with a rating of every theme; `allAlike` when a theme or the score does
 * not vary; `dependent` when themes follow from each other.
 *
 * @param guides the themes of each audience, by its name
 * @throws RangeError when a score, a rating, a rule or a guide is impossible, or an audience has no guide
 */
export function driversByAudience(
  answers: Iterable<ThemedAnswer>,
  guides: ReadonlyMap<string, readonly string[]>,
  rules: DrawRules = defaultDrawRules,
): Map<string, AudienceDrivers> {
  const { draws } = rules;
  if (!Number.isSafeInteger(draws) || draws < fewestDraws) {
    throw new RangeError(`An interval takes a whole number of draws, ${fewestDraws} or more; got ${draws}.`);
  }
  const byAudience = new Map<string, ThemedAnswer[]>();
  for (const [audience, themes] of guides) {
    if (new Set(themes).size < themes.length) throw new RangeError(`${audience} has a theme twice.`);
    byAudience.set(audience, []);
  }
  for (const answer of answers) {
    checkAnswer(answer);
    const others = byAudience.get(answer.audience);
    if (others === undefined) throw new RangeError(`There is no guide for the audience ${answer.audience}.`);
    others.push(answer);
  }
  return new Map(
    [...byAudience].map(([audience, own]) => [audience, fit(own, guides.get(audience) ?? [], rules)]),
  );
}

function fit(answers: readonly ThemedAnswer[], themes: readonly string[], rules: DrawRules): AudienceDrivers {
  const complete = answers.filter((answer) => themes.every((theme) => answer.themes.has(theme)));
  const found = complete.length;
  const needed = answersNeeded(themes.length);
  const result = (chart: DriverChart | NoDrivers): AudienceDrivers => ({
    answers: found,
    leftOut: answers.length - found,
    chart,
  });
  if (answers.length === 0 || themes.length === 0) return result({ absent: 'nothing' });
  if (found < needed) return result({ absent: 'tooFew', found, needed });
  const ratings = themes.map((theme) => Float64Array.from(complete, (answer) => answer.themes.get(theme)!));
  const scores = Float64Array.from(complete, ({ score }) => score);
  return result(chart(themes, ratings, scores, rules));
}

function chart(
  themes: readonly string[],
  ratings: readonly Float64Array[],
  scores: Float64Array,
  { draws, seed }: DrawRules,
): DriverChart | NoDrivers {
  const named = (indexes: readonly number[] = []) => indexes.flatMap((index) => themes[index] ?? []);
  const correlations = correlationMatrix([...ratings, scores]);
  if (isAbsent(correlations)) return { absent: correlations.absent, themes: named(correlations.columns) };
  const weighed = relativeWeights(correlations);
  if (isAbsent(weighed)) return { absent: weighed.absent, themes: named(weighed.predictors) };
  const { weights, rSquared } = weighed;
  if (rSquared < leastExplained) return { absent: 'nothing' };

  const standard = [...ratings, scores].flatMap((column) => standardized(column) ?? []);
  const drawn = drawDrivers(standard, draws, seededRandom(seed));
  const means = ratings.map(mean);
  const split = { importance: 1 / themes.length, performance: mean(means) };
  const drivers = themes.map((theme, index): Driver => {
    const importance = weights[index]! / rSquared;
    const performance = means[index]!;
    const deviation = mean(ratings[index]!.map((rating, row) => rating * standard[index]![row]!));
    return {
      theme,
      importance,
      importanceInterval: percentileInterval(drawn.importance[index]!, draws),
      performance,
      performanceInterval: percentileInterval(
        drawn.performance[index]!.map((value) => performance + deviation * value),
        draws,
      ),
      quadrant: quadrant(importance - split.importance, performance - split.performance),
    };
  });
  return { drivers, split, rSquared, draws: { drawn: draws, unusable: draws - drawn.usable } };
}

/** @param importance beyond the split; so is performance */
function quadrant(importance: number, performance: number): Quadrant {
  const onLine = -1e-9;
  if (importance >= onLine) return performance >= onLine ? 'keepItUp' : 'concentrateHere';
  return performance >= onLine ? 'possiblyTooMuch' : 'lowPriority';
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index]!;
  return sum / values.length;
}

function checkAnswer({ score, themes }: ThemedAnswer): void {
  categoryOf(score);
  for (const [theme, rating] of themes) {
    if (!Number.isFinite(rating) || rating < 0 || rating > 100) {
      throw new RangeError(`A rating of ${theme} is a number from 0 to 100; got ${String(rating)}.`);
    }
  }
}
