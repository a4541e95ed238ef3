import { isAbsent } from './absent.ts';
import { scopeOf, silentPeople, voicesOf } from './account-numbers.ts';
import type { AccountFacts, AccountInvitation } from './account-numbers.ts';
import { accountTrust } from './account-trust.ts';
import { contactCoverage } from './coverage.ts';
import { currentAnswers, windowStart } from './current-answers.ts';
import type { ScoredAnswer } from './current-answers.ts';
import { addMonths, firstDayOf, monthsIn } from './months.ts';
import type { ScoringRules } from './scoring-rules.ts';
import { monthlySnapshots } from './trend.ts';
import type { MonthlySnapshot } from './trend.ts';

/** How many months are kept right, the running one included: so that each stands beside the same month of last year. */
export const keptMonths = 13;

/** The numbers of an account for one month, as the answers stood at its end: what a `Feedback_Snapshot__c` holds. */
export interface MonthlyNumbers extends MonthlySnapshot {
  silent: number;
  /** People whom the sample wanted to hear; absent without a wave. */
  inScope?: number;
  /** Share of these who were heard, 0 to 1; absent without a wave. */
  coverage?: number;
  /** 0 to 100; absent where nobody who counted has graded anything. */
  trustIndex?: number;
}

/**
 * The last thirteen months, oldest first, the running one as it stands now.
 *
 * Answers and sending times have their own dates, so that past months are what they were. Of an invitation that is answered
 * today the person was silent until the answer came; whether another status was already so at the time is not known, and
 * taken to be.
 * @param timeZone in which months begin and end: an IANA name
 * @throws RangeError as `monthlySnapshots`
 */
export function accountMonths(
  facts: AccountFacts,
  rules: ScoringRules,
  { now, timeZone }: { now: Date; timeZone: string },
): MonthlyNumbers[] {
  const { answers } = facts;
  const { windowDays } = rules;
  const snapshots = monthlySnapshots(answers, { now, months: keptMonths, timeZone, windowDays });
  return snapshots.map((snapshot): MonthlyNumbers => {
    const at = snapshot.scoredAt;
    const invitations = at < now ? invitationsAsOf(facts, at) : facts.invitations;
    const current = currentAnswers(answers, at, windowDays);
    const coverage = contactCoverage(scopeOf(facts, at), voicesOf(facts, current));
    const { index } = accountTrust(current);
    return {
      ...snapshot,
      silent: silentPeople({ invitations, answers }, rules, at).size,
      ...(isAbsent(coverage) ? {} : { inScope: coverage.of, coverage: coverage.share }),
      ...(isAbsent(index) ? {} : { trustIndex: index }),
    };
  });
}

/** The months from the first of them in which there is something to say; where there is nothing at all, none. */
export function toldMonths(months: readonly MonthlyNumbers[]): MonthlyNumbers[] {
  const first = months.findIndex(
    ({ answers, silent, inScope }) => answers > 0 || silent > 0 || inScope !== undefined,
  );
  return first === -1 ? [] : months.slice(first);
}

/** The first day of the oldest month that is kept: `2026-07-01`. */
export function firstKeptMonth(now: Date, timeZone: string): string {
  return firstDayOf(addMonths(monthsIn(timeZone).monthOf(now), 1 - keptMonths));
}

/** The time from which on answers and invitations are needed for the months that are kept. */
export function factsNeededFrom(now: Date, timeZone: string, windowDays: number): Date {
  const calendar = monthsIn(timeZone);
  // the end of the month before the first that is kept, with which that one shares answers
  const before = calendar.startOf(addMonths(calendar.monthOf(now), 1 - keptMonths));
  return windowStart(new Date(before.getTime() - 1), windowDays);
}

/** The invitations as they stood: who has answered since had not answered yet. */
function invitationsAsOf(
  { invitations, answers }: { invitations: readonly AccountInvitation[]; answers: readonly ScoredAnswer[] },
  at: Date,
): AccountInvitation[] {
  const answeredLater = new Set(
    answers.filter(({ respondedAt }) => respondedAt > at).map(({ contactId }) => contactId),
  );
  return invitations.map((invitation) =>
    invitation.status === 'Answered' && answeredLater.has(invitation.contactId)
      ? { ...invitation, status: 'Sent' }
      : invitation,
  );
}
