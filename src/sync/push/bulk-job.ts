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
import { noteJobToCome } from './orphaned-jobs.ts';

/** Characters that are collected before they are sent. */
const charactersPerPiece = 65_536;

/** CSV of records, the first of which has every column, and how many there were. */
export class CsvRows {
  readonly #run: Pick<Run, 'signal'>;
  readonly #records: () => AsyncIterable<SObjectRecord>;
  readonly #externalIdField: string;
  /** How many rows the last reading had. */
  count = 0;

  /** @param records read anew for each try of an upload */
  constructor(
    run: Pick<Run, 'signal'>,
    records: () => AsyncIterable<SObjectRecord>,
    externalIdField: string,
  ) {
    this.#run = run;
    this.#records = records;
    this.#externalIdField = externalIdField;
  }

  /** @throws RunStopped when the run is to stop */
  async *read(): AsyncGenerator<string> {
    this.count = 0;
    let text = '';
    let paths: Path[] | undefined;
    for await (const record of this.#records()) {
      if (paths === undefined) {
        const columns = columnsOf([record], this.#externalIdField);
        text = csvHeader(columns);
        paths = columns.map((column) => column.split('.') as Path);
      }
      text += csvLine(paths.map((path) => valueAt(record, path)));
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
type Path = [name: string, inner?: string];

function valueAt(record: SObjectRecord, [name, inner]: Path): unknown {
  const value = record[name];
  // a reference may be emptied as a whole
  return inner === undefined || value === null ? value : (value as SObjectRecord | undefined)?.[inner];
}

/**
 * Waits until a job has ended, well or not.
 * @param rows how many it has, where that is known
 * @throws RunStopped when the run is to stop
 * @throws SalesforceFailure `unreachable` when it has not ended within a day
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
  await noteJobToCome(run);
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
