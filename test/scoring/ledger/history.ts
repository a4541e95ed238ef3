import { AnswerChanges } from '../../../src/scoring/answer-changes.ts';
import { anonymousContact } from '../../../src/scoring/ledger/answer-row.ts';
import type { AnswerRow } from '../../../src/scoring/ledger/answer-row.ts';
import { countCategories } from '../../../src/scoring/account-score.ts';
import { currentAnswers } from '../../../src/scoring/current-answers.ts';
import type { ScoredAnswer } from '../../../src/scoring/current-answers.ts';
import type { CategoryCounts } from '../../../src/scoring/net-promoter-score.ts';
import { readAnswers } from '../../../src/scoring/ledger/read-answers.ts';
import { seededRandom } from '../../../src/scoring/statistics/random.ts';
import type { Random } from '../../../src/scoring/statistics/random.ts';

export const day = 86_400_000;
export const start = Date.UTC(2024, 0, 1);

/** How much there is of what makes a history difficult. */
export interface Shape {
  accounts: number;
  contacts: number;
  /** Over how many days answers come; instants lie a quarter of a day apart, so that some coincide. */
  days: number;
}

const shapes: Shape[] = [
  { accounts: 3, contacts: 5, days: 30 },
  { accounts: 4, contacts: 30, days: 700 },
  { accounts: 1, contacts: 1, days: 400 },
  { accounts: 2, contacts: 3, days: 2 },
];

/** A random answer: one in six is anonymous, and contacts answer at any account. */
export function randomAnswer(random: Random, id: number, { accounts, contacts, days }: Shape): AnswerRow {
  const whole = (below: number) => Math.floor(random() * below);
  return {
    id,
    account: whole(accounts),
    contact: whole(6) === 0 ? anonymousContact : whole(contacts),
    respondedAt: start + (whole(days * 4) * day) / 4 + (whole(8) === 0 ? whole(3) - 1 : 0),
    score: whole(11),
  };
}

/** The counts of an account by `currentAnswers`: another computation, answer by answer. */
export function countsByHand(
  answers: Iterable<AnswerRow>,
  account: number,
  now: number,
  windowDays: number,
): CategoryCounts {
  const its = [...answers].filter((answer) => answer.account === account).map(asScored);
  return countCategories(currentAnswers(its, new Date(now), windowDays));
}

/** Instants at which something might change, one millisecond before, and some at random. */
export function instantsToAsk(answers: Iterable<AnswerRow>, windowDays: number, random: Random): number[] {
  const chosen = [...answers].filter(() => random() < 0.15).map(({ respondedAt }) => respondedAt);
  const edges = chosen.flatMap((at) => [at - 1, at, at + windowDays * day - 1, at + windowDays * day]);
  return [...edges, start - day, start + 5000 * day, start + Math.floor(random() * 1000) * day].sort(
    (a, b) => a - b,
  );
}

/** What is kept of answers at an instant. */
export async function changesOf(answers: Iterable<AnswerRow>, now: number, windowDays = 365, from?: number) {
  return new AnswerChanges(await readAnswers(answers), { at: now, from, windowDays });
}

/** A history with its random numbers, a window, and the number of the run. */
export async function eachHistory(
  count: number,
  examine: (history: {
    answers: AnswerRow[];
    windowDays: number;
    random: () => number;
    shape: Shape;
  }) => Promise<void> | void,
): Promise<void> {
  for (let run = 0; run < count; run += 1) {
    const random = seededRandom(run);
    const shape = shapes[run % shapes.length] as Shape;
    const answers = Array.from({ length: Math.floor(random() * 60) }, (_, id) =>
      randomAnswer(random, id, shape),
    );
    await examine({
      answers,
      windowDays: [365, 10, 1, 0.25][Math.floor(random() * 4)] as number,
      random,
      shape,
    });
  }
}

function asScored({ id, contact, score, respondedAt }: AnswerRow): ScoredAnswer {
  return {
    id: String(id).padStart(9, '0'),
    contactId: contact === anonymousContact ? undefined : `c${contact}`,
    score,
    respondedAt: new Date(respondedAt),
  };
}
