import { checkedTime } from './checked.ts';

/** How long an answer speaks for its contact, in days of 24 hours. */
export const defaultWindowDays = 365;

const millisecondsPerDay = 86_400_000;

/** An answer as far as the numbers need it. */
export interface ScoredAnswer {
  /** Tells answers apart; decides between two answers of one contact at the very same instant. */
  id: string;
  /** Absent for an anonymous answer, which counts as a contact of its own. */
  contactId?: string;
  /** Whole number from 0 to 10. */
  score: number;
  respondedAt: Date;
}

/** The earliest moment at which an answer still counts at `now`; an answer of exactly that moment has just expired. */
export function windowStart(now: Date, windowDays: number): Date {
  return new Date(now.getTime() - windowDays * millisecondsPerDay);
}

/**
 * The answers that count at a given time: for each contact the newest one within the window
 * (`now − windowDays < respondedAt ≤ now`), and every anonymous one there. Answers from the future do not count yet.
 *
 * @param answers those of relationship surveys of one account, in any order
 * @throws RangeError when a date does not exist: such an answer would never leave the window
 */
export function currentAnswers<Answer extends ScoredAnswer>(
  answers: Iterable<Answer>,
  now: Date,
  windowDays: number = defaultWindowDays,
): Answer[] {
  const start = windowStart(checkedTime(now, 'Now'), windowDays);
  const newest = new Map<string, Answer>();
  for (const answer of answers) {
    checkedTime(answer.respondedAt, 'The time of an answer');
    if (answer.respondedAt > now || answer.respondedAt <= start) continue;
    const key = answer.contactId === undefined ? `anonymous ${answer.id}` : `contact ${answer.contactId}`;
    const other = newest.get(key);
    if (other === undefined || isNewer(answer, other)) newest.set(key, answer);
  }
  return [...newest.values()];
}

function isNewer(answer: ScoredAnswer, other: ScoredAnswer): boolean {
  const difference = answer.respondedAt.getTime() - other.respondedAt.getTime();
  return difference === 0 ? answer.id > other.id : difference > 0;
}
