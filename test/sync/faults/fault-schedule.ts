import type { Fault } from '../../../src/local-org/faults/fault.ts';

/** Draws for a seed: whole numbers below a bound, and one of some values. */
export class Draws {
  readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  /** A whole number from 0 on, below the bound. */
  below(bound: number): number {
    return Math.floor(this.random() * bound);
  }

  oneOf<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }

  chance(share: number): boolean {
    return this.random() < share;
  }
}

type Kind = (draws: Draws) => Fault;

/** Everything that an org, or the way to it, does to a sync; each with the place where it strikes. */
const kinds: Record<string, Kind> = {
  'an answer of 503, before or after the work': (draws) => ({
    kind: 'answer',
    status: draws.oneOf([500, 502, 503]),
    done: draws.chance(0.5),
  }),
  'a page of a proxy': () => ({
    kind: 'answer',
    status: 200,
    body: '<html>Sign in to the network</html>',
    headers: { 'content-type': 'text/html' },
  }),
  'a cut before, within or after a request': (draws) => ({
    kind: 'cut',
    where: draws.oneOf(['beforeRequest', 'withinRequest', 'beforeAnswer', 'withinAnswer']),
    bytes: draws.below(4000),
    reset: draws.chance(0.5),
  }),
  'locked rows: one, half, or all': (draws) => ({
    kind: 'lock',
    ...draws.oneOf([{ rows: 1 }, { share: 0.5 }, { share: 1 }]),
    seed: draws.below(1_000_000),
    match: draws.oneOf([{ method: 'CHUNK' }, { method: 'PATCH' }]),
  }),
  'an ended session, and perhaps bad new ones': (draws) => ({
    kind: 'expireSessions',
    badTokens: draws.oneOf([0, 0, 1]),
    match: { path: 'services/data' },
  }),
  'a session that ends in an upload': () => ({
    kind: 'answer',
    status: 401,
    errorCode: 'INVALID_SESSION_ID',
    match: { method: 'PUT', path: '/batches' },
  }),
  'the limit of the day': () => ({ kind: 'apiUsage', used: 'all', match: { path: 'services/data' } }),
  'rows that are seen late': (draws) => ({
    kind: 'late',
    requests: 1 + draws.below(10),
    match: draws.oneOf([{ method: 'CHUNK' }, { method: 'PATCH' }]),
  }),
  'a clock that jumps': (draws) => ({ kind: 'clock', seconds: draws.oneOf([-3600, -5, 5, 3600]), match: {} }),
  'a bulk job that fails half way': () => ({ kind: 'failJob' }),
  'the lost answer to the making of a job': () => ({
    kind: 'cut',
    where: 'beforeAnswer',
    match: { method: 'POST', path: 'jobs/ingest' },
  }),
  'an upload that is cut': (draws) => ({
    kind: 'cut',
    where: draws.oneOf(['withinRequest', 'beforeAnswer']),
    bytes: draws.below(6000),
    reset: draws.chance(0.5),
    match: { method: 'PUT', path: '/batches' },
  }),
  'a result file that is cut at some byte': (draws) => ({
    kind: 'cut',
    where: 'withinAnswer',
    bytes: draws.below(6000),
    reset: draws.chance(0.5),
    match: { path: 'successfulResults|failedResults|unprocessedrecords' },
  }),
  'polls that fail': () => ({
    kind: 'answer',
    status: 503,
    match: { method: 'GET', path: 'jobs/ingest/[^/]+$' },
  }),
  'requests that are slow': (draws) => ({ kind: 'delay', milliseconds: 1 + draws.below(30) }),
};

/** The faults of one run, in words and as the org takes them. */
export interface ScheduledFault {
  words: string;
  fault: Fault;
}

/** Draws up to six faults, each somewhere in the run, some of them several times. */
export function drawFaults(draws: Draws): ScheduledFault[] {
  const names = Object.keys(kinds);
  return Array.from({ length: 1 + draws.below(6) }, () => {
    const words = draws.oneOf(names);
    const fault = kinds[words]!(draws);
    return {
      words,
      fault: {
        after: draws.below(fault.match?.path === undefined ? 40 : 4),
        times: 1 + draws.below(3),
        ...fault,
      },
    };
  });
}
