import type { Fault } from '../../../src/local-org/faults/fault.ts';
import type { Draws } from './draws.ts';

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
    // more often than a request is repeated at once
    times: draws.oneOf([1, 3, 15]),
    seed: draws.below(1_000_000),
    match: draws.oneOf([
      { method: 'CHUNK' },
      { method: 'PATCH' },
      { method: 'PATCH', path: 'Feedback_Response__c' },
    ]),
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
  'a clock that jumps': (draws) => ({ kind: 'clock', seconds: draws.oneOf([-3600, -5, 5, 3600]), match: {} }),
  'a bulk job that fails half way': () => ({ kind: 'failJob', after: 0 }),
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
    after: 0,
    match: { method: 'GET', path: 'jobs/ingest/[^/]+$' },
  }),
  'requests that are slow': (draws) => ({ kind: 'delay', milliseconds: 1 + draws.below(30) }),
};

/** Strike bulk jobs alone. */
const ofBulkJobs = new Set([
  'a session that ends in an upload',
  'a bulk job that fails half way',
  'the lost answer to the making of a job',
  'an upload that is cut',
  'a result file that is cut at some byte',
  'polls that fail',
]);

/** All that may be drawn, in words. */
export const faultWords: readonly string[] = Object.keys(kinds);

/** A fault of a run, in words and as the org takes it. */
export interface ScheduledFault {
  words: string;
  fault: Fault;
}

/**
 * Draws up to five faults, each somewhere in a round of a sync, some of them several times.
 * @param withJobs whether the round has bulk jobs, that may fail
 */
export function drawFaults(draws: Draws, withJobs: boolean): ScheduledFault[] {
  const ofJobs = faultWords.filter((words) => ofBulkJobs.has(words));
  const ofAll = faultWords.filter((words) => !ofBulkJobs.has(words));
  return Array.from({ length: 1 + draws.below(5) }, () => {
    const words = draws.oneOf(withJobs && draws.chance(0.6) ? ofJobs : ofAll);
    const fault = kinds[words]!(draws);
    const isOfAnyRequest = fault.match?.method === undefined && fault.match?.path === undefined;
    return {
      words,
      fault: {
        after: draws.below(isOfAnyRequest || fault.match?.path === 'services/data' ? 20 : 3),
        // a job that has failed more often would be given up by every round
        times: 1 + draws.below(words === 'the limit of the day' ? 1 : 3),
        ...fault,
      },
    };
  });
}
