import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { BulkFaults, ChunkAhead } from '../../../src/local-org/bulk/faults.ts';
import { ADMIN } from '../http/garden-org.ts';
import { JOBS, plotsCsv, refusalOf, startBulkOrg } from './bulk-org.ts';
import type { BulkOrg, Job } from './bulk-org.ts';

const UPSERT = { object: 'Plot__c', operation: 'upsert', externalIdFieldName: 'External_Id__c' };
const INSERT = { object: 'Plot__c', operation: 'insert' };
const CSV = { 'content-type': 'text/csv' };

/** Faults that a test describes chunk by chunk; keeps the numbers of the chunks that were asked about. */
function faultsBy(decide: (chunk: ChunkAhead) => ReturnType<BulkFaults['beforeChunk']>) {
  const chunks: number[] = [];
  const beforeChunk: BulkFaults['beforeChunk'] = (chunk) => {
    chunks.push(chunk.chunk);
    return decide(chunk);
  };
  return { chunks, bulkFaults: { beforeChunk } };
}

async function count(org: BulkOrg, object = 'Plot__c'): Promise<number> {
  return (await org.connection.query(`SELECT COUNT() FROM ${object}`)).totalSize;
}

/** A body of so many megabytes that is made while it is sent. */
function megabytes(number: number): ReadableStream<Uint8Array> {
  const piece = Buffer.from(`${'x'.repeat(1023)}\n`.repeat(1024));
  let sent = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (sent++ < number) controller.enqueue(piece);
      else controller.close();
    },
  });
}

describe('bulk jobs', () => {
  let org: BulkOrg;
  afterEach(() => org.close());

  it('take in data once, and only while they are open', async () => {
    org = await startBulkOrg();
    const { id } = await org.upload(UPSERT, plotsCsv(2));
    const put = async () =>
      await org.ask('PUT', `${JOBS}/ingest/${id}/batches`, { headers: CSV, body: 'Name\n' });
    const twice = await put();
    expect(refusalOf(twice)).to.equal('400 CLIENTINPUTERROR');
    expect(twice.json[0].message).to.include(`Found multiple contents for job: <${id}>`);
    await org.setState(id, 'UploadComplete');
    expect(refusalOf(await put())).to.equal('400 INVALIDJOBSTATE');
    expect((await org.ended(id)).numberRecordsProcessed).to.equal(2);
    const json = await org
      .ask('POST', `${JOBS}/ingest`, { body: UPSERT })
      .then(({ json }) => json as unknown as Job);
    const plain = await org.ask('PUT', `${JOBS}/ingest/${json.id}/batches`, { body: '{}' });
    expect(refusalOf(plain)).to.equal('415 UNSUPPORTED_MEDIA_TYPE');
    const unknown = await org.ask('PUT', `${JOBS}/ingest/750000000000000AAA/batches`, {
      headers: CSV,
      body: 'a',
    });
    expect(refusalOf(unknown)).to.equal('404 NOT_FOUND');
  });

  it('refuse more than 100 MB, and keep nothing of it', async () => {
    org = await startBulkOrg();
    const { json } = await org.ask<Job>('POST', `${JOBS}/ingest`, { body: INSERT });
    const response = await fetch(`${org.url}${JOBS}/ingest/${json.id}/batches`, {
      method: 'PUT',
      headers: { ...CSV, authorization: `Bearer ${org.token}` },
      body: megabytes(101),
      duplex: 'half',
    });
    expect([response.status, await response.text()].join(' ')).to.match(/^413 .*EXCEEDED_MAX_SIZE_REQUEST/);
    const rows = org.org.database.prepare('SELECT count(*) AS n FROM _bulk_chunk').get();
    expect(rows).to.deep.include({ n: 0 });
  });

  it('can be sent their data again when the connection ended within them', async () => {
    org = await startBulkOrg();
    const { json } = await org.ask<Job>('POST', `${JOBS}/ingest`, { body: INSERT });
    const controller = new AbortController();
    const cut = new ReadableStream({
      start: (body) => {
        body.enqueue(Buffer.from('Name\nhalf\n'));
        setTimeout(() => controller.abort(), 50);
      },
    });
    const request = fetch(`${org.url}${JOBS}/ingest/${json.id}/batches`, {
      method: 'PUT',
      headers: { ...CSV, authorization: `Bearer ${org.token}` },
      body: cut,
      duplex: 'half',
      signal: controller.signal,
    });
    await request.then(
      () => expect.fail('the upload came through'),
      () => undefined,
    );
    await org.ask('PUT', `${JOBS}/ingest/${json.id}/batches`, { headers: CSV, body: 'Name\nwhole\n' });
    await org.setState(json.id, 'UploadComplete');
    expect((await org.ended(json.id)).numberRecordsProcessed).to.equal(1);
    expect((await org.plots()).map(({ Name }) => Name)).to.deep.equal(['whole']);
  });

  it('let other requests pass while they are processed, and stop when they are aborted', async () => {
    org = await startBulkOrg();
    const { id } = await org.upload(INSERT, plotsCsv(4000));
    await org.setState(id, 'UploadComplete');
    const early = await org.ask('GET', `${JOBS}/ingest/${id}/successfulResults`);
    expect(refusalOf(early)).to.equal('400 INVALIDJOBSTATE');
    expect(refusalOf(await org.ask('DELETE', `${JOBS}/ingest/${id}`))).to.equal('400 INVALIDJOBSTATE');
    await org.ask('GET', '/services/data/v67.0/limits');
    const running = await org.ask<Job>('GET', `${JOBS}/ingest/${id}`);
    expect(running.json.state).to.equal('InProgress');
    expect(running.json.numberRecordsProcessed).to.be.within(200, 3800);
    expect((await org.setState(id, 'Aborted')).json.state).to.equal('Aborted');
    const job = await org.ended(id);
    const saved = await org.results(id, 'successfulResults');
    const rest = await org.results(id, 'unprocessedrecords');
    expect(saved).to.have.length(job.numberRecordsProcessed);
    expect(rest[0]).to.have.keys(['Name', 'External_Id__c', 'Size__c']);
    const names = [...saved, ...rest].map((row) => row['Name']);
    expect(new Set(names).size).to.equal(4000);
    expect(await count(org)).to.equal(saved.length);
    expect(
      refusalOf(await org.ask('PATCH', `${JOBS}/ingest/${id}`, { body: { state: 'Aborted' } })),
    ).to.equal('400 INVALIDJOBSTATE');
  });

  it('go on where they stopped when the org ends in the middle, and do no row twice', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'bulk-'));
    const copy = mkdtempSync(join(tmpdir(), 'bulk-'));
    try {
      // what another process would find on disk if this one ended at chunk 3
      const first = faultsBy(({ chunk }) => {
        if (chunk === 3) cpSync(directory, copy, { recursive: true });
        return undefined;
      });
      org = await startBulkOrg({ directory, bulkFaults: first.bulkFaults });
      const { id } = await org.upload(INSERT, plotsCsv(1350));
      await org.setState(id, 'UploadComplete');
      await org.ended(id);
      await org.close();
      const second = faultsBy(() => undefined);
      org = await startBulkOrg({ directory: copy, bulkFaults: second.bulkFaults });
      const job = await org.ended(id);
      expect(second.chunks).to.deep.equal([3, 4, 5, 6]);
      expect([job.state, job.numberRecordsProcessed]).to.deep.equal(['JobComplete', 1350]);
      expect(await count(org)).to.equal(1350);
      const results = await org.results(id, 'successfulResults');
      expect(new Set(results.map((row) => row['sf__Id'])).size).to.equal(1350);
    } finally {
      rmSync(directory, { recursive: true });
      rmSync(copy, { recursive: true });
    }
  });

  it('stop with the org, and finish with its next start', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'bulk-'));
    try {
      org = await startBulkOrg({ directory });
      const { id } = await org.upload(INSERT, plotsCsv(2000));
      await org.setState(id, 'UploadComplete');
      await org.close();
      org = await startBulkOrg({ directory });
      expect((await org.ended(id)).numberRecordsProcessed).to.equal(2000);
      expect(await count(org)).to.equal(2000);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('end half way, or find rows locked, where faults say so', async () => {
    const { bulkFaults } = faultsBy(({ chunk }) =>
      chunk === 1 ? { lockRows: [0, 7, 999] } : chunk === 2 ? { failJobNow: 'out of order' } : undefined,
    );
    org = await startBulkOrg({ bulkFaults });
    const job = await org.load(INSERT, plotsCsv(500));
    expect(job).to.deep.include({
      state: 'Failed',
      errorMessage: 'out of order',
      numberRecordsProcessed: 400,
      numberRecordsFailed: 2,
    });
    const failed = await org.results(job.id, 'failedResults');
    expect(failed.map((row) => row['Name'])).to.deep.equal(['plot-200', 'plot-207']);
    expect(failed[0]!['sf__Error']).to.equal(
      'UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--',
    );
    expect(await org.results(job.id, 'unprocessedrecords')).to.have.length(100);
    expect(await count(org)).to.equal(398);
  });

  it('hold the masters of their rows: two batches with one master at the same time are in each other’s way', async () => {
    org = await startBulkOrg({ bulkLockModel: true });
    await org.load(UPSERT, plotsCsv(2));
    // the second batch begins with row 10,000, beside the first one's rows of p0
    const plotOf = (row: number): string => (row < 10_100 ? 'p0' : 'p1');
    const rows = Array.from({ length: 10_200 }, (_, row) => `${plotOf(row)},h${row}`);
    const csv = ['Plot__r.External_Id__c,External_Id__c', ...rows, ''].join('\n');
    const harvests = { ...UPSERT, object: 'Harvest__c' };
    const job = await org.load(harvests, csv);
    expect([job.numberRecordsProcessed, job.numberRecordsFailed]).to.deep.equal([10_200, 100]);
    const failed = await org.results(job.id, 'failedResults');
    expect(failed.map((row) => row['External_Id__c'])).to.deep.equal(
      Array.from({ length: 100 }, (_, index) => `h${10_000 + index}`),
    );
    expect(failed[0]!['sf__Error']).to.match(
      /^UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or 1 records: a0\w{16}:--$/,
    );
    // plots are no details, and lock nothing
    const plots = await org.load(UPSERT, plotsCsv(400));
    expect(plots.numberRecordsFailed).to.equal(0);
  });

  it('are listed page by page, and forgotten when they are deleted or a week old', async () => {
    org = await startBulkOrg();
    const first = await org.load(UPSERT, plotsCsv(1));
    for (let made = 0; made < 1000; made += 1) await org.ask('POST', `${JOBS}/ingest`, { body: INSERT });
    interface Page {
      done: boolean;
      records: Job[];
      nextRecordsUrl: string | null;
    }
    const page = (await org.ask<Page>('GET', `${JOBS}/ingest?isPkChunkingEnabled=false&jobType=V2Ingest`))
      .json;
    expect([page.done, page.records.length, page.records[0]!.id]).to.deep.equal([false, 1000, first.id]);
    const last = (await org.ask<Page>('GET', page.nextRecordsUrl!)).json;
    expect([last.done, last.records.length, last.nextRecordsUrl]).to.deep.equal([true, 1, null]);
    const classic = (await org.ask<Page>('GET', `${JOBS}/ingest?jobType=Classic`)).json;
    expect(classic.records).to.deep.equal([]);
    const open = `${JOBS}/ingest/${last.records[0]!.id}`;
    expect(refusalOf(await org.ask('DELETE', open))).to.equal('400 INVALIDJOBSTATE');
    expect((await org.ask('DELETE', `${JOBS}/ingest/${first.id}`)).status).to.equal(204);
    expect(refusalOf(await org.ask('GET', `${JOBS}/ingest/${first.id}`))).to.equal('404 NOT_FOUND');
    const old = await org.load(UPSERT, plotsCsv(1));
    org.passMinutes(7 * 24 * 60 + 1);
    const token = org.issueSession(ADMIN);
    expect((await org.ask('GET', `${JOBS}/ingest/${old.id}`, { token })).status).to.equal(200);
    await org.ask('POST', `${JOBS}/ingest`, { token, body: INSERT });
    expect((await org.ask('GET', `${JOBS}/ingest/${old.id}`, { token })).status).to.equal(404);
    expect((await org.ask('GET', open, { token })).status).to.equal(200);
  });

  it('are no part of composite requests', async () => {
    org = await startBulkOrg();
    const compositeRequest = [{ method: 'POST', url: `${JOBS}/ingest`, referenceId: 'job', body: INSERT }];
    const { text } = await org.ask('POST', '/services/data/v67.0/composite', { body: { compositeRequest } });
    expect(text).to.include('INVALID_INPUT');
  });
});
