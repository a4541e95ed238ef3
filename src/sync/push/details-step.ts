import type { ParcelKind } from '../../outbox/outbox.ts';
import { SalesforceFailure } from '../../salesforce/failure.ts';
import type { RowOutcome, SObjectRecord } from '../../salesforce/org.ts';
import { externalIdField, resolvedRecord } from '../../salesforce/records.ts';
import { claimOf, momentOf, settle } from '../run.ts';
import type { Run } from '../run.ts';
import { bulkUpsert } from './bulk-job.ts';
import { answeredRecord, answerRows, outcomeOfDetails } from './details.ts';
import type { PlacedResponse, Refusal } from './details.ts';
import { loadedParcels, settleLoad, startLoad } from './loads.ts';
import { isPlaceGone, requireRoom, settlementOf } from './outcomes.ts';
import { isPlaced } from './rows.ts';
import { unplaced } from './write-step.ts';

const kind: ParcelKind = 'response';
const step = 'details';

/** Finishes what is due of responses whose own record is in the org: many in loads, the rest a lease at a time. */
export async function finishDue(run: Run, tell: () => void): Promise<void> {
  const { outbox, signal, clock, mostByCollections } = run;
  while (!signal.aborted && (await outbox.countDue(kind, step, clock())) > mostByCollections) {
    const load = await startLoad(run, kind, step);
    if (load === undefined) break;
    const parcels: PlacedResponse[] = [];
    for await (const parcel of loadedParcels(run, load)) parcels.push(parcel as PlacedResponse);
    const outcomes = await finish(run, parcels);
    await settleLoad(run, load, outcomes);
    await outbox.endLoad(load.id, clock());
    requireRoom(outcomes);
    tell();
  }
  while (!signal.aborted) {
    const parcels = await outbox.lease({ ...claimOf(run), kind, step, limit: mostByCollections });
    if (parcels.length === 0) return;
    const placed = parcels.filter(isPlaced) as PlacedResponse[];
    const outcomes = await finish(run, placed);
    const settlements = placed.map((parcel, index) => settlementOf(parcel, outcomes[index]!));
    await settle(run, [...unplaced(run, parcels), ...settlements]);
    tell();
  }
}

/**
 * Writes the details of responses: that their invitations are answered, that their entries among the unmatched are
 * resolved, and what was answered to single questions. Each may be repeated, and is, from the start, after a crash.
 */
async function finish(run: Run, parcels: readonly PlacedResponse[]) {
  const refusals = new Refusals();
  await markAnswered(run, parcels, refusals);
  await markResolved(run, parcels, refusals);
  const unknown = await writeAnswers(run, parcels, refusals);
  const moment = momentOf(run);
  return parcels.map((parcel) => {
    const refused = refusals.of(parcel);
    if (refused.some((refusal) => isPlaceGone(refusal))) run.directory.forget(parcel.content.respondent);
    const { externalId } = parcel.content;
    return { externalId, ...outcomeOfDetails(parcel, refused, unknown.get(parcel) ?? [], moment) };
  });
}

/** What the org refused of the details of responses. */
class Refusals {
  readonly #byParcel = new Map<PlacedResponse, Refusal[]>();

  note(parcel: PlacedResponse, outcome: RowOutcome): void {
    if (!outcome.success) this.#byParcel.set(parcel, [...this.of(parcel), outcome]);
  }

  of(parcel: PlacedResponse): readonly Refusal[] {
    return this.#byParcel.get(parcel) ?? [];
  }
}

/** Writes records of parcels, by calls or by a bulk job, whichever their number asks for and the org takes of this user. */
async function write(
  run: Run,
  object: string,
  idField: string,
  records: ReadonlyMap<SObjectRecord, PlacedResponse>,
): Promise<Map<SObjectRecord, RowOutcome>> {
  const rows = [...records.keys()];
  const accountOf = (record: SObjectRecord) => records.get(record)?.place.accountId ?? '';
  const byCalls = async () =>
    idField === 'Id'
      ? run.org.update(object, rows, accountOf)
      : run.org.upsert(object, idField, rows, accountOf);
  const byJob = async () =>
    bulkUpsert(run, { object, externalIdField: idField }, rows, accountOf).catch(async (error: unknown) => {
      if (!(error instanceof SalesforceFailure) || error.kind !== 'refused') throw error;
      return byCalls();
    });
  const outcomes = await (rows.length > run.mostByCollections ? byJob() : byCalls());
  return new Map(rows.map((row, index) => [row, outcomes[index]!]));
}

/**
 * An invitation whose answer has come says so. That the org refuses this for one holds no answer up; that it could not take
 * it just now does.
 */
async function markAnswered(run: Run, parcels: readonly PlacedResponse[], refusals: Refusals): Promise<void> {
  const { directory } = run;
  const byInvitation = Map.groupBy(
    parcels.filter(({ place: { invitationId: id } }) => id !== undefined && !directory.isAnswered(id)),
    ({ place }) => place.invitationId!,
  );
  const records = new Map([...byInvitation].map(([id, [parcel]]) => [answeredRecord(id), parcel!]));
  const outcomes = await write(run, 'Feedback_Invitation__c', 'Id', records);
  for (const [record, outcome] of outcomes) {
    const id = String(record['Id']);
    if (outcome.success) directory.noteAnswered([id]);
    else if (outcome.kind !== 'refused') {
      for (const parcel of byInvitation.get(id) ?? []) refusals.note(parcel, outcome);
    }
  }
}

/** Closes the `Feedback_Unmatched__c` of answers that have found their place since. */
async function markResolved(run: Run, parcels: readonly PlacedResponse[], refusals: Refusals): Promise<void> {
  const listed = parcels.filter(({ listedInOrg }) => listedInOrg);
  const records = new Map(
    listed.map((parcel) => [resolvedRecord(parcel.content, parcel.place.contactId), parcel]),
  );
  const outcomes = await write(run, 'Feedback_Unmatched__c', externalIdField, records);
  for (const [record, outcome] of outcomes) refusals.note(records.get(record)!, outcome);
}

/** Writes what was answered to single questions; resolves to the keys that no question has. */
async function writeAnswers(
  run: Run,
  parcels: readonly PlacedResponse[],
  refusals: Refusals,
): Promise<Map<PlacedResponse, string[]>> {
  const answering = parcels.filter(({ content }) => (content.answers ?? []).length > 0);
  const questions = await run.directory.questionsOf(answering.map(({ place }) => place.surveyId));
  const records = new Map<SObjectRecord, PlacedResponse>();
  const unknown = new Map<PlacedResponse, string[]>();
  for (const parcel of answering) {
    const rows = answerRows(parcel.content, questions.get(parcel.place.surveyId));
    unknown.set(parcel, rows.unknown);
    for (const record of rows.records) records.set(record, parcel);
  }
  const outcomes = await write(run, 'Feedback_Answer__c', externalIdField, records);
  for (const [record, outcome] of outcomes) refusals.note(records.get(record)!, outcome);
  return unknown;
}
