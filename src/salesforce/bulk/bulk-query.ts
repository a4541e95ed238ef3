import { SalesforceFailure } from '../failure.ts';
import type { SalesforceOrg } from '../org.ts';
import { failureOfJob, isJobAnswer, toJob } from './bulk-job.ts';
import type { JobAnswer } from './bulk-job.ts';
import { requestJson, requestStream } from './bulk-transport.ts';
import { CsvReader } from './csv-reader.ts';
import { asGone } from './ingest-job.ts';
import { waitForEnd } from './wait-for-job.ts';
import type { WaitOptions } from './wait-for-job.ts';

/** A record of the answer, by the names of the columns; undefined where a field is empty. */
export type BulkRow = Record<string, string | undefined>;

/** Few enough to be kept in memory until a page has come whole. */
const rowsPerPage = 25_000;

/**
 * All records of a query, page by page. A page whose download is cut is asked for again, it alone; so no record comes
 * twice.
 *
 * Source: Bulk API 2.0 and Bulk API Developer Guide, "Create a Query Job", "Get Results for a Query Job": the header
 * `Sforce-Locator` leads to the next page, and says `null` on the last one.
 * @throws SalesforceFailure
 */
export async function* bulkQuery(
  org: SalesforceOrg,
  soql: string,
  options: Omit<WaitOptions, 'rows' | 'rowsPerSecond'>,
): AsyncGenerator<BulkRow[]> {
  const body = { operation: 'query', query: soql };
  const { id } = await requestJson<JobAnswer>(
    org,
    { method: 'POST', path: '/jobs/query', body },
    isJobAnswer,
  );
  const path = `/jobs/query/${encodeURIComponent(id)}`;
  const read = async () => toJob(await requestJson<JobAnswer>(org, { method: 'GET', path }, isJobAnswer));
  const job = await waitForEnd(id, read, options);
  const failure = failureOfJob(job);
  if (failure !== undefined) throw failure;
  for (let locator: string | undefined = ''; locator !== undefined;) {
    const page = await readPage(org, id, locator);
    if (page.rows.length > 0) yield page.rows;
    locator = page.next;
  }
}

async function readPage(
  org: SalesforceOrg,
  jobId: string,
  locator: string,
): Promise<{ rows: BulkRow[]; next: string | undefined }> {
  const start = locator === '' ? '' : `&locator=${encodeURIComponent(locator)}`;
  const path = `/jobs/query/${encodeURIComponent(jobId)}/results?maxRecords=${rowsPerPage}${start}`;
  for (let cuts = 1; ; cuts += 1) {
    try {
      const answer = await requestStream(org, { method: 'GET', path });
      const reader = new CsvReader<BulkRow>((names) => ({
        columns: [...names.keys()],
        toRow: (values) => toRow(names, values),
      }));
      const rows: BulkRow[] = [];
      for await (const piece of answer.body) for (const row of reader.push(piece)) rows.push(row);
      rows.push(...reader.end());
      const next = answer.header('sforce-locator') ?? 'null';
      return { rows, next: next === 'null' || next === '' ? undefined : next };
    } catch (error) {
      if (!(error instanceof SalesforceFailure) || error.kind !== 'tryAgain') throw asGone(error, jobId);
      await org.backOff(cuts, error);
    }
  }
}

function toRow(names: readonly string[], values: readonly string[]): BulkRow {
  const row: BulkRow = {};
  for (let index = 0; index < names.length; index += 1)
    row[names[index]!] = values[index] === '' ? undefined : values[index];
  return row;
}
