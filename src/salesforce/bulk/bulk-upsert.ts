import type { SalesforceOrg, SObjectRecord } from '../org.ts';
import type { GroupOf } from '../write-records.ts';
import { failureOfJob } from './bulk-job.ts';
import type { BulkJob } from './bulk-job.ts';
import { columnsOf, csvPieces } from './csv-writer.ts';
import { loadRows } from './ingest-job.ts';
import type { UpsertTarget } from './ingest-job.ts';
import { mergeRepeated } from './merge-repeated.ts';
import { planBatches } from './plan-batches.ts';
import { readOutcomes } from './read-outcomes.ts';
import type { BulkOutcome } from './read-outcomes.ts';
import { waitForJob } from './wait-for-job.ts';
import type { WaitOptions } from './wait-for-job.ts';

export interface BulkUpsertOptions extends Pick<
  WaitOptions,
  'clock' | 'sleep' | 'timeoutSeconds' | 'onProgress'
> {
  /** Which records lock one another, as the account does for its details: they are never in two batches at once. */
  groupOf?: GroupOf;
  /** Told of each job before anything is uploaded: who keeps its id can go on after a restart. */
  onJob?: (jobId: string) => void | Promise<void>;
}

/** Base64 adds a half, and the org takes 150 MB of it (Bulk API 2.0 and Bulk API Developer Guide, "Upload Job Data"). */
const mostBytesPerJob = 100_000_000;

/**
 * Upserts many records by an external id, each on its own, by as many jobs as it takes, one after the other. Records with
 * the same external id are written as one, later values in place of earlier ones.
 *
 * @returns what became of the records, by external id, in no certain order; one may come more than once. Each of them has
 *   come when it ends.
 * @throws RangeError for a record without external id, or with a value that no field can hold: then the job is aborted;
 *   SalesforceFailure after the outcomes of a job that failed as a whole: what is left was not sent
 */
export async function* bulkUpsert(
  org: SalesforceOrg,
  target: UpsertTarget,
  records: Iterable<SObjectRecord>,
  options: BulkUpsertOptions,
): AsyncGenerator<BulkOutcome[]> {
  const rows = mergeRepeated(records, target.externalIdField);
  const columns = columnsOf(rows, target.externalIdField);
  let rowsPerSecond: number | undefined;
  for (const planned of jobsOf(rows, options.groupOf)) {
    for (let start = 0; start < planned.length;) {
      let count = 0;
      const source = async function* () {
        count = yield* csvPieces(from(planned, start), columns, mostBytesPerJob);
      };
      const jobId = await loadRows(org, target, source, options.onJob);
      const began = options.clock().getTime();
      const waiting: WaitOptions = { ...options, rows: count, rowsPerSecond };
      const job = { ...(await waitForJob(org, jobId, waiting)), externalIdField: target.externalIdField };
      rowsPerSecond = paceOf(job, options.clock().getTime() - began);
      const answered = yield* readOutcomes(org, job, count);
      if (answered < count) yield await unanswered(org, job, planned.slice(start, start + count));
      const failure = failureOfJob(job);
      if (failure !== undefined) throw failure;
      start += count;
    }
  }
}

/**
 * The rows of which the results tell nothing, as when the org has had too many batches in a day. Which ones they are is
 * found by reading the results once more, so that nobody else has to keep all ids in memory.
 */
async function unanswered(
  org: SalesforceOrg,
  job: BulkJob,
  records: readonly SObjectRecord[],
): Promise<BulkOutcome[]> {
  const left = new Set(records.map((record) => String(record[job.externalIdField ?? ''])));
  for await (const outcomes of readOutcomes(org, job)) {
    for (const { externalId } of outcomes) left.delete(externalId);
  }
  return [...left].map((externalId) => ({ externalId, outcome: 'unprocessed' }));
}

/** The records of each job, in the order in which they are written. */
function jobsOf(records: SObjectRecord[], groupOf: GroupOf | undefined): SObjectRecord[][] {
  if (groupOf === undefined) return [records];
  const groups = new Map<unknown, SObjectRecord[]>();
  for (const record of records) {
    // a record of no group stands for itself
    const group = groupOf(record) ?? record;
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [record]);
    else members.push(record);
  }
  const members = [...groups.values()];
  const plan = planBatches(members.map(({ length }) => length));
  return plan.map((parts) => parts.flatMap(({ group, from, to }) => members[group]!.slice(from, to)));
}

function* from<Item>(items: readonly Item[], start: number): Generator<Item> {
  for (let index = start; index < items.length; index += 1) yield items[index]!;
}

function paceOf({ processed }: BulkJob, milliseconds: number): number | undefined {
  return processed > 0 && milliseconds > 0 ? (1000 * processed) / milliseconds : undefined;
}
