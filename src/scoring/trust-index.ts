import type { Measured } from './absent.ts';
import { checkedAmount } from './checked.ts';

/** A question whose answers are grades. */
export interface RatedQuestion {
  id: string;
  /** Theme under which it is summed up; without one it counts for nothing here. */
  theme?: string;
  /** The lowest and highest grade that can be given; the highest is the best. */
  lowest: number;
  highest: number;
  /** How much it counts within its theme; 1 where nothing is said. */
  weight?: number;
}

/** The grade that was given to one question in one interview. */
export interface Rating {
  interviewId: string;
  questionId: string;
  value: number;
}

/** The score of one theme, and how many interviews it rests on. */
export interface ThemeScore {
  theme: string;
  /** 0 to 100. */
  score: Measured<number>;
  interviews: number;
}

/** The trust index, with all that is needed to read it rightly. */
export interface TrustIndex {
  /** 0 to 100. */
  index: Measured<number>;
  /** Every theme asked about, in the order of the questions. */
  themes: ThemeScore[];
  /** Names of the themes without any grade, which the index does not contain. */
  absentThemes: string[];
  /** Interviews with a grade in any theme. */
  interviews: number;
}

/**
 * The trust index: the mean of the theme scores. A theme's score is the mean of its questions, by their weights; a
 * question's is the mean of its grades, each rescaled by 100·(grade − lowest)/(highest − lowest). A question that was
 * graded twice in one interview counts there with the mean of the two. Themes count alike unless weights are given; a
 * theme nobody graded is left out of the mean and named, as a guide by role leaves some themes to others.
 * Absent (`nothing`) without grades, or when all that was graded weighs nothing.
 *
 * @param themeWeights by theme; a theme that is not in it weighs 1
 * @throws RangeError when a grade is off its scale, a scale is none, a weight is negative, or a grade's question or a
 * weight's theme is unknown
 */
export function trustIndex(
  questions: readonly RatedQuestion[],
  ratings: Iterable<Rating>,
  themeWeights: ReadonlyMap<string, number> = new Map(),
): TrustIndex {
  const grades = gradesByQuestion(questions, ratings);
  const themes = [...new Set(questions.flatMap(({ theme }) => (theme === undefined ? [] : [theme])))];
  for (const [theme, weight] of themeWeights) {
    checkedAmount(weight, `The weight of ${theme}`);
    if (!themes.includes(theme)) throw new RangeError(`No question belongs to the theme ${theme}.`);
  }
  const everyone = new Set<string>();
  const index = new WeightedMean();
  const scores = themes.map((theme): ThemeScore => {
    const mean = new WeightedMean();
    const interviews = new Set<string>();
    for (const question of questions) {
      const given = grades.get(question.id);
      if (question.theme !== theme || given === undefined || question.weight === 0) continue;
      mean.add(meanOf([...given.values()].map(meanOf)), question.weight ?? 1);
      for (const interview of given.keys()) interviews.add(interview);
    }
    for (const interview of interviews) everyone.add(interview);
    const score = mean.value();
    if (typeof score === 'number') index.add(score, themeWeights.get(theme) ?? 1);
    return { theme, score, interviews: interviews.size };
  });
  return {
    index: index.value(),
    themes: scores,
    absentThemes: scores.filter(({ score }) => typeof score !== 'number').map(({ theme }) => theme),
    interviews: everyone.size,
  };
}

/** Grades from 0 to 100, by question and, within it, by interview. */
function gradesByQuestion(
  questions: readonly RatedQuestion[],
  ratings: Iterable<Rating>,
): Map<string, Map<string, number[]>> {
  const byId = new Map(questions.map((question) => [question.id, checkedQuestion(question)]));
  if (byId.size < questions.length) throw new RangeError('A question is given twice.');
  const grades = new Map<string, Map<string, number[]>>();
  for (const { interviewId, questionId, value } of ratings) {
    const question = byId.get(questionId);
    if (question === undefined) throw new RangeError(`There is no question ${questionId}.`);
    const { lowest, highest } = question;
    if (!(value >= lowest && value <= highest)) {
      throw new RangeError(`A grade of ${questionId} is from ${lowest} to ${highest}; got ${String(value)}.`);
    }
    const given = grades.get(questionId) ?? new Map<string, number[]>();
    given.set(interviewId, [
      ...(given.get(interviewId) ?? []),
      (100 * (value - lowest)) / (highest - lowest),
    ]);
    grades.set(questionId, given);
  }
  return grades;
}

function checkedQuestion(question: RatedQuestion): RatedQuestion {
  const { id, lowest, highest, weight } = question;
  if (!Number.isFinite(lowest) || !Number.isFinite(highest) || lowest >= highest) {
    throw new RangeError(`The scale of ${id} cannot go from ${String(lowest)} to ${String(highest)}.`);
  }
  if (weight !== undefined) checkedAmount(weight, `The weight of ${id}`);
  return question;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A mean that is absent while nothing, or nothing of weight, was added. */
class WeightedMean {
  #sum = 0;
  #weight = 0;

  add(value: number, weight: number): void {
    this.#sum += weight * value;
    this.#weight += weight;
  }

  value(): Measured<number> {
    return this.#weight === 0 ? { absent: 'nothing' } : this.#sum / this.#weight;
  }
}
