import type { OrgReader, OrgRecord } from './org-reader.ts';

/** The numbers on an account, as the sync wrote them, and what is needed to recognise the account. */
export interface Account {
  id: string;
  name: string;
  industry: string | undefined;
  city: string | undefined;
  /** Relationship NPS, −100 to 100, not rounded; absent without answers. */
  score: number | undefined;
  /** Ends of the 95% interval, on the same scale; absent under two answers. */
  lower: number | undefined;
  upper: number | undefined;
  /** Number of current answers, 0 or more. */
  answers: number;
  lastAnswer: Date | undefined;
  /** When the numbers were computed; absent when they never were. */
  scoredAt: Date | undefined;
}

/** The columns by which the list can be sorted. */
export const sortKeys = ['name', 'score', 'answers', 'last'] as const;

/** A column by which the list can be sorted. */
export type SortKey = (typeof sortKeys)[number];

/** Which accounts are wanted, and in which order. */
export interface AccountQuestion {
  /** Part of the name; empty for all. */
  search: string;
  sort: SortKey;
  order: 'asc' | 'desc';
}

/** The most accounts that the list holds: what an org gives in one page of a query. */
export const mostAccounts = 2000;

const fieldOf: Record<SortKey, string> = {
  name: 'Name',
  score: 'Feedback_NPS__c',
  answers: 'Feedback_Answers__c',
  last: 'Feedback_Last_Answer__c',
};

/**
 * The accounts that a user may see.
 * @throws OrgFailure
 */
export async function readAccounts(
  org: OrgReader,
  username: string,
  question: AccountQuestion,
): Promise<Account[]> {
  const records = await org.query(username, accountsQuery(question));
  return arranged(records.map(accountOf), question);
}

/** The SOQL of the list. */
export function accountsQuery({ search, sort, order }: AccountQuestion): string {
  const where = search === '' ? '' : ` WHERE Name LIKE '%${escapeLike(search)}%'`;
  const direction = order.toUpperCase();
  const byName = sort === 'name' ? '' : ', Name ASC';
  return (
    'SELECT Id, Name, Industry, BillingCity, Feedback_NPS__c, Feedback_NPS_Lower__c, Feedback_NPS_Upper__c, ' +
    'Feedback_Answers__c, Feedback_Last_Answer__c, Feedback_Scored_At__c ' +
    `FROM Account${where} ORDER BY ${fieldOf[sort]} ${direction} NULLS LAST${byName} LIMIT ${mostAccounts}`
  );
}

/**
 * Text as part of a LIKE pattern that means just that text.
 * Source: SOQL and SOSL Reference, "Quoted String Escape Sequences".
 */
function escapeLike(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ').replaceAll(/[\\'"%_]/g, '\\$&');
}

/**
 * One voice stands in the org with a score of −100, 0 or 100 but is not a score: sorted by score, accounts with one
 * follow those that have a score, and those without answers come last.
 */
function arranged(accounts: Account[], { sort }: AccountQuestion): Account[] {
  if (sort !== 'score') return accounts;
  const rank = ({ answers }: Account): number => (answers > 1 ? 0 : answers === 1 ? 1 : 2);
  return accounts.toSorted((one, other) => rank(one) - rank(other));
}

function accountOf(record: OrgRecord): Account {
  return {
    id: text(record.Id) ?? '',
    name: text(record.Name) ?? '',
    industry: text(record.Industry),
    city: text(record.BillingCity),
    score: number(record.Feedback_NPS__c),
    lower: number(record.Feedback_NPS_Lower__c),
    upper: number(record.Feedback_NPS_Upper__c),
    answers: number(record.Feedback_Answers__c) ?? 0,
    lastAnswer: date(record.Feedback_Last_Answer__c),
    scoredAt: date(record.Feedback_Scored_At__c),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Salesforce writes the zone as +0000, which the standard form of dates does not know. */
function date(value: unknown): Date | undefined {
  if (typeof value !== 'string') return undefined;
  const moment = new Date(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
