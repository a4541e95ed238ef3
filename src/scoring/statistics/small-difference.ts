/** An entry of a table that is not shown. */
export interface HiddenEntry {
  row: number;
  column: number;
  /** How many it counts: a whole number, 0 or more. */
  count: number;
}

/** Rows and columns whose hidden sums differ by a group of hidden entries: the rows' minus the columns'. */
export interface Difference {
  rows: ReadonlySet<number>;
  columns: ReadonlySet<number>;
  /** One entry of that group. */
  entry: HiddenEntry;
}

/**
 * Finds a group of hidden entries, with a count from 1 to `limit − 1`, that follows from the row and column sums of a
 * table by adding and subtracting; `undefined` when there is none, so that every group that follows is empty or counts
 * `limit` at least.
 *
 * A sum of rows and columns with any coefficients leaves each hidden entry once or not at all only when it is made of
 * steps "hidden sum of the rows R, less that of the columns C", where C has no hidden entry outside R. What remains are
 * the entries of R outside C: a cut between R ∪ C and the rest, through which entries lead one way only. The smallest
 * one with a given entry is therefore a smallest cut, and that is a largest flow (Ford and Fulkerson 1956), for which
 * the way back from column to row has no bound.
 */
export function smallDifference(entries: readonly HiddenEntry[], limit: number): Difference | undefined {
  // an empty entry hides nobody, and who knows that it is empty is not to learn more
  const counted = entries.filter(({ count }) => count > 0);
  for (const entry of counted) {
    if (entry.count >= limit) continue;
    const network = new Network(counted);
    const from = network.row(entry.row);
    const to = network.column(entry.column);
    let lacking = limit;
    for (let step = Infinity; step > 0 && lacking > 0; lacking -= step)
      step = network.push(from, to, lacking);
    if (lacking > 0) return { ...network.reachedFrom(from), entry };
  }
  return undefined;
}

/** Rows and columns as nodes, entries as arcs that hold what can still flow along them. */
class Network {
  readonly #rows = new Map<number, number>();
  readonly #columns = new Map<number, number>();
  /** By node, the arcs that leave it. */
  readonly #leaving: number[][] = [];
  readonly #target: number[] = [];
  readonly #room: number[] = [];

  constructor(entries: readonly HiddenEntry[]) {
    for (const { row, column, count } of entries) {
      const [from, to] = [this.row(row), this.column(column)];
      // an arc and its way back are neighbours: 2k and 2k + 1
      this.#leaving[from]!.push(this.#target.push(to) - 1);
      this.#leaving[to]!.push(this.#target.push(from) - 1);
      this.#room.push(count, Infinity);
    }
  }

  row(row: number): number {
    return this.#node(this.#rows, row);
  }

  column(column: number): number {
    return this.#node(this.#columns, column);
  }

  #node(nodes: Map<number, number>, name: number): number {
    const known = nodes.get(name);
    if (known !== undefined) return known;
    nodes.set(name, this.#leaving.push([]) - 1);
    return this.#leaving.length - 1;
  }

  /** Sends as much as fits along one way, at most `most`; 0 when no way is left. */
  push(from: number, to: number, most: number): number {
    const arrivedBy = new Map<number, number>();
    const waiting = [from];
    for (let node = waiting.pop(); node !== undefined && !arrivedBy.has(to); node = waiting.pop()) {
      for (const arc of this.#leaving[node]!) {
        const target = this.#target[arc]!;
        if (this.#room[arc] === 0 || target === from || arrivedBy.has(target)) continue;
        arrivedBy.set(target, arc);
        waiting.push(target);
      }
    }
    if (!arrivedBy.has(to)) return 0;
    const way: number[] = [];
    for (let node = to; node !== from; node = this.#target[way.at(-1)! ^ 1]!) way.push(arrivedBy.get(node)!);
    const amount = Math.min(most, ...way.map((arc) => this.#room[arc]!));
    for (const arc of way) {
      this.#room[arc]! -= amount;
      this.#room[arc ^ 1]! += amount;
    }
    return amount;
  }

  /** The rows and columns that something could still flow to: the near side of the smallest cut. */
  reachedFrom(start: number): Pick<Difference, 'rows' | 'columns'> {
    const reached = new Set([start]);
    for (const node of reached) {
      for (const arc of this.#leaving[node]!) if (this.#room[arc]! > 0) reached.add(this.#target[arc]!);
    }
    const namesOf = (nodes: Map<number, number>) =>
      new Set([...nodes].filter(([, node]) => reached.has(node)).map(([name]) => name));
    return { rows: namesOf(this.#rows), columns: namesOf(this.#columns) };
  }
}
