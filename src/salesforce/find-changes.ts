import type { SalesforceOrg } from './org.ts';
import { soql } from './soql.ts';

/** Which changes are asked for: those since a time that somebody else has made. */
export interface ChangesQuestion {
  since: Date;
  /** Record id of the user whose own changes do not count. */
  userId: string;
}

/** The accounts whose page shows numbers. */
export async function findScoredAccounts(org: SalesforceOrg): Promise<string[]> {
  const rows = await org.query<{ Id: string }>(
    soql`SELECT Id FROM Account WHERE Feedback_Scored_At__c != null`,
  );
  return rows.map((row) => row.Id);
}

/** The accounts that have open actions. */
export async function findAccountsWithOpenActions(org: SalesforceOrg): Promise<string[]> {
  return accountsOf(
    await org.query<AccountRow>(
      soql`SELECT Account__c FROM Feedback_Action_Plan__c WHERE Open_Actions__c > 0`,
    ),
  );
}

/** The accounts that were scored with a window of other than these days. */
export async function findAccountsOfOtherWindow(org: SalesforceOrg, windowDays: number): Promise<string[]> {
  const rows = await org.query<{ Id: string }>(
    soql`SELECT Id FROM Account WHERE Feedback_Scored_At__c != null AND Feedback_Window_Days__c != ${windowDays}`,
  );
  return rows.map((row) => row.Id);
}

/** The accounts to which an invitation was sent after `from` and not after `to`. */
export async function findAccountsInvitedBetween(
  org: SalesforceOrg,
  from: Date,
  to: Date,
): Promise<string[]> {
  return accountsOf(
    await org.query<AccountRow>(
      soql`SELECT Account__c FROM Feedback_Invitation__c WHERE Sent_At__c > ${from} AND Sent_At__c <= ${to}`,
    ),
  );
}

/**
 * The accounts that gave an answer after `from` and not after `to`. Not grouped by the org: of grouped rows it gives out
 * 2,000 and no more (SOQL and SOSL Reference, "GROUP BY": aggregate queries have no queryMore).
 */
export async function findAccountsHeardBetween(org: SalesforceOrg, from: Date, to: Date): Promise<string[]> {
  return accountsOf(
    await org.query<AccountRow>(
      soql`SELECT Account__c FROM Feedback_Response__c WHERE Responded_At__c > ${from} AND Responded_At__c <= ${to}`,
    ),
  );
}

/** The accounts with an open action whose date is from `from` on, and before `to`: days such as `2026-06-30`. */
export async function findAccountsWithActionsDue(
  org: SalesforceOrg,
  from: string,
  to: string,
): Promise<string[]> {
  const rows = await org.query<ActionRow>(
    soql`SELECT Action_Plan__r.Account__c FROM Feedback_Action__c WHERE Status__c IN ${['Open', 'In Progress']}
      AND Due_On__c >= ${{ day: from }} AND Due_On__c < ${{ day: to }}`,
  );
  return rows.map((row) => row.Action_Plan__r.Account__c);
}

/**
 * The accounts in which others have changed something that the numbers follow from: an answer or an invitation that was
 * corrected, plans and their actions. What was deleted is not in it, but for an action, whose plan is summed up anew.
 */
export async function findAccountsChanged(
  org: SalesforceOrg,
  { since, userId }: ChangesQuestion,
): Promise<string[]> {
  const responses = await org.query<AccountRow>(
    soql`SELECT Account__c FROM Feedback_Response__c WHERE SystemModstamp > ${since} AND LastModifiedById != ${userId}`,
  );
  const invitations = await org.query<AccountRow>(
    soql`SELECT Account__c FROM Feedback_Invitation__c WHERE SystemModstamp > ${since} AND LastModifiedById != ${userId}`,
  );
  const plans = await org.query<AccountRow>(
    soql`SELECT Account__c FROM Feedback_Action_Plan__c WHERE SystemModstamp > ${since}`,
  );
  const actions = await org.query<ActionRow>(
    soql`SELECT Action_Plan__r.Account__c FROM Feedback_Action__c WHERE SystemModstamp > ${since}`,
  );
  return [
    ...accountsOf([...responses, ...invitations, ...plans]),
    ...actions.map((row) => row.Action_Plan__r.Account__c),
  ];
}

/**
 * The accounts in which others have changed a grade, as when the words of an interview are followed by its grades; and those
 * that have graded a question which was changed, by whomever: its theme, scale or weight may be another.
 */
export async function findAccountsOfChangedGrades(
  org: SalesforceOrg,
  { since, userId }: ChangesQuestion,
): Promise<string[]> {
  const grades = await org.query<{ Response__r: AccountRow }>(
    soql`SELECT Response__r.Account__c FROM Feedback_Answer__c WHERE Question__r.Kind__c = 'Rating'
      AND ((SystemModstamp > ${since} AND LastModifiedById != ${userId}) OR Question__r.SystemModstamp > ${since})`,
  );
  return accountsOf(grades.map((row) => row.Response__r));
}

/**
 * The accounts that have numbers, and whose health may have changed by what is not feedback: the role of a contact, a deal
 * with contact roles.
 */
export async function findScoredAccountsOfChangedPeople(
  org: SalesforceOrg,
  { since, userId }: ChangesQuestion,
): Promise<string[]> {
  const contacts = await org.query<{ AccountId: string }>(
    soql`SELECT AccountId FROM Contact WHERE SystemModstamp > ${since} AND LastModifiedById != ${userId}
      AND Account.Feedback_Scored_At__c != null`,
  );
  const deals = await org.query<{ Opportunity: { AccountId: string } }>(
    soql`SELECT Opportunity.AccountId FROM OpportunityContactRole
      WHERE (SystemModstamp > ${since} OR Opportunity.SystemModstamp > ${since})
        AND Opportunity.Account.Feedback_Scored_At__c != null`,
  );
  return [
    ...contacts.map((row) => row.AccountId),
    ...deals.map(({ Opportunity: { AccountId } }) => AccountId),
  ];
}

interface AccountRow {
  Account__c: string;
}

interface ActionRow {
  Action_Plan__r: AccountRow;
}

function accountsOf(rows: readonly AccountRow[]): string[] {
  return [...new Set(rows.map((row) => row.Account__c))];
}
