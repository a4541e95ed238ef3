import { expect } from 'chai';
import { SyncStage } from '../support/sync-stage.ts';
import type { Row } from '../support/sync-stage.ts';

const rounded = (value: unknown) => (typeof value === 'number' ? Math.round(100 * value) / 100 : value);

describe('the trust index that a sync writes', () => {
  let stage: SyncStage;
  let id: string;

  beforeEach(async () => {
    stage = await SyncStage.open(new Date('2026-06-15T08:00:00Z'));
    ({ id } = await stage.account('Ahlborn', 'anna', 'bert'));
  });
  afterEach(() => stage.close());

  const question = async (key: string, fields: Row = {}): Promise<string> => {
    const [made = ''] = await stage.org.create('Feedback_Question__c', {
      Survey__c: stage.surveyId,
      Key__c: key,
      Kind__c: 'Rating',
      Theme__c: key,
      Text__c: `How was ${key}?`,
      Lowest__c: 1,
      Highest__c: 5,
      ...fields,
    });
    return made;
  };
  /** Grades a question in the response with an external id, by hand of the admin. */
  const grade = async (response: string, questionId: string, value: number): Promise<string> => {
    const [made = ''] = await stage.org.create('Feedback_Answer__c', {
      Response__r: { External_Id__c: response },
      Question__c: questionId,
      Number__c: value,
    });
    return made;
  };
  const indexes = async () =>
    (await stage.snapshotsOf(id)).map((row) => [
      String(row['Month__c']).slice(0, 7),
      rounded(row['Trust_Index__c']),
    ]);

  it('is that of each month, from the grades of the answers as they stood at its end', async () => {
    const delivery = await question('delivery');
    const invoices = await question('invoices', { Weight__c: 2 });
    await stage.answer('anna.1', { respondedAt: '2026-04-20T08:00:00Z' });
    await stage.answer('bert', { respondedAt: '2026-05-10T08:00:00Z' });
    await stage.answer('anna.2', { respondedAt: '2026-06-10T08:00:00Z' });
    await stage.sync();
    expect((await indexes()).map(([, index]) => index)).to.deep.equal([null, null, null]);

    // the grades follow the answers, as when an interviewer writes them down afterwards
    stage.now = stage.day(1);
    await grade('anna.1', delivery, 1);
    await grade('bert', delivery, 5);
    await grade('bert', invoices, 4);
    await grade('anna.2', delivery, 3);
    await stage.syncOn(1.1);
    expect(await indexes()).to.deep.equal([
      ['2026-04', 0],
      // delivery (0 + 100) / 2, invoices 75 twice
      ['2026-05', 66.67],
      // delivery (50 + 100) / 2
      ['2026-06', 75],
    ]);
  });

  it('is made anew when a grade is corrected or a question changed, and then left alone', async () => {
    const delivery = await question('delivery');
    const invoices = await question('invoices');
    await stage.answer('anna');
    await stage.sync();
    stage.now = stage.day(1);
    const given = await grade('anna', delivery, 5);
    await grade('anna', invoices, 1);
    await stage.syncOn(1.1);
    expect((await indexes()).at(-1)?.[1]).to.equal(50);
    stage.now = stage.day(2);
    await stage.change('Feedback_Answer__c', given, { Number__c: 3 });
    expect(await stage.syncOn(2.1)).to.include({ accountsScored: 1 });
    expect((await indexes()).at(-1)?.[1]).to.equal(25);
    stage.now = stage.day(3);
    await stage.change('Feedback_Question__c', invoices, { Weight__c: 0 });
    expect(await stage.syncOn(3.1)).to.include({ accountsScored: 1 });
    expect((await indexes()).at(-1)?.[1]).to.equal(50);
    expect(await stage.syncOn(4)).to.include({ accountsScored: 0 });
  });

  it('leaves out grades that a changed scale no longer has, other surveys, and answers that are set aside', async () => {
    const [support = ''] = await stage.org.create('Feedback_Survey__c', {
      Name: 'Support',
      External_Id__c: 'support-2026',
      Type__c: 'Transactional',
      Status__c: 'Open',
    });
    const delivery = await question('delivery');
    const speed = await question('speed', { Survey__c: support });
    await stage.answer('anna');
    await stage.answer('bert');
    await stage.answer('anna.support', { survey: 'support-2026' });
    await stage.sync();
    stage.now = stage.day(1);
    await grade('anna', delivery, 5);
    await grade('bert', delivery, 2);
    await grade('anna.support', speed, 1);
    await stage.syncOn(1.1);
    expect((await indexes()).at(-1)?.[1]).to.equal(62.5);
    stage.now = stage.day(2);
    await stage.change('Feedback_Question__c', delivery, { Highest__c: 4 });
    await stage.syncOn(2.1);
    expect((await indexes()).at(-1)?.[1]).to.equal(33.33);
    stage.now = stage.day(3);
    await stage.org.change('Feedback_Response__c', 'bert', { Is_Verified__c: false });
    await stage.syncOn(3.1);
    expect((await indexes()).at(-1)?.[1]).to.equal(null);
  });
});
