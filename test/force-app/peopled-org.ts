import { fileURLToPath } from 'node:url';
import { startTestOrg } from '../support/test-org.ts';
import type { TestOrg } from '../support/test-org.ts';
import { now } from './demo-org.ts';
import { OrgUser } from './org-user.ts';

/** Fields of a record by name. */
export type Fields = Record<string, unknown>;

/**
 * An org with the package, a customer, and people who reach it over HTTP: `rep` and `leader` as in the demo; `kam`, to
 * whom a careless administrator gave every right on answers and invitations; `colleague`, a key account manager with
 * what Feedback_Account_Manager gives; `admin`, who runs the feedback programme but does not administer the org, and so
 * has what Feedback_Admin gives; and `integration`.
 */
export interface PeopledOrg {
  as: (part: string) => OrgUser;
  /** Id of a record by its name, of a question by its kind, of a user by the part. */
  idOf: (name: string) => string;
  close: () => Promise<void>;
}

const generousAdmin = fileURLToPath(new URL('../support/generous-admin', import.meta.url));

const usernames: Record<string, string> = { admin: 'admin.of.feedback@norvale.example' };
const usernameOf = (part: string): string => usernames[part] ?? `${part}@norvale.example`;

/** Starts the org, and makes the customer and the people. */
export async function startPeopledOrg(): Promise<PeopledOrg> {
  const org = await startTestOrg(() => now);
  try {
    return await peopled(org);
  } catch (error) {
    // an org that listens on would keep the test run from ending
    await org.close();
    throw error;
  }
}

async function peopled(org: TestOrg): Promise<PeopledOrg> {
  await org.localOrg.org.deploy(generousAdmin);
  const ids = await makeCustomer(org);
  await addUser(org, 'admin', 'Feedback_Admin');
  await addUser(org, 'colleague', 'Feedback_Account_Manager');
  for (const part of ['rep', 'kam', 'colleague'])
    ids.set(part, await idWhere(org, 'User', 'Username', usernameOf(part)));
  const idOf = (name: string): string => {
    const id = ids.get(name);
    if (id === undefined) throw new Error(`There is no ${name}.`);
    return id;
  };
  await assign(org, idOf('kam'), 'Every_Right_On_Answers');
  return { as: (part) => new OrgUser(org, usernameOf(part)), idOf, close: () => org.close() };
}

async function makeCustomer(org: TestOrg): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const make = async (objectName: string, names: string[], fields: (name: string) => Fields) => {
    const made = await org.create(objectName, ...names.map(fields));
    names.forEach((name, index) => ids.set(name, made[index] ?? ''));
  };
  await make('Account', ['Rheintal', 'Vanderberg'], (Name) => ({ Name }));
  const AccountId = ids.get('Rheintal');
  await make('Contact', ['Sommer', 'Neumann'], (LastName) => ({ LastName, AccountId }));
  await make('Opportunity', ['press line', 'paint shop'], (Name) => ({
    Name,
    AccountId,
    StageName: 'Prospecting',
    CloseDate: '2026-12-31',
  }));
  await make('Case', ['late delivery', 'wrong invoice'], (Subject) => ({ Subject, AccountId }));
  await make('Feedback_Survey__c', ['wave', 'other wave'], (Name) => ({ Name, Type__c: 'Relationship' }));
  await make('Feedback_Invitation__c', ['invitation', 'other invitation'], () => ({
    Account__c: AccountId,
    Survey__c: ids.get('wave'),
    Contact__c: ids.get('Sommer'),
  }));
  await make('Feedback_Question__c', ['NPS', 'Rating'], (Kind__c) => ({
    Survey__c: ids.get('wave'),
    Key__c: Kind__c.toLowerCase(),
    Kind__c,
    ...(Kind__c === 'Rating' ? { Lowest__c: 0, Highest__c: 10 } : {}),
    Text__c: `${Kind__c}?`,
  }));
  return ids;
}

/** A standard user with one permission set. */
async function addUser(org: TestOrg, part: string, permissionSet: string): Promise<void> {
  const [id = ''] = await org.create('User', {
    Username: usernameOf(part),
    Email: usernameOf(part),
    LastName: part,
    Alias: part.slice(0, 8),
    LanguageLocaleKey: 'en_US',
    LocaleSidKey: 'en_GB',
    TimeZoneSidKey: 'Europe/London',
    EmailEncodingKey: 'UTF-8',
    ProfileId: await idWhere(org, 'Profile', 'Name', 'Standard User'),
  });
  await assign(org, id, permissionSet);
}

async function assign(org: TestOrg, AssigneeId: string, permissionSet: string): Promise<void> {
  const PermissionSetId = await idWhere(org, 'PermissionSet', 'Name', permissionSet);
  await org.create('PermissionSetAssignment', { AssigneeId, PermissionSetId });
}

async function idWhere(org: TestOrg, objectName: string, field: string, value: string): Promise<string> {
  const [found] = await org.query<{ Id: string }>(`SELECT Id FROM ${objectName} WHERE ${field} = '${value}'`);
  if (found === undefined) throw new Error(`There is no ${objectName} ${value}.`);
  return found.Id;
}
