import { expect } from 'chai';
import { seededRandom } from '../../../src/scoring/statistics/random.ts';
import { smallDifference } from '../../../src/scoring/statistics/small-difference.ts';
import type { HiddenEntry } from '../../../src/scoring/statistics/small-difference.ts';
import { smallGroupsThatFollow } from '../subtractions.ts';

const entry = (row: number, column: number, count: number): HiddenEntry => ({ row, column, count });

/** What the row and column sums of the hidden entries tell, as sets of them. */
function sums(entries: readonly HiddenEntry[]): number[][] {
  const lines = (key: 'row' | 'column') =>
    [...new Set(entries.map((one) => one[key]))].map((line) =>
      entries.map((one) => Number(one[key] === line)),
    );
  return [...lines('row'), ...lines('column')];
}

describe('a small group among hidden entries', () => {
  it('is an entry that is alone in its row', () => {
    expect(smallDifference([entry(0, 0, 3), entry(1, 0, 7)], 5)?.entry).to.deep.equal(entry(0, 0, 3));
  });

  it('is none in a square of hidden entries, whatever they count', () => {
    const square = [entry(0, 0, 1), entry(0, 1, 9), entry(1, 0, 9), entry(1, 1, 9)];
    expect(smallDifference(square, 5)).to.equal(undefined);
  });

  it('is found where only the sums of two rows less one column give it', () => {
    // rows 0 and 1 less column 1 leaves the two entries of column 0, or what they have elsewhere
    const entries = [
      entry(0, 0, 2),
      entry(0, 1, 6),
      entry(1, 1, 6),
      entry(1, 0, 2),
      entry(2, 0, 8),
      entry(2, 2, 9),
      entry(3, 2, 9),
      entry(3, 0, 8),
    ];
    const found = smallDifference(entries, 5)!;
    expect([...found.rows].sort()).to.deep.equal([0, 1]);
    expect([...found.columns]).to.deep.equal([1]);
  });

  it('is not hidden by entries that count nobody', () => {
    const square = [entry(0, 0, 1), entry(0, 1, 9), entry(1, 0, 9), entry(1, 1, 0)];
    expect(smallDifference(square, 5)?.entry).to.deep.equal(entry(0, 0, 1));
  });

  it('is found exactly when a second, independent computation finds one, in 1,500 random tables', () => {
    const random = seededRandom(3);
    let [some, none] = [0, 0];
    for (let run = 0; run < 1500; run += 1) {
      const entries: HiddenEntry[] = [];
      for (let row = 0; row < 3; row += 1) {
        for (let column = 0; column < 4; column += 1) {
          if (random() < 0.7) entries.push(entry(row, column, 1 + Math.floor(random() ** 2 * 8)));
        }
      }
      const counts = entries.map(({ count }) => count);
      const found = smallDifference(entries, 5);
      const oracle = smallGroupsThatFollow(sums(entries), counts, 5);
      expect(found !== undefined, JSON.stringify(entries)).to.equal(oracle.length > 0);
      if (found === undefined) none += 1;
      else {
        some += 1;
        const group = entries.filter(({ row, column }) => found.rows.has(row) && !found.columns.has(column));
        expect(group.reduce((sum, { count }) => sum + count, 0)).to.be.within(1, 4);
        expect(group).to.include(found.entry);
      }
    }
    expect(Math.min(some, none)).to.be.above(200);
  });
});
