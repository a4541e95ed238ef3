import { expect } from 'chai';
import { startGardenOrg } from './garden-org.ts';
import type { GardenOrg } from './garden-org.ts';

const DATA = '/services/data/v67.0';

interface Found {
  totalSize: number;
  records: Record<string, unknown>[];
}
interface Columns {
  entityName: string;
  columnMetadata: { columnName: string }[];
}

describe('queries over HTTP', () => {
  let org: GardenOrg;

  before(async () => {
    org = await startGardenOrg();
    for (let start = 0; start < 450; start += 150) {
      const records = Array.from({ length: 150 }, (_, index) => ({ Name: `Plot ${start + index}` }));
      await org.connection.sobject('Plot__c').create(records);
    }
  });
  after(async () => await org.close());

  it('reads a large result page by page, every record once', async () => {
    const options = { headers: { 'Sforce-Query-Options': 'batchSize=200' } };
    const first = await org.connection.query('SELECT Id FROM Plot__c', options);
    expect(first).to.deep.include({ done: false, totalSize: 450 });
    expect(first.nextRecordsUrl).to.match(/\/query\/01g\w{15}-200$/);
    const second = await org.connection.queryMore(first.nextRecordsUrl!);
    const third = await org.connection.queryMore(second.nextRecordsUrl!);
    expect([first, second, third].map((page) => page.records.length)).to.deep.equal([200, 200, 50]);
    expect(third).to.deep.include({ done: true, totalSize: 450 });
    const ids = [first, second, third].flatMap((page) => page.records.map((record) => record.Id));
    expect(new Set(ids).size).to.equal(450);
  });

  it('gives all records at once when they fit one page', async () => {
    const result = await org.connection.query('SELECT Id FROM Plot__c');
    expect(result).to.deep.include({ done: true, totalSize: 450 });
    const small = await org.connection.query('SELECT Id FROM Plot__c', {
      headers: { 'Sforce-Query-Options': 'batchSize=1' },
    });
    expect(small.records).to.have.length(200);
  });

  it('reads on with autoFetch', async () => {
    const result = await org.connection.query('SELECT Id FROM Plot__c', {
      autoFetch: true,
      maxFetch: 1000,
      headers: { 'Sforce-Query-Options': 'batchSize=200' },
    });
    expect(result.records).to.have.length(450);
  });

  it('keeps a result for its own user, for two days', async () => {
    const options = { headers: { 'Sforce-Query-Options': 'batchSize=200' } };
    const first = await org.connection.query('SELECT Id FROM Plot__c', options);
    const other = await org.addUser('other@rapport.example', { sets: ['Gardener'] });
    const foreign = await org.ask('GET', new URL(first.nextRecordsUrl!).pathname, { token: other.token });
    expect([foreign.status, foreign.json[0].errorCode]).to.deep.equal([400, 'INVALID_QUERY_LOCATOR']);
    org.passMinutes(2 * 24 * 60 + 1);
    org.token = org.issueSession('admin@rapport.example');
    org.connection.accessToken = org.token;
    const late = await org.ask('GET', new URL(first.nextRecordsUrl!).pathname);
    expect(late.json[0].errorCode).to.equal('INVALID_QUERY_LOCATOR');
  });

  it('finds deleted records by queryAll alone', async () => {
    const { id } = await org.connection.sobject('Plot__c').create({ Name: 'Gone' });
    await org.connection.sobject('Plot__c').destroy(id!);
    const soql = encodeURIComponent("SELECT Id, IsDeleted FROM Plot__c WHERE Name = 'Gone'");
    const live = await org.ask<Found>('GET', `${DATA}/query?q=${soql}`);
    expect(live.json.totalSize).to.equal(0);
    const all = await org.ask<Found>('GET', `${DATA}/queryAll?q=${soql}`);
    expect(all.json.records[0]).to.deep.include({ Id: id, IsDeleted: true });
  });

  it('describes the columns of a result, as the sf CLI asks before it prints', async () => {
    const soql = encodeURIComponent('SELECT Id, Name FROM Plot__c');
    const { json } = await org.ask<Columns>('GET', `${DATA}/query?q=${soql}&columns=true`);
    expect(json.entityName).to.equal('Plot__c');
    expect(json.columnMetadata.map((column) => column.columnName)).to.deep.equal(['Id', 'Name']);
  });

  it('refuses a query that is missing, broken, or of an object that is not there', async () => {
    const codeOf = async (path: string): Promise<unknown[]> => {
      const { status, json } = await org.ask('GET', DATA + path);
      return [status, json[0].errorCode];
    };
    expect(await codeOf('/query')).to.deep.equal([400, 'MALFORMED_QUERY']);
    expect(await codeOf('/query?q=SELECT')).to.deep.equal([400, 'MALFORMED_QUERY']);
    expect(await codeOf('/query?q=SELECT+Id+FROM+ScratchOrgInfo')).to.deep.equal([400, 'INVALID_TYPE']);
    expect(await codeOf('/query/01gnothing-2000')).to.deep.equal([400, 'INVALID_QUERY_LOCATOR']);
  });
});
