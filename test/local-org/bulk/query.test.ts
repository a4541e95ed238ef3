import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import { JOBS, plotsCsv, refusalOf, startBulkOrg } from './bulk-org.ts';
import type { BulkOrg, Job } from './bulk-org.ts';

/** More than a page of an ordered query, which is 10,000 records. */
const PLOTS = 10_300;

describe('a bulk job that reads', () => {
  let org: BulkOrg;
  before(async () => {
    org = await startBulkOrg();
    const settings = { object: 'Plot__c', operation: 'upsert', externalIdFieldName: 'External_Id__c' };
    await org.load(settings, plotsCsv(PLOTS));
  });
  after(() => org.close());

  const start = async (query: string, more = {}): Promise<Job> => {
    const { status, json, text } = await org.ask<Job>('POST', `${JOBS}/query`, {
      body: { operation: 'query', query, ...more },
    });
    expect(status, text).to.equal(200);
    return await org.ended(json.id, 'query');
  };
  const results = async (id: string, query = '') =>
    await org.ask('GET', `${JOBS}/query/${id}/results${query}`);

  it('gives an unmodified jsforce all records', async () => {
    org.connection.bulk2.pollInterval = 10;
    const stream = await org.connection.bulk2.query('SELECT Id, Name, Size__c FROM Plot__c');
    const records = (await stream.toArray()) as Record<string, string>[];
    expect(records).to.have.length(PLOTS);
    expect(new Set(records.map(({ Id }) => Id)).size).to.equal(PLOTS);
    expect(records[7]).to.deep.include({ Name: 'plot-7', Size__c: '7.0' });
  });

  it('tells clients all that they read of it', async () => {
    const job = await start('SELECT Id FROM Plot__c WHERE Size__c = 1');
    expect(job).to.deep.include({
      operation: 'query',
      object: 'Plot__c',
      createdById: org.org.adminUserId,
      state: 'JobComplete',
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: 67,
      jobType: 'V2Query',
      lineEnding: 'LF',
      columnDelimiter: 'COMMA',
      numberRecordsProcessed: 11,
      retries: 0,
      totalProcessingTime: 0,
      isPkChunkingSupported: true,
    });
    const { json } = await org.ask<{ records: Job[] }>('GET', `${JOBS}/query?jobType=V2Query`);
    expect(json.records.map(({ id }) => id)).to.include(job.id);
  });

  it('gives its answer part by part, whatever the size of the parts', async () => {
    const { id } = await start('SELECT Name FROM Plot__c');
    for (const size of [PLOTS - 1, 4000, 3700]) {
      const names: string[] = [];
      let locator: string | null = '';
      while (locator !== 'null') {
        const part = await results(id, `?maxRecords=${size}${locator === '' ? '' : `&locator=${locator}`}`);
        const rows = parse<{ Name: string }>(part.text, { columns: true });
        expect(part.headers.get('sforce-numberofrecords')).to.equal(String(rows.length));
        expect(part.headers.get('content-type')).to.match(/^text\/csv/);
        names.push(...rows.map(({ Name }) => Name));
        locator = part.headers.get('sforce-locator');
      }
      expect(names, `parts of ${size}`).to.deep.equal(
        Array.from({ length: PLOTS }, (_, index) => `plot-${index}`),
      );
    }
    expect(refusalOf(await results(id, '?locator=MTAwMDAw'))).to.equal('400 INVALID_QUERY_LOCATOR');
    expect(refusalOf(await results(id, '?maxRecords=none'))).to.equal('400 INVALIDREQUEST');
  });

  it('answers in the columns of the query, with the values in the form of bulk answers', async () => {
    const [account] = await org.connection.sobject('Account').create([{ Name: 'Küche & "Co"' }]);
    await org.connection
      .sobject('Plot__c')
      .upsert(
        { External_Id__c: 'p1', Account__c: account!.id!, Rent__c: 1.25, Name: 'two\nlines' },
        'External_Id__c',
      );
    const query =
      "SELECT name, Account__r.Name, Id, Size__c, Account__r.Id, IsDeleted, CreatedDate, Rent__c FROM Plot__c WHERE External_Id__c IN ('p1', 'p2')";
    const { id } = await start(query, { columnDelimiter: 'PIPE', lineEnding: 'CRLF' });
    const { text } = await results(id);
    const [one, two] = await org
      .plots("External_Id__c IN ('p1', 'p2')")
      .then((found) =>
        ['p1', 'p2'].map((key) => found.find((plot) => plot['External_Id__c'] === key)!['Id'] as string),
      );
    const created = '2026-07-01T09:00:00.000Z';
    const accountId = account!.id!;
    expect(text).to.equal(
      '"Name"|"Account__r.Name"|"Id"|"Size__c"|"Account__r.Id"|"IsDeleted"|"CreatedDate"|"Rent__c"\r\n' +
        `"two lines"|"Küche & ""Co"""|"${one}"|"1.0"|"${accountId}"|"false"|"${created}"|"1.25"\r\n`.replace(
          'two lines',
          'two\nlines',
        ) +
        `"plot-2"|""|"${two}"|"2.0"|""|"false"|"${created}"|""\r\n`,
    );
  });

  it('keeps the order and the limit of the query', async () => {
    const { id } = await start(
      'SELECT Size__c, Name FROM Plot__c ORDER BY Size__c DESC NULLS LAST, Name LIMIT 10100',
    );
    const rows = parse<{ Size__c: string }>((await results(id)).text, { columns: true });
    const sizes = rows.map(({ Size__c }) => Number(Size__c));
    expect(sizes).to.have.length(10_100);
    expect(sizes).to.deep.equal(sizes.toSorted((one, other) => other - one));
    expect(sizes[0]).to.equal(999);
    const some = await start('SELECT Id FROM Plot__c LIMIT 2001');
    expect(some.numberRecordsProcessed).to.equal(2001);
  });

  it('reads the recycle bin with queryAll only', async () => {
    const [plot] = await org.plots("External_Id__c = 'p4000'");
    await org.connection.sobject('Plot__c').destroy(String(plot!['Id']));
    const query = "SELECT Id FROM Plot__c WHERE External_Id__c = 'p4000'";
    expect((await start(query)).numberRecordsProcessed).to.equal(0);
    const all = await start(query, { operation: 'queryAll' });
    expect(all.numberRecordsProcessed).to.equal(1);
    const none = await start(query);
    expect((await results(none.id)).text).to.equal('"Id"\n');
  });

  it('shows a user no more than the user may read, and nobody the answers of others', async () => {
    const { token } = await org.addUser('gardener@example.com', { sets: ['Gardener'] });
    const rent = { token, body: { operation: 'query', query: 'SELECT Rent__c FROM Plot__c' } };
    expect(refusalOf(await org.ask('POST', `${JOBS}/query`, rent))).to.equal('400 INVALID_FIELD');
    const { id } = await start('SELECT Rent__c FROM Plot__c');
    const others = await org.ask('GET', `${JOBS}/query/${id}/results`, { token });
    expect(refusalOf(others)).to.equal('400 INVALIDUSER');
  });

  it('is refused for what bulk queries do not take', async () => {
    for (const [query, refusal] of [
      ['SELECT COUNT() FROM Plot__c', '400 API_ERROR'],
      ['SELECT COUNT(Id) FROM Plot__c', '400 API_ERROR'],
      ['SELECT Name FROM Plot__c GROUP BY Name', '400 API_ERROR'],
      ['SELECT Id FROM Plot__c OFFSET 1', '400 API_ERROR'],
      ['SELECT Id, (SELECT Id FROM Harvests__r) FROM Plot__c', '400 API_ERROR'],
      ['SELECT TYPEOF Owner WHEN User THEN Name END FROM Plot__c', '400 MALFORMED_QUERY'],
      ['SELECT Id FROM Nope__c', '400 INVALID_TYPE'],
      ["SELECT Id FROM Plot__c WHERE Name = 'x", '400 MALFORMED_QUERY'],
      ['', '400 MALFORMED_QUERY'],
    ] as const) {
      const answer = await org.ask('POST', `${JOBS}/query`, { body: { operation: 'query', query } });
      expect(refusalOf(answer), query).to.equal(refusal);
    }
  });

  it('can be aborted and deleted', async () => {
    const body = { operation: 'query', query: 'SELECT Id FROM Plot__c' };
    const { json } = await org.ask<Job>('POST', `${JOBS}/query`, { body });
    const aborted = await org.ask<Job>('PATCH', `${JOBS}/query/${json.id}`, { body: { state: 'Aborted' } });
    expect([aborted.status, aborted.json.state]).to.deep.equal([200, 'Aborted']);
    expect(refusalOf(await results(json.id))).to.equal('400 INVALIDJOBSTATE');
    expect((await org.ask('DELETE', `${JOBS}/query/${json.id}`)).status).to.equal(204);
    expect(refusalOf(await results(json.id))).to.equal('404 NOT_FOUND');
  });
});
