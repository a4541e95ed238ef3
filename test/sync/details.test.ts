import { expect } from 'chai';
import { SyncStage } from '../support/sync-stage.ts';
import type { Row } from '../support/sync-stage.ts';

const start = new Date('2026-06-10T08:00:00Z');

describe('what was answered to single questions', () => {
  let stage: SyncStage;

  beforeEach(async () => {
    stage = await SyncStage.open(start);
    await stage.account('Ahlborn', 'anna', 'bert');
    await stage.org.create(
      'Feedback_Question__c',
      {
        Survey__c: stage.surveyId,
        Key__c: 'trust',
        Kind__c: 'Rating',
        Text__c: 'Do you trust us?',
        Lowest__c: 1,
        Highest__c: 5,
      },
      { Survey__c: stage.surveyId, Key__c: 'why', Kind__c: 'Text', Text__c: 'Why?' },
    );
  });
  afterEach(() => stage.close());

  const answers = () =>
    stage.org.query<Row>(
      'SELECT External_Id__c, Question__r.Key__c, Response__r.External_Id__c, Number__c, Text__c FROM Feedback_Answer__c ORDER BY External_Id__c',
    );

  it('follows its response into the org, and is corrected with it', async () => {
    await stage.answer('anna', {
      answers: [
        { question: 'trust', number: 3 },
        { question: 'why', text: 'first' },
        { question: 'why', text: 'second, "quoted"' },
      ],
    });
    expect(await stage.sync()).to.include({ confirmed: 1, setAside: 0 });
    expect(
      (await answers()).map((row) => [row['External_Id__c'], row['Number__c'], row['Text__c']]),
    ).to.deep.equal([
      ['anna:trust', 3, null],
      ['anna:why', null, 'second, "quoted"'],
    ]);
    await stage.answer('anna', { answers: [{ question: 'trust', number: 5 }] });
    expect(await stage.sync()).to.include({ confirmed: 1 });
    expect((await answers()).map((row) => row['Number__c'])).to.deep.equal([5, null]);
  });

  it('is set aside with its key when the survey has no such question, after the response itself has come; a retry brings it in', async () => {
    await stage.answer('anna', {
      answers: [
        { question: 'trust', number: 3 },
        { question: 'new', number: 1 },
      ],
    });
    const report = await stage.sync();
    expect(report).to.include({ confirmed: 0, setAside: 1 });
    expect(report.troubled[0]?.reason).to.deep.equal({ code: 'Unknown Question', detail: 'new' });
    expect(await stage.org.query('SELECT Id FROM Feedback_Response__c')).to.have.length(1);
    expect(await answers()).to.have.length(1);
    await stage.org.create('Feedback_Question__c', {
      Survey__c: stage.surveyId,
      Key__c: 'new',
      Kind__c: 'Choice',
      Text__c: 'New?',
    });
    expect(await stage.sync({ retrySetAside: true })).to.include({ confirmed: 1, setAside: 0 });
    expect(await answers()).to.have.length(2);
  });
});
