import type { OrgClient } from '../../src/demo/org-client.ts';
import { apiVersion } from '../../src/salesforce/api-version.ts';

/** Makes a record. @returns its id */
export async function make(
  org: OrgClient,
  objectName: string,
  fields: Record<string, unknown>,
): Promise<string> {
  const { id } = await org.post<{ id: string }>(`/sobjects/${objectName}`, fields);
  return id;
}

/** Changes a record. @throws Error with the org's own words when it refuses */
export async function change(
  org: OrgClient,
  objectName: string,
  id: string,
  body: Record<string, unknown>,
): Promise<void> {
  const url = `/services/data/v${apiVersion}/sobjects/${objectName}/${id}`;
  const answer = await org.post<{ compositeResponse: { httpStatusCode: number; body: unknown }[] }>(
    '/composite',
    { allOrNone: true, compositeRequest: [{ method: 'PATCH', url, referenceId: 'change', body }] },
  );
  const [result] = answer.compositeResponse;
  if (result?.httpStatusCode !== 204) throw new Error(JSON.stringify(result));
}

/** Makes a Standard User without any permission set. @returns the user's id */
export async function makeUser(org: OrgClient, username: string): Promise<string> {
  const [profile] = await org.query<{ Id: string }>("SELECT Id FROM Profile WHERE Name = 'Standard User'");
  return make(org, 'User', {
    Username: username,
    Email: username,
    LastName: 'Winter',
    Alias: 'winter',
    LanguageLocaleKey: 'en_US',
    LocaleSidKey: 'en_GB',
    TimeZoneSidKey: 'Europe/London',
    EmailEncodingKey: 'UTF-8',
    ProfileId: profile?.Id,
  });
}

/** An account with one plan and its actions, late ones first. */
export interface PlannedAccount {
  id: string;
  /** Ids of the actions, in the order of their subjects. */
  actionIds: readonly string[];
  /** What has become of the actions: status by subject. */
  statuses: () => Promise<Record<string, string>>;
}

/**
 * Makes an account with a plan of open actions.
 * @param subjects one action each: the first is long late, the others are due in the far future
 */
export async function makePlannedAccount(
  org: OrgClient,
  name: string,
  subjects: readonly string[],
): Promise<PlannedAccount> {
  const id = await make(org, 'Account', { Name: name });
  const plan = { Account__c: id, Name: 'Plan', Type__c: 'Joint', Status__c: 'In Progress' };
  const planId = await make(org, 'Feedback_Action_Plan__c', plan);
  const actionIds: string[] = [];
  for (const [index, subject] of subjects.entries()) {
    const actionId = await make(org, 'Feedback_Action__c', {
      Action_Plan__c: planId,
      Name: subject,
      Status__c: 'Open',
      Due_On__c: index === 0 ? '2020-01-02' : `2999-01-${String(index).padStart(2, '0')}`,
    });
    actionIds.push(actionId);
  }
  return {
    id,
    actionIds,
    statuses: async () => {
      const actions = await org.query<{ Name: string; Status__c: string }>(
        `SELECT Name, Status__c FROM Feedback_Action__c WHERE Action_Plan__c = '${planId}'`,
      );
      return Object.fromEntries(actions.map(({ Name, Status__c }) => [Name, Status__c]));
    },
  };
}
