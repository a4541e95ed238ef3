import type { Load, Outcome } from '../../outbox/outbox.ts';
import { recordsPerBatch } from '../../salesforce/bulk/csv-writer.ts';
import { loadRows } from '../../salesforce/bulk/ingest-job.ts';
import { readOutcomes } from '../../salesforce/bulk/read-outcomes.ts';
import type { BulkOutcome } from '../../salesforce/bulk/read-outcomes.ts';
import { asFailure, SalesforceFailure } from '../../salesforce/failure.ts';
import { externalIdField } from '../../salesforce/records.ts';
import { momentOf } from '../run.ts';
import type { Run } from '../run.ts';
import { awaitJob, CsvRows, unprocessedIn } from './bulk-job.ts';
import { loadedParcels, settleLoad } from './loads.ts';
import { isPlaceGone, outcomeOfFailure } from './outcomes.ts';
import { fillBatches } from './fill-batches.ts';
import { noteJobToCome } from './orphaned-jobs.ts';
import { hasDetails, objectOf, recordOf } from './rows.ts';
import type { PlacedParcel } from './rows.ts';

/**
 * Writes a load by a bulk job of its own, whose id the outbox knows before the first row is sent: whatever happens from there
 * on, the next run takes it up where this one ended.
 * @returns false when the org takes no bulk job from this user; the load has ended then
 */
export async function writeLoad(run: Run, load: Load): Promise<boolean> {
  const { org, outbox, clock } = run;
  const accountOf = ({ place }: PlacedParcel) => place.accountId;
  const records = async function* () {
    for await (const parcel of fillBatches(loadedParcels(run, load), accountOf)) yield recordOf(parcel);
  };
  const rows = new CsvRows(run, records, externalIdField);
  const target = { object: objectOf[load.kind], externalIdField };
  let isNoted = false;
  await noteJobToCome(run);
  try {
    const jobId = await loadRows(
      org,
      target,
      () => rows.read(),
      async (id) => {
        await outbox.noteJob(load.id, id);
        isNoted = true;
      },
    );
    await settleWritten(run, load, jobId, rows.count);
    return true;
  } catch (error) {
    if (isNoted || asFailure(error).kind !== 'refused') throw error;
    await outbox.endLoad(load.id, clock());
    return false;
  }
}

/** Rows that the outbox is told of at once, where the org does not say how many. */
const rowsPerPiece = 2000;

/** What is kept in memory of each row on its way. */
interface OnItsWay {
  accountId: string;
  /** Of an account with more rows than a batch, only the first batchful goes with a job. */
  isSent: boolean;
  attempts: number;
  listedInOrg: boolean;
  hasDetails: boolean;
}

/**
 * Waits for the job of a load, and settles each row by what the org says of it. One that was sent, and that the org says
 * nothing of, is tried again later, with a pause as after any failure; what stayed behind for another job waits at once.
 * @param rows how many the job has, where that is known
 * @throws SalesforceFailure `later`, after that, where a row has met a limit of the org that is used up
 */
export async function settleWritten(run: Run, load: Load, jobId: string, rows?: number): Promise<void> {
  const { org, outbox, directory, clock } = run;
  const job = await awaitJob(run, jobId, rows);
  const onTheirWay = await readOnTheirWay(run, load);
  const otherwise = unprocessedIn(job);
  const told = async function* () {
    yield* readOutcomes(org, job, rows);
    yield* untold(onTheirWay);
  };
  let limit: SalesforceFailure | undefined;
  for await (const chunk of told()) {
    const moment = momentOf(run);
    const outcomes: ({ externalId: string } & Outcome)[] = [];
    for (const { externalId, outcome } of chunk) {
      const row = onTheirWay.get(externalId);
      const said = outcome === 'unprocessed' ? otherwise : outcome;
      if (row === undefined) {
        // told twice, or settled by the run that was stopped; or erased meanwhile, which the outbox says
        if (said.success) outcomes.push({ externalId, outcome: 'confirmed' });
        continue;
      }
      onTheirWay.delete(externalId);
      if (!said.success && isPlaceGone(said)) directory.forgetAll();
      if (!said.success && said.kind === 'later')
        limit = new SalesforceFailure(said.kind, said.code, said.message);
      outcomes.push({
        externalId,
        ...(said.success ? outcomeOf(row) : outcomeOfFailure(externalId, row, said, moment)),
      });
    }
    await settleLoad(run, load, outcomes);
  }
  await outbox.endLoad(load.id, clock());
  if (limit !== undefined) throw limit;
}

/** What was sent and is still on its way when all results are read, in pieces. */
function* untold(onTheirWay: ReadonlyMap<string, OnItsWay>): Generator<BulkOutcome[]> {
  const sent = [...onTheirWay].filter(([, { isSent }]) => isSent);
  for (let start = 0; start < sent.length; start += rowsPerPiece) {
    const piece = sent.slice(start, start + rowsPerPiece);
    yield piece.map(([externalId]) => ({ externalId, outcome: 'unprocessed' }));
  }
}

async function readOnTheirWay(run: Run, load: Load): Promise<Map<string, OnItsWay>> {
  const rows = new Map<string, OnItsWay>();
  let accountId = '';
  let ofAccount = 0;
  for await (const parcel of loadedParcels(run, load)) {
    if (parcel.place.accountId !== accountId) {
      // neighbours share their account's id, in memory too
      accountId = parcel.place.accountId;
      ofAccount = 0;
    }
    ofAccount += 1;
    rows.set(parcel.content.externalId, {
      accountId,
      isSent: ofAccount <= recordsPerBatch,
      attempts: parcel.attempts,
      listedInOrg: parcel.listedInOrg,
      hasDetails: hasDetails(parcel, run.directory),
    });
  }
  return rows;
}

function outcomeOf({ accountId: touchedAccountId, hasDetails: more }: OnItsWay): Outcome {
  return more
    ? { outcome: 'advanced', step: 'details', touchedAccountId }
    : { outcome: 'confirmed', touchedAccountId };
}
