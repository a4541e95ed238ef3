import {
  findAnswers,
  findDealRoles,
  findOpenActions,
  findSampleLines,
} from '../salesforce/find-account-facts.ts';
import type { FoundAnswer } from '../salesforce/find-account-facts.ts';
import { findGrades, findRatedQuestions } from '../salesforce/find-ratings.ts';
import type { FoundRatedQuestion } from '../salesforce/find-ratings.ts';
import type { Queries } from '../salesforce/joined-queries.ts';
import type { AccountAnswer, AccountFacts, AccountInvitation } from '../scoring/account-numbers.ts';
import { questionIdentity } from '../scoring/account-trust.ts';
import type { GivenGrades } from '../scoring/account-trust.ts';
import type { InvitationStatus } from '../scoring/participation.ts';
import { roles } from '../scoring/roles.ts';
import type { Role } from '../scoring/roles.ts';

/** What the org knows of an account, as far as its numbers need it. */
export interface ReadAccount {
  facts: AccountFacts;
  /** Answers as the org has them, with those that count no more but are still marked as current. */
  found: readonly FoundAnswer[];
}

/**
 * Reads what the numbers of accounts follow from, as far back as a time: four queries, whatever the number of accounts up to
 * 200, a fifth where there are rated questions, all made in one turn; and one more call for each further 2,000 records. It
 * sees what the signed-in user may see.
 * @param ratedQuestions of the org; asked for when they are not given
 */
export async function readAccountFacts(
  org: Queries,
  accountIds: readonly string[],
  after: Date,
  ratedQuestions?: readonly FoundRatedQuestion[],
): Promise<Map<string, ReadAccount>> {
  const ofAccount = <Row extends { accountId: string }>(rows: Row[]) => {
    const byAccount = Map.groupBy(rows, ({ accountId }) => accountId);
    return (accountId: string): Row[] => byAccount.get(accountId) ?? [];
  };
  const questions = ratedQuestions ?? (await findRatedQuestions(org));
  // all at once: who gives the queries may join them
  const [answers, lines, dealRoles, actions, gradesOf] = await Promise.all([
    findAnswers(org, accountIds, after),
    findSampleLines(org, accountIds, after),
    findDealRoles(org, accountIds),
    findOpenActions(org, accountIds),
    readGrades(org, accountIds, after, questions),
  ]);
  const answersOf = ofAccount(answers);
  const linesOf = ofAccount(lines);
  const dealRolesOf = ofAccount(dealRoles);
  const actionsOf = ofAccount(actions);
  return new Map(
    accountIds.map((accountId) => {
      const found = answersOf(accountId);
      const linesOfAccount = linesOf(accountId);
      const contactRoles = new Map<string, Role>();
      for (const { contactId, contactRole } of [...found, ...linesOfAccount]) {
        const role = knownRole(contactRole);
        if (contactId !== undefined && role !== undefined) contactRoles.set(contactId, role);
      }
      const facts: AccountFacts = {
        accountId,
        answers: found.filter(({ counts }) => counts).map((answer) => toAnswer(answer, gradesOf(answer))),
        invitations: linesOfAccount.map((line): AccountInvitation => ({
          ...line,
          // the field's picklist is restricted to these
          status: line.status as InvitationStatus,
        })),
        dealRoles: dealRolesOf(accountId).map((one) => ({ ...one, role: knownRole(one.role) })),
        contactRoles,
        openActions: actionsOf(accountId),
      };
      return [accountId, { facts, found }];
    }),
  );
}

function toAnswer(
  { id, contactId, score, respondedAt, roleThen, influence }: FoundAnswer,
  rated: GivenGrades | undefined,
): AccountAnswer {
  return { id, contactId, score, respondedAt, roleThen: knownRole(roleThen), influence, rated };
}

/** What was graded with each answer of these accounts; asks for nothing where the org has no rated questions. */
async function readGrades(
  org: Queries,
  accountIds: readonly string[],
  after: Date,
  questions: readonly FoundRatedQuestion[],
): Promise<(answer: FoundAnswer) => GivenGrades | undefined> {
  if (questions.length === 0) return () => undefined;
  const identities = new Map(questions.map((question) => [question.id, questionIdentity(question)]));
  const rated = questions.map((question) => ({ ...question, id: identities.get(question.id)! }));
  const askedIn = Map.groupBy(rated, ({ surveyId }) => surveyId);
  const grades = (await findGrades(org, accountIds, after)).flatMap(({ responseId, questionId, value }) => {
    const identity = identities.get(questionId);
    return identity === undefined ? [] : [{ responseId, questionId: identity, value }];
  });
  const gradesOf = Map.groupBy(grades, ({ responseId }) => responseId);
  return ({ id, surveyId = '' }) => {
    const asked = askedIn.get(surveyId);
    return asked === undefined ? undefined : { asked, grades: gradesOf.get(id) ?? [] };
  };
}

/**
 * A role of the org as one of ours. Roles in deals are a picklist of the org's own, in which the economic buyer has a second
 * name by default; a role that the admin has made up says nothing here.
 */
export function knownRole(role: string | undefined): Role | undefined {
  if (role === 'Economic Decision Maker') return 'Economic Buyer';
  return roles.find((one) => one === role);
}
