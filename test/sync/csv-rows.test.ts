import { expect } from 'chai';
import type { SObjectRecord } from '../../src/salesforce/org.ts';
import { CsvRows } from '../../src/sync/push/bulk-job.ts';
import { RunStopped } from '../../src/sync/run.ts';

const rowsOf = (signal: AbortSignal, records: SObjectRecord[]) => {
  const each = async function* () {
    yield* records;
  };
  return new CsvRows({ signal }, each, 'External_Id__c');
};
const textOf = async (rows: CsvRows) => {
  let text = '';
  for await (const piece of rows.read()) text += piece;
  return text;
};

describe('the rows of a bulk job, as they are sent', () => {
  it('have the columns of the first; a reference that is emptied as a whole is said to be empty', async () => {
    const rows = rowsOf(new AbortController().signal, [
      { Score__c: 9, Survey__r: { External_Id__c: 's' }, External_Id__c: 'a', Comment__c: undefined },
      { External_Id__c: 'b', Comment__c: 'later', Survey__r: null },
      { External_Id__c: 'c' },
    ]);
    expect(await textOf(rows)).to.equal(
      'External_Id__c,Score__c,Survey__r.External_Id__c,Comment__c\n"a",9,"s",\n"b",,#N/A,"later"\n"c",,,\n',
    );
    expect(rows.count).to.equal(3);
  });

  it('are read anew for each try, and end where the run is to stop', async () => {
    const stop = new AbortController();
    const many = Array.from({ length: 20_000 }, (_, index) => ({ External_Id__c: `answer-${index}` }));
    const rows = rowsOf(stop.signal, many);
    const whole = await textOf(rows);
    expect(whole.split('\n')).to.have.length(20_002);
    expect(await textOf(rows)).to.equal(whole);
    expect(rows.count).to.equal(20_000);
    stop.abort();
    expect(await textOf(rows).catch((error: unknown) => error)).to.be.instanceOf(RunStopped);
  });
});
