import type { SurveyType } from '../feedback/survey.ts';
import type { BulkRow } from './bulk/bulk-query.ts';
import type { FoundContact } from './find.ts';
import type { SalesforceOrg } from './org.ts';
import { partsForQuery, soql } from './soql.ts';

export interface FoundSurvey {
  id: string;
  externalId: string;
  type: SurveyType;
}

export interface FoundInvitation {
  id: string;
  surveyId: string;
  contactId: string;
  status: string;
}

export interface FoundQuestion {
  id: string;
  surveyId: string;
  /** Unique within its survey. */
  key: string;
}

interface SurveyRow {
  Id: string;
  External_Id__c: string;
  Type__c: SurveyType;
}

interface ContactRow {
  Id: string;
  Name?: string;
  Email: string | null;
  AccountId: string | null;
}

interface InvitationRow {
  Id: string;
  Survey__c: string;
  Contact__c: string;
  Status__c: string;
}

/** The surveys of these external ids and the contacts of these e-mails and record ids, five queries to an API call. */
export async function findSurveysAndContacts(
  org: SalesforceOrg,
  sought: { surveys: readonly string[]; emails: readonly string[]; contactIds: readonly string[] },
): Promise<{ surveys: FoundSurvey[]; byEmail: FoundContact[]; byId: FoundContact[] }> {
  const surveys = partsForQuery(sought.surveys).map(
    (part) =>
      soql`SELECT Id, External_Id__c, Type__c FROM Feedback_Survey__c WHERE External_Id__c IN ${part}`,
  );
  const emails = partsForQuery(sought.emails).map(
    (part) => soql`SELECT Id, Name, Email, AccountId FROM Contact WHERE Email IN ${part}`,
  );
  const ids = partsForQuery(sought.contactIds).map(
    (part) => soql`SELECT Id, Name, Email, AccountId FROM Contact WHERE Id IN ${part}`,
  );
  const found = await org.queries<unknown[]>([...surveys, ...emails, ...ids]);
  const contacts = (from: number, to?: number) =>
    (found.slice(from, to) as ContactRow[][]).flat().map((row) => toContact(row));
  return {
    surveys: (found.slice(0, surveys.length) as SurveyRow[][]).flat().map((row) => ({
      id: row.Id,
      externalId: row.External_Id__c,
      type: row.Type__c,
    })),
    byEmail: contacts(surveys.length, surveys.length + emails.length),
    byId: contacts(surveys.length + emails.length),
  };
}

/** The invitations of these contacts, to whatever survey, five queries to an API call. */
export async function findInvitationsOf(
  org: SalesforceOrg,
  contactIds: readonly string[],
): Promise<FoundInvitation[]> {
  const queries = partsForQuery(contactIds).map(
    (part) =>
      soql`SELECT Id, Survey__c, Contact__c, Status__c FROM Feedback_Invitation__c WHERE Contact__c IN ${part}`,
  );
  return (await org.queries<InvitationRow[]>(queries)).flat().map((row) => toInvitation(row));
}

/** The questions of these surveys, by record id. */
export async function findQuestions(
  org: SalesforceOrg,
  surveyIds: readonly string[],
): Promise<FoundQuestion[]> {
  const queries = partsForQuery(surveyIds).map(
    (part) => soql`SELECT Id, Survey__c, Key__c FROM Feedback_Question__c WHERE Survey__c IN ${part}`,
  );
  const rows = (await org.queries<{ Id: string; Survey__c: string; Key__c: string }[]>(queries)).flat();
  return rows.map((row) => ({ id: row.Id, surveyId: row.Survey__c, key: row.Key__c }));
}

/** How many contacts with an account, and how many invitations, the org has: one API call. */
export async function countPeople(org: SalesforceOrg): Promise<{ contacts: number; invitations: number }> {
  const [contacts, invitations] = await org.queries<{ counted: number }[]>([
    'SELECT COUNT(Id) counted FROM Contact WHERE AccountId != null',
    'SELECT COUNT(Id) counted FROM Feedback_Invitation__c WHERE Contact__c != null',
  ]);
  return { contacts: contacts?.[0]?.counted ?? 0, invitations: invitations?.[0]?.counted ?? 0 };
}

/** All contacts of accounts, without their names, for a Bulk API query. */
export const allContacts = 'SELECT Id, Email, AccountId FROM Contact';

/** All invitations of contacts, for a Bulk API query. */
export const allInvitations =
  'SELECT Id, Survey__c, Contact__c, Status__c FROM Feedback_Invitation__c WHERE Contact__c != null';

/** A row of {@link allContacts}. */
export function contactOf({ Id = '', Email, AccountId }: BulkRow): FoundContact {
  return toContact({ Id, Email: Email ?? null, AccountId: AccountId ?? null });
}

/** A row of {@link allInvitations}. */
export function invitationOf(row: BulkRow): FoundInvitation {
  const { Id = '', Survey__c = '', Contact__c = '', Status__c = '' } = row;
  return toInvitation({ Id, Survey__c, Contact__c, Status__c });
}

function toContact({ Id, Name = '', Email, AccountId }: ContactRow): FoundContact {
  return { id: Id, name: Name, email: Email?.toLowerCase(), accountId: AccountId ?? undefined };
}

function toInvitation(row: InvitationRow): FoundInvitation {
  return { id: row.Id, surveyId: row.Survey__c, contactId: row.Contact__c, status: row.Status__c };
}
