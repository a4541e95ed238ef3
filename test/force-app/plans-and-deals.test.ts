import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot, startTestOrg } from '../support/test-org.ts';
import type { TestOrg } from '../support/test-org.ts';
import { OrgUser } from './org-user.ts';
import type { Answer } from './org-user.ts';

/** Noon of the day on which these tests play. */
const now = new Date('2026-06-30T12:00:00Z');

const plans = 'Feedback_Action_Plan__c';
const actions = 'Feedback_Action__c';
const competitors = 'Feedback_Deal_Competitor__c';
const stories = 'Feedback_Story__c';

const messages = ({ body }: Answer): string =>
  Array.isArray(body) ? body.map((refusal: { message: string }) => refusal.message).join(' ') : '';

const isTaken = (answer: Answer): void => {
  expect(answer.status, messages(answer)).to.be.oneOf([201, 204]);
};

const isRefused = (answer: Answer, message: string): void => {
  expect(answer.errorCode).to.equal('FIELD_CUSTOM_VALIDATION_EXCEPTION');
  expect(messages(answer)).to.include(message);
};

describe('plans, stories and deals in an org with the package', function () {
  this.timeout(60_000);
  let org: TestOrg;
  let account: string;
  let contact: string;
  let kam: OrgUser;
  let rep: OrgUser;
  let admin: OrgUser;
  let integration: OrgUser;

  before(async () => {
    org = await startTestOrg(() => now);
    const user = (part: string) => new OrgUser(org, `${part}@norvale.example`);
    [kam, rep, admin, integration] = [user('kam'), user('rep'), user('admin'), user('integration')];
    account = await kam.make('Account', { Name: 'Rheintal Chemie' });
    contact = await kam.make('Contact', { LastName: 'Reuter', AccountId: account });
  });
  after(() => org.close());

  const idWhere = async (from: string): Promise<string> => {
    const [found] = await org.query<{ Id: string }>(`SELECT Id FROM ${from}`);
    return found?.Id ?? expect.fail(`There is no ${from}.`);
  };
  /** The KAM, with the fields of the confirmation opened by an administrator who did not think of it. */
  const permittedToWriteConfirmations = async (): Promise<OrgUser> => {
    await org.localOrg.org.deploy(join(projectRoot, 'test/support/open-confirmation'));
    await org.create('PermissionSetAssignment', {
      AssigneeId: await idWhere("User WHERE Username = 'kam@norvale.example'"),
      PermissionSetId: await idWhere("PermissionSet WHERE Name = 'Writes_Confirmations'"),
    });
    return kam;
  };
  const plan = (more: Record<string, unknown> = {}) =>
    kam.make(plans, { Name: 'Fester Projektleiter', Account__c: account, ...more });
  const action = (planId: string, status: string) => ({
    Name: 'Nachfolger vorstellen',
    Action_Plan__c: planId,
    Status__c: status,
  });
  const deal = (more: Record<string, unknown> = {}) =>
    kam.make('Opportunity', {
      Name: 'Rahmenvertrag',
      AccountId: account,
      StageName: 'Prospecting',
      CloseDate: '2026-09-30',
      ...more,
    });
  const valueOf = async (objectName: string, id: string, field: string): Promise<unknown> =>
    ((await kam.read(objectName, id)).body as Record<string, unknown>)[field];

  describe('an action plan', () => {
    it('counts the actions that are open', async () => {
      const id = await plan();
      expect(await valueOf(plans, id, 'Open_Actions__c')).to.equal(0);
      for (const status of ['Open', 'In Progress', 'Done', 'Cancelled'])
        await kam.make(actions, action(id, status));
      expect(await valueOf(plans, id, 'Open_Actions__c')).to.equal(2);
    });

    it('is not done while actions are open', async () => {
      const id = await plan();
      const first = await kam.make(actions, action(id, 'Open'));
      const second = await kam.make(actions, action(id, 'In Progress'));
      isRefused(await kam.change(plans, id, { Status__c: 'Done' }), 'still has open actions');
      isTaken(await kam.change(actions, first, { Status__c: 'Done' }));
      isRefused(await kam.change(plans, id, { Status__c: 'Done' }), 'still has open actions');
      isTaken(await kam.change(actions, second, { Status__c: 'Cancelled' }));
      isTaken(await kam.change(plans, id, { Status__c: 'Done' }));
    });

    it('is not confirmed by the customer either while actions are open', async () => {
      const id = await plan();
      await kam.make(actions, action(id, 'Open'));
      const confirmed = { Status__c: 'Confirmed by Customer' };
      isRefused(await integration.change(plans, id, confirmed), 'still has open actions');
    });

    it('that is done takes no open action until it is reopened', async () => {
      const id = await plan();
      const done = await kam.make(actions, action(id, 'Done'));
      isTaken(await kam.change(plans, id, { Status__c: 'Done' }));
      isRefused(await kam.create(actions, action(id, 'Open')), 'set the plan to Reopened');
      isRefused(await kam.change(actions, done, { Status__c: 'In Progress' }), 'set the plan to Reopened');
      isTaken(await kam.create(actions, action(id, 'Done')));
      isTaken(await kam.change(plans, id, { Status__c: 'Reopened' }));
      isTaken(await kam.create(actions, action(id, 'Open')));
    });

    it('may be cancelled with actions open', async () => {
      const id = await plan();
      await kam.make(actions, action(id, 'Open'));
      isTaken(await kam.change(plans, id, { Status__c: 'Cancelled' }));
    });

    it('is confirmed by the customer, through the integration, and not by a KAM', async () => {
      const id = await plan();
      isRefused(await kam.change(plans, id, { Status__c: 'Confirmed by Customer' }), 'Only the customer can');
      const confirmation = {
        Status__c: 'Confirmed by Customer',
        Customer_Confirmed_At__c: '2026-06-29T15:00:00Z',
        Customer_Confirmed_By__c: contact,
      };
      isTaken(await integration.change(plans, id, confirmation));
      expect(await valueOf(plans, id, 'Customer_Confirmed_By__c')).to.equal(contact);
    });

    it('keeps who confirmed it and when from everyone but the integration', async () => {
      const id = await plan();
      const opened = await permittedToWriteConfirmations();
      for (const confirmed of [
        { Customer_Confirmed_At__c: '2026-06-29T15:00:00Z' },
        { Customer_Confirmed_By__c: contact },
      ]) {
        expect((await admin.change(plans, id, confirmed)).errorCode).to.equal(
          'INVALID_FIELD_FOR_INSERT_UPDATE',
        );
        // the fields are read-only; where an administrator opened them all the same, the rule stands behind
        isRefused(await opened.change(plans, id, confirmed), 'Only the customer can confirm');
        const made = { Name: 'Neu', Account__c: account, ...confirmed };
        isRefused(await opened.create(plans, made), 'Only the customer can confirm');
        isTaken(await integration.change(plans, id, confirmed));
      }
    });

    it('is mine when I am responsible for it', async () => {
      const id = await plan({ Responsible__c: await idWhere("User WHERE Username = 'kam@norvale.example'") });
      expect(await valueOf(plans, id, 'Is_Mine__c')).to.equal(true);
      expect(((await rep.read(plans, id)).body as { Is_Mine__c: boolean }).Is_Mine__c).to.equal(false);
    });
  });

  describe('a competitor', () => {
    const closed = { StageName: 'Closed Lost' };

    it('is recorded while the deal is open, and by reps not after it', async () => {
      const id = await deal();
      isTaken(await rep.create(competitors, { Name: 'Nordbau', Opportunity__c: id }));
      isTaken(await kam.change('Opportunity', id, closed));
      const late = { Name: 'Südbau', Opportunity__c: id };
      isRefused(await kam.create(competitors, late), 'The deal is closed');
      // the rep of the demo reads French
      isRefused(await rep.create(competitors, late), "L'affaire est close");
      isTaken(await admin.create(competitors, late));
    });

    it('of a closed deal keeps name and deal, and may be said to have taken it', async () => {
      const [lost, open] = [await deal(), await deal()];
      const id = await kam.make(competitors, { Name: 'Nordbau', Opportunity__c: lost });
      const other = await kam.make(competitors, { Name: 'Westbau', Opportunity__c: open });
      isTaken(await kam.change('Opportunity', lost, closed));
      isTaken(await kam.change(competitors, id, { Took_The_Deal__c: true }));
      isRefused(await kam.change(competitors, id, { Name: 'Südbau' }), 'The deal is closed');
      isRefused(await kam.change(competitors, other, { Opportunity__c: lost }), 'The deal is closed');
    });
  });

  it('a story is published with an account and a text, and not without', async () => {
    const id = await kam.make(stories, { Name: 'Ein Ansprechpartner' });
    const publish = (more: Record<string, unknown>) =>
      admin.change(stories, id, { Published__c: true, ...more });
    isRefused(await publish({}), 'cannot be published without an account and a text');
    isRefused(await publish({ Account__c: account }), 'cannot be published');
    isRefused(await publish({ Story__c: 'Drei Projektleiter, dann einer.' }), 'cannot be published');
    isTaken(await publish({ Account__c: account, Story__c: 'Drei Projektleiter, dann einer.' }));
  });

  describe('a lost deal without an outcome', () => {
    let folder: string;
    const record = () => join(folder, 'defaults/customMetadata/Feedback_Setting.Default.md-meta.xml');

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'rapport-defaults-'));
      cpSync(join(projectRoot, 'config/defaults'), join(folder, 'defaults'), { recursive: true });
      cpSync(join(projectRoot, 'config/defaults-french'), join(folder, 'french'), { recursive: true });
      const packageDirectories = [{ path: 'defaults', default: true }, { path: 'french' }];
      writeFileSync(join(folder, 'sfdx-project.json'), JSON.stringify({ packageDirectories }));
      await org.localOrg.org.deploy(folder);
    });
    after(() => {
      rmSync(folder, { recursive: true });
    });

    const switchOn = async (): Promise<void> => {
      const off = readFileSync(record(), 'utf8');
      const on = off.replace(/(<field>Require_Outcome__c<\/field>\s*<value[^>]*>)false/, '$1true');
      expect(on).not.to.equal(off);
      writeFileSync(record(), on);
      await org.localOrg.org.deploy(folder);
    };
    const lost = { StageName: 'Closed Lost' };

    it('is taken as it always was, until the admin asks for an outcome; then it is refused', async () => {
      const before = await deal();
      isTaken(await kam.change('Opportunity', before, lost));
      await switchOn();

      const id = await deal();
      isRefused(await kam.change('Opportunity', id, lost), 'A lost deal needs its outcome');
      isRefused(await rep.change('Opportunity', id, lost), 'Une affaire perdue doit indiquer son issue');
      isTaken(await kam.change('Opportunity', id, { ...lost, Feedback_Outcome__c: 'Lost to No Decision' }));
      isRefused(
        await kam.change('Opportunity', id, { Feedback_Outcome__c: null }),
        'A lost deal needs its outcome',
      );
      isTaken(await kam.change('Opportunity', await deal(), { StageName: 'Closed Won' }));
      // a deal that was lost before is left in peace
      isTaken(await kam.change('Opportunity', before, { NextStep: 'Nächstes Jahr wieder anfragen' }));
    });
  });
});
