import { queryInParts } from './find.ts';
import type { SalesforceOrg, SObjectRecord } from './org.ts';
import { partsForQuery, soql } from './soql.ts';

/** A record about a person. */
export interface PersonRecord {
  id: string;
  externalId?: string;
  accountId?: string;
  /** The random key of an erased person, by which her answers belong together. */
  respondentKey?: string;
  /** When it was blanked by an earlier erasure. */
  erasedAt?: string;
  /** Whether something of the person is left in it. */
  isTelling: boolean;
}

/** What the org has of a person, by object. */
export interface PersonRecords {
  responses: PersonRecord[];
  answers: PersonRecord[];
  invitations: PersonRecord[];
  unmatched: PersonRecord[];
}

/** By which names records about a person are found. */
export interface PersonNames {
  contactIds: readonly string[];
  emails: readonly string[];
  /** External ids of responses and unmatched entries. */
  responses?: readonly string[];
  /** External ids of invitations. */
  invitations?: readonly string[];
}

interface Row {
  Id: string;
  External_Id__c: string | null;
  Account__c?: string | null;
  Erased_At__c?: string | null;
  Respondent_Key__c?: string | null;
  [field: string]: unknown;
}

/** Fields that tell of a person, by object: emptied, nothing is left of her. */
export const tellingFields = {
  Feedback_Response__c: ['Contact__c', 'Comment__c', 'Invitation__c'],
  Feedback_Answer__c: ['Text__c'],
  Feedback_Invitation__c: ['Contact__c', 'Token_Hash__c'],
  Feedback_Unmatched__c: ['Contact__c', 'Email__c', 'Comment__c', 'Details__c'],
} as const;

export type PersonObject = keyof typeof tellingFields;

const columns: Record<PersonObject, string> = {
  Feedback_Response__c: 'Id, External_Id__c, Account__c, Erased_At__c, Respondent_Key__c',
  Feedback_Answer__c: 'Id, External_Id__c',
  Feedback_Invitation__c: 'Id, External_Id__c, Account__c, Erased_At__c',
  Feedback_Unmatched__c: 'Id, External_Id__c',
};

/** Finds what the org has of a person, without the recycle bin: five queries to an API call. */
export async function findPersonRecords(org: SalesforceOrg, names: PersonNames): Promise<PersonRecords> {
  const { contactIds, emails, responses = [], invitations = [] } = names;
  const questions: { object: PersonObject; where: string }[] = [];
  const ask = (object: PersonObject, values: readonly string[], where: (part: string[]) => string) => {
    for (const part of partsForQuery(values)) questions.push({ object, where: where(part) });
  };
  ask('Feedback_Response__c', contactIds, (part) => soql`Contact__c IN ${part}`);
  ask('Feedback_Response__c', responses, (part) => soql`External_Id__c IN ${part}`);
  ask('Feedback_Answer__c', contactIds, (part) => soql`Response__r.Contact__c IN ${part}`);
  ask('Feedback_Answer__c', responses, (part) => soql`Response__r.External_Id__c IN ${part}`);
  ask('Feedback_Invitation__c', contactIds, (part) => soql`Contact__c IN ${part}`);
  ask('Feedback_Invitation__c', invitations, (part) => soql`External_Id__c IN ${part}`);
  ask('Feedback_Unmatched__c', contactIds, (part) => soql`Contact__c IN ${part}`);
  ask('Feedback_Unmatched__c', emails, (part) => soql`Email__c IN ${part}`);
  ask('Feedback_Unmatched__c', responses, (part) => soql`External_Id__c IN ${part}`);
  const found = await org.queries<Row[]>(
    questions.map(
      ({ object, where }) =>
        `SELECT ${columns[object]}, ${tellingFields[object].join(', ')} FROM ${object} WHERE ${where}`,
    ),
  );
  const of = (object: PersonObject) => {
    const rows = found.filter((_, index) => questions[index]?.object === object).flat();
    return [...new Map(rows.map((row) => [row.Id, toRecord(object, row)])).values()];
  };
  return {
    responses: of('Feedback_Response__c'),
    answers: of('Feedback_Answer__c'),
    invitations: of('Feedback_Invitation__c'),
    unmatched: of('Feedback_Unmatched__c'),
  };
}

function toRecord(object: PersonObject, row: Row): PersonRecord {
  return {
    id: row.Id,
    externalId: row.External_Id__c ?? undefined,
    accountId: row.Account__c ?? undefined,
    erasedAt: row.Erased_At__c ?? undefined,
    respondentKey: row.Respondent_Key__c ?? undefined,
    isTelling: tellingFields[object].some((field) => (row[field] ?? null) !== null),
  };
}

/** How many records about contacts lie in the recycle bin, where nothing can be changed: one API call. */
export async function countInRecycleBin(org: SalesforceOrg, contactIds: readonly string[]): Promise<number> {
  if (contactIds.length === 0) return 0;
  const soqls = ['Feedback_Response__c', 'Feedback_Invitation__c', 'Feedback_Unmatched__c'].flatMap(
    (object) =>
      partsForQuery(contactIds).map(
        (part) => `SELECT Id FROM ${object} WHERE IsDeleted = true AND ${soql`Contact__c IN ${part}`}`,
      ),
  );
  return (await org.queries<unknown[]>(soqls, { deleted: true })).flat().length;
}

/** The e-mail of a contact in lower case; undefined when there is no such contact, or it has none. */
export async function findEmailOf(org: SalesforceOrg, contactId: string): Promise<string | undefined> {
  const [contact] = await org.query<{ Email: string | null }>(
    soql`SELECT Email FROM Contact WHERE Id = ${contactId}`,
  );
  return contact?.Email?.toLowerCase();
}

/** What of contacts still says when they last answered or were asked. */
export async function findContactsWithFeedback(
  org: SalesforceOrg,
  contactIds: readonly string[],
): Promise<string[]> {
  const rows = await queryInParts<{ Id: string }>(
    org,
    contactIds,
    (part) => soql`SELECT Id FROM Contact WHERE Id IN ${part} AND (Feedback_Last_Answer__c != null
      OR Feedback_Last_Score__c != null OR Feedback_Last_Asked__c != null)`,
  );
  return rows.map((row) => row.Id);
}

/** A contact about which nothing is said any more. */
export function silentContact(id: string): SObjectRecord {
  return {
    Id: id,
    Feedback_Last_Answer__c: null,
    Feedback_Last_Score__c: null,
    Feedback_Last_Asked__c: null,
  };
}
