import { expect } from 'chai';
import { BrokenCsv, RowCutter, rowsOf, valuesOf } from '../../../src/local-org/bulk/csv-rows.ts';

/** Cuts a text that comes in pieces of so many characters. */
function cut(text: string, size: number, lineEnding: 'LF' | 'CRLF' = 'LF'): string[] {
  const cutter = new RowCutter(lineEnding);
  const rows: string[] = [];
  for (let start = 0; start < text.length; start += size)
    rows.push(...cutter.push(text.slice(start, start + size)));
  return [...rows, ...cutter.end()];
}

describe('the rows of a CSV file', () => {
  it('are the same in whatever pieces the file comes', () => {
    const text = 'a,b\n1,"two\nlines, and ""quotes"""\n\n2,"x\r\ny"\nlast,';
    const rows = ['a,b', '1,"two\nlines, and ""quotes"""', '2,"x\r\ny"', 'last,'];
    for (const size of [1, 2, 3, 7, 1000]) expect(cut(text, size), `pieces of ${size}`).to.deep.equal(rows);
    for (const size of [1, 2, 5]) {
      expect(cut('a,b\r\n1,"x\ny"\r\n', size, 'CRLF')).to.deep.equal(['a,b', '1,"x\ny"']);
    }
  });

  it('with other line endings than the job says are no rows', () => {
    expect(() => cut('a\r\n1\r\n', 100)).to.throw(BrokenCsv, 'Current LineEnding setting is LF');
    expect(() => cut('a\n1\n', 100, 'CRLF')).to.throw(BrokenCsv, 'Current LineEnding setting is CRLF');
    expect(() => cut('a\n1\n2\r\n3\n', 3)).to.throw(BrokenCsv);
  });

  it('do not end within a quote', () => {
    expect(() => cut('a\n"1\n2\n', 100)).to.throw(BrokenCsv, 'within a quoted value');
    expect(() => cut(`a\n"${'x'.repeat(400_001)}`, 100_000)).to.throw(BrokenCsv, '400000 characters');
  });

  it('have values that are not trimmed, with doubled quotes within quotes', () => {
    expect(valuesOf('a, b,,"c,d","e""f",""', ',')).to.deep.equal(['a', ' b', '', 'c,d', 'e"f', '']);
    expect(valuesOf('a\t"b\tc"', '\t')).to.deep.equal(['a', 'b\tc']);
    expect(rowsOf('a\nb\n', 'LF')).to.deep.equal(['a', 'b']);
  });

  it('are malformed with a quote in the wrong place', () => {
    for (const row of ['"John", "Smith"', 'a"b', '"a"b,c', '"a" ,b', '"a'])
      expect(valuesOf(row, ','), row).to.equal(undefined);
  });
});
