/** A call of several records. */
export interface PlannedCall {
  /** Positions of its records in what was planned. */
  positions: number[];
  /** The groups that its records belong to; two calls of one group must not be under way at once. */
  groups: string[];
}

/**
 * Distributes records over the fewest calls that can hold them. A group stays whole where that costs no further call: the
 * largest groups first, each in the first call with room for it. Where it would, groups follow one another and are cut at
 * the ends of calls, so that a call shares groups with its neighbours only, and every second one may be under way at once.
 * A group larger than a call is cut either way.
 *
 * @param groups of each record, undefined where it belongs to none
 * @param mostPerCall records of a call, 1 or more
 */
export function planCalls(groups: readonly (string | undefined)[], mostPerCall: number): PlannedCall[] {
  const bundles = bundle(groups);
  const fewest = Math.ceil(groups.length / mostPerCall);
  const whole = packWhole(bundles, mostPerCall);
  const calls = whole.length > fewest ? cut(bundles.flat(), mostPerCall) : whole;
  return calls.map((positions) => ({
    positions,
    groups: [...new Set(positions.map((position) => groups[position]))].filter(
      (group) => group !== undefined,
    ),
  }));
}

/** Positions of the records of each group, in the order in which groups appear. */
function bundle(groups: readonly (string | undefined)[]): number[][] {
  const bundles = new Map<string | number, number[]>();
  groups.forEach((group, position) => {
    const key = group ?? position;
    const known = bundles.get(key);
    if (known === undefined) bundles.set(key, [position]);
    else known.push(position);
  });
  return [...bundles.values()];
}

function packWhole(bundles: readonly number[][], mostPerCall: number): number[][] {
  const calls: number[][] = [];
  let open: number[][] = [];
  for (const positions of bundles.toSorted((a, b) => b.length - a.length)) {
    const pieces = cut(positions, mostPerCall);
    const last = pieces.at(-1) ?? [];
    calls.push(...pieces.slice(0, -1));
    const call = open.find((candidate) => candidate.length + last.length <= mostPerCall);
    if (call !== undefined) {
      for (const position of last) call.push(position);
      if (call.length === mostPerCall) open = open.filter((candidate) => candidate !== call);
    } else {
      calls.push(last);
      if (last.length < mostPerCall) open.push(last);
    }
  }
  return calls;
}

function cut(positions: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.ceil(positions.length / size) }, (_, index) =>
    positions.slice(index * size, (index + 1) * size),
  );
}
