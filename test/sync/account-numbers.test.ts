import { expect } from 'chai';
import { seededRandom } from '../../src/scoring/statistics/random.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { SyncStage } from '../support/sync-stage.ts';
import { recomputedAccount, recomputedSnapshots } from '../support/recomputed-numbers.ts';
import type { Row } from '../support/sync-stage.ts';

const start = new Date('2026-06-30T08:00:00Z');

const numbers = [
  'NPS',
  'NPS_Lower',
  'NPS_Upper',
  'Answers',
  'Promoters',
  'Passives',
  'Detractors',
  'Silent',
  'Silent_Deciders',
  'Coverage',
  'Open_Actions',
  'Late_Actions',
  'Health',
  'Last_Answer',
];

/** What two computations may differ by: the org keeps two decimals. */
function expectSame(actual: Row, expected: Row, what: string): void {
  for (const [field, value] of Object.entries(expected)) {
    const stored = actual[field];
    if (typeof value === 'number' && typeof stored === 'number')
      expect(stored, `${what} ${field}`).to.be.closeTo(value, 0.00501);
    else expect(stored, `${what} ${field}`).to.equal(value);
  }
}

describe('the numbers that a sync writes', () => {
  let stage: SyncStage;
  const random = seededRandom(20_260_630);
  const pick = <Value>(values: readonly Value[]): Value =>
    values[Math.floor(random() * values.length)] as Value;

  beforeEach(async () => {
    stage = await SyncStage.open(start);
  });
  afterEach(() => stage.close());

  const expectRecomputed = async (accountId: string) => {
    const values = await stage.fieldsOf(accountId, ...numbers);
    const actual = Object.fromEntries(numbers.map((name, index) => [name, values[index]]));
    expectSame(actual, await recomputedAccount(stage, accountId), 'account');
    const expected = await recomputedSnapshots(stage, accountId);
    // those of more than a year ago are left as they were written then
    const snapshots = (await stage.snapshotsOf(accountId)).slice(-expected.length);
    expect(expected).to.have.lengthOf(13);
    expect(snapshots.map((row) => row['Month__c'])).to.deep.equal(expected.map((row) => row['Month__c']));
    snapshots.forEach((row, index) => expectSame(row, expected[index]!, String(row['Month__c'])));
  };

  it('are those that an independent computation finds in the records of the org, in increments and after a rebuild', async () => {
    const people = Array.from({ length: 24 }, (_, index) => `p${index}`);
    const accounts = [
      await stage.account('Ahlborn', ...people.slice(0, 12)),
      await stage.account('Brückner', ...people.slice(12, 20)),
      await stage.account('Castell', ...people.slice(20)),
    ];
    await stage.org.change('Feedback_Survey__c', 'relationship-2026', {
      Frozen_At__c: stage.day(-100).toISOString(),
    });
    for (const { id, people: contacts } of accounts) {
      const [dealId = ''] = await stage.org.create('Opportunity', {
        Name: 'Renewal',
        AccountId: id,
        StageName: 'Prospecting',
        CloseDate: '2026-12-31',
      });
      for (const contactId of contacts) {
        await stage.invite(id, contactId, {
          Status__c: pick(['Sent', 'Sent', 'Sent', 'Bounced', 'Opted Out', 'Planned']),
          Sent_At__c: stage.day(-Math.floor(random() * 450)).toISOString(),
        });
        if (random() < 0.4)
          await stage.org.create('OpportunityContactRole', {
            OpportunityId: dealId,
            ContactId: contactId,
            Role: pick(['Decision Maker', 'Economic Decision Maker', 'Evaluator', 'Business User']),
          });
      }
      const [planId] = await stage.org.create('Feedback_Action_Plan__c', { Name: 'Plan', Account__c: id });
      for (const due of ['2026-06-29', '2026-06-30', '2026-08-01'])
        await stage.org.create('Feedback_Action__c', {
          Name: 'Call',
          Action_Plan__c: planId,
          Status__c: pick(['Open', 'In Progress', 'Done']),
          Due_On__c: due,
        });
    }
    // answers arrive in any order, many of them late, while time goes on
    let serial = 0;
    for (const today of [-90, -61, -60, -30, -3, 0]) {
      stage.now = stage.day(today);
      for (let count = 0; count < 40; count += 1) {
        const given = stage.day(today - random() ** 3 * 800);
        const respondedAt = new Date(Math.floor(given.getTime() / 1000) * 1000).toISOString();
        serial += 1;
        await stage.answer(`${pick(people)}.${serial}`, {
          score: Math.floor(random() * 11),
          respondedAt,
          channel: pick(['Email', 'Web', 'Interview', 'Conversation']),
        });
      }
      await stage.sync();
      if (today === -30) {
        for (const id of [3, 11, 25, 60]) {
          const [row] = await stage.org.query<Row>(
            `SELECT External_Id__c FROM Feedback_Response__c WHERE External_Id__c LIKE '%.${id}'`,
          );
          await stage.org.change('Feedback_Response__c', String(row?.['External_Id__c']), {
            Is_Verified__c: false,
          });
        }
      }
    }
    for (const { id } of accounts) await expectRecomputed(id);
    const increments = await allNumbers(stage, accounts);

    // a new outbox knows of no change: everything is computed anew
    await stage.outbox.close();
    stage.outbox = openSqliteOutbox(':memory:');
    expect(await stage.sync()).to.include({ accountsScored: 3 });
    expect(await allNumbers(stage, accounts)).to.deep.equal(increments);
  });

  it('leave out conversations, answers that are set aside and other surveys, and mark exactly the answers that count', async () => {
    await stage.org.create('Feedback_Survey__c', {
      Name: 'Support',
      External_Id__c: 'support-2026',
      Type__c: 'Transactional',
      Status__c: 'Open',
    });
    const { id } = await stage.account('Ahlborn', 'anna', 'bert', 'cleo', 'dora');
    await stage.answer('anna.old', { score: 2, respondedAt: stage.day(-40).toISOString() });
    await stage.answer('anna.new', { score: 9, respondedAt: stage.day(-4).toISOString() });
    await stage.answer('bert', { score: 1, channel: 'Conversation' });
    await stage.answer('cleo', { score: 1, survey: 'support-2026' });
    await stage.answer('dora', { score: 0, respondedAt: stage.day(-2).toISOString() });
    await stage.sync();
    const marked = async () =>
      (
        await stage.org.query<Row>(
          'SELECT External_Id__c FROM Feedback_Response__c WHERE Is_Current__c = true ORDER BY External_Id__c',
        )
      ).map((row) => row['External_Id__c']);
    expect(await marked()).to.deep.equal(['anna.new', 'dora']);
    expect(await stage.fieldsOf(id, 'NPS', 'Answers')).to.deep.equal([0, 2]);

    const versions = async () =>
      new Map(
        (await stage.org.query<Row>('SELECT External_Id__c, SystemModstamp FROM Feedback_Response__c')).map(
          (row) => [row['External_Id__c'], row['SystemModstamp']],
        ),
      );
    const before = await versions();
    stage.now = stage.day(0.5);
    await stage.org.change('Feedback_Response__c', 'anna.new', { Is_Verified__c: false });
    await stage.sync();
    expect(await marked()).to.deep.equal(['anna.old', 'dora']);
    expect(await stage.fieldsOf(id, 'NPS', 'Answers')).to.deep.equal([-100, 2]);
    const after = await versions();
    const touched = [...after].filter(([key, version]) => before.get(key) !== version).map(([key]) => key);
    expect(touched).to.have.members(['anna.old', 'anna.new']);

    stage.now = stage.day(0.6);
    await stage.org.change('Feedback_Response__c', 'anna.new', { Is_Verified__c: true });
    await stage.sync();
    expect(await marked()).to.deep.equal(['anna.new', 'dora']);
    expect(await stage.fieldsOf(id, 'NPS', 'Answers')).to.deep.equal([0, 2]);
  });

  it('call nobody silent for not answering an anonymous survey, and take no coverage from a sample that is not frozen', async () => {
    const [anonymous = ''] = await stage.org.create('Feedback_Survey__c', {
      Name: 'Anonymous',
      External_Id__c: 'anonymous-2026',
      Type__c: 'Relationship',
      Status__c: 'Open',
      Anonymous__c: true,
      Frozen_At__c: stage.day(-30).toISOString(),
    });
    const { id, people } = await stage.account('Ahlborn', 'anna', 'bert');
    await stage.invite(id, people[0]!, { Survey__c: anonymous });
    await stage.invite(id, people[1]!);
    await stage.answer('anna');
    await stage.sync();
    expect(await stage.fieldsOf(id, 'Silent', 'Coverage')).to.deep.equal([1, null]);
    stage.now = stage.day(0.1);
    await stage.org.change('Feedback_Survey__c', 'relationship-2026', {
      Frozen_At__c: stage.day(-30).toISOString(),
    });
    await stage.answer('bert');
    await stage.sync();
    expect(await stage.fieldsOf(id, 'Silent', 'Coverage')).to.deep.equal([0, 100]);
  });

  it('of an account without answers say so: no score, health unknown, or to be watched when an action is late, and no snapshot', async () => {
    const quiet = await stage.account('Ahlborn');
    const late = await stage.account('Brückner');
    for (const [{ id }, due] of [
      [quiet, '2026-07-02'],
      [late, '2026-06-29'],
    ] as const) {
      const [planId] = await stage.org.create('Feedback_Action_Plan__c', { Name: 'Plan', Account__c: id });
      await stage.org.create('Feedback_Action__c', {
        Name: 'Call',
        Action_Plan__c: planId,
        Status__c: 'Open',
        Due_On__c: due,
      });
    }
    await stage.sync();
    const fields = ['NPS', 'Answers', 'Coverage', 'Open_Actions', 'Late_Actions', 'Health'];
    expect(await stage.fieldsOf(quiet.id, ...fields)).to.deep.equal([null, 0, null, 1, 0, 'Unknown']);
    expect(await stage.fieldsOf(late.id, ...fields)).to.deep.equal([null, 0, null, 1, 1, 'Watch']);
    expect(await stage.snapshotsOf(quiet.id)).to.deep.equal([]);
    expect(await stage.snapshotsOf(late.id)).to.deep.equal([]);
  });

  it('stay where an answer was given when its person moves to another account', async () => {
    const old = await stage.account('Ahlborn', 'anna', 'bert');
    const next = await stage.account('Brückner');
    await stage.answer('anna.1', { score: 0, respondedAt: stage.day(-10).toISOString() });
    await stage.answer('bert', { score: 10 });
    await stage.sync();
    await stage.change('Contact', old.people[0]!, { AccountId: next.id });
    stage.now = stage.day(0.1);
    await stage.answer('anna.2', { score: 9, respondedAt: stage.day(0.05).toISOString() });
    await stage.sync();
    expect(await stage.fieldsOf(old.id, 'NPS', 'Answers')).to.deep.equal([0, 2]);
    expect(await stage.fieldsOf(next.id, 'NPS', 'Answers')).to.deep.equal([100, 1]);
  });

  it('cost four calls for a batch of accounts and one for the rated questions, no more where there are some, and nothing for people who stay as they were', async () => {
    const { id } = await stage.account('Ahlborn', 'anna');
    await stage.answer('anna');
    await stage.sync();
    await stage.syncOn(0.1);
    const { apiCalls: idle } = await stage.syncOn(0.2);
    await stage.outbox.touch([id]);
    const { apiCalls: scored } = await stage.syncOn(0.3);
    expect(scored - idle).to.equal(5);
    // four to know the org, its user, her rights and the rules; three to ask what has changed
    expect(idle).to.equal(7);
    await stage.org.create('Feedback_Question__c', {
      Survey__c: stage.surveyId,
      Key__c: 'delivery',
      Kind__c: 'Rating',
      Theme__c: 'Delivery',
      Text__c: 'How was the delivery?',
      Lowest__c: 1,
      Highest__c: 5,
    });
    await stage.outbox.touch([id]);
    const { apiCalls: graded } = await stage.syncOn(0.4);
    expect(graded - idle).to.equal(5);
  });
});

async function allNumbers(stage: SyncStage, accounts: { id: string }[]): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const { id } of accounts) {
    const snapshots = await stage.snapshotsOf(id);
    all.push(await stage.fieldsOf(id, ...numbers));
    all.push(snapshots.map((row) => ({ ...row, Computed_At__c: undefined })));
  }
  return all;
}
