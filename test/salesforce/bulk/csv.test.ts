import { expect } from 'chai';
import { SalesforceFailure } from '../../../src/salesforce/failure.ts';
import { CsvReader } from '../../../src/salesforce/bulk/csv-reader.ts';
import { columnsOf, csvHeader, csvLine } from '../../../src/salesforce/bulk/csv-writer.ts';
import { seededRandom } from '../../../src/scoring/statistics/random.ts';

/** Reads all columns, from pieces of so many bytes. */
function readCsv(bytes: Buffer, size = bytes.length): string[][] {
  const reader = new CsvReader<string[]>((header) => ({
    columns: [...header.keys()],
    toRow: (values) => [...values],
  }));
  const rows: string[][] = [];
  for (let at = 0; at < bytes.length; at += size) rows.push(...reader.push(bytes.subarray(at, at + size)));
  rows.push(...reader.end());
  return rows;
}

describe('CSV for the Bulk API', () => {
  it('writes each kind of value as the org takes it', () => {
    const moment = new Date('2026-05-12T08:00:00Z');
    expect(csvLine(['text', 9.5, -1, true, false, moment, '2026-05-12'])).to.equal(
      '"text",9.5,-1,true,false,2026-05-12T08:00:00.000Z,"2026-05-12"\n',
    );
  });

  it('empties a field that is null or empty text, and leaves one alone that is not given', () => {
    expect(csvLine(['x', null, '', undefined])).to.equal('"x",#N/A,#N/A,\n');
  });

  it('quotes what would end a field or a line, or looks like a formula', () => {
    expect(csvLine(['a,b', 'say "no"', 'two\nlines', '=1+1', 'lone\rreturn'])).to.equal(
      '"a,b","say ""no""","two\nlines","=1+1","lone\rreturn"\n',
    );
  });

  for (const [what, value] of [
    ['no number', Number.NaN],
    ['an endless number', Number.POSITIVE_INFINITY],
    ['an object', {}],
    ['a list', []],
    ['a symbol', Symbol('x')],
    ['no date', new Date(Number.NaN)],
  ] as [string, unknown][]) {
    it(`refuses ${what}, which no field can hold`, () => {
      expect(() => csvLine([value])).to.throw(RangeError);
    });
  }

  for (const name of ['Name,Id', 'a"b', 'x\ny', '', 'A__r.B__r.C__c']) {
    it(`refuses ${JSON.stringify(name)} as the name of a field`, () => {
      expect(() => csvHeader([name])).to.throw(RangeError, 'is not the name of a field');
    });
  }

  it('names a reference by external id after relationship and field, and the external id of the row first', () => {
    const records = [
      { Score__c: 9, Survey__r: { External_Id__c: 's' }, External_Id__c: 'a' },
      { External_Id__c: 'b', Comment__c: 'later', Survey__r: null },
    ];
    const columns = columnsOf(records, 'External_Id__c');
    expect(columns).to.deep.equal([
      'External_Id__c',
      'Score__c',
      'Survey__r.External_Id__c',
      'Comment__c',
      'Survey__r',
    ]);
  });

  it('comes back as it went, whatever people write, in whatever pieces it comes', () => {
    const random = seededRandom(20_261_122);
    const shards = [
      '"',
      '""',
      ',',
      '\n',
      '\r',
      '\r\n',
      '=',
      '+',
      "'",
      '\\',
      '\t',
      ' ',
      '\uFEFF',
      'é',
      '日本',
      '👍🏽',
      '#N/A',
      'plain',
      'x'.repeat(200),
    ];
    const hostile = () => {
      const count = 1 + Math.floor(random() * 6);
      return Array.from({ length: count }, () => shards[Math.floor(random() * shards.length)]!).join('');
    };
    const rows = Array.from({ length: 150 }, () => [hostile(), hostile(), hostile()]);
    const bytes = Buffer.from(csvHeader(['A', 'B', 'C']) + rows.map((row) => csvLine(row)).join(''));
    for (const size of [1, 2, 3, 7, 64, 1000, 65_536, bytes.length]) {
      expect(readCsv(bytes, size), `pieces of ${size}`).to.deep.equal(rows);
    }
  });

  it('reads what Salesforce writes: all quoted, a mark at the beginning, carriage returns, no last line end', () => {
    const text = '\uFEFF"sf__Id","sf__Error","External_Id__c"\r\n"","a ""b"", c","x"\r\n\r\nplain,,"y"';
    expect(readCsv(Buffer.from(text))).to.deep.equal([
      ['', 'a "b", c', 'x'],
      ['plain', '', 'y'],
    ]);
  });

  it('makes values only of the columns that are wanted, in the order that is asked for', () => {
    const reader = new CsvReader<string[]>((header) => ({
      columns: [header.indexOf('C'), header.indexOf('A')],
      toRow: (values) => [...values],
    }));
    expect(reader.push(Buffer.from('A,B,C,D\n1,"2\n",3,4\n5\n'))).to.deep.equal([
      ['3', '1'],
      ['', '5'],
    ]);
  });

  it('never gives out a record that has not ended', () => {
    const bytes = Buffer.from('A,B\n"one","1\n1"\n"two ""2""","2"\n');
    for (let cut = 0; cut < bytes.length; cut += 1) {
      const reader = new CsvReader<string[]>((header) => ({
        columns: [...header.keys()],
        toRow: (values) => [...values],
      }));
      const whole = [
        ...[['one', '1\n1']].filter(() => cut >= 16),
        ...[['two "2"', '2']].filter(() => cut >= 32),
      ];
      expect(reader.push(bytes.subarray(0, cut)), `cut at ${cut}`).to.deep.equal(whole);
    }
  });

  it('says so when a file ends within quotes, or a record never ends', () => {
    expect(() => readCsv(Buffer.from('A\n"open'))).to.throw(SalesforceFailure, 'ends within quotes');
    expect(() => readCsv(Buffer.from(`A\n${'x'.repeat(9_000_000)}`))).to.throw(
      SalesforceFailure,
      'has no end',
    );
  });
});
