import { expect } from 'chai';
import { bulkQuery } from '../../../src/salesforce/bulk/bulk-query.ts';
import type { BulkRow } from '../../../src/salesforce/bulk/bulk-query.ts';
import { ScriptedBulk } from './scripted-bulk.ts';

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a bulk query', () => {
  let bulk: ScriptedBulk;
  const pages = async (): Promise<BulkRow[][]> => {
    const all: BulkRow[][] = [];
    const options = { clock: bulk.clock, sleep: bulk.sleep };
    for await (const page of bulkQuery(bulk.org, 'SELECT Id, Name FROM Account', options)) all.push(page);
    return all;
  };

  beforeEach(async () => {
    bulk = await ScriptedBulk.start();
    bulk.queryPages = ['"Id","Name"\n"001","one"\n"002","two\nlines"\n', '"Id","Name"\n"003",""\n'];
  });
  afterEach(() => bulk.close());

  const both = [
    [
      { Id: '001', Name: 'one' },
      { Id: '002', Name: 'two\nlines' },
    ],
    [{ Id: '003', Name: undefined }],
  ];

  it('gives out page after page, an empty field as undefined', async () => {
    expect(await pages()).to.deep.equal(both);
    expect(bulk.trace.slice(2)).to.deep.equal([
      'GET /jobs/query/750000000000001AAA/results?maxRecords=25000',
      'GET /jobs/query/750000000000001AAA/results?maxRecords=25000&locator=L1',
    ]);
  });

  it('asks for a page again that was cut, it alone, so that no record comes twice', async () => {
    let cuts = 0;
    bulk.fault = ({ path }) => {
      if (!path.includes('locator=L1') || cuts === 2) return undefined;
      cuts += 1;
      return { cutAfter: 14 };
    };
    expect(await pages()).to.deep.equal(both);
    expect(bulk.trace.filter((call) => call.endsWith('maxRecords=25000'))).to.have.length(1);
    expect(bulk.trace.filter((call) => call.endsWith('L1'))).to.have.length(3);
  });

  it('finds nothing where there is nothing', async () => {
    bulk.queryPages = ['"Id","Name"\n'];
    expect(await pages()).to.deep.equal([]);
  });

  it('fails as its job does', async () => {
    bulk.end = { state: 'Failed', errorMessage: 'InvalidBatch : no such column' };
    expect(await failureOf(pages())).to.include({ kind: 'refused', code: 'InvalidBatch' });
  });

  it('is said to be gone when its results are', async () => {
    bulk.fault = ({ path }) =>
      path.includes('/results')
        ? { status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'gone' }] }
        : undefined;
    expect(await failureOf(pages())).to.include({ code: 'BULK_JOB_GONE' });
  });
});
