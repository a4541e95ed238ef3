import type { SurveyType } from '../feedback/survey.ts';
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

export interface FoundInvitation {
  id: string;
  surveyId: string;
  contactId: string;
  status: string;
}

/** The org itself: its record id, 18 characters, and its time zone by its IANA name, in which its months begin. */
export async function findOrganization(org: SalesforceOrg): Promise<{ id: string; timeZone: string }> {
  const [organization] = await org.query<{ Id: string; TimeZoneSidKey: string | null }>(
    'SELECT Id, TimeZoneSidKey FROM Organization',
  );
  return { id: organization?.Id ?? '', timeZone: organization?.TimeZoneSidKey ?? 'GMT' };
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

/** All records of a query by a list of values, in as many queries as it takes. */
export async function queryInParts<Row>(
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
