import { expect } from 'chai';
import {
  abortJob,
  createUpsertJob,
  deleteJob,
  finishUpload,
  listOwnOpenJobs,
  loadRows,
  readJob,
  uploadRows,
} from '../../../src/salesforce/bulk/ingest-job.ts';
import { ScriptedBulk } from './scripted-bulk.ts';
import type { Fault, ScriptedCall } from './scripted-bulk.ts';

const target = { object: 'Feedback_Response__c', externalIdField: 'External_Id__c' };
const csv = `External_Id__c,Score__c\n${Array.from({ length: 500 }, (_, index) => `"answer-${index}",9\n`).join('')}`;
const rows = async function* () {
  for (let at = 0; at < csv.length; at += 1000) yield csv.slice(at, at + 1000);
};
const busy: Fault = { status: 503, body: [{ errorCode: 'SERVER_UNAVAILABLE', message: 'busy' }] };
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a bulk job that takes rows in', () => {
  let bulk: ScriptedBulk;

  /** A fault for the first calls of a kind. */
  const failFirst = (method: string, fault: Fault, times = 1) => {
    let left = times;
    bulk.fault = (call: ScriptedCall) => {
      if (call.method !== method || left === 0) return undefined;
      left -= 1;
      return fault;
    };
  };
  const onlyJob = () => [...bulk.jobs.values()][0]!;

  beforeEach(async () => {
    bulk = await ScriptedBulk.start();
  });
  afterEach(() => bulk.close());

  it('is made, gets its rows, and begins, by three calls', async () => {
    const jobId = await loadRows(bulk.org, target, rows);
    expect(onlyJob()).to.deep.include({
      id: jobId,
      state: 'UploadComplete',
      uploads: [csv],
      object: target.object,
    });
    expect(bulk.trace).to.deep.equal([
      'POST /jobs/ingest',
      `PUT /jobs/ingest/${jobId}/batches`,
      `PATCH /jobs/ingest/${jobId}`,
    ]);
    expect(bulk.org.calls).to.equal(3);
  });

  for (const [what, fault] of [
    ['the org was busy', busy],
    ['a proxy answered with a page', { status: 502, body: '<html>Bad</html>', contentType: 'text/html' }],
    ['the connection was cut on the way', 'request cut'],
  ] as [string, Fault][]) {
    it(`gets all its rows again, from the first byte, when ${what}`, async () => {
      failFirst('PUT', fault, 2);
      const jobId = await loadRows(bulk.org, target, rows);
      expect(onlyJob()).to.deep.include({ id: jobId, state: 'UploadComplete', uploads: [csv] });
      expect(bulk.jobs.size).to.equal(1);
      expect(bulk.pauses).to.deep.equal([1000, 2000]);
    });
  }

  it('gets its rows with a new session when the old one ends before the upload', async () => {
    const jobId = await createUpsertJob(bulk.org, target);
    bulk.token = 'token 2';
    await uploadRows(bulk.org, jobId, rows);
    expect(onlyJob().uploads).to.deep.equal([csv]);
    expect(bulk.renewals).to.equal(1);
  });

  it('gets its rows with a new session when all that is seen of the end of the old one is a cut', async () => {
    const jobId = await createUpsertJob(bulk.org, target);
    bulk.token = 'token 2';
    bulk.fault = ({ method }) => (method === 'PUT' && bulk.renewals === 0 ? 'request cut' : undefined);
    await uploadRows(bulk.org, jobId, rows);
    expect(onlyJob().uploads).to.deep.equal([csv]);
    expect(bulk.renewals).to.equal(1);
  });

  it('fails when the new session is refused too, instead of asking for ever', async () => {
    bulk.fault = ({ method }) =>
      method === 'PUT'
        ? { status: 401, body: [{ errorCode: 'INVALID_SESSION_ID', message: 'ended' }] }
        : undefined;
    expect(await failureOf(loadRows(bulk.org, target, rows))).to.include({ kind: 'session' });
    expect(onlyJob().state).to.equal('Aborted');
    expect(bulk.trace.filter((call) => call.startsWith('PUT'))).to.have.length(2);
  });

  it('is given up for another one when the answer to the upload was lost, and the org would have the rows twice', async () => {
    failFirst('PUT', 'answer lost');
    const told: string[] = [];
    const jobId = await loadRows(bulk.org, target, rows, (id) => void told.push(id));
    const [first, second] = [...bulk.jobs.values()];
    expect(first).to.deep.include({ state: 'Aborted', uploads: [csv, csv] });
    expect(second).to.deep.include({ id: jobId, state: 'UploadComplete', uploads: [csv] });
    expect(told).to.deep.equal([first!.id, jobId]);
  });

  it('goes on when the org says at the second upload that it has the rows', async () => {
    const jobId = await createUpsertJob(bulk.org, target);
    let uploads = 0;
    bulk.fault = ({ method }) => {
      if (method !== 'PUT') return undefined;
      uploads += 1;
      if (uploads === 1) return 'answer lost';
      return {
        status: 400,
        body: [{ errorCode: 'INVALIDJOB', message: 'Found multiple contents for job: <750>' }],
      };
    };
    await uploadRows(bulk.org, jobId, rows);
    await finishUpload(bulk.org, jobId);
    expect(onlyJob()).to.deep.include({ state: 'UploadComplete', uploads: [csv] });
  });

  it('is left as it is when it got its rows before a restart', async () => {
    const { id } = bulk.addJob({ state: 'InProgress', uploads: [csv] });
    await uploadRows(bulk.org, id, rows);
    await finishUpload(bulk.org, id);
    expect(onlyJob().uploads).to.have.length(1);
  });

  it('takes no rows when somebody has aborted it', async () => {
    const { id } = bulk.addJob({ state: 'Aborted' });
    expect(await failureOf(uploadRows(bulk.org, id, rows))).to.include({
      kind: 'refused',
      code: 'INVALIDJOBSTATE',
    });
  });

  it('begins once, when the answer that it begins was lost', async () => {
    failFirst('PATCH', 'answer lost');
    const jobId = await loadRows(bulk.org, target, rows);
    expect(onlyJob()).to.deep.include({ id: jobId, uploads: [csv] });
    expect(onlyJob().state).to.not.be.oneOf(['Open', 'Aborted']);
    expect(bulk.jobs.size).to.equal(1);
  });

  it('counts as out of reach after four uploads, and is aborted', async () => {
    failFirst('PUT', busy, 9);
    expect(await failureOf(loadRows(bulk.org, target, rows))).to.include({ kind: 'unreachable' });
    expect(bulk.trace.filter((call) => call.startsWith('PUT'))).to.have.length(4);
    expect(onlyJob().state).to.equal('Aborted');
  });

  it('is not tried again when the limit of the day is used up', async () => {
    failFirst('PUT', {
      status: 403,
      body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests' }],
    });
    expect(await failureOf(uploadRows(bulk.org, bulk.addJob().id, rows))).to.include({ kind: 'later' });
    expect(bulk.trace.filter((call) => call.startsWith('PUT'))).to.have.length(1);
  });

  it('ends with the error of the rows when they cannot be had, and is aborted', async () => {
    const broken = async function* () {
      yield csv.slice(0, 1000);
      throw new TypeError('the rows are broken');
    };
    expect(await failureOf(loadRows(bulk.org, target, broken))).to.be.instanceOf(TypeError);
    expect(onlyJob()).to.deep.include({ state: 'Aborted', uploads: [] });
  });

  it('is given up in time when the org takes the rows and never answers', async () => {
    await bulk.close();
    bulk = await ScriptedBulk.start({ timeoutSeconds: 0.2 });
    failFirst('PUT', 'silence', 9);
    const began = performance.now();
    expect(await failureOf(uploadRows(bulk.org, bulk.addJob().id, rows))).to.include({ kind: 'unreachable' });
    expect(performance.now() - began).to.be.lessThan(20_000);
  });

  it('is found later, when the answer to its creation was lost: of this user and object, open, and not young', async () => {
    failFirst('POST', 'answer lost');
    await createUpsertJob(bulk.org, target);
    const [lost] = [...bulk.jobs.values()];
    lost!.createdDate = '2026-06-30T06:00:00.000+0000';
    const old = { createdDate: '2026-06-30T06:00:00.000+0000' };
    bulk.addJob({ ...old, createdById: '005000000000002AAA' });
    bulk.addJob({ ...old, object: 'Account' });
    bulk.addJob({ ...old, state: 'InProgress' });
    const createdBefore = new Date('2026-06-30T07:00:00Z');
    const found = await listOwnOpenJobs(bulk.org, { object: target.object, createdBefore });
    expect(found.map(({ id }) => id)).to.deep.equal([lost!.id]);
    await abortJob(bulk.org, lost!.id);
    await deleteJob(bulk.org, lost!.id);
    await deleteJob(bulk.org, lost!.id);
    expect(bulk.jobs.has(lost!.id)).to.equal(false);
  });

  it('that is gone is said to be gone', async () => {
    const failure = await failureOf(readJob(bulk.org, '750000000000009AAA'));
    expect(failure).to.include({ kind: 'refused', code: 'BULK_JOB_GONE' });
    expect((failure as Error).message).to.include('seven days');
  });

  it('has an id that cannot lead elsewhere', async () => {
    await failureOf(readJob(bulk.org, '../../sobjects/Account'));
    expect(bulk.trace).to.deep.equal(['GET /jobs/ingest/..%2F..%2Fsobjects%2FAccount']);
  });
});
