import { expect } from 'chai';
import { JOBS, plotsCsv, refusalOf, startBulkOrg } from './bulk-org.ts';
import type { BulkOrg, Job } from './bulk-org.ts';

const UPSERT = { object: 'Plot__c', operation: 'upsert', externalIdFieldName: 'External_Id__c' };
const INSERT = { object: 'Plot__c', operation: 'insert' };

describe('a bulk job that writes', () => {
  let org: BulkOrg;
  beforeEach(async () => {
    org = await startBulkOrg();
  });
  afterEach(() => org.close());

  it('loads the records of an unmodified jsforce, and gives back a result for each', async () => {
    const { bulk2 } = org.connection;
    bulk2.pollInterval = 10;
    const input = Array.from({ length: 450 }, (_, index) => ({ Name: `plot ${index}`, Size__c: index }));
    const inserted = await bulk2.loadAndWaitForResults({ object: 'Plot__c', operation: 'insert', input });
    expect(inserted.successfulResults).to.have.length(450);
    expect(inserted.failedResults).to.deep.equal([]);
    expect(inserted.unprocessedRecords).to.deep.equal([]);
    const [first] = inserted.successfulResults as unknown as Record<string, string>[];
    expect(first).to.include({ sf__Created: 'true', Name: 'plot 0', Size__c: '0' });
    expect(first!['sf__Id']).to.match(/^a0\w{16}$/);
    expect((await org.connection.query('SELECT COUNT() FROM Plot__c')).totalSize).to.equal(450);
    const records = inserted.successfulResults as unknown as { sf__Id: string }[];
    const deleted = await bulk2.loadAndWaitForResults({
      object: 'Plot__c',
      operation: 'delete',
      input: records.slice(0, 250).map(({ sf__Id }) => ({ Id: sf__Id })),
    });
    expect(deleted.successfulResults).to.have.length(250);
    expect((await org.connection.query('SELECT COUNT() FROM Plot__c')).totalSize).to.equal(200);
  });

  it('tells clients all that they read of a job', async () => {
    const job = await org.upload(UPSERT, plotsCsv(3));
    expect(job).to.deep.include({
      object: 'Plot__c',
      operation: 'upsert',
      externalIdFieldName: 'External_Id__c',
      createdById: org.org.adminUserId,
      createdDate: '2026-07-01T09:00:00.000+0000',
      systemModstamp: '2026-07-01T09:00:00.000+0000',
      state: 'Open',
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: 67,
      jobType: 'V2Ingest',
      lineEnding: 'LF',
      columnDelimiter: 'COMMA',
      contentUrl: `services/data/v67.0/jobs/ingest/${job.id}/batches`,
    });
    const closed = await org.setState(job.id, 'UploadComplete');
    expect([closed.status, closed.json.state]).to.deep.equal([200, 'UploadComplete']);
    const done = await org.ended(job.id);
    expect(done).to.deep.include({
      state: 'JobComplete',
      numberRecordsProcessed: 3,
      numberRecordsFailed: 0,
      retries: 0,
      totalProcessingTime: 0,
      apiActiveProcessingTime: 0,
      apexProcessingTime: 0,
    });
    expect(done).not.to.have.any.keys('contentUrl', 'errorMessage');
  });

  it('gives back rows as they were sent, with what became of them, in the columns of Salesforce', async () => {
    const csv =
      'name,EXTERNAL_ID__C,Size__c\n"two\nlines",p1,1.5\ntoo large,p2,1234567\nbad,p3,many\n,p4,2\n';
    const job = await org.load(UPSERT, csv);
    expect([job.numberRecordsProcessed, job.numberRecordsFailed]).to.deep.equal([4, 2]);
    const good = await org.ask('GET', `${JOBS}/ingest/${job.id}/successfulResults/`);
    const [p1, p4] = await org
      .plots("External_Id__c IN ('p1', 'p4')")
      .then((found) => ['p1', 'p4'].map((key) => found.find((plot) => plot['External_Id__c'] === key)!));
    expect(good.headers.get('content-type')).to.match(/^text\/csv/);
    expect(good.text).to.equal(
      `"sf__Id","sf__Created",name,EXTERNAL_ID__C,Size__c\n"${p1!['Id'] as string}","true","two\nlines",p1,1.5\n"${p4!['Id'] as string}","true",,p4,2\n`,
    );
    const bad = await org.ask('GET', `${JOBS}/ingest/${job.id}/failedResults`);
    expect(bad.text).to.equal(
      '"sf__Id","sf__Error",name,EXTERNAL_ID__C,Size__c\n' +
        '"","NUMBER_OUTSIDE_VALID_RANGE:Size: value outside of valid range on numeric field: 1234567:Size__c --",too large,p2,1234567\n' +
        '"","INVALID_TYPE_ON_FIELD_IN_RECORD:Size: value not of required type: many:Size__c --",bad,p3,many\n',
    );
    const rest = await org.ask('GET', `${JOBS}/ingest/${job.id}/unprocessedrecords`);
    expect(rest.text).to.equal('name,EXTERNAL_ID__C,Size__c\n');
  });

  it('leaves a field alone for an empty value, and empties it for #N/A', async () => {
    await org.load(UPSERT, 'External_Id__c,Name,Size__c,Rent__c\np1,first,10,20\n');
    const job = await org.load(UPSERT, 'External_Id__c,Name,Size__c,Rent__c\np1,,,#N/A\n');
    expect(await org.results(job.id, 'successfulResults')).to.have.nested.property(
      '[0].sf__Created',
      'false',
    );
    const [plot] = await org.plots();
    expect(plot).to.deep.include({ Name: 'first', Size__c: 10, Rent__c: null });
  });

  it('finds parents by their external ids, and says which one it does not find', async () => {
    await org.load(UPSERT, plotsCsv(1));
    const csv = 'Plot__r.External_Id__c,Weight__c,Kind__c\np0,3,Fruit\nnowhere,4,Root\n';
    const job = await org.load({ object: 'Harvest__c', operation: 'insert' }, csv);
    expect([job.numberRecordsProcessed, job.numberRecordsFailed]).to.deep.equal([2, 1]);
    const [failed] = await org.results(job.id, 'failedResults');
    expect(failed!['sf__Error']).to.equal(
      'INVALID_FIELD:Foreign key external ID: nowhere not found for field External_Id__c in entity Plot__c:--',
    );
    const { records } = await org.connection.query(
      'SELECT Plot__r.External_Id__c, Weight__c, Kind__c FROM Harvest__c',
    );
    expect(records).to.have.length(1);
    expect(records[0]).to.deep.include({ Weight__c: 3, Kind__c: 'Fruit' });
  });

  it('takes in other delimiters and line endings', async () => {
    const settings = { ...INSERT, columnDelimiter: 'SEMICOLON', lineEnding: 'CRLF' };
    const job = await org.load(settings, 'Name;Size__c\r\n"a;b";1\r\nc;2');
    expect(job.state).to.equal('JobComplete');
    expect((await org.plots()).map(({ Name }) => Name)).to.deep.equal(['a;b', 'c']);
    const { text } = await org.ask('GET', `${JOBS}/ingest/${job.id}/successfulResults`);
    expect(text).to.match(/^"sf__Id";"sf__Created";Name;Size__c\r\n"a0\w{16}";"true";"a;b";1\r\n/);
  });

  it('refuses every row that has an external id twice among 200, as calls of 200 records do', async () => {
    const job = await org.load(UPSERT, 'External_Id__c,Name\np1,one\np2,two\np1,again\n');
    expect(job.numberRecordsFailed).to.equal(2);
    const failed = await org.results(job.id, 'failedResults');
    expect(failed.map((row) => row['sf__Error'])).to.deep.equal(
      Array.from(
        { length: 2 },
        () => 'DUPLICATE_VALUE:Duplicate external id specified: p1:External_Id__c --',
      ),
    );
  });

  it('fails a row whose quotes or columns are wrong, and no other', async () => {
    const job = await org.load(INSERT, 'Name,Size__c\n"a", "1"\nb,2,3\nc,4\n');
    expect([job.state, job.numberRecordsFailed]).to.deep.equal(['JobComplete', 2]);
    expect((await org.plots()).map(({ Name }) => Name)).to.deep.equal(['c']);
  });

  it('fails as a whole for data that do not fit it, and gives all rows back as unprocessed', async () => {
    const bom = '\uFEFF';
    for (const [settings, csv, message] of [
      [INSERT, 'Name,Nope__c\na,1\n', 'InvalidBatch : Field name not found : Nope__c'],
      [INSERT, `${bom}Name\na\n`, `InvalidBatch : Field name not found : ${bom}Name`],
      [INSERT, 'Name\r\na\r\n', 'ClientInputError : LineEnding is invalid on user data'],
      [INSERT, 'Name\n"a\n', 'InvalidBatch : The CSV data end within a quoted value'],
      [INSERT, '', 'InvalidBatch : Failed to parse CSV header'],
      [INSERT, 'Name,Name\na,b\n', 'InvalidBatch : Field name is there twice : Name'],
      [INSERT, 'Plot:Account__r.Id,Name\n1,a\n', 'InvalidBatch : type is not needed'],
      [UPSERT, 'Name\na\n', 'InvalidBatch : Field name not found : External_Id__c'],
      [{ object: 'Plot__c', operation: 'update' }, 'Name\na\n', 'InvalidBatch : Field name not found : Id'],
    ] as const) {
      const job = await org.load(settings, csv);
      expect([job.state, job.numberRecordsProcessed], csv).to.deep.equal(['Failed', 0]);
      expect(job.errorMessage).to.include(message);
      const { text } = await org.ask('GET', `${JOBS}/ingest/${job.id}/unprocessedrecords`);
      // `fetch` takes the mark away
      expect(text, csv).to.equal(csv.replace(bom, ''));
    }
    expect(await org.plots()).to.deep.equal([]);
  });

  it('of a user does what that user may do, field by field', async () => {
    const { token } = await org.addUser('gardener@example.com', { sets: ['Gardener'] });
    await org.load(INSERT, 'Name\nadmin\n');
    const mayNot = await org.load(INSERT, 'Name\nmine\n', { token });
    const [failed] = await org.results(mayNot.id, 'failedResults');
    expect(failed!['sf__Error']).to.match(/^CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY:/);
    const hidden = await org.load(INSERT, 'Name,Rent__c\nmine,1\n', { token });
    expect(hidden.errorMessage).to.equal('InvalidBatch : Field name not found : Rent__c');
    const unknown = await org.ask('POST', `${JOBS}/ingest`, {
      token,
      body: { object: 'Nope__c', operation: 'insert' },
    });
    expect(refusalOf(unknown)).to.equal('400 INVALIDENTITY');
    const stranger = await org.addUser('stranger@example.com');
    const plain = await org.ask('POST', `${JOBS}/ingest`, { token: stranger.token, body: INSERT });
    expect(refusalOf(plain)).to.equal('400 INVALIDENTITY');
    const others = await org.ask('GET', `${JOBS}/ingest/${mayNot.id}/failedResults`, {
      token: stranger.token,
    });
    expect(refusalOf(others)).to.equal('400 INVALIDUSER');
  });

  it('can be made with its data in one request', async () => {
    const body = [
      '--edge\r\nContent-Type: application/json\r\nContent-Disposition: form-data; name="job"\r\n\r\n',
      JSON.stringify(INSERT),
      '\r\n--edge\r\nContent-Type: text/csv\r\nContent-Disposition: form-data; name="content"; filename="content"\r\n\r\n',
      'Name\none\ntwo\n',
      '\r\n--edge--\r\n',
    ].join('');
    const headers = { 'content-type': 'multipart/form-data; boundary=edge' };
    const made = await org.ask<Job>('POST', `${JOBS}/ingest/`, { headers, body });
    expect([made.status, made.json.state]).to.deep.equal([200, 'UploadComplete']);
    expect((await org.ended(made.json.id)).numberRecordsProcessed).to.equal(2);
    const tooLarge = await org.ask('POST', `${JOBS}/ingest/`, {
      headers,
      body: body.replace('two', 'x'.repeat(100_000)),
    });
    expect(refusalOf(tooLarge)).to.equal('413 EXCEEDED_MAX_SIZE_REQUEST');
  });

  it('is refused at once where the request makes no sense', async () => {
    for (const [body, refusal] of [
      [{ ...INSERT, operation: 'guess' }, '400 JSON_PARSER_ERROR'],
      [{ ...INSERT, lineEnding: 'CR' }, '400 JSON_PARSER_ERROR'],
      [{ ...INSERT, columnDelimiter: 'SPACE' }, '400 JSON_PARSER_ERROR'],
      [{ ...INSERT, contentType: 'XML' }, '400 JSON_PARSER_ERROR'],
      [{ ...INSERT, operation: 'hardDelete' }, '400 FEATURENOTENABLED'],
      [{ object: 'Plot__c', operation: 'upsert' }, '400 INVALIDJOB'],
      [{ ...UPSERT, externalIdFieldName: 'Name' }, '400 INVALIDJOB'],
      ['[]', '400 JSON_PARSER_ERROR'],
    ] as const) {
      expect(refusalOf(await org.ask('POST', `${JOBS}/ingest`, { body })), JSON.stringify(body)).to.equal(
        refusal,
      );
    }
  });

  it('counts each of its requests as a call', async () => {
    const used = (header: string | null): number => Number(/=(\d+)\//.exec(header ?? '')?.[1]);
    const made = await org.ask<Job>('POST', `${JOBS}/ingest`, { body: INSERT });
    const before = used(made.headers.get('sforce-limit-info'));
    const headers = { 'content-type': 'text/csv' };
    const sent = await org.ask('PUT', `${JOBS}/ingest/${made.json.id}/batches`, {
      headers,
      body: 'Name\na\n',
    });
    expect(used(sent.headers.get('sforce-limit-info'))).to.equal(before + 1);
    await org.setState(made.json.id, 'Aborted');
    const read = await org.ask('GET', `${JOBS}/ingest/${made.json.id}/unprocessedrecords`);
    expect(used(read.headers.get('sforce-limit-info'))).to.equal(before + 3);
    org.setDailyApiLimit(1);
    const over = await org.ask('GET', `${JOBS}/ingest/${made.json.id}/unprocessedrecords`);
    expect(refusalOf(over)).to.equal('403 REQUEST_LIMIT_EXCEEDED');
    const nobody = await org.ask('GET', `${JOBS}/ingest/${made.json.id}/failedResults`, { token: 'no' });
    expect(refusalOf(nobody)).to.equal('401 INVALID_SESSION_ID');
  });
});
