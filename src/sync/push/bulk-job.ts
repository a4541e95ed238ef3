import type { BulkJob } from '../../salesforce/bulk/bulk-job.ts';
import { failureOfJob } from '../../salesforce/bulk/bulk-job.ts';
import { columnsOf, csvHeader, csvLine } from '../../salesforce/bulk/csv-writer.ts';
import type { UpsertTarget } from '../../salesforce/bulk/ingest-job.ts';
import { loadRows } from '../../salesforce/bulk/ingest-job.ts';
import { readOutcomes } from '../../salesforce/bulk/read-outcomes.ts';
import { waitForJob } from '../../salesforce/bulk/wait-for-job.ts';
import type { RowOutcome, SObjectRecord } from '../../salesforce/org.ts';
import { RunStopped } from '../run.ts';
import type { Run } from '../run.ts';
import type { Refusal } from './details.ts';
import { fillBatches } from './fill-batches.ts';

/** Characters that are collected before they are sent. */
const charactersPerPiece = 65_536;

/** CSV of records, the first of which has every column, and how many there were. */
export class CsvRows {
  readonly #run: Run;
  readonly #records: () => AsyncIterable<SObjectRecord>;
  readonly #externalIdField: string;
  /** How many rows the last reading had. */
  count = 0;

  /** @param records read anew for each try of an upload */
  constructor(run: Run, records: () => AsyncIterable<SObjectRecord>, externalIdField: string) {
    this.#run = run;
    this.#records = records;
    this.#externalIdField = externalIdField;
  }

  /** @throws RunStopped when the run is to stop */
  async *read(): AsyncGenerator<string> {
    this.count = 0;
    let text = '';
    let columns: string[] | undefined;
    for await (const record of this.#records()) {
      if (columns === undefined) {
        columns = columnsOf([record], this.#externalIdField);
        text = csvHeader(columns);
      }
      text += csvLine(columns.map((column) => valueAt(record, column)));
      this.count += 1;
      if (text.length < charactersPerPiece) continue;
      if (this.#run.signal.aborted) throw new RunStopped();
      yield text;
      text = '';
    }
    if (text !== '') yield text;
  }
}

/** A field of a record, or of what it refers to: `Response__r.External_Id__c`. */
function valueAt(record: SObjectRecord, column: string): unknown {
  const [name = '', inner] = column.split('.');
  return inner === undefined ? record[name] : (record[name] as SObjectRecord | null | undefined)?.[inner];
}

/**
 * Waits until a job has ended, well or not.
 * @param rows how many it has, where that is known
 * @throws SalesforceFailure `later` when a limit of the org has ended the job
 */
export async function awaitJob(run: Run, jobId: string, rows?: number): Promise<BulkJob> {
  const { org, clock, onProgress, signal } = run;
  const sleep = async (milliseconds: number) => {
    await run.sleep(milliseconds);
    if (signal.aborted) throw new RunStopped();
  };
  return waitForJob(org, jobId, {
    sleep,
    clock,
    rows,
    onProgress: ({ processed }) => onProgress({ stage: 'bulk', jobId, processed, rows }),
  });
}

/** What is said of a row that a job has not come to: why the job ended, and whether another one would change that. */
export function unprocessedIn(job: BulkJob): Refusal {
  const failure = failureOfJob(job);
  const {
    kind = 'tryAgain',
    code = 'UNPROCESSED',
    message = 'the job ended before its turn',
  } = failure ?? {};
  return { success: false, kind, code, message };
}

/**
 * Upserts records by a bulk job and waits for it: outcomes in the order of the records. A row that the job did not come to
 * is one to try again.
 * @param accountOf the account that a row locks
 */
export async function bulkUpsert(
  run: Run,
  target: UpsertTarget,
  records: readonly SObjectRecord[],
  accountOf: (record: SObjectRecord) => string,
): Promise<RowOutcome[]> {
  const sorted = records.toSorted((a, b) => (accountOf(a) < accountOf(b) ? -1 : 1));
  const planned = () => fillBatches(eachOf(sorted), accountOf);
  const rows = new CsvRows(run, planned, target.externalIdField);
  const jobId = await loadRows(run.org, target, () => rows.read());
  const job = await awaitJob(run, jobId, rows.count);
  const outcomes = new Map<string, RowOutcome>();
  for await (const chunk of readOutcomes(run.org, job, rows.count)) {
    for (const { externalId, outcome } of chunk) {
      if (outcome !== 'unprocessed') outcomes.set(externalId, outcome);
    }
  }
  const otherwise = unprocessedIn(job);
  return records.map((record) => outcomes.get(String(record[target.externalIdField])) ?? otherwise);
}

async function* eachOf<Row>(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}
