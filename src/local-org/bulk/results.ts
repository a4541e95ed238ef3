import { SalesforceError } from '../errors.ts';
import type { BulkJob } from './bulk-job.ts';
import { COLUMN_DELIMITERS, LINE_ENDINGS, quotedValue, rowsOf } from './csv-rows.ts';
import type { JobStore } from './job-store.ts';
import { ANSWERS_PER_CHUNK } from './query-processor.ts';
import type { Outcome } from './save-rows.ts';

/** Rows of an ingest job that clients ask for, in lower case as addresses may write them in any. */
export type IngestResults = 'successfulresults' | 'failedresults' | 'unprocessedrecords';

/** Rows of a query's answer that are given at once where the client does not say how many. */
const DEFAULT_ANSWERS = 100_000;

/**
 * The rows of an ingest job as CSV, chunk by chunk as it is read. Rows are given back as they were sent, in front of
 * them what became of them.
 * Source: Bulk API 2.0 Developer Guide, "Get Job Successful Record Results", "… Failed …", "… Unprocessed …".
 */
export function* ingestResults(jobs: JobStore, job: BulkJob, which: IngestResults): Generator<string> {
  const { lineEnding, columnDelimiter } = job.settings;
  const delimiter = COLUMN_DELIMITERS[columnDelimiter];
  const ending = LINE_ENDINGS[lineEnding];
  const header = (job.header ?? '') + ending;
  if (which === 'unprocessedrecords') {
    if (job.header !== undefined) yield header;
    for (const chunk of jobs.chunks(job, 'undone')) yield jobs.content(job, chunk);
    return;
  }
  const wantsErrors = which === 'failedresults';
  yield [quotedValue('sf__Id'), quotedValue(wantsErrors ? 'sf__Error' : 'sf__Created'), header].join(
    delimiter,
  );
  for (const chunk of jobs.chunks(job, 'done')) {
    const outcomes = JSON.parse(jobs.outcomes(job, chunk)) as Outcome[];
    if (!outcomes.some((outcome) => 'error' in outcome === wantsErrors)) continue;
    const rows = rowsOf(jobs.content(job, chunk), lineEnding);
    let text = '';
    for (const [index, outcome] of outcomes.entries()) {
      if ('error' in outcome !== wantsErrors) continue;
      const what = 'error' in outcome ? outcome.error : String(outcome.created);
      text += [quotedValue(outcome.id), quotedValue(what), rows[index]].join(delimiter) + ending;
    }
    yield text;
  }
}

/** A part of a query's answer. */
export interface QueryResults {
  /** Rows in this part. */
  count: number;
  /** Where the next part begins, or `null` as a word. */
  locator: string;
  rows: Generator<string>;
}

/**
 * A part of the answer of a query job: from where `locator` says, at most `maxRecords` rows.
 * Source: Bulk API 2.0 Developer Guide, "Get Results for a Query Job".
 * @throws SalesforceError INVALID_QUERY_LOCATOR for a locator that no answer of this job gave, INVALIDREQUEST for a
 * `maxRecords` that is no number above 0.
 */
export function queryResults(
  jobs: JobStore,
  job: BulkJob,
  query: { locator: string | null; maxRecords: string | null },
): QueryResults {
  const from = query.locator === null ? 0 : placeOf(query.locator);
  if (query.locator !== null && (from === undefined || from >= job.processed))
    throw new SalesforceError('INVALID_QUERY_LOCATOR', 'invalid query locator');
  const most = query.maxRecords === null ? DEFAULT_ANSWERS : Number(query.maxRecords);
  if (!Number.isInteger(most) || most < 1)
    throw new SalesforceError('INVALIDREQUEST', 'maxRecords must be a whole number above 0.');
  const start = from ?? 0;
  const count = Math.min(most, job.processed - start);
  const next = start + count;
  return {
    count,
    locator: next < job.processed ? Buffer.from(String(next)).toString('base64url') : 'null',
    rows: answers(jobs, job, start, next),
  };
}

function placeOf(locator: string): number | undefined {
  const text = Buffer.from(locator, 'base64url').toString('utf8');
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
}

function* answers(jobs: JobStore, job: BulkJob, from: number, until: number): Generator<string> {
  const ending = LINE_ENDINGS[job.settings.lineEnding];
  yield (job.header ?? '') + ending;
  for (let start = from; start < until;) {
    const chunk = Math.floor(start / ANSWERS_PER_CHUNK);
    const first = chunk * ANSWERS_PER_CHUNK;
    const content = jobs.content(job, chunk);
    const isWhole = start === first && first + ANSWERS_PER_CHUNK <= until;
    yield isWhole
      ? content
      : rowsOf(content, job.settings.lineEnding)
          .slice(start - first, until - first)
          .map((row) => row + ending)
          .join('');
    start = first + ANSWERS_PER_CHUNK;
  }
}
