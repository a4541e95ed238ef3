/**
 * Finds out what can be had by adding and subtracting, by trying: the independent second computation for the guards of
 * anonymous tables.
 */

/** A set of cells, by their places: 1 where the cell is in it, 0 where it is not. */
export type CellSet = readonly number[];

/**
 * Every group with 1 to `limit − 1` answers that is a sum of the known ones with any coefficients: tries each set of
 * cells that is small enough, and asks by elimination whether it depends on what is known.
 */
export function smallGroupsThatFollow(
  known: readonly CellSet[],
  counts: readonly number[],
  limit: number,
): number[][] {
  const reduced = eliminate(known);
  const found: number[][] = [];
  for (let set = 1; set < 2 ** counts.length; set += 1) {
    const cells = counts.map((_, cell) => (set >> cell) & 1);
    const answers = counts.reduce((sum, count, cell) => sum + count * cells[cell]!, 0);
    if (answers > 0 && answers < limit && isZero(remainderOf(cells, reduced))) found.push(cells);
  }
  return found;
}

/** The same, by trying to add, subtract or leave out each of the known sets: all 3ⁿ ways. */
export function smallGroupsBySubtraction(
  known: readonly CellSet[],
  counts: readonly number[],
  limit: number,
): number[][] {
  const found: number[][] = [];
  const result = counts.map(() => 0);
  const tryFrom = (next: number) => {
    if (next === known.length) {
      const answers = counts.reduce((sum, count, cell) => sum + count * result[cell]!, 0);
      if (answers > 0 && answers < limit && result.every((one) => one === 0 || one === 1))
        found.push([...result]);
      return;
    }
    tryFrom(next + 1);
    for (const [sign, back] of [
      [1, -1],
      [-1, 1],
    ] as const) {
      known[next]!.forEach((one, cell) => (result[cell]! += sign * one));
      tryFrom(next + 1);
      known[next]!.forEach((one, cell) => (result[cell]! += back * one));
    }
  };
  tryFrom(0);
  return found;
}

interface Reduced {
  pivot: number;
  values: number[];
}

function eliminate(rows: readonly CellSet[]): Reduced[] {
  const reduced: Reduced[] = [];
  for (const row of rows) {
    const rest = remainderOf(row, reduced);
    const pivot = rest.findIndex((value) => Math.abs(value) > 1e-9);
    if (pivot >= 0) reduced.push({ pivot, values: rest.map((value) => value / rest[pivot]!) });
  }
  return reduced;
}

/** What is left of a row when each reduced one is taken away as often as its pivot says, in the order they were made. */
function remainderOf(row: CellSet, reduced: readonly Reduced[]): number[] {
  let rest = [...row];
  for (const { pivot, values } of reduced) {
    const times = rest[pivot]!;
    rest = rest.map((value, place) => value - times * values[place]!);
  }
  return rest;
}

function isZero(row: readonly number[]): boolean {
  return row.every((value) => Math.abs(value) < 1e-9);
}
