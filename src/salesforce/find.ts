import type { SurveyType } from '../feedback/survey.ts';
import { relationshipSurveyTypes } from '../feedback/survey.ts';
import type { SalesforceOrg } from './org.ts';
import { partsForQuery, soql } from './soql.ts';

export interface FoundSurvey {
  id: string;
  externalId: string;
  type: SurveyType;
}

export interface FoundContact {
  id: string;
  name: string;
  /** In lower case; absent where the contact has none. */
  email?: string;
  accountId?: string;
}

/** An answer in the org, as far as the numbers need it. */
export interface FoundAnswer {
  accountId: string;
  id: string;
  contactId?: string;
  score: number;
  respondedAt: Date;
}

export interface FoundInvitation {
  id: string;
  surveyId: string;
  contactId: string;
  status: string;
}

/** The record id of the org itself, 18 characters. */
export async function findOrganizationId(org: SalesforceOrg): Promise<string> {
  const [organization] = await org.query<{ Id: string }>('SELECT Id FROM Organization');
  return organization?.Id ?? '';
}

/** The surveys that have one of these external ids. */
export async function findSurveys(org: SalesforceOrg, externalIds: Iterable<string>): Promise<FoundSurvey[]> {
  const rows = await queryInParts<{ Id: string; External_Id__c: string; Type__c: SurveyType }>(
    org,
    externalIds,
    (part) =>
      soql`SELECT Id, External_Id__c, Type__c FROM Feedback_Survey__c WHERE External_Id__c IN ${part}`,
  );
  return rows.map((row) => ({ id: row.Id, externalId: row.External_Id__c, type: row.Type__c }));
}

interface ContactRow {
  Id: string;
  Name: string;
  Email: string | null;
  AccountId: string | null;
}

/** The contacts that have one of these e-mails; several may share one. */
export async function findContactsByEmail(
  org: SalesforceOrg,
  emails: Iterable<string>,
): Promise<FoundContact[]> {
  const select = (part: string[]) =>
    soql`SELECT Id, Name, Email, AccountId FROM Contact WHERE Email IN ${part}`;
  return (await queryInParts<ContactRow>(org, emails, select)).map((row) => toContact(row));
}

/** The contacts of these record ids. */
export async function findContactsById(org: SalesforceOrg, ids: Iterable<string>): Promise<FoundContact[]> {
  const select = (part: string[]) => soql`SELECT Id, Name, Email, AccountId FROM Contact WHERE Id IN ${part}`;
  return (await queryInParts<ContactRow>(org, ids, select)).map((row) => toContact(row));
}

function toContact(row: ContactRow): FoundContact {
  return {
    id: row.Id,
    name: row.Name,
    email: row.Email?.toLowerCase(),
    accountId: row.AccountId ?? undefined,
  };
}

/** The invitations of these contacts, to whatever survey. */
export async function findInvitations(
  org: SalesforceOrg,
  contactIds: Iterable<string>,
): Promise<FoundInvitation[]> {
  interface InvitationRow {
    Id: string;
    Survey__c: string;
    Contact__c: string;
    Status__c: string;
  }
  const rows = await queryInParts<InvitationRow>(
    org,
    contactIds,
    (part) =>
      soql`SELECT Id, Survey__c, Contact__c, Status__c FROM Feedback_Invitation__c WHERE Contact__c IN ${part}`,
  );
  return rows.map((row) => ({
    id: row.Id,
    surveyId: row.Survey__c,
    contactId: row.Contact__c,
    status: row.Status__c,
  }));
}

/**
 * The answers to relationship surveys that these accounts gave after a given time. Conversations that an employee
 * wrote down are feedback, and no part of the score.
 */
export async function findRelationshipAnswers(
  org: SalesforceOrg,
  accountIds: Iterable<string>,
  after: Date,
): Promise<FoundAnswer[]> {
  interface AnswerRow {
    Account__c: string;
    External_Id__c: string | null;
    Id: string;
    Contact__c: string | null;
    Score__c: number;
    Responded_At__c: string;
  }
  const rows = await queryInParts<AnswerRow>(
    org,
    accountIds,
    (part) => soql`SELECT Id, External_Id__c, Account__c, Contact__c, Score__c, Responded_At__c
      FROM Feedback_Response__c
      WHERE Account__c IN ${part} AND Responded_At__c > ${after}
        AND Survey__r.Type__c IN ${relationshipSurveyTypes} AND Channel__c != 'Conversation'`,
  );
  return rows.map((row) => ({
    accountId: row.Account__c,
    id: row.External_Id__c ?? row.Id,
    contactId: row.Contact__c ?? undefined,
    score: row.Score__c,
    respondedAt: new Date(row.Responded_At__c),
  }));
}

/** The invitations to relationship surveys that were sent to people of these accounts after a given time, and not answered. */
export async function findSentInvitations(
  org: SalesforceOrg,
  accountIds: Iterable<string>,
  after: Date,
): Promise<{ accountId: string; contactId: string; sentAt: Date }[]> {
  const rows = await queryInParts<{ Account__c: string; Contact__c: string; Sent_At__c: string }>(
    org,
    accountIds,
    (part) => soql`SELECT Account__c, Contact__c, Sent_At__c FROM Feedback_Invitation__c
      WHERE Account__c IN ${part} AND Status__c = 'Sent' AND Sent_At__c > ${after} AND Contact__c != null
        AND Survey__r.Type__c IN ${relationshipSurveyTypes}`,
  );
  return rows.map((row) => ({
    accountId: row.Account__c,
    contactId: row.Contact__c,
    sentAt: new Date(row.Sent_At__c),
  }));
}

/** The accounts to which an invitation was sent after `from` and not after `to`. */
export async function findAccountsInvitedBetween(
  org: SalesforceOrg,
  from: Date,
  to: Date,
): Promise<string[]> {
  const rows = await org.query<{ Account__c: string }>(
    soql`SELECT Account__c FROM Feedback_Invitation__c WHERE Sent_At__c > ${from} AND Sent_At__c <= ${to}`,
  );
  return [...new Set(rows.map((row) => row.Account__c))];
}

/**
 * The accounts that gave an answer after `from` and not after `to`. Not grouped by the org: of grouped rows it gives out
 * 2,000 and no more (SOQL and SOSL Reference, "GROUP BY": aggregate queries have no queryMore).
 */
export async function findAccountsHeardBetween(org: SalesforceOrg, from: Date, to: Date): Promise<string[]> {
  const rows = await org.query<{ Account__c: string }>(
    soql`SELECT Account__c FROM Feedback_Response__c WHERE Responded_At__c > ${from} AND Responded_At__c <= ${to}`,
  );
  return [...new Set(rows.map((row) => row.Account__c))];
}

/** The accounts whose page shows a score. */
export async function findScoredAccounts(org: SalesforceOrg): Promise<string[]> {
  const rows = await org.query<{ Id: string }>(soql`SELECT Id FROM Account WHERE Feedback_Answers__c > 0`);
  return rows.map((row) => row.Id);
}

/** The accounts that were scored with a window of other than these days. */
export async function findAccountsOfOtherWindow(org: SalesforceOrg, windowDays: number): Promise<string[]> {
  const rows = await org.query<{ Id: string }>(
    soql`SELECT Id FROM Account WHERE Feedback_Scored_At__c != null AND Feedback_Window_Days__c != ${windowDays}`,
  );
  return rows.map((row) => row.Id);
}

async function queryInParts<Row>(
  org: SalesforceOrg,
  values: Iterable<string>,
  select: (part: string[]) => string,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const part of partsForQuery(values)) {
    // one by one: a call with a million arguments ends in an overflow
    for (const row of await org.query<Row>(select(part))) rows.push(row);
  }
  return rows;
}
