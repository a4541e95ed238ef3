import { checkedThreshold, fewestAnonymousAnswers } from './anonymity.ts';
import { checkedCount } from './checked.ts';
import { smallDifference } from './statistics/small-difference.ts';
import type { Difference, HiddenEntry } from './statistics/small-difference.ts';

/** Which results by one trait may be shown: true for those that may. */
export interface GuardedGroups {
  /** Whether the results of all groups together may be shown. */
  total: boolean;
  groups: boolean[];
}

/** Which results by two traits may be shown: true for those that may. */
export interface GuardedTable {
  total: boolean;
  rows: boolean[];
  columns: boolean[];
  /** By row and column. */
  cells: boolean[][];
}

/**
 * Which groups of an anonymous wave may be shown, beside the results of the whole wave: none below the threshold, and
 * none by which one below it could be had by subtraction. Where the hidden groups together are fewer than the
 * threshold, the smallest of the others is hidden with them (of equal ones the last). An empty group is hidden like a
 * small one: that nobody there answered is nobody's business.
 *
 * Groups must not overlap. Two such lists of one wave are safe together only as the margins of one `guardTable`. It does
 * not keep secret what everyone in a group said alike.
 * @throws RangeError when a count is not a whole number, or the threshold is below five
 */
export function guardGroups(
  counts: readonly number[],
  threshold: number = fewestAnonymousAnswers,
): GuardedGroups {
  checkedThreshold(threshold);
  const total = sumOf(counts.map((count) => checkedCount(count, 'The number of answers')));
  if (total < threshold) return { total: false, groups: counts.map(() => false) };
  const groups = counts.map((count) => count >= threshold);
  for (;;) {
    const hidden = sumOf(counts.filter((_, index) => !groups[index]));
    if (hidden === 0 || hidden >= threshold) return { total: true, groups };
    groups[smallest(counts, (index) => groups[index]!)!] = false;
  }
}

/**
 * Which cells, row totals and column totals of an anonymous wave may be shown together, beside the results of the whole
 * wave: nothing below the threshold, and nothing by which a group below it could be had, with any number of additions
 * and subtractions. What is hidden for the sake of others is little, cells before totals; the least possible is not
 * sought.
 *
 * @param counts by row and column, all rows of one length
 * @throws RangeError when a count is not a whole number, rows differ in length, or the threshold is below five
 */
export function guardTable(
  counts: readonly (readonly number[])[],
  threshold: number = fewestAnonymousAnswers,
): GuardedTable {
  const width = counts[0]?.length ?? 0;
  if (counts.some((row) => row.length !== width))
    throw new RangeError('The rows of a table are of one length.');
  const rowTotals = counts.map((row) => sumOf(row));
  const columnTotals = Array.from({ length: width }, (_, column) => sumOf(counts.map((row) => row[column]!)));
  const { total, groups: rows } = guardGroups(rowTotals, threshold);
  const { groups: columns } = guardGroups(columnTotals, threshold);
  const cells = counts.map((row) =>
    row.map((count) => total && checkedCount(count, 'The number of answers') >= threshold),
  );
  const table: GuardedTable = { total, rows, columns, cells };
  if (!total) return table;
  for (;;) {
    const found = smallDifference(hiddenEntries(counts, table), threshold);
    if (found === undefined) return table;
    hideMore(counts, rowTotals, columnTotals, table, found);
  }
}

/** Stands for all the rows, or columns, without a total that is shown: only their sum can be used. */
const together = -1;

/** The hidden cells, each in the row and the column whose sum can be used to get at it. */
function hiddenEntries(counts: readonly (readonly number[])[], table: GuardedTable): HiddenEntry[] {
  return counts.flatMap((row, index) =>
    row.flatMap((count, column) =>
      table.cells[index]![column]
        ? []
        : [{ row: usableRow(table, index), column: usableColumn(table, column), count }],
    ),
  );
}

function usableRow({ rows }: GuardedTable, row: number): number {
  return rows[row] ? row : together;
}

function usableColumn({ columns }: GuardedTable, column: number): number {
  return columns[column] ? column : together;
}

/**
 * Hides what breaks the subtraction that was found. The hidden entries lead from rows to columns one way only; the cells
 * that make a second way from the row of the exposed entry to its column, of the fewest answers together, mix others
 * into every sum that it is part of. Where no cells are left to make one, a total is hidden.
 */
function hideMore(
  counts: readonly (readonly number[])[],
  rowTotals: readonly number[],
  columnTotals: readonly number[],
  table: GuardedTable,
  found: Difference,
): void {
  const way = cheapestWay(counts, table, found);
  for (const { row, column } of way ?? []) table.cells[row]![column] = false;
  if (way !== undefined) return;
  const total = smallest([...rowTotals, ...columnTotals], (index) =>
    index < rowTotals.length ? table.rows[index]! : table.columns[index - rowTotals.length]!,
  )!;
  if (total < rowTotals.length) table.rows[total] = false;
  else table.columns[total - rowTotals.length] = false;
}

/** A step between a row and a column, through a cell; `cost` is what hiding that cell takes from the reader. */
interface Step {
  from: string;
  to: string;
  cost: number;
  /** Absent for a cell that is hidden already. */
  cell?: { row: number; column: number };
}

/** The shown cells on the cheapest way that was described; `undefined` when there is none (Bellman 1958, Ford 1956). */
function cheapestWay(
  counts: readonly (readonly number[])[],
  table: GuardedTable,
  { rows, columns, entry }: Difference,
): { row: number; column: number }[] | undefined {
  const near = [...[...rows].map((row) => `row ${row}`), ...[...columns].map((column) => `column ${column}`)];
  const steps = counts.flatMap((line, row) =>
    line.flatMap((count, column): Step[] => {
      const isShown = table.cells[row]![column]!;
      const [from, to] = [`row ${usableRow(table, row)}`, `column ${usableColumn(table, column)}`];
      const cell = isShown ? { row, column } : undefined;
      const there = { from, to, cost: isShown ? count : 0, cell };
      const back = { ...there, from: to, to: from };
      // an empty cell is no way; what is hidden and leaves the near side lets no more through
      if (!isShown && count === 0) return [];
      return !isShown && near.includes(from) ? [back] : [there, back];
    }),
  );
  const best = new Map<string, { cost: number; by?: Step }>(near.map((node) => [node, { cost: 0 }]));
  for (let changed = true; changed;) {
    changed = false;
    for (const step of steps) {
      const cost = (best.get(step.from)?.cost ?? Infinity) + step.cost;
      if (cost >= (best.get(step.to)?.cost ?? Infinity)) continue;
      best.set(step.to, { cost, by: step });
      changed = true;
    }
  }
  const way: { row: number; column: number }[] = [];
  let reached = best.get(`column ${entry.column}`);
  if (reached === undefined) return undefined;
  for (; reached.by !== undefined; reached = best.get(reached.by.from)!) {
    if (reached.by.cell !== undefined) way.push(reached.by.cell);
  }
  return way;
}

/** The place of the smallest count among those that qualify, of equal ones the last. */
function smallest(counts: readonly number[], qualifies: (index: number) => boolean): number | undefined {
  let found: number | undefined;
  counts.forEach((count, index) => {
    if (qualifies(index) && (found === undefined || count <= counts[found]!)) found = index;
  });
  return found;
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
