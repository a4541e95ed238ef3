import { anonymousContact } from '../../../src/scoring/ledger/answer-row.ts';
import type { AnswerRow } from '../../../src/scoring/ledger/answer-row.ts';
import { countCategories } from '../../../src/scoring/account-score.ts';
import { currentAnswers } from '../../../src/scoring/current-answers.ts';
import type { ScoredAnswer } from '../../../src/scoring/current-answers.ts';
import type { CategoryCounts } from '../../../src/scoring/net-promoter-score.ts';
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

function asScored({ id, contact, score, respondedAt }: AnswerRow): ScoredAnswer {
  return {
    id: String(id).padStart(9, '0'),
    contactId: contact === anonymousContact ? undefined : `c${contact}`,
    score,
    respondedAt: new Date(respondedAt),
  };
}
