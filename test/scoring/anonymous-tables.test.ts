import { expect } from 'chai';
import { guardGroups, guardTable } from '../../src/scoring/anonymous-tables.ts';
import type { GuardedTable } from '../../src/scoring/anonymous-tables.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';
import { smallGroupsBySubtraction, smallGroupsThatFollow } from './subtractions.ts';

/** What a reader of the table knows, as sets of the cells that are not empty: that those are empty is known as well. */
function knownSets(counts: readonly (readonly number[])[], table: GuardedTable): number[][] {
  const places = counts.flatMap((row, rowIndex) => row.map((_, column) => ({ row: rowIndex, column })));
  const taken = places.filter(({ row, column }) => counts[row]![column]! > 0);
  const setOf = (isIn: (place: { row: number; column: number }) => boolean) =>
    taken.map((place) => Number(isIn(place)));
  return [
    ...(table.total ? [setOf(() => true)] : []),
    ...table.rows.flatMap((shown, line) => (shown ? [setOf(({ row }) => row === line)] : [])),
    ...table.columns.flatMap((shown, line) => (shown ? [setOf(({ column }) => column === line)] : [])),
    ...places
      .filter(({ row, column }) => table.cells[row]![column])
      .map((cell) => setOf(({ row, column }) => row === cell.row && column === cell.column)),
  ];
}

const taken = (counts: readonly (readonly number[])[]) => counts.flat().filter((count) => count > 0);

const randomTable = (random: () => number, rows: number, columns: number) =>
  Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => Math.max(0, Math.floor(random() ** 2 * 16) - 1)),
  );

describe('the groups of an anonymous wave', () => {
  it('are all shown when all are large', () => {
    expect(guardGroups([5, 6, 70])).to.deep.equal({ total: true, groups: [true, true, true] });
  });

  it('are hidden below five, with the smallest other one, when only that keeps the small one from being had', () => {
    expect(guardGroups([3, 8, 6, 20]).groups).to.deep.equal([false, true, false, true]);
  });

  it('are hidden alone when together they are enough', () => {
    expect(guardGroups([3, 8, 2, 20]).groups).to.deep.equal([false, true, false, true]);
  });

  it('are hidden altogether, with the wave, when the wave is small', () => {
    expect(guardGroups([3, 1, 0])).to.deep.equal({ total: false, groups: [false, false, false] });
  });

  it('do not show that nobody answered, and an empty one costs no other', () => {
    expect(guardGroups([0, 8, 6]).groups).to.deep.equal([false, true, true]);
  });

  it('cannot be had below the threshold by any subtraction, in 2,000 random waves', () => {
    const random = seededRandom(11);
    for (let run = 0; run < 2000; run += 1) {
      const counts = randomTable(random, 1, 1 + Math.floor(random() * 6))[0]!;
      const threshold = 5 + Math.floor(random() * 4);
      const { total, groups } = guardGroups(counts, threshold);
      const table = { total, rows: [], columns: [], cells: [groups] };
      const following = smallGroupsBySubtraction(knownSets([counts], table), taken([counts]), threshold);
      expect(following, JSON.stringify(counts)).to.deep.equal([]);
      // no more than needed: at most one large group goes with the small ones
      const large = counts.filter((count, index) => total && count >= threshold && !groups[index]);
      expect(large.length).to.be.at.most(1);
    }
  });

  it('are refused with a threshold below five, or a count that is none', () => {
    expect(() => guardGroups([9, 9], 4)).to.throw(RangeError, '5 or more');
    expect(() => guardGroups([9, 1.5])).to.throw(RangeError, 'whole number');
    expect(() => guardGroups([9, -1])).to.throw(RangeError, 'whole number');
  });
});

describe('the table of an anonymous wave by two traits', () => {
  const asText = ({ cells }: GuardedTable) =>
    cells.map((row) => row.map((shown) => (shown ? '#' : '.')).join(''));

  it('is shown whole when every cell is large', () => {
    const table = guardTable([
      [5, 9],
      [7, 6],
    ]);
    expect(table).to.deep.equal({
      total: true,
      rows: [true, true],
      columns: [true, true],
      cells: [
        [true, true],
        [true, true],
      ],
    });
  });

  it('hides three cells with a small one, those of the fewest answers, so that no row or column gives it away', () => {
    const table = guardTable([
      [3, 20, 8],
      [20, 20, 20],
      [7, 20, 9],
    ]);
    expect(asText(table)).to.deep.equal(['.#.', '###', '.#.']);
    expect(table.rows).to.deep.equal([true, true, true]);
    expect(table.columns).to.deep.equal([true, true, true]);
  });

  it('hides totals as well where no cells are left to hide', () => {
    const table = guardTable([
      [3, 3],
      [3, 0],
    ]);
    expect(asText(table)).to.deep.equal(['..', '..']);
    expect(table.total).to.equal(true);
    expect(table.rows.concat(table.columns)).to.not.include(true);
  });

  it('hides everything when the wave is small, and bears being empty', () => {
    expect(guardTable([[1, 3]])).to.deep.equal({
      total: false,
      rows: [false],
      columns: [false, false],
      cells: [[false, false]],
    });
    expect(guardTable([])).to.deep.equal({ total: false, rows: [], columns: [], cells: [] });
  });

  it('gives no group below the threshold by any adding or subtracting of what it shows: all 3ⁿ ways', () => {
    const random = seededRandom(5);
    for (let run = 0; run < 400; run += 1) {
      const counts = run < 380 ? randomTable(random, 2, 2) : randomTable(random, 2, 3);
      const known = knownSets(counts, guardTable(counts));
      expect(smallGroupsBySubtraction(known, taken(counts), 5), JSON.stringify(counts)).to.deep.equal([]);
    }
  });

  it('gives none with any coefficients either, in 1,500 random tables up to three by four', () => {
    const random = seededRandom(6);
    for (let run = 0; run < 1500; run += 1) {
      const counts = randomTable(random, 1 + Math.floor(random() * 3), 1 + Math.floor(random() * 4));
      const threshold = 5 + Math.floor(random() * 3);
      const known = knownSets(counts, guardTable(counts, threshold));
      expect(smallGroupsThatFollow(known, taken(counts), threshold), JSON.stringify(counts)).to.deep.equal(
        [],
      );
    }
  });

  it('shows nothing below the threshold, and of large tables most of what could be shown', () => {
    const random = seededRandom(7);
    let [large, shown] = [0, 0];
    for (let run = 0; run < 50; run += 1) {
      const counts = Array.from({ length: 6 }, () =>
        Array.from({ length: 5 }, () => Math.floor(random() * 40)),
      );
      const { cells } = guardTable(counts);
      counts.forEach((row, index) =>
        row.forEach((count, column) => {
          const isShown = cells[index]![column]!;
          if (isShown) expect(count).to.be.at.least(5);
          large += Number(count >= 5);
          shown += Number(isShown);
        }),
      );
    }
    expect(shown / large).to.be.above(0.75);
  });

  it('is refused when its rows differ in length', () => {
    expect(() => guardTable([[1, 2], [3]])).to.throw(RangeError, 'one length');
  });
});
