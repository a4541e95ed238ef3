import { startTestOrg } from '../support/test-org.ts';
import type { TestOrg } from '../support/test-org.ts';
import { OrgUser } from './org-user.ts';

type Fields = Record<string, unknown>;

const standardUser = 'Standard User';
const apiOnly = 'Minimum Access - API Only Integrations';

/** Noon of the day on which these tests play. */
const now = new Date('2026-06-30T12:00:00Z');

/** Who asks, by what the tests call them: a profile of the org, and the permission sets or the group of the package. */
const people: [who: string, profile: string, assigned: { set: string } | { group: string }][] = [
  ['a rep', standardUser, { set: 'Feedback_Rep' }],
  ['a KAM', standardUser, { set: 'Feedback_Account_Manager' }],
  ['a leader', standardUser, { set: 'Feedback_Leader' }],
  // not by the profile System Administrator, which may do all things and would prove nothing
  ['an admin', standardUser, { set: 'Feedback_Admin' }],
  ['the team', standardUser, { group: 'Feedback_Programme_Team' }],
  ['the integration', apiOnly, { set: 'Feedback_Integration' }],
];

/** The records that there is one of, by what the tests call them. */
export const objectNames = {
  account: 'Account',
  contact: 'Contact',
  deal: 'Opportunity',
  survey: 'Feedback_Survey__c',
  question: 'Feedback_Question__c',
  invitation: 'Feedback_Invitation__c',
  response: 'Feedback_Response__c',
  answer: 'Feedback_Answer__c',
  plan: 'Feedback_Action_Plan__c',
  action: 'Feedback_Action__c',
  snapshot: 'Feedback_Snapshot__c',
  competitor: 'Feedback_Deal_Competitor__c',
  story: 'Feedback_Story__c',
  unmatched: 'Feedback_Unmatched__c',
} as const;

export type RecordName = keyof typeof objectNames;

/** A real local org with the package, a user for each permission set and for the group, and a record of each object. */
export class RightsOrg {
  readonly #org: TestOrg;
  readonly #users = new Map<string, OrgUser>();
  readonly #ids = new Map<RecordName, string>();

  private constructor(org: TestOrg) {
    this.#org = org;
  }

  static async start(): Promise<RightsOrg> {
    const rights = new RightsOrg(await startTestOrg(() => now));
    try {
      for (const [who, profile, assigned] of people) await rights.signUp(who, profile, assigned);
      await rights.#addRecords();
      return rights;
    } catch (error) {
      // an org that goes on listening would keep the test run from ending
      await rights.close();
      throw error;
    }
  }

  as(who: string): OrgUser {
    const user = this.#users.get(who);
    if (user === undefined) throw new Error(`Nobody is called ${who}.`);
    return user;
  }

  id(record: RecordName): string {
    const id = this.#ids.get(record);
    if (id === undefined) throw new Error(`There is no ${record} yet.`);
    return id;
  }

  close(): Promise<void> {
    return this.#org.close();
  }

  /** A new user with a profile, and with one permission set or one group. */
  async signUp(who: string, profile: string, assigned: { set: string } | { group: string }): Promise<void> {
    const username = `${who.replaceAll(/\W/g, '.')}@rights.example`;
    const [AssigneeId] = await this.#org.create('User', {
      Username: username,
      Email: username,
      LastName: who,
      Alias: `u${this.#users.size}`,
      LanguageLocaleKey: 'en_US',
      LocaleSidKey: 'en_US',
      TimeZoneSidKey: 'GMT',
      EmailEncodingKey: 'UTF-8',
      ProfileId: await this.#idOf('Profile', 'Name', profile),
    });
    const assignment =
      'set' in assigned
        ? { PermissionSetId: await this.#idOf('PermissionSet', 'Name', assigned.set) }
        : { PermissionSetGroupId: await this.#idOf('PermissionSetGroup', 'DeveloperName', assigned.group) };
    await this.#org.create('PermissionSetAssignment', { AssigneeId, ...assignment });
    this.#users.set(who, new OrgUser(this.#org, username));
  }

  /** A user with one permission set and a profile that gives nothing. */
  async signUpWithOnly(set: string): Promise<OrgUser> {
    const who = `only ${set}`;
    await this.signUp(who, apiOnly, { set });
    return this.as(who);
  }

  /** What a customer answered, in the channel of a survey unless told otherwise. */
  answered(more: Fields = {}): Fields {
    return {
      Account__c: this.id('account'),
      Contact__c: this.id('contact'),
      Survey__c: this.id('survey'),
      Score__c: 9,
      Category__c: 'Promoter',
      Channel__c: 'Email',
      Responded_At__c: '2026-06-22T09:00:00Z',
      ...more,
    };
  }

  async #idOf(objectName: string, field: string, name: string): Promise<string> {
    const [row] = await this.#org.query<{ Id: string }>(
      `SELECT Id FROM ${objectName} WHERE ${field} = '${name}'`,
    );
    if (row === undefined) throw new Error(`The org has no ${objectName} ${name}.`);
    return row.Id;
  }

  async #addRecords(): Promise<void> {
    const keep = async (record: RecordName, fields: Fields) => {
      const [id] = await this.#org.create(objectNames[record], fields);
      if (id !== undefined) this.#ids.set(record, id);
    };
    const bring = async (who: string, record: RecordName, fields: Fields) => {
      this.#ids.set(record, await this.as(who).make(objectNames[record], fields));
    };
    await keep('account', { Name: 'Rheintal Maschinenbau' });
    const Account__c = this.id('account');
    await keep('contact', { LastName: 'Sommer', AccountId: Account__c });
    await keep('deal', {
      Name: 'Presses',
      AccountId: Account__c,
      StageName: 'Prospecting',
      CloseDate: '2026-09-30',
    });
    await keep('survey', { Name: '2026', Type__c: 'Relationship' });
    await keep('question', {
      Survey__c: this.id('survey'),
      Key__c: 'nps',
      Kind__c: 'NPS',
      Text__c: 'How likely are you to recommend us?',
    });
    await bring('the integration', 'invitation', {
      Account__c,
      Contact__c: this.id('contact'),
      Survey__c: this.id('survey'),
      Status__c: 'Sent',
      Token_Hash__c: '9f86d081884c7d65',
    });
    await keep('plan', { Name: 'Faster parts', Account__c });
    await keep('action', { Name: 'Stock in Lyon', Action_Plan__c: this.id('plan') });
    await keep('competitor', { Name: 'Alto', Opportunity__c: this.id('deal') });
    await bring('the integration', 'unmatched', { Reason__c: 'Unknown Contact', Score__c: 4 });
    // what customers say, and what is computed from it, comes by the integration
    await bring('the integration', 'response', this.answered());
    await bring('the integration', 'answer', {
      Response__c: this.id('response'),
      Question__c: this.id('question'),
      Number__c: 9,
    });
    await bring('the integration', 'snapshot', { Account__c, Month__c: '2026-06-01' });
    await bring('a KAM', 'story', { Name: 'Two days, not ten' });
  }
}
