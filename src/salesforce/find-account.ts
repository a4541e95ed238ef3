import type { SalesforceOrg } from './org.ts';
import { soql } from './soql.ts';

/** An account, with the numbers that the last sync wrote to it; absent is what it has not written. */
export interface FoundAccount {
  id: string;
  name: string;
  numbers: {
    score?: number;
    lower?: number;
    upper?: number;
    answers?: number;
    promoters?: number;
    passives?: number;
    detractors?: number;
    silent?: number;
    silentDeciders?: number;
    /** From 0 to 1. */
    coverage?: number;
    openActions?: number;
    lateActions?: number;
    health?: string;
    windowDays?: number;
    scoredAt?: Date;
  };
}

/** More accounts than this are not named one by one. */
const mostFound = 11;

/** Account ids begin with 001 (Object Reference, "Record ID prefixes"). */
const accountId = /^001[a-zA-Z0-9]{12}(?:[a-zA-Z0-9]{3})?$/;

/**
 * The accounts that an id or a name stands for, as far as the user may see them: by the id, else by the whole name, case
 * not regarded. Eleven at most: whoever looks for one has too many with two.
 */
export async function findAccounts(org: SalesforceOrg, idOrName: string): Promise<FoundAccount[]> {
  const byId = accountId.test(idOrName) ? await query(org, soql`Id = ${idOrName}`) : [];
  return byId.length > 0 ? byId : query(org, soql`Name = ${idOrName}`);
}

/** Contacts of an account whose role is known, with that role as the org has it. */
export async function findContactRoles(
  org: SalesforceOrg,
  ofAccount: string,
): Promise<{ contactId: string; role: string }[]> {
  const rows = await org.query<{ Id: string; Feedback_Role__c: string }>(
    soql`SELECT Id, Feedback_Role__c FROM Contact WHERE AccountId = ${ofAccount} AND Feedback_Role__c != null`,
  );
  return rows.map((row) => ({ contactId: row.Id, role: row.Feedback_Role__c }));
}

async function query(org: SalesforceOrg, condition: string): Promise<FoundAccount[]> {
  type Row = { Id: string; Name: string; Feedback_Health__c: string | null } & {
    Feedback_Scored_At__c: string | null;
  } & Record<`Feedback_${string}__c`, number | string | null>;
  const rows = await org.query<Row>(
    `SELECT Id, Name, Feedback_NPS__c, Feedback_NPS_Lower__c, Feedback_NPS_Upper__c, Feedback_Answers__c,
      Feedback_Promoters__c, Feedback_Passives__c, Feedback_Detractors__c, Feedback_Silent__c,
      Feedback_Silent_Deciders__c, Feedback_Coverage__c, Feedback_Open_Actions__c, Feedback_Late_Actions__c,
      Feedback_Health__c, Feedback_Window_Days__c, Feedback_Scored_At__c
    FROM Account WHERE ${condition} ORDER BY Name, Id LIMIT ${mostFound}`,
  );
  return rows.map((row) => {
    const number = (field: keyof Row): number | undefined => {
      const value = row[field];
      return typeof value === 'number' ? value : undefined;
    };
    const percent = number('Feedback_Coverage__c');
    const scoredAt = row.Feedback_Scored_At__c;
    return {
      id: row.Id,
      name: row.Name,
      numbers: {
        score: number('Feedback_NPS__c'),
        lower: number('Feedback_NPS_Lower__c'),
        upper: number('Feedback_NPS_Upper__c'),
        answers: number('Feedback_Answers__c'),
        promoters: number('Feedback_Promoters__c'),
        passives: number('Feedback_Passives__c'),
        detractors: number('Feedback_Detractors__c'),
        silent: number('Feedback_Silent__c'),
        silentDeciders: number('Feedback_Silent_Deciders__c'),
        coverage: percent === undefined ? undefined : percent / 100,
        openActions: number('Feedback_Open_Actions__c'),
        lateActions: number('Feedback_Late_Actions__c'),
        health: row.Feedback_Health__c ?? undefined,
        windowDays: number('Feedback_Window_Days__c'),
        scoredAt: scoredAt === null ? undefined : new Date(scoredAt),
      },
    };
  });
}
