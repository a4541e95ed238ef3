import { kindOf, SalesforceFailure } from '../failure.ts';
import type { RowOutcome, SalesforceOrg } from '../org.ts';
import type { BulkJob } from './bulk-job.ts';
import { requestStream, unexpected } from './bulk-transport.ts';
import { CsvReader } from './csv-reader.ts';
import type { RowShape } from './csv-reader.ts';
import { asGone } from './ingest-job.ts';

/** What became of a row; `unprocessed`: the job ended before its turn, and it is to be sent again. */
export interface BulkOutcome {
  externalId: string;
  outcome: RowOutcome | 'unprocessed';
}

/** The files of results: what they hold of a row beside the columns that were sent, and what that means. */
const files = [
  {
    name: 'successfulResults',
    column: 'sf__Id',
    toOutcome: (id: string): RowOutcome => ({ success: true, id }),
  },
  { name: 'failedResults', column: 'sf__Error', toOutcome: toRefusal },
  { name: 'unprocessedrecords', column: undefined, toOutcome: () => 'unprocessed' as const },
];

/**
 * What became of the rows of a job that has ended, in no certain order, as they come from the org. A download that is cut is
 * begun again, so that rows which were given out may come again.
 *
 * Source: Bulk API 2.0 and Bulk API Developer Guide, "Get Job Successful Record Results", "Get Job Failed Record Results",
 * "Get Job Unprocessed Record Results".
 * @param rows how many rows the job has: files that can hold no more of them are not asked for
 * @returns of how many rows the org told, each counted once
 * @throws SalesforceFailure with code BULK_JOB_GONE when the org no longer has the results
 */
export async function* readOutcomes(
  org: SalesforceOrg,
  job: BulkJob,
  rows = Number.POSITIVE_INFINITY,
): AsyncGenerator<BulkOutcome[], number> {
  let count = 0;
  for (const { name, column, toOutcome } of files) {
    if (count >= rows) break;
    count += yield* readFile(org, job.id, name, shapeOf(job, column, toOutcome));
  }
  return count;
}

/** One file of results, from its beginning each time that it is cut; returns how many rows it has. */
async function* readFile(
  org: SalesforceOrg,
  jobId: string,
  name: string,
  choose: (header: readonly string[]) => RowShape<BulkOutcome>,
): AsyncGenerator<BulkOutcome[], number> {
  const path = `/jobs/ingest/${encodeURIComponent(jobId)}/${name}`;
  for (let cuts = 1; ; cuts += 1) {
    const { body } = await requestStream(org, { method: 'GET', path }).catch((error: unknown) => {
      throw asGone(error, jobId);
    });
    const reader = new CsvReader(choose);
    let count = 0;
    try {
      for await (const piece of body) {
        const outcomes = reader.push(piece);
        count += outcomes.length;
        if (outcomes.length > 0) yield outcomes;
      }
      const last = reader.end();
      if (last.length > 0) yield last;
      return count + last.length;
    } catch (error) {
      if (!(error instanceof SalesforceFailure) || error.kind !== 'tryAgain') throw error;
      await org.backOff(cuts, error);
    }
  }
}

function shapeOf(
  { id, processed, externalIdField = '' }: BulkJob,
  column: string | undefined,
  toOutcome: (value: string) => RowOutcome | 'unprocessed',
): (header: readonly string[]) => RowShape<BulkOutcome> {
  return (header) => {
    const names = column === undefined ? [externalIdField] : [externalIdField, column];
    const columns = names.map((name) => header.findIndex((one) => one.toLowerCase() === name.toLowerCase()));
    if (columns.includes(-1)) {
      const message = `the results of the job ${id} have no column ${names[columns.indexOf(-1)]}`;
      // a page of somebody else in place of the file
      if (processed > 0) throw unexpected(message);
      // a job that was given up before it had rows does not know their columns
      const refuse = () => {
        throw new SalesforceFailure('refused', 'UNEXPECTED_ANSWER', message);
      };
      return { columns: [], toRow: refuse };
    }
    return { columns, toRow: ([externalId = '', value = '']) => ({ externalId, outcome: toOutcome(value) }) };
  };
}

/** An error as a file has it: `REQUIRED_FIELD_MISSING:Required fields are missing: [Score__c]:Score__c --`. */
function toRefusal(error: string): RowOutcome {
  const colon = error.indexOf(':');
  const code = error.slice(0, Math.max(colon, 0));
  if (!/^[A-Z][A-Z_]+$/.test(code)) {
    return { success: false, kind: 'refused', code: 'UNEXPECTED', message: error };
  }
  const lastColon = error.lastIndexOf(':');
  const hasFields = lastColon > colon && error.endsWith('--');
  const message = error.slice(colon + 1, hasFields ? lastColon : undefined);
  const fields = hasFields ? error.slice(lastColon + 1, -2).trim() : '';
  const text = fields === '' ? message : `${message} (${fields})`;
  return { success: false, kind: kindOf(code, message), code, message: text };
}
