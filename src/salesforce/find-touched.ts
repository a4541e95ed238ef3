import type { SalesforceOrg } from './org.ts';
import { soql } from './soql.ts';

/** A row of whatever question: record ids under their names. */
type Row = Record<string, unknown>;

/** A question by which accounts are found whose numbers may have changed. */
export interface TouchedQuestion {
  /** Asked with the recycle bin: what was deleted or merged has changed numbers as well. */
  soql: string;
  /** Names of the fields that hold an account's id, such as `Action_Plan__r.Account__c`. */
  accounts: readonly string[];
  /** Of a question about what others changed: its name. Its rows tell when, and come again while questions overlap. */
  changes?: string;
}

/** What happened between two moments. */
export interface ChangesWithin {
  since: Date;
  /** Record id of the user whose own changes do not count. */
  userId: string;
}

/** Others have changed or deleted an answer, an invitation, a grade; plans and actions, whoever did. */
export function feedbackQuestions({ since, userId }: ChangesWithin): TouchedQuestion[] {
  return [
    {
      changes: 'responses',
      soql: soql`SELECT Id, SystemModstamp, Account__c FROM Feedback_Response__c
        WHERE SystemModstamp > ${since} AND (LastModifiedById != ${userId} OR IsDeleted = true)`,
      accounts: ['Account__c'],
    },
    {
      changes: 'invitations',
      soql: soql`SELECT Id, SystemModstamp, Account__c FROM Feedback_Invitation__c
        WHERE SystemModstamp > ${since} AND (LastModifiedById != ${userId} OR IsDeleted = true)`,
      accounts: ['Account__c'],
    },
    {
      changes: 'grades',
      soql: soql`SELECT Id, SystemModstamp, Question__r.SystemModstamp, Response__r.Account__c FROM Feedback_Answer__c WHERE Question__r.Kind__c = 'Rating'
        AND ((SystemModstamp > ${since} AND (LastModifiedById != ${userId} OR IsDeleted = true))
          OR Question__r.SystemModstamp > ${since})`,
      accounts: ['Response__r.Account__c'],
    },
    {
      changes: 'plans',
      soql: soql`SELECT Id, SystemModstamp, Account__c FROM Feedback_Action_Plan__c WHERE SystemModstamp > ${since}`,
      accounts: ['Account__c'],
    },
    {
      changes: 'actions',
      soql: soql`SELECT Id, SystemModstamp, Action_Plan__r.Account__c FROM Feedback_Action__c WHERE SystemModstamp > ${since}`,
      accounts: ['Action_Plan__r.Account__c'],
    },
  ];
}

/**
 * People and deals have changed: the role of a contact or its account, for the account it belongs to and those it has
 * answered for; a deal with contact roles; accounts were merged, and one of them goes on (`MasterRecordId`).
 */
export function peopleQuestions({ since, userId }: ChangesWithin): TouchedQuestion[] {
  return [
    {
      changes: 'contacts',
      soql: soql`SELECT Id, SystemModstamp, AccountId FROM Contact WHERE SystemModstamp > ${since}
        AND (LastModifiedById != ${userId} OR IsDeleted = true) AND Account.Feedback_Scored_At__c != null`,
      accounts: ['AccountId'],
    },
    {
      changes: 'answers of contacts',
      soql: soql`SELECT Id, Contact__r.SystemModstamp, Account__c, Contact__r.AccountId FROM Feedback_Response__c
        WHERE Contact__r.SystemModstamp > ${since} AND Contact__r.LastModifiedById != ${userId}`,
      accounts: ['Account__c', 'Contact__r.AccountId'],
    },
    {
      changes: 'deals',
      soql: soql`SELECT Id, SystemModstamp, Opportunity.SystemModstamp, Opportunity.AccountId FROM OpportunityContactRole
        WHERE (SystemModstamp > ${since} OR Opportunity.SystemModstamp > ${since})
          AND Opportunity.Account.Feedback_Scored_At__c != null`,
      accounts: ['Opportunity.AccountId'],
    },
    {
      changes: 'merged accounts',
      soql: soql`SELECT Id, SystemModstamp, MasterRecordId FROM Account
        WHERE IsDeleted = true AND MasterRecordId != null AND SystemModstamp > ${since}`,
      accounts: ['MasterRecordId'],
    },
    {
      changes: 'merged contacts',
      soql: soql`SELECT Id, SystemModstamp, MasterRecord.AccountId FROM Contact
        WHERE IsDeleted = true AND MasterRecordId != null AND SystemModstamp > ${since}`,
      accounts: ['MasterRecord.AccountId'],
    },
  ];
}

/** An answer was given, or an invitation sent, after one moment and not after another. */
export function passingQuestions(
  heard: readonly [from: Date, to: Date],
  invited: readonly [from: Date, to: Date],
  silent: readonly [from: Date, to: Date],
): TouchedQuestion[] {
  return [
    {
      soql: soql`SELECT Account__c FROM Feedback_Response__c
        WHERE Responded_At__c > ${heard[0]} AND Responded_At__c <= ${heard[1]}`,
      accounts: ['Account__c'],
    },
    {
      soql: soql`SELECT Account__c FROM Feedback_Invitation__c
        WHERE (Sent_At__c > ${invited[0]} AND Sent_At__c <= ${invited[1]})
          OR (Sent_At__c > ${silent[0]} AND Sent_At__c <= ${silent[1]})`,
      accounts: ['Account__c'],
    },
  ];
}

/** An open action is due from one day on, and before another: days such as `2026-06-30`. */
export function dueQuestion(from: string, to: string): TouchedQuestion {
  return {
    soql: soql`SELECT Action_Plan__r.Account__c FROM Feedback_Action__c
      WHERE Status__c IN ${['Open', 'In Progress']} AND Due_On__c >= ${{ day: from }} AND Due_On__c < ${{ day: to }}`,
    accounts: ['Action_Plan__r.Account__c'],
  };
}

/** Every account that has numbers. */
export const scoredQuestion: TouchedQuestion = {
  soql: 'SELECT Id FROM Account WHERE IsDeleted = false AND Feedback_Scored_At__c != null',
  accounts: ['Id'],
};

/** Every account that has open actions. */
export const openActionsQuestion: TouchedQuestion = {
  soql: 'SELECT Account__c FROM Feedback_Action_Plan__c WHERE IsDeleted = false AND Open_Actions__c > 0',
  accounts: ['Account__c'],
};

/** The accounts that were scored with a window of other than these days. */
export function otherWindowQuestion(windowDays: number): TouchedQuestion {
  return {
    soql: soql`SELECT Id FROM Account WHERE IsDeleted = false AND Feedback_Scored_At__c != null
      AND Feedback_Window_Days__c != ${windowDays}`,
    accounts: ['Id'],
  };
}

/** An entry of the unmatched that a person has dealt with. */
export interface FoundDecision {
  externalId: string;
  isDismissed: boolean;
  /** Who answered, as the person has found. */
  contactId: string | undefined;
  email: string | undefined;
  survey: string | undefined;
  score: number | undefined;
  comment: string | undefined;
  channel: string | undefined;
  respondedAt: string | undefined;
}

/** Entries of the unmatched that others have dismissed, or resolved by naming a contact, and that have no response yet. */
export function decisionsQuestion({ since, userId }: ChangesWithin): string {
  return soql`SELECT External_Id__c, Status__c, Contact__c, Email__c, Survey_Key__c, Score__c, Comment__c, Channel__c,
      Responded_At__c
    FROM Feedback_Unmatched__c
    WHERE IsDeleted = false AND SystemModstamp > ${since} AND LastModifiedById != ${userId} AND Response__c = null
      AND External_Id__c != null AND (Status__c = 'Dismissed' OR (Status__c = 'Resolved' AND Contact__c != null))`;
}

/**
 * Asks several questions, five to an API call: the accounts that they find, and what people have decided of the unmatched.
 * @param decisions the question of {@link decisionsQuestion}
 * @param isNew whether a change was not dealt with before
 */
export async function findTouched(
  org: SalesforceOrg,
  questions: readonly TouchedQuestion[],
  decisions: string,
  isNew: (changes: string, row: object) => boolean,
): Promise<{ accountIds: string[]; decisions: FoundDecision[] }> {
  const soqls = [...questions.map((question) => question.soql), decisions];
  const found = await org.queries<Row[]>(soqls, { deleted: true });
  const accountIds = new Set<string>();
  questions.forEach(({ accounts, changes }, index) => {
    for (const row of found[index] ?? []) {
      if (changes !== undefined && !isNew(changes, row)) continue;
      for (const path of accounts) {
        const id = valueAt(row, path);
        if (typeof id === 'string') accountIds.add(id);
      }
    }
  });
  const decided = found.at(-1) ?? [];
  return { accountIds: [...accountIds], decisions: decided.map((row) => toDecision(row)) };
}

function valueAt(row: Row, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value as Row | null)?.[name], row);
}

function toDecision(row: Row): FoundDecision {
  const text = (name: string) => (typeof row[name] === 'string' ? row[name] : undefined);
  return {
    externalId: text('External_Id__c') ?? '',
    isDismissed: row['Status__c'] === 'Dismissed',
    contactId: text('Contact__c'),
    email: text('Email__c'),
    survey: text('Survey_Key__c'),
    score: typeof row['Score__c'] === 'number' ? row['Score__c'] : undefined,
    comment: text('Comment__c'),
    channel: text('Channel__c'),
    respondedAt: text('Responded_At__c'),
  };
}
