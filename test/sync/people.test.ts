import { expect } from 'chai';
import { SyncStage } from '../support/sync-stage.ts';
import type { Row } from '../support/sync-stage.ts';

const written = (moment: string | Date) => new Date(moment).toISOString().replace('Z', '+0000');

describe('what a sync writes about people', () => {
  let stage: SyncStage;
  let id: string;
  let anna: string;
  let bert: string;

  beforeEach(async () => {
    stage = await SyncStage.open(new Date('2026-06-15T08:00:00Z'));
    const account = await stage.account('Ahlborn', 'anna', 'bert');
    id = account.id;
    [anna = '', bert = ''] = account.people;
  });
  afterEach(() => stage.close());

  /** Last score, last answer and last asked of a contact. */
  const last = async (contactId: string): Promise<unknown[]> => {
    const names = ['Feedback_Last_Score__c', 'Feedback_Last_Answer__c', 'Feedback_Last_Asked__c'];
    const [row] = await stage.org.query<Row>(
      `SELECT ${names.join(', ')} FROM Contact WHERE Id = '${contactId}'`,
    );
    return names.map((name) => row?.[name]);
  };
  const survey = async (key: string, fields: Row): Promise<string> => {
    const [made = ''] = await stage.org.create('Feedback_Survey__c', {
      Name: key,
      External_Id__c: key,
      Type__c: 'Relationship',
      Status__c: 'Open',
      ...fields,
    });
    return made;
  };

  it('is the newest score with its time, and when the newest invitation was sent, to whatever survey', async () => {
    const support = await survey('support-2026', { Type__c: 'Transactional' });
    await stage.invite(id, anna, { Sent_At__c: '2026-05-01T08:00:00Z' });
    await stage.invite(id, anna, { Survey__c: support, Sent_At__c: '2026-06-02T08:00:00Z' });
    await stage.invite(id, bert, { Status__c: 'Planned', Sent_At__c: null });
    await stage.answer('anna.new', { score: 9, respondedAt: '2026-06-10T08:00:00Z' });
    await stage.answer('anna.old', { score: 3, respondedAt: '2026-03-10T08:00:00Z' });
    await stage.sync();
    expect(await last(anna)).to.deep.equal([9, written('2026-06-10T08:00Z'), written('2026-06-02T08:00Z')]);
    expect(await last(bert)).to.deep.equal([null, null, null]);
  });

  it('never comes from conversations, transactional or anonymous surveys, or answers that were set aside', async () => {
    await survey('support-2026', { Type__c: 'Transactional' });
    await survey('anonymous-2026', { Anonymous__c: true });
    await stage.answer('anna.1', { score: 1, channel: 'Conversation' });
    await stage.answer('anna.2', { score: 2, survey: 'support-2026' });
    await stage.answer('anna.3', { score: 3, survey: 'anonymous-2026' });
    await stage.answer('bert.1', { score: 8, respondedAt: '2026-05-10T08:00:00Z' });
    await stage.answer('bert.2', { score: 0, respondedAt: '2026-06-10T08:00:00Z' });
    await stage.sync();
    expect(await last(anna)).to.deep.equal([null, null, null]);
    expect((await last(bert))[0]).to.equal(0);
    stage.now = stage.day(1);
    await stage.org.change('Feedback_Response__c', 'bert.2', { Is_Verified__c: false });
    await stage.syncOn(1.1);
    expect(await last(bert)).to.deep.equal([8, written('2026-05-10T08:00Z'), null]);
    stage.now = stage.day(2);
    await stage.org.change('Feedback_Response__c', 'bert.1', { Is_Verified__c: false });
    await stage.syncOn(2.1);
    expect(await last(bert)).to.deep.equal([null, null, null]);
  });

  it('goes with a person to another account, whose sync knows what was answered before', async () => {
    const next = await stage.account('Brückner', 'cleo');
    await stage.answer('anna', { score: 4, respondedAt: '2026-06-10T08:00:00Z' });
    await stage.answer('cleo');
    await stage.sync();
    stage.now = stage.day(1);
    await stage.change('Contact', anna, { AccountId: next.id });
    await stage.outbox.touch([id, next.id]);
    await stage.syncOn(1.1);
    expect((await last(anna))[0]).to.equal(4);
  });

  it('is written only where it has changed, and does not have the account scored again', async () => {
    await stage.answer('anna', { score: 9, respondedAt: '2026-06-10T08:00:00Z' });
    await stage.answer('bert', { score: 9, respondedAt: '2026-06-10T08:00:00Z' });
    await stage.sync();
    const versions = async () =>
      (
        await stage.org.query<Row>(
          "SELECT SystemModstamp FROM Contact WHERE LastName IN ('anna', 'bert') ORDER BY LastName",
        )
      ).map((row) => row['SystemModstamp']);
    const before = await versions();
    // within the time that the next sync looks back
    expect(await stage.syncOn(0.001)).to.include({ accountsScored: 0 });
    stage.now = stage.day(1);
    await stage.answer('anna.2', { score: 10, respondedAt: '2026-06-16T07:00:00Z' });
    await stage.syncOn(1);
    const after = await versions();
    expect(after[0]).to.not.equal(before[0]);
    expect(after[1]).to.equal(before[1]);
    expect(await stage.syncOn(1.001)).to.include({ accountsScored: 0 });
  });
});
