import type { Measured } from './absent.ts';
import { accountHealth } from './account-health.ts';
import type { ExplainedHealth } from './account-health.ts';
import { scoreAccount } from './account-score.ts';
import type { AccountScore } from './account-score.ts';
import type { GivenGrades } from './account-trust.ts';
import { categoryOf } from './category.ts';
import { contactCoverage, peopleInScope } from './coverage.ts';
import type { Coverage, SampleLine, Scope } from './coverage.ts';
import { currentAnswers } from './current-answers.ts';
import type { ScoredAnswer } from './current-answers.ts';
import { decides } from './deciding-roles.ts';
import type { InvitationStatus } from './participation.ts';
import { defaultRoleRules } from './roles.ts';
import type { Role } from './roles.ts';
import type { ScoringRules } from './scoring-rules.ts';
import { silentContacts } from './silence.ts';

/** An answer of someone of an account, with what is known of the one who gave it. */
export interface AccountAnswer extends ScoredAnswer {
  /** The part the person played when answering, where it was kept with the answer. */
  roleThen?: Role;
  /** `Contact.Feedback_Influence__c`: 1, or absent, counts like everyone. */
  influence?: number;
  /** The grades that were given with it; absent where its survey has no rated questions. */
  rated?: GivenGrades;
}

/** Someone of an account who was asked in a relationship survey that is not anonymous, or stands in its sample. */
export interface AccountInvitation {
  surveyId: string;
  /** When the sample of the survey was frozen; absent while it is not. */
  frozenAt?: Date;
  contactId: string;
  status: InvitationStatus;
  /** Absent when it was never sent. */
  sentAt?: Date;
}

/** The part someone plays in an open deal of the account. */
export interface DealRole {
  dealId: string;
  contactId: string;
  role?: Role;
}

/** All that is known of one account, and from which its numbers follow. */
export interface AccountFacts {
  accountId: string;
  /** Those that count in scores: of relationship surveys, verified, no conversations; in any order, of any age. */
  answers: readonly AccountAnswer[];
  invitations: readonly AccountInvitation[];
  /** Of open deals only. */
  dealRoles: readonly DealRole[];
  /** `Contact.Feedback_Role__c` of everyone of whom it is known, by contact id. */
  contactRoles: ReadonlyMap<string, Role>;
  /** Actions that are open or in progress, and whether their date has passed. */
  openActions: readonly { isLate: boolean }[];
}

/** The numbers of an account as they stand at one moment: what the sync writes to its record. */
export interface AccountNumbers extends AccountScore {
  /** People who are silent, and of these those who decide. */
  silent: number;
  silentDeciders: number;
  /** People in scope who have a current answer; absent (`nothing`) without a wave. */
  coverage: Measured<Coverage>;
  openActions: number;
  lateActions: number;
  health: ExplainedHealth;
}

/**
 * The numbers of an account at a given time, from everything that is known of it: headline score, silence, coverage, actions
 * and health. Deals and actions are taken as they are; they have no past here.
 * @throws RangeError when a score is not a whole number from 0 to 10, or a date does not exist
 */
export function accountNumbers(facts: AccountFacts, rules: ScoringRules, now: Date): AccountNumbers {
  const { answers, openActions } = facts;
  const score = scoreAccount(answers, now, rules.windowDays);
  const silent = silentPeople(facts, rules, now);
  const current = currentAnswers(answers, now, rules.windowDays);
  const roles = rolesOfPeople(facts);
  const decisive = (people: Iterable<string>) =>
    new Set([...people].filter((contactId) => decides(roles.get(contactId))));
  const detractors = new Set(
    current.flatMap(({ contactId, score: given }) =>
      contactId !== undefined && categoryOf(given) === 'Detractor' ? [contactId] : [],
    ),
  );
  const silentDeciders = decisive(silent);
  const dealsWith = (people: ReadonlySet<string>) =>
    new Set(facts.dealRoles.filter(({ contactId }) => people.has(contactId)).map(({ dealId }) => dealId))
      .size;
  const lateActions = openActions.filter(({ isLate }) => isLate).length;
  return {
    ...score,
    silent: silent.size,
    silentDeciders: silentDeciders.size,
    coverage: contactCoverage(scopeOf(facts, now), voicesOf(facts, current)),
    openActions: openActions.length,
    lateActions,
    health: accountHealth({
      score,
      detractingDeciders: decisive(detractors).size,
      silentDeciders: silentDeciders.size,
      lateActions,
      openDealsWithDetractor: dealsWith(detractors),
      openDealsWithSilentDecider: dealsWith(silentDeciders),
    }),
  };
}

/**
 * The part that each person plays: in an open deal of the account (of several deals the most influential), else as the
 * contact has it, else as it was when the person last answered. Who has none of these is not in it.
 */
export function rolesOfPeople({ answers, dealRoles, contactRoles }: AccountFacts): Map<string, Role> {
  const roles = new Map<string, Role>();
  const byAge = [...answers].sort((one, other) => +one.respondedAt - +other.respondedAt);
  for (const { contactId, roleThen } of byAge) {
    if (contactId !== undefined && roleThen !== undefined) roles.set(contactId, roleThen);
  }
  for (const [contactId, role] of contactRoles) roles.set(contactId, role);
  const inDeals = new Map<string, Role>();
  const rank = (role: Role) => defaultRoleRules.order.indexOf(role);
  for (const { contactId, role } of dealRoles) {
    if (role === undefined) continue;
    const other = inDeals.get(contactId);
    if (other === undefined || rank(role) < rank(other)) inDeals.set(contactId, role);
  }
  for (const [contactId, role] of inDeals) roles.set(contactId, role);
  return roles;
}

/** Contact ids of those who are silent at a given time. */
export function silentPeople(
  { invitations, answers }: Pick<AccountFacts, 'invitations' | 'answers'>,
  { windowDays, silenceDays }: ScoringRules,
  now: Date,
): Set<string> {
  const unanswered = invitations.flatMap(({ contactId, status, sentAt }) =>
    status === 'Sent' && sentAt !== undefined ? [{ contactId, sentAt }] : [],
  );
  return silentContacts(unanswered, answers, now, windowDays, silenceDays);
}

/** Whom we want to hear at a given time: the frozen sample of the newest wave. */
export function scopeOf({ accountId, invitations }: AccountFacts, now: Date): Scope {
  const lines = invitations.map((invitation): SampleLine => ({ accountId, ...invitation }));
  return peopleInScope(lines, now);
}

/** Who has spoken, as coverage counts them. */
export function voicesOf(
  { accountId }: AccountFacts,
  answers: readonly ScoredAnswer[],
): { accountId: string; contactId?: string }[] {
  return answers.map(({ contactId }) => ({ accountId, contactId }));
}
