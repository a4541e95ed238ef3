import { expect } from 'chai';
import type { Response } from '../../src/feedback/response.ts';
import { answerParcel } from '../outbox/outbox-contract.ts';
import { SyncStage } from '../support/sync-stage.ts';
import type { Row } from '../support/sync-stage.ts';

const start = new Date('2026-06-10T08:00:00Z');
const people = 100;
const answers = 2500;

describe('a sync of more answers than are sent by single calls', () => {
  let stage: SyncStage;

  before(async () => {
    stage = await SyncStage.open(start);
    await stage.org.create('Feedback_Question__c', {
      Survey__c: stage.surveyId,
      Key__c: 'why',
      Kind__c: 'Text',
      Text__c: 'Why?',
    });
    for (let account = 0; account < 5; account += 1) {
      const names = Array.from({ length: people / 5 }, (_, index) => `p${account * 20 + index}`);
      const { id, people: contacts } = await stage.account(`Account ${account}`, ...names);
      await stage.invite(id, contacts[0]!);
    }
  });
  after(() => stage.close());

  const put = async (round: string, changes: (index: number) => Partial<Response> = () => ({})) => {
    const parcels = Array.from({ length: answers }, (_, index) =>
      answerParcel(`${round}-${index}`, {
        respondent: { email: `p${index % people}@customer.example` },
        score: index % 11,
        comment: index % 3 === 0 ? `line one,\n"quoted" ${index}` : undefined,
        respondedAt: new Date(start.getTime() - (index + 1) * 60_000).toISOString(),
        ...changes(index),
      }),
    );
    await stage.outbox.put(parcels, stage.now);
  };
  const stored = async (round: string) =>
    stage.org.query<Row>(
      `SELECT External_Id__c, Score__c, Comment__c FROM Feedback_Response__c WHERE External_Id__c LIKE '${round}-%'`,
    );

  it('goes by a bulk job, few API calls, and each row has its own outcome: one refused is set aside with the org’s words', async () => {
    await put('whole', (index) => ({
      answers: [{ question: 'why', text: `because ${index}` }],
      ...(index === 7 ? { respondedAt: '2026-08-01T00:00:00Z' } : {}),
    }));
    const report = await stage.sync();
    expect(report).to.include({ confirmed: answers - 1, setAside: 1, retried: 0 });
    expect(report.troubled[0]?.reason.code).to.equal('FIELD_CUSTOM_VALIDATION_EXCEPTION');
    const rows = await stored('whole');
    expect(rows).to.have.length(answers - 1);
    expect(rows.find((row) => row['External_Id__c'] === 'whole-3')?.['Comment__c']).to.equal(
      'line one,\n"quoted" 3',
    );
    const details = await stage.org.query<{ n: number }>('SELECT COUNT(Id) n FROM Feedback_Answer__c');
    expect(details[0]?.n).to.equal(answers - 1);
    const open = await stage.org.query("SELECT Id FROM Feedback_Invitation__c WHERE Status__c != 'Answered'");
    expect(open).to.be.empty;
    expect(report.apiCalls).to.be.lessThan(60);
  });

  it('that is stopped while the org works goes on with the same job, and brings every answer in once', async () => {
    await put('stopped');
    const stop = new AbortController();
    const stopped = await stage.sync({
      signal: stop.signal,
      onProgress: ({ stage: at }) => {
        if (at === 'bulk') stop.abort();
      },
      // the job takes longer than the run is patient
      sleep: async () => stop.abort(),
    });
    expect(stopped.stopped).to.include({ code: 'STOPPED' });
    const [load] = (await stage.outbox.summary()).loads;
    expect(load?.jobId).to.be.a('string');
    const report = await stage.sync();
    expect(report).to.include({ confirmed: answers, setAside: 0 });
    expect(await stored('stopped')).to.have.length(answers);
    expect((await stage.outbox.summary()).loads).to.be.empty;
  });

  it('whose job the org has forgotten sends them once more', async () => {
    await put('forgotten');
    const stop = new AbortController();
    await stage.sync({ signal: stop.signal, sleep: async () => stop.abort() });
    const [load] = (await stage.outbox.summary()).loads;
    await stage.outbox.noteJob(load!.id, '750000000000000AAA');
    expect(await stage.sync()).to.include({ confirmed: answers });
    expect(await stored('forgotten')).to.have.length(answers);
  });

  it('blanks on arrival what was erased on its way', async () => {
    await put('erased', () => ({ comment: 'my own words' }));
    const stop = new AbortController();
    await stage.sync({ signal: stop.signal, sleep: async () => stop.abort() });
    // as of an erasure that was cut short before it came to the org
    const person = { emails: ['p3@customer.example'], contactIds: [], externalIds: [] };
    const { inFlight } = await stage.outbox.erase(person, stage.now);
    expect(inFlight).to.have.length(answers / people);
    await stage.sync();
    const rows = await stage.org.query<Row>(
      "SELECT External_Id__c, Contact__c, Comment__c, Erased_At__c FROM Feedback_Response__c WHERE External_Id__c LIKE 'erased-%'",
    );
    expect(rows).to.have.length(answers);
    const ofPerson = rows.filter((row) => Number(String(row['External_Id__c']).slice(7)) % people === 3);
    expect(ofPerson.filter((row) => row['Contact__c'] !== null || row['Comment__c'] !== null)).to.be.empty;
    expect(ofPerson.filter((row) => row['Erased_At__c'] === null)).to.be.empty;
    expect(rows.filter((row) => row['Comment__c'] === null)).to.have.length(answers / people);
  });
});
