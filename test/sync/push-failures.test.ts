import { expect } from 'chai';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RowOutcome, SalesforceOrg, SObjectRecord } from '../../src/salesforce/org.ts';
import { watchResponses } from '../../src/sync/watch-responses.ts';
import type { WatchRound } from '../../src/sync/watch-responses.ts';
import { answerParcel } from '../outbox/outbox-contract.ts';
import { SyncStage } from '../support/sync-stage.ts';

const start = new Date('2026-06-10T08:00:00Z');

/** What is said in place of an answer of Bulk API. */
type Said = (request: { method: string; path: string }, text: string) => { status?: number; text: string };

describe('a sync that meets refusals of the org', () => {
  let stage: SyncStage;
  let proxy: Server | undefined;

  beforeEach(async () => {
    stage = await SyncStage.open(start);
    await stage.account('Ahlborn', 'anna', 'bert');
  });
  afterEach(async () => {
    proxy?.closeAllConnections();
    proxy?.close();
    proxy = undefined;
    await stage.close();
  });

  const put = async (count: number, isDetailed = false) =>
    stage.outbox.put(
      Array.from({ length: count }, (_, index) =>
        answerParcel(`answer-${index}`, {
          respondent: { email: `${index % 2 === 0 ? 'anna' : 'bert'}@customer.example` },
          respondedAt: stage.day(-1).toISOString(),
          ...(isDetailed ? { answers: [{ question: 'why', text: `because ${index}` }] } : {}),
        }),
      ),
      stage.now,
    );

  /** The org, whose answers by Bulk API come as `said`. */
  const orgSaying = async (said: Said): Promise<SalesforceOrg> => {
    const org = await stage.signedIn();
    proxy = createServer((request, answer) => {
      void (async () => {
        const { method = '', url: path = '', headers } = request;
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const { authorization = '', 'content-type': type = 'application/json' } = headers;
        const real = await fetch(org.instanceUrl + path, {
          method,
          headers: { authorization, 'content-type': type },
          ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
        });
        const { status = real.status, text } = said({ method, path }, await real.text());
        const length = Buffer.byteLength(text);
        answer.writeHead(status, {
          'content-type': real.headers.get('content-type') ?? '',
          'content-length': length,
        });
        answer.end(text);
      })();
    });
    await new Promise<void>((resolve) => proxy!.listen(0, '127.0.0.1', resolve));
    const instanceUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    org.authorization = () => ({ instanceUrl, accessToken: org.accessToken });
    return org;
  };

  /** The org, to which answers go as `change` makes them, and whose outcomes are as `said`. */
  const orgWriting = async (
    change: (record: SObjectRecord) => SObjectRecord,
    said: (outcome: RowOutcome, index: number) => RowOutcome = (outcome) => outcome,
  ): Promise<SalesforceOrg> => {
    const org = await stage.signedIn();
    const upsert = org.upsert.bind(org);
    org.upsert = async (object, idField, records, groupOf) => {
      if (object !== 'Feedback_Response__c') return upsert(object, idField, records, groupOf);
      return (await upsert(object, idField, records.map(change), groupOf)).map(said);
    };
    return org;
  };

  it('goes on watching when a field is gone: the answers that have it are set aside with its name, the rest flows', async () => {
    await put(8);
    const isBad = ({ External_Id__c: id }: SObjectRecord) => id === 'answer-3';
    const org = await orgWriting((record) => (isBad(record) ? { ...record, Gone__c: 'x' } : record));
    const stop = new AbortController();
    const rounds: WatchRound[] = [];
    await watchResponses({
      ...(await stage.request()),
      org,
      everySeconds: 60,
      signal: stop.signal,
      onRound: (round) => {
        rounds.push(round);
        stop.abort();
      },
    });
    expect(rounds[0]?.failure).to.equal(undefined);
    expect(rounds[0]?.report).to.include({ confirmed: 7, setAside: 1 });
    const [troubled] = rounds[0]?.report?.troubled ?? [];
    expect(troubled).to.include({ externalId: 'answer-3' });
    expect(troubled?.reason.code).to.equal('INVALID_FIELD');
    expect(troubled?.reason.detail).to.include('Gone__c');
  });

  it('ends early when a row meets the limit of storage, as with any limit; what it has not met yet waits', async () => {
    await put(5);
    const full: RowOutcome = {
      success: false,
      kind: 'later',
      code: 'STORAGE_LIMIT_EXCEEDED',
      message: 'storage limit exceeded',
    };
    const org = await orgWriting(
      (record) => record,
      (outcome, index) => (index === 0 ? outcome : full),
    );
    const report = await stage.sync({ org });
    expect(report.stopped).to.deep.equal({ code: full.code, goesOnAt: stage.day(1 / 24) });
    expect(report).to.include({ confirmed: 1, setAside: 0, accountsScored: 0 });
    expect(report.outbox).to.include({ waiting: 4 });
  });

  it('ends early when a row of a bulk job meets it, once all rows of the job are settled', async () => {
    await put(30);
    const org = await orgSaying(({ path }, text) => {
      if (path.endsWith('/successfulResults')) return { text: text.split('\n').slice(0, 11).join('\n') };
      if (!path.endsWith('/failedResults')) return { text };
      const rows = Array.from(
        { length: 30 },
        (_, index) => `"","STORAGE_LIMIT_EXCEEDED:full:--","answer-${index}"`,
      );
      return { text: ['"sf__Id","sf__Error","External_Id__c"', ...rows, ''].join('\n') };
    });
    const report = await stage.sync({ org, mostByCollections: 10 });
    expect(report.stopped?.code).to.equal('STORAGE_LIMIT_EXCEEDED');
    expect(report).to.include({ confirmed: 10, retried: 20 });
    expect((await stage.outbox.summary()).loads).to.be.empty;
  });

  it('waits longer each time for rows of which a job that ended well tells nothing', async () => {
    await put(30);
    let jobs = 0;
    const org = await orgSaying(({ method, path }, text) => {
      if (method === 'POST' && path.endsWith('/jobs/ingest')) jobs += 1;
      const isResult = /(successfulResults|failedResults|unprocessedrecords)$/.test(path);
      return { text: isResult ? `${text.split('\n')[0] ?? ''}\n` : text };
    });
    const report = await stage.sync({
      org,
      mostByCollections: 10,
      random: () => 0,
      sleep: async (milliseconds) => {
        stage.now = new Date(stage.now.getTime() + milliseconds);
      },
    });
    expect(jobs).to.be.lessThan(8);
    expect(report.outbox).to.include({ waiting: 30 });
    expect(report.troubled[0]?.reason.code).to.equal('UNPROCESSED');
    stage.now = stage.day(1);
    expect(await stage.sync()).to.include({ confirmed: 30 });
  });

  it('writes answers and their details by calls where the org takes no bulk job', async () => {
    await stage.org.create('Feedback_Question__c', {
      Survey__c: stage.surveyId,
      Key__c: 'why',
      Kind__c: 'Text',
      Text__c: 'Why?',
    });
    await put(30, true);
    const org = await orgSaying(() => ({
      status: 400,
      text: JSON.stringify([{ errorCode: 'FEATURENOTENABLED', message: 'Bulk API is not enabled' }]),
    }));
    expect(await stage.sync({ org, mostByCollections: 10 })).to.include({ confirmed: 30, setAside: 0 });
    expect(await stage.org.query('SELECT Id FROM Feedback_Answer__c')).to.have.length(30);
  });
});
