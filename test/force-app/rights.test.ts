import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Answer, OrgUser } from './org-user.ts';
import { objectNames, RightsOrg } from './rights-org.ts';
import type { RecordName } from './rights-org.ts';

type Table = Record<string, string[]>;
type Fields = Record<string, unknown>;

const table = JSON.parse(readFileSync(new URL('../../config/permissions.json', import.meta.url), 'utf8')) as {
  permissionSets: { name: string }[];
  objects: Table;
  fields: Table;
  customMetadataTypes: Table;
};

const cannotAdd = 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY';
const cannotTouch = 'INSUFFICIENT_ACCESS_OR_READONLY';
const cannotWriteField = 'INVALID_FIELD_FOR_INSERT_UPDATE';
const brokeRule = 'FIELD_CUSTOM_VALIDATION_EXCEPTION';

interface Described {
  createable: boolean;
  updateable: boolean;
  deletable: boolean;
  fields: { name: string; permissionable: boolean; createable: boolean; updateable: boolean }[];
}

/** What a user may do, asked of a real org over HTTP as that user. */
describe('in an org with the package', function () {
  this.timeout(60_000);
  let org: RightsOrg;
  const as = (who: string): OrgUser => org.as(who);
  const id = (record: RecordName): string => org.id(record);
  /** The records that hang on an account, a deal or a survey: all of the package but what found no contact. */
  const records = Object.keys(objectNames).filter(
    (record) => !['account', 'contact', 'deal', 'unmatched'].includes(record),
  ) as RecordName[];

  before(async () => {
    org = await RightsOrg.start();
  });
  after(() => org.close());

  /** Sees the org refuse each field by itself, and for the reason that it may not be written. */
  async function refusesFields(who: string, record: RecordName, fields: Fields): Promise<void> {
    for (const [name, value] of Object.entries(fields)) {
      const { errorCode } = await as(who).change(objectNames[record], id(record), { [name]: value });
      expect(errorCode, `${who} writes ${name} of the ${record}`).to.equal(cannotWriteField);
    }
  }

  async function takes(who: string, record: RecordName, fields: Fields): Promise<void> {
    const { status, body } = await as(who).change(objectNames[record], id(record), fields);
    expect(status, `${who}, the ${record}: ${JSON.stringify(body)}`).to.equal(204);
  }

  const created = ({ status, body }: Answer): void => {
    expect(status, JSON.stringify(body)).to.equal(201);
  };

  for (const [position, { name: set }] of table.permissionSets.entries()) {
    it(`${set} alone opens what the table says, object by object and field by field`, async () => {
      const user = await org.signUpWithOnly(set);
      for (const [objectName, row] of Object.entries(table.objects)) {
        const allowed = row[position] ?? '';
        const { status, body } = await user.describe(objectName);
        expect(status, objectName).to.equal(allowed.includes('R') ? 200 : 404);
        if (status !== 200) continue;
        const described = body as Described;
        expect(described, objectName).to.include({
          createable: allowed.includes('C'),
          updateable: allowed.includes('E'),
          deletable: allowed.includes('D'),
        });
        const given = described.fields
          .filter(({ permissionable }) => permissionable)
          .map(({ name, createable, updateable }): [string, string] => [
            `${objectName}.${name}`,
            createable || updateable ? 'RE' : 'R',
          ]);
        const promised = Object.entries(table.fields)
          .filter(([name, cells]) => name.startsWith(`${objectName}.`) && cells[position] !== '')
          .map(([name, cells]): [string, string] => [name, cells[position] ?? '']);
        expect(Object.fromEntries(given)).to.deep.equal(Object.fromEntries(promised));
      }
      for (const [type, row] of Object.entries(table.customMetadataTypes)) {
        const { status } = await user.query(`SELECT DeveloperName FROM ${type}`);
        expect(status, type).to.equal(row[position] === 'yes' ? 200 : 400);
      }
    });
  }

  it('nobody but the integration sees the hash that an invitation is opened with', async () => {
    for (const who of ['a rep', 'a KAM', 'a leader', 'an admin', 'the team']) {
      const { errorCode } = await as(who).query('SELECT Token_Hash__c FROM Feedback_Invitation__c');
      expect(errorCode, who).to.equal('INVALID_FIELD');
      const guess = "SELECT Id FROM Feedback_Invitation__c WHERE Token_Hash__c LIKE '9f%'";
      expect((await as(who).query(guess)).errorCode, who).to.equal('INVALID_FIELD');
      const { status, body } = await as(who).read('Feedback_Invitation__c', id('invitation'));
      expect(status, who).to.equal(200);
      expect(body, who).to.include({ Status__c: 'Sent' }).and.not.have.property('Token_Hash__c');
    }
    const { body } = await as('the integration').read('Feedback_Invitation__c', id('invitation'));
    expect(body).to.include({ Token_Hash__c: '9f86d081884c7d65' });
  });

  it('nobody but the integration writes a score', async () => {
    for (const who of ['a rep', 'a KAM', 'a leader', 'an admin', 'the team']) {
      await refusesFields(who, 'account', {
        Feedback_NPS__c: 100,
        Feedback_Detractors__c: 0,
        Feedback_Coverage__c: 100,
        Feedback_Health__c: 'Healthy',
      });
      await refusesFields(who, 'contact', { Feedback_Last_Score__c: 10 });
      await refusesFields(who, 'deal', { Feedback_Risk__c: 'None' });
      const snapshot = { Account__c: id('account'), Month__c: '2026-05-01' };
      const { errorCode } = await as(who).create('Feedback_Snapshot__c', snapshot);
      expect(errorCode, who).to.equal(cannotAdd);
    }
    await takes('the integration', 'account', { Feedback_NPS__c: -20, Feedback_Health__c: 'At Risk' });
    await takes('the integration', 'contact', { Feedback_Last_Score__c: 2 });
    await takes('the integration', 'deal', { Feedback_Risk__c: 'Detractor' });
    await takes('the integration', 'snapshot', { NPS__c: -20 });
    const { body } = await as('a rep').read('Account', id('account'));
    expect(body).to.include({ Feedback_NPS__c: -20, Feedback_Health__c: 'At Risk' });
  });

  it('nobody writes what the org computes', async () => {
    for (const who of ['a KAM', 'an admin', 'the integration'])
      await refusesFields(who, 'plan', { Is_Late__c: false, Is_Mine__c: true, Open_Actions__c: 0 });
    for (const who of ['an admin', 'the integration'])
      await refusesFields(who, 'invitation', { Is_Mine__c: true });
  });

  it('nobody but an administrator of feedback deletes any of it', async () => {
    for (const who of ['a rep', 'a KAM', 'a leader', 'the integration']) {
      for (const record of records) {
        // to the integration there are no stories at all
        if (who === 'the integration' && record === 'story') continue;
        // and those that came to an account by a merge are its to take away
        if (who === 'the integration' && record === 'snapshot') continue;
        const { errorCode } = await as(who).remove(objectNames[record], id(record));
        expect(errorCode, `${who} deletes the ${record}`).to.equal(cannotTouch);
      }
    }
    expect((await as('an admin').remove('Feedback_Snapshot__c', id('snapshot'))).errorCode).to.equal(
      cannotTouch,
    );
    const inherited = { Account__c: id('account'), Month__c: '2026-04-01' };
    const snapshot = await as('the integration').make('Feedback_Snapshot__c', inherited);
    expect((await as('the integration').remove('Feedback_Snapshot__c', snapshot)).status).to.equal(204);
    const slip = await as('a KAM').make('Feedback_Action_Plan__c', {
      Name: 'Slip',
      Account__c: id('account'),
    });
    expect((await as('an admin').remove('Feedback_Action_Plan__c', slip)).status).to.equal(204);
  });

  it('answers without a contact are seen by administrators only', async () => {
    for (const who of ['a rep', 'a KAM', 'a leader']) {
      const { errorCode } = await as(who).query('SELECT Id FROM Feedback_Unmatched__c');
      expect(errorCode, who).to.equal('INVALID_TYPE');
    }
    const placed = { Status__c: 'Resolved', Contact__c: id('contact'), Account__c: id('account') };
    const { status } = await as('an admin').change('Feedback_Unmatched__c', id('unmatched'), placed);
    expect(status).to.equal(204);
  });

  describe('a rep', () => {
    it('notes a conversation, but does not say what counts, nor why the buyer decided', async () => {
      const rep = as('a rep');
      created(await rep.create('Feedback_Response__c', org.answered({ Channel__c: 'Conversation' })));
      for (const field of [{ Is_Current__c: true }, { Is_Verified__c: true }, { Buyer_Reason__c: 'Price' }]) {
        const refused = await rep.create(
          'Feedback_Response__c',
          org.answered({ Channel__c: 'Conversation', ...field }),
        );
        expect(refused.errorCode, JSON.stringify(field)).to.equal(cannotWriteField);
      }
      expect((await rep.create('Feedback_Response__c', org.answered())).errorCode).to.equal(brokeRule);
    });

    it('records the competitor, the outcome and an own reason on a deal, but leaves no deal out', async () => {
      const competitor = { Name: 'Vektor', Opportunity__c: id('deal') };
      created(await as('a rep').create('Feedback_Deal_Competitor__c', competitor));
      await takes('a rep', 'deal', {
        Feedback_Outcome__c: 'Lost to Competitor',
        Feedback_Rep_Reason__c: 'Price',
      });
      await refusesFields('a rep', 'deal', {
        Feedback_Left_Out_Reason__c: 'Bad for my numbers',
        Feedback_Out_Of_Win_Rate__c: true,
      });
    });

    it('moves an action on, and changes neither its date nor the plan', async () => {
      await takes('a rep', 'action', { Status__c: 'In Progress' });
      await refusesFields('a rep', 'action', { Due_On__c: '2027-01-01', Shown_To_Customer__c: false });
      const later = await as('a rep').change('Feedback_Action_Plan__c', id('plan'), { Name: 'Later' });
      expect(later.errorCode).to.equal(cannotTouch);
    });

    it('adds no answer, plan, question, invitation or story, and weighs nobody', async () => {
      const rep = as('a rep');
      const attempts: [string, Fields][] = [
        ['Feedback_Answer__c', { Response__c: id('response'), Question__c: id('question') }],
        ['Feedback_Action_Plan__c', { Name: 'Mine', Account__c: id('account') }],
        ['Feedback_Question__c', { Survey__c: id('survey'), Key__c: 'k', Kind__c: 'Text', Text__c: '?' }],
        ['Feedback_Invitation__c', { Account__c: id('account'), Survey__c: id('survey') }],
        ['Feedback_Story__c', { Name: 'Mine' }],
      ];
      for (const [objectName, record] of attempts)
        expect((await rep.create(objectName, record)).errorCode, objectName).to.equal(cannotAdd);
      await refusesFields('a rep', 'contact', { Feedback_Influence__c: 3, Feedback_Opt_Out__c: true });
    });
  });

  describe('a key account manager', () => {
    it('records a competitor, makes plans and keeps the role of a contact', async () => {
      const kam = as('a KAM');
      created(await kam.create('Feedback_Deal_Competitor__c', { Name: 'Orbis', Opportunity__c: id('deal') }));
      created(
        await kam.create('Feedback_Action_Plan__c', { Name: 'Spare parts', Account__c: id('account') }),
      );
      await takes('a KAM', 'contact', {
        Feedback_Role__c: 'Decision Maker',
        Feedback_Level__c: 'Executive',
        Feedback_Influence__c: 2,
        Feedback_Opt_Out__c: false,
      });
    });

    it('writes a story, and leaves publishing to an administrator', async () => {
      await takes('a KAM', 'story', { Account__c: id('account'), Story__c: 'Parts in two days.' });
      await refusesFields('a KAM', 'story', { Published__c: true, Published_On__c: '2026-06-30' });
      await takes('an admin', 'story', { Published__c: true, Published_On__c: '2026-06-30' });
    });

    it('changes neither samples nor surveys, nor what is the customer’s to say', async () => {
      const change = (record: RecordName, fields: Fields): Promise<Answer> =>
        as('a KAM').change(objectNames[record], id(record), fields);
      expect((await change('survey', {})).errorCode).to.equal(cannotTouch);
      expect((await change('question', {})).errorCode).to.equal(cannotTouch);
      expect((await change('answer', { Number__c: 10 })).errorCode).to.equal(brokeRule);
      await refusesFields('a KAM', 'plan', {
        Rule__c: 'x',
        Customer_Confirmed_At__c: '2026-06-30T10:00:00Z',
      });
      await refusesFields('a KAM', 'invitation', { Interviewer__c: null, Contact__c: null });
      await refusesFields('a KAM', 'response', { Is_Current__c: false, Is_Verified__c: false });
    });
  });

  it('a leader reads all that hangs on an account and changes nothing, stories apart', async () => {
    const leader = as('a leader');
    for (const record of records) {
      const objectName = objectNames[record];
      expect((await leader.read(objectName, id(record))).status, record).to.equal(200);
      if (record === 'story') continue;
      const { errorCode } = await leader.change(objectName, id(record), {});
      expect(errorCode, `changes the ${record}`).to.equal(cannotTouch);
      expect((await leader.create(objectName, {})).errorCode, `adds a ${record}`).to.equal(cannotAdd);
    }
    await refusesFields('a leader', 'deal', { Feedback_Outcome__c: 'Won', Feedback_Rep_Reason__c: 'Price' });
    await refusesFields('a leader', 'contact', { Feedback_Influence__c: 5 });
    created(await leader.create('Feedback_Story__c', { Name: 'A leader’s story' }));
  });

  it('an administrator of feedback makes surveys and samples and corrects, but writes no computed state', async () => {
    const admin = as('an admin');
    const survey = await admin.make('Feedback_Survey__c', { Name: '2027', Type__c: 'Interview' });
    created(
      await admin.create('Feedback_Question__c', {
        Survey__c: survey,
        Key__c: 'a',
        Kind__c: 'Text',
        Text__c: '?',
      }),
    );
    created(
      await admin.create('Feedback_Invitation__c', {
        Account__c: id('account'),
        Survey__c: survey,
        Contact__c: id('contact'),
        Selected_Because__c: 'Decides on the renewal',
      }),
    );
    await takes('an admin', 'response', { Is_Verified__c: false });
    await takes('an admin', 'deal', { Feedback_Left_Out_Reason__c: 'Internal order' });
    await refusesFields('an admin', 'response', { Is_Current__c: true });
    await refusesFields('an admin', 'invitation', { Reminders__c: 0, Last_Reminder_At__c: null });
    await refusesFields('an admin', 'plan', { Customer_Confirmed_At__c: '2026-06-30T10:00:00Z' });
  });

  it('the group of the programme team makes surveys and plans, and corrects what customers answered', async () => {
    const team = as('the team');
    created(await team.create('Feedback_Survey__c', { Name: 'Pulse', Type__c: 'Transactional' }));
    created(await team.create('Feedback_Action_Plan__c', { Name: 'Pulse', Account__c: id('account') }));
    await takes('the team', 'response', { Comment__c: 'As the customer meant it.' });
    const kam = await as('a KAM').change('Feedback_Response__c', id('response'), { Comment__c: 'Fine.' });
    expect(kam.errorCode).to.equal(brokeRule);
  });
});
