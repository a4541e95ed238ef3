import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import type { FaultReport } from '../../../src/local-org/faults/fault.ts';
import { startGardenOrg } from '../http/garden-org.ts';
import type { GardenOrg } from '../http/garden-org.ts';

const JOBS = '/services/data/v67.0/jobs/ingest';

interface Job {
  id: string;
  state: string;
  numberRecordsProcessed: number;
  numberRecordsFailed: number;
  errorMessage?: string;
}

describe('faults in bulk jobs', () => {
  let org: GardenOrg;
  before(async () => {
    org = await startGardenOrg({ faults: true });
  });
  after(async () => await org.close());
  afterEach(() => org.faults.clear());

  /** Inserts these rows of plots by a job, and returns it when it has ended. */
  async function insert(header: string, rows: string[]): Promise<Job> {
    const body = { object: 'Plot__c', operation: 'insert', contentType: 'CSV', lineEnding: 'LF' };
    const { json: made } = await org.ask<Job>('POST', JOBS, { body });
    const headers = { 'content-type': 'text/csv' };
    await org.ask('PUT', `${JOBS}/${made.id}/batches`, { body: [header, ...rows, ''].join('\n'), headers });
    await org.ask('PATCH', `${JOBS}/${made.id}`, { body: { state: 'UploadComplete' } });
    for (;;) {
      const { json: job } = await org.ask<Job>('GET', `${JOBS}/${made.id}`);
      if (['JobComplete', 'Failed'].includes(job.state)) return job;
      await wait(5);
    }
  }
  const rowsOf = async (job: Job, results: string): Promise<string[]> =>
    (await org.ask('GET', `${JOBS}/${job.id}/${results}`)).text.trim().split('\n').slice(1);
  const plots = (count: number): string[] => Array.from({ length: count }, (_, row) => `plot ${row}`);

  it('end a job half way, with the rows that wait left unprocessed', async () => {
    org.faults.add({
      kind: 'failJob',
      after: 1,
      message: 'InternalServerError : half way',
      match: { path: 'Plot__c/insert$' },
    });
    const job = await insert('Name', plots(450));
    expect(job).to.include({
      state: 'Failed',
      errorMessage: 'InternalServerError : half way',
      numberRecordsProcessed: 200,
    });
    expect(await rowsOf(job, 'successfulResults')).to.have.length(200);
    expect(await rowsOf(job, 'unprocessedrecords')).to.have.length(250);
    expect(org.faults.list().map(({ struck }: FaultReport) => struck)).to.deep.equal([1]);
    expect((await insert('Name', plots(1))).state).to.equal('JobComplete');
  });

  it('lock the rows of an account in so many chunks', async () => {
    const { id } = await org.connection.sobject('Account').create({ Name: 'Orchard' });
    org.faults.add({ kind: 'lock', accounts: [id!], match: { method: 'CHUNK' } });
    const job = await insert('Name,Account__c', [...plots(300).map((name) => `${name},${id}`), 'free,']);
    expect(job).to.include({ state: 'JobComplete', numberRecordsProcessed: 301, numberRecordsFailed: 200 });
    const failed = await rowsOf(job, 'failedResults');
    expect(failed[0]).to.include('UNABLE_TO_LOCK_ROW:unable to obtain exclusive access');
    expect((await org.connection.sobject('Plot__c').create({ Name: 'x', Account__c: id! })).success).to.equal(
      true,
    );
  });

  it('hide the rows of a chunk, in bulk queries too', async () => {
    org.faults.add({ kind: 'late', seconds: 60, match: { method: 'CHUNK' } });
    await insert(
      'Name',
      plots(2).map((name) => `late ${name}`),
    );
    const find = async (): Promise<number> => {
      const found = await org.connection.bulk2.query("SELECT Id FROM Plot__c WHERE Name LIKE 'late%'");
      return (await found.toArray()).length;
    };
    expect(await find()).to.equal(0);
    org.passMinutes(2);
    expect(await find()).to.equal(2);
  });

  it('do not hold what is written within the process after a chunk', async () => {
    org.faults.add({ kind: 'lock', match: { method: 'CHUNK' } });
    const chunk = { jobId: '7500000000000001AA', object: 'Plot__c', operation: 'insert' };
    org.faults.bulk.beforeChunk({ ...chunk, batch: 0, chunk: 0, rows: 1 });
    const write = (): boolean | undefined =>
      org.org.create({ userId: org.org.adminUserId }, 'Plot__c', [{ Name: 'x' }])[0]?.success;
    expect(write()).to.equal(false);
    await Promise.resolve();
    expect(write()).to.equal(true);
  });

  it('cut an upload: the job has no rows, and takes them again', async () => {
    const body = { object: 'Plot__c', operation: 'insert', contentType: 'CSV', lineEnding: 'LF' };
    const { json: job } = await org.ask<Job>('POST', JOBS, { body });
    org.faults.add({
      kind: 'cut',
      where: 'withinRequest',
      bytes: 5,
      match: { method: 'PUT', path: 'batches' },
    });
    const upload = async (): Promise<number> =>
      (
        await org.ask('PUT', `${JOBS}/${job.id}/batches`, {
          body: 'Name\na\nb\n',
          headers: { 'content-type': 'text/csv' },
        })
      ).status;
    const outcome = await upload().catch((error: Error) => error.message);
    expect(outcome).to.equal('fetch failed');
    expect(await upload()).to.equal(201);
  });

  it('cut a result at any byte, and never let the whole of it pass', async () => {
    const job = await insert('Name', plots(3));
    const whole = (await org.ask('GET', `${JOBS}/${job.id}/successfulResults`)).text;
    for (const bytes of [1, 22, 40, whole.length - 1, whole.length, whole.length + 50]) {
      org.faults.add({ kind: 'cut', where: 'withinAnswer', bytes, match: { path: 'successfulResults' } });
      const response = await fetch(`${org.url}${JOBS}/${job.id}/successfulResults`, {
        headers: { authorization: `Bearer ${org.token}` },
      });
      let received = '';
      const read = async (): Promise<void> => {
        for await (const piece of response.body!) received += Buffer.from(piece as Uint8Array).toString();
      };
      const code = await read().then(
        () => 'the whole answer came',
        (error: Error & { cause?: { code?: string } }) => error.cause?.code,
      );
      expect(code, String(bytes)).to.equal('UND_ERR_SOCKET');
      expect(received, String(bytes)).to.equal(whole.slice(0, bytes));
    }
  });
});
