import { expect } from 'chai';
import { AmbiguousPersonError, eraseContact } from '../../src/sync/erase-contact.ts';
import type { EraseReport } from '../../src/sync/erase-contact.ts';
import { SyncStage } from '../support/sync-stage.ts';
import type { Row } from '../support/sync-stage.ts';

const start = new Date('2026-06-10T08:00:00Z');

describe('the erasure of a person', () => {
  let stage: SyncStage;
  let id: string;
  let anna: string;

  beforeEach(async () => {
    stage = await SyncStage.open(start);
    const account = await stage.account('Ahlborn', 'anna', 'bert');
    id = account.id;
    [anna = ''] = account.people;
    await stage.org.create('Feedback_Question__c', {
      Survey__c: stage.surveyId,
      Key__c: 'why',
      Kind__c: 'Text',
      Text__c: 'Why?',
    });
    await stage.invite(id, anna);
    await stage.answer('anna', {
      score: 3,
      comment: 'I, Anna, am not amused.',
      answers: [{ question: 'why', text: 'Because of Carl.' }],
      respondedAt: stage.day(-1).toISOString(),
    });
    await stage.answer('bert', { comment: 'Fine.', respondedAt: stage.day(-1).toISOString() });
    await stage.answer('anna.lost', {
      survey: 'nobody-knows',
      comment: 'Anna again.',
      respondedAt: stage.day(-1).toISOString(),
    });
    await stage.sync();
  });
  afterEach(() => stage.close());

  const erase = async (person: { contactId: string } | { email: string }): Promise<EraseReport> =>
    eraseContact({
      outbox: stage.outbox,
      org: await stage.signedIn(),
      person,
      clock: () => stage.now,
      sleep: () => Promise.resolve(),
    });

  const nothingIsLeft = async () => {
    const [response] = await stage.org.query<Row>(
      "SELECT Score__c, Contact__c, Comment__c, Invitation__c, Erased_At__c FROM Feedback_Response__c WHERE External_Id__c = 'anna'",
    );
    expect(response).to.include({ Score__c: 3, Contact__c: null, Comment__c: null, Invitation__c: null });
    expect(response?.['Erased_At__c']).to.be.a('string');
    const texts = await stage.org.query<Row>('SELECT Text__c FROM Feedback_Answer__c');
    expect(texts.map((row) => row['Text__c'])).to.deep.equal([null]);
    expect(await stage.org.query(`SELECT Id FROM Feedback_Invitation__c WHERE Contact__c = '${anna}'`)).to.be
      .empty;
    const [entry] = await stage.org.query<Row>(
      'SELECT Email__c, Comment__c, Contact__c FROM Feedback_Unmatched__c',
    );
    expect(entry).to.include({ Email__c: null, Comment__c: null, Contact__c: null });
  };

  it('leaves the numbers of her answers, and nothing that tells of her', async () => {
    const report = await erase({ contactId: anna });
    expect(report).to.deep.include({
      responses: 1,
      answers: 1,
      invitations: 1,
      unmatched: 1,
      left: [],
      onTheirWay: 0,
    });
    await nothingIsLeft();
    const [other] = await stage.org.query<Row>(
      "SELECT Comment__c, Contact__c FROM Feedback_Response__c WHERE External_Id__c = 'bert'",
    );
    expect(other).to.include({ Comment__c: 'Fine.' });
  });

  it('by e-mail does the same, and may be repeated', async () => {
    await erase({ email: 'Anna@Customer.example' });
    await nothingIsLeft();
    expect(await erase({ contactId: anna })).to.deep.include({ responses: 0, answers: 0, left: [] });
    await nothingIsLeft();
  });

  it('holds against her old answers that come once more, and against what is set aside', async () => {
    await erase({ contactId: anna });
    await stage.answer('anna', {
      comment: 'I, Anna, am not amused.',
      respondedAt: stage.day(-1).toISOString(),
    });
    const report = await stage.sync({ retrySetAside: true });
    expect(report.outbox).to.include({ waiting: 0, setAside: 0 });
    await nothingIsLeft();
  });

  it('asks which one is meant when two contacts share an e-mail, and erases neither', async () => {
    await stage.org.create('Contact', { LastName: 'Twin', Email: 'anna@customer.example', AccountId: id });
    const failure = await erase({ email: 'anna@customer.example' }).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(AmbiguousPersonError);
    const [response] = await stage.org.query<Row>(
      "SELECT Comment__c FROM Feedback_Response__c WHERE External_Id__c = 'anna'",
    );
    expect(response).to.include({ Comment__c: 'I, Anna, am not amused.' });
    // by her record she is one person; what knows her by the shared e-mail alone is left, and said so
    const report = await erase({ contactId: anna });
    expect(report).to.deep.include({ responses: 1, unmatched: 0, emailIsShared: true });
  });
});
