import type { CategoryCounts } from '../net-promoter-score.ts';
import { categories } from './answer-key.ts';

/** From when until when an answer counts, in milliseconds since 1970: from its instant on, no longer at its end. */
export interface Validity {
  /** Place in `categories`. */
  category: number;
  begin: number;
  end: number;
}

/** What changes in the counts of an account at an instant: whole numbers, 0 or more or less. */
export interface SignedChange extends CategoryCounts {
  /** Milliseconds since 1970. */
  at: number;
}

/** What changes in the counts of an account on a day: the sum of its instants. */
export interface DailyChange extends CategoryCounts {
  /** Days since 1970. */
  day: number;
}

/** The counts of an account at an instant of a series. */
export interface SeriesPoint {
  at: number;
  counts: CategoryCounts;
  /** How many of the answers counted at the instant before as well: those the two points share. */
  shared: number;
}

const millisecondsPerDay = 86_400_000;

/**
 * The signed changes of an account, oldest first, one an instant: +1 where an answer begins to count, −1 where it ends.
 * Their sum up to and including an instant is the counts at that instant.
 *
 * @param from answers that begin before count as beginning then
 */
export function signedChanges(validities: Iterable<Validity>, from: number): SignedChange[] {
  const changes = new Map<number, SignedChange>();
  const add = (at: number, category: number, sign: 1 | -1) => {
    const change = changes.get(at) ?? { at, promoters: 0, passives: 0, detractors: 0 };
    change[categories[category] as keyof CategoryCounts] += sign;
    changes.set(at, change);
  };
  for (const { category, begin, end } of validities) {
    if (end <= from) continue;
    add(Math.max(begin, from), category, 1);
    add(end, category, -1);
  }
  return [...changes.values()]
    .filter(({ promoters, passives, detractors }) => promoters !== 0 || passives !== 0 || detractors !== 0)
    .sort((a, b) => a.at - b.at);
}

/** The UTC day of an instant, in days since 1970. */
export function utcDay(instant: number): number {
  return Math.floor(instant / millisecondsPerDay);
}

/**
 * The sums of changes over days, oldest first. Summed up to and including a day they are the counts at the end of that
 * day: at its last millisecond. Instants are exact, and know neither leap days nor summer time; what a day is does, so
 * whoever reports by the days of a place hands its `dayOf` over.
 */
export function dailyChanges(
  changes: Iterable<SignedChange>,
  dayOf: (instant: number) => number = utcDay,
): DailyChange[] {
  const days = new Map<number, DailyChange>();
  for (const { at, promoters, passives, detractors } of changes) {
    const day = dayOf(at);
    const sum = days.get(day) ?? { day, promoters: 0, passives: 0, detractors: 0 };
    sum.promoters += promoters;
    sum.passives += passives;
    sum.detractors += detractors;
    days.set(day, sum);
  }
  return [...days.values()].sort((a, b) => a.day - b.day);
}

/** The sum of changes: the counts that they lead to from nothing. */
export function sumOf(changes: Iterable<CategoryCounts>): CategoryCounts {
  const sum: CategoryCounts = { promoters: 0, passives: 0, detractors: 0 };
  for (const change of changes) for (const category of categories) sum[category] += change[category];
  return sum;
}

/** @param instants in milliseconds since 1970, in order @throws RangeError when they are not in order */
export function seriesOf(validities: Iterable<Validity>, instants: readonly number[]): SeriesPoint[] {
  const points = instants.map((at, index): SeriesPoint => {
    if (index > 0 && at < (instants[index - 1] as number)) {
      throw new RangeError(`The instants of a series are in order; ${at} is not.`);
    }
    return { at, counts: { promoters: 0, passives: 0, detractors: 0 }, shared: 0 };
  });
  for (const { category, begin, end } of validities) {
    let counted = false;
    for (let index = firstNotBefore(instants, begin); index < points.length; index += 1) {
      const point = points[index] as SeriesPoint;
      if (point.at >= end) break;
      point.counts[categories[category] as keyof CategoryCounts] += 1;
      if (counted) point.shared += 1;
      counted = true;
    }
  }
  return points;
}

/** The last millisecond of each UTC month from the one of an instant to the one of another: when a month's snapshot is taken. */
export function monthEnds(from: number, to: number): number[] {
  const [first, last] = [new Date(from), new Date(to)];
  const months =
    (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth();
  return Array.from({ length: Math.max(0, months + 1) }, (_, index) => {
    const next = new Date(0);
    next.setUTCFullYear(first.getUTCFullYear(), first.getUTCMonth() + index + 1, 1);
    return next.getTime() - 1;
  });
}

function firstNotBefore(instants: readonly number[], instant: number): number {
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((instants[middle] as number) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
