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

  it('changes no score, neither of today nor of months before: of a forgotten person the newest answer counts as well', async () => {
    const scores = async () => ({
      account: await stage.fieldsOf(
        id,
        'NPS',
        'NPS_Lower',
        'Answers',
        'Promoters',
        'Detractors',
        'Last_Answer',
      ),
      months: (await stage.snapshotsOf(id)).map((row) => [
        row['Month__c'],
        row['NPS__c'],
        row['Answers__c'],
        row['Promoters__c'],
        row['Detractors__c'],
        row['Shared_Answers__c'],
      ]),
    });
    await stage.answer('anna.2', { score: 10, respondedAt: '2026-03-03T08:00:00Z' });
    await stage.answer('anna.3', { score: 0, respondedAt: '2026-05-03T08:00:00Z' });
    await stage.answer('bert.2', { score: 0, respondedAt: '2026-04-03T08:00:00Z' });
    await stage.syncOn(0.1);
    const before = await scores();
    expect(before.account).to.include(2);
    expect(before.months).to.have.length(4);
    await erase({ contactId: anna });
    await stage.syncOn(0.2);
    expect(await scores()).to.deep.equal(before);
    // once more, and for another one: they do not become one voice
    await erase({ contactId: anna });
    await erase({ email: 'bert@customer.example' });
    await stage.syncOn(0.3);
    expect(await scores()).to.deep.equal(before);
    const keys = await stage.org.query<Row>('SELECT Respondent_Key__c FROM Feedback_Response__c');
    expect(new Set(keys.map((row) => row['Respondent_Key__c'])).size).to.equal(2);
  });

  it('that was cut short after a part of her answers goes on with the same voice', async () => {
    await stage.answer('anna.2', { score: 10, respondedAt: '2026-03-03T08:00:00Z' });
    await stage.answer('anna.3', { score: 0, respondedAt: '2026-05-03T08:00:00Z' });
    await stage.syncOn(0.1);
    const org = await stage.signedIn();
    const update = org.update.bind(org);
    let responses = 0;
    org.update = async (object, records, groupOf) => {
      responses += object === 'Feedback_Response__c' ? 1 : 0;
      if (responses < 2) return update(object, records, groupOf);
      await update(object, records.slice(0, 1), groupOf);
      throw new Error('the power fails');
    };
    const request = { outbox: stage.outbox, clock: () => stage.now, sleep: () => Promise.resolve() };
    const failure = await eraseContact({ ...request, org, person: { contactId: anna } }).catch(
      (error: unknown) => error,
    );
    expect(failure).to.include({ message: 'the power fails' });
    await erase({ contactId: anna });
    const rows = await stage.org.query<Row>(
      "SELECT Respondent_Key__c, Contact__c FROM Feedback_Response__c WHERE External_Id__c LIKE 'anna%'",
    );
    expect(rows.map((row) => row['Contact__c'])).to.deep.equal([null, null, null]);
    expect(new Set(rows.map((row) => row['Respondent_Key__c'])).size).to.equal(1);
  });

  it('gives what was on its way, and comes in after it, to the same voice', async () => {
    await stage.answer('anna.late', { score: 10, respondedAt: stage.day(-2).toISOString() });
    const worker = { host: 'elsewhere', processId: 1, name: 'other' };
    const claim = { worker, now: stage.now, leaseSeconds: 600 };
    await stage.outbox.lease({ ...claim, kind: 'response', step: 'match', limit: 1 });
    let looks = 0;
    const report = await eraseContact({
      outbox: stage.outbox,
      org: await stage.signedIn(),
      person: { contactId: anna },
      clock: () => stage.now,
      sleep: async () => {
        looks += 1;
        if (looks > 1) return;
        const written = {
          External_Id__c: 'anna.late',
          Account__c: id,
          Contact__c: anna,
          Survey__c: stage.surveyId,
          Channel__c: 'Email',
          Score__c: 10,
          Category__c: 'Promoter',
          Responded_At__c: stage.day(-2).toISOString(),
        };
        const [outcome] = await (
          await stage.signedIn()
        ).upsert('Feedback_Response__c', 'External_Id__c', [written]);
        expect(outcome).to.include({ success: true });
      },
    });
    expect(report).to.include({ onTheirWay: 0 });
    const rows = await stage.org.query<Row>(
      "SELECT Respondent_Key__c, Contact__c FROM Feedback_Response__c WHERE External_Id__c LIKE 'anna%'",
    );
    expect(rows.map((row) => row['Contact__c'])).to.deep.equal([null, null]);
    expect(new Set(rows.map((row) => row['Respondent_Key__c'])).size).to.equal(1);
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
