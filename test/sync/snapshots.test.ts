import { expect } from 'chai';
import { SyncStage } from '../support/sync-stage.ts';

const start = new Date('2026-06-15T08:00:00Z');

describe('the monthly snapshots that a sync writes', () => {
  let stage: SyncStage;

  beforeEach(async () => {
    stage = await SyncStage.open(start);
  });
  afterEach(() => stage.close());

  const at = (moment: string) => ({ respondedAt: moment });
  const months = async (accountId: string, ...fields: string[]) =>
    (await stage.snapshotsOf(accountId)).map((row) => [
      String(row['Month__c']).slice(0, 7),
      ...fields.map((field) => row[`${field}__c`]),
    ]);
  const computed = async (accountId: string) =>
    new Map((await stage.snapshotsOf(accountId)).map((row) => [row['Month__c'], row['Computed_At__c']]));

  it('are one a month, from the first with an answer, each with what it shares with the month before', async () => {
    const { id } = await stage.account('Ahlborn', 'anna', 'bert', 'cleo');
    await stage.answer('anna.1', { score: 3, ...at('2026-04-20T08:00:00Z') });
    await stage.answer('bert', { score: 9, ...at('2026-05-02T08:00:00Z') });
    await stage.answer('anna.2', { score: 10, ...at('2026-06-01T08:00:00Z') });
    await stage.sync();
    expect(await months(id, 'NPS', 'Answers', 'Shared_Answers', 'Silent', 'Method')).to.deep.equal([
      ['2026-04', -100, 1, 0, 0, 'All Answers Alike'],
      ['2026-05', 0, 2, 1, 0, 'All Answers Alike'],
      ['2026-06', 100, 2, 1, 0, 'All Answers Alike'],
    ]);
    const [april] = await stage.snapshotsOf(id);
    expect(april).to.include({ External_Id__c: `${id}:2026-04`, NPS_Lower__c: null, In_Scope__c: null });
  });

  it('take an answer of the last second of a month into it, and one of the first second into the next', async () => {
    const { id } = await stage.account('Ahlborn', 'anna', 'bert', 'cleo');
    await stage.answer('anna', at('2026-04-30T23:59:59Z'));
    await stage.answer('bert', at('2026-05-01T00:00:00Z'));
    // of the very moment at which the window of the end of June begins, and so out of it
    await stage.answer('cleo', at('2025-06-01T00:00:00Z'));
    await stage.sync();
    const answers = new Map((await months(id, 'Answers')).map(([month, count]) => [month, count]));
    expect([answers.get('2026-03'), answers.get('2026-04'), answers.get('2026-05')]).to.deep.equal([1, 2, 3]);
    expect(answers.get('2026-06')).to.equal(2);
    expect(answers.get('2025-06')).to.equal(1);
  });

  it('of months that have passed stay untouched by new answers, and are made anew by a late or corrected one', async () => {
    const { id } = await stage.account('Ahlborn', 'anna', 'bert', 'cleo');
    await stage.answer('anna', { score: 10, ...at('2026-03-10T08:00:00Z') });
    await stage.sync();
    const first = await computed(id);
    await stage.answer('bert', { score: 0, ...at('2026-06-15T09:00:00Z') });
    await stage.syncOn(1);
    const second = await computed(id);
    for (const month of ['2026-03-01', '2026-04-01', '2026-05-01'])
      expect(second.get(month)).to.equal(first.get(month));
    expect(second.get('2026-06-01')).to.not.equal(first.get('2026-06-01'));

    // late
    await stage.answer('cleo', { score: 8, ...at('2026-05-10T08:00:00Z') });
    await stage.syncOn(2);
    const third = await computed(id);
    expect(third.get('2026-04-01')).to.equal(first.get('2026-04-01'));
    expect(third.get('2026-05-01')).to.not.equal(first.get('2026-05-01'));
    expect(await months(id, 'NPS', 'Answers')).to.deep.equal([
      ['2026-03', 100, 1],
      ['2026-04', 100, 1],
      ['2026-05', 50, 2],
      ['2026-06', 0, 3],
    ]);

    // corrected by an administrator, in the org: the first answer was a machine's
    stage.now = stage.day(3);
    await stage.org.change('Feedback_Response__c', 'anna', { Is_Verified__c: false });
    await stage.syncOn(3.1);
    expect(await months(id, 'NPS', 'Answers')).to.deep.equal([
      ['2026-03', null, 0],
      ['2026-04', null, 0],
      ['2026-05', 0, 1],
      ['2026-06', -50, 2],
    ]);
  });

  it('say who was silent at the end of the month, though the answer came later', async () => {
    const { id, people } = await stage.account('Ahlborn', 'anna', 'bert');
    await stage.org.change('Feedback_Survey__c', 'relationship-2026', {
      Frozen_At__c: '2026-04-02T08:00:00Z',
    });
    for (const person of people) await stage.invite(id, person, { Sent_At__c: '2026-04-03T08:00:00Z' });
    await stage.answer('anna', at('2026-05-20T08:00:00Z'));
    await stage.sync();
    expect(await months(id, 'Silent', 'In_Scope', 'Coverage')).to.deep.equal([
      ['2026-04', 2, 2, 0],
      ['2026-05', 1, 2, 50],
      ['2026-06', 1, 2, 50],
    ]);
  });

  it('are there for every month with the first sync of it, for accounts where nothing has happened too', async () => {
    const { id } = await stage.account('Ahlborn', 'anna');
    await stage.answer('anna', at('2026-06-10T08:00:00Z'));
    await stage.sync();
    await stage.syncOn(1);
    // once a day it looks back farther
    await stage.syncOn(9.9);
    expect(await stage.syncOn(10)).to.include({ accountsScored: 0 });
    // 1 July
    expect(await stage.syncOn(16)).to.include({ accountsScored: 1 });
    expect(await months(id, 'Answers', 'Shared_Answers')).to.deep.equal([
      ['2026-06', 1, 0],
      ['2026-07', 1, 1],
    ]);
    expect(await stage.syncOn(17)).to.include({ accountsScored: 0 });
    // months that no sync has seen are made up for
    await stage.syncOn(16 + 92);
    expect((await months(id, 'Answers')).map(([month]) => month)).to.deep.equal([
      '2026-06',
      '2026-07',
      '2026-08',
      '2026-09',
      '2026-10',
    ]);
  });

  it('that a rule of the org refuses are told, and stop neither the account nor the others', async () => {
    const locked = await stage.account('Brückner', 'anna');
    const open = await stage.account('Ahlborn', 'bert');
    await stage.answer('anna');
    await stage.answer('bert');
    await stage.org.localOrg.org.deploy(new URL('../support/stubborn-snapshot', import.meta.url).pathname);
    const report = await stage.sync();
    expect(report).to.include({ confirmed: 2, accountsScored: 2 });
    expect(report.accountsRefused).to.deep.equal([
      {
        accountId: locked.id,
        object: 'Feedback_Snapshot__c',
        code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: 'The months of this account are closed.',
      },
    ]);
    expect(await stage.fieldsOf(locked.id, 'NPS', 'Answers')).to.deep.equal([100, 1]);
    expect(await stage.snapshotsOf(locked.id)).to.deep.equal([]);
    expect(await stage.snapshotsOf(open.id)).to.have.lengthOf(1);
    expect(await stage.outbox.summary()).to.include({ touchedAccounts: 1 });
  });
});
