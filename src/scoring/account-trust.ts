import { trustIndex } from './trust-index.ts';
import type { RatedQuestion, Rating, TrustIndex } from './trust-index.ts';

/** What was graded with one answer. */
export interface GivenGrades {
  /** All rated questions of the survey that was answered, whether this person was asked them or not. */
  asked: readonly RatedQuestion[];
  grades: readonly { questionId: string; value: number }[];
}

/** An answer as far as trust needs it. */
export interface GradedAnswer {
  id: string;
  /** Absent where its survey has no rated questions. */
  rated?: GivenGrades;
}

/**
 * What makes a question the same from wave to wave, as the id of a rated question: its key, theme, scale and weight. When
 * one of these changes, it is another question, so that no grade is read on a scale on which it was not given.
 */
export function questionIdentity(question: Omit<RatedQuestion, 'id'> & { key: string }): string {
  const { key, theme, lowest, highest, weight = 1 } = question;
  return JSON.stringify([key, theme, lowest, highest, weight]);
}

/**
 * The trust index of an account at some time, from the answers that counted then; each is one interview.
 *
 * The weights that a survey sets are those of its questions: within a theme they weigh the questions, and the theme itself
 * weighs their mean, so that all themes count alike as long as every question weighs 1. A grade off its scale, as there may
 * be after somebody has changed the scale, and one of a question that is not known to be rated, say nothing: they are left
 * out.
 *
 * @param answers with `rated` by {@link questionIdentity}
 * @throws RangeError when a question has no scale or a negative weight
 */
export function accountTrust(answers: Iterable<GradedAnswer>): TrustIndex {
  const questions = new Map<string, RatedQuestion>();
  const ratings: Rating[] = [];
  for (const { id: interviewId, rated } of answers) {
    for (const question of rated?.asked ?? []) questions.set(question.id, question);
    for (const { questionId, value } of rated?.grades ?? []) {
      const scale = questions.get(questionId);
      if (scale === undefined || !(value >= scale.lowest && value <= scale.highest)) continue;
      ratings.push({ interviewId, questionId, value });
    }
  }
  const themed = [...questions.values()].filter(({ theme }) => theme !== undefined);
  const weights = Array.from(
    Map.groupBy(themed, ({ theme = '' }) => theme),
    ([theme, ofTheme]) => [theme, meanWeight(ofTheme)] as const,
  );
  return trustIndex([...questions.values()], ratings, new Map(weights));
}

function meanWeight(questions: readonly RatedQuestion[]): number {
  return questions.reduce((sum, { weight = 1 }) => sum + weight, 0) / questions.length;
}
