import type { ParcelKind } from '../outbox/outbox.ts';
import { findPersonRecords, tellingFields } from '../salesforce/find-person.ts';
import type { PersonObject, PersonRecord, PersonRecords } from '../salesforce/find-person.ts';
import type { SalesforceOrg, SObjectRecord } from '../salesforce/org.ts';
import { nextTry } from './push/backoff.ts';
import type { Run } from './run.ts';

/** What a parcel is called. */
export interface ParcelName {
  kind: ParcelKind;
  externalId: string;
}

/** A record that could not be blanked, with the org's words. */
export interface RefusedErasure {
  object: string;
  id: string;
  externalId?: string | undefined;
  code: string;
  message: string;
}

/**
 * How often an erased parcel is looked for that is not in the org: for about an hour after the lease was over under which it
 * was on its way. A bulk job that brings it later is settled by whoever takes it over, and then it is named again.
 */
const mostLooks = 12;

/** How many are blanked at once. */
const blankedAtOnce = 200;

/** Blanks in the org what earlier runs were to blank, and could not. */
export async function blankDue(run: Run): Promise<void> {
  const { outbox, clock, signal } = run;
  while (!signal.aborted) {
    const due = await outbox.erasedToBlank(clock(), blankedAtOnce);
    if (due.length === 0) return;
    await blankErased(run, due);
  }
}

/**
 * Blanks what was written of parcels whose person was erased while they were on their way: their records stay, as those of
 * an anonymous voice. What the org refuses is tried again later, and listed until then.
 * @param parcels with `attempts` where it is not sure that they are in the org: those that are not are looked for again
 */
export async function blankErased(
  run: Run,
  parcels: readonly (ParcelName & { attempts?: number })[],
): Promise<void> {
  if (parcels.length === 0) return;
  const { org, outbox, clock, random } = run;
  const idsOf = (kind: ParcelKind) =>
    parcels.filter((parcel) => parcel.kind === kind).map(({ externalId }) => externalId);
  const found = await findPersonRecords(org, {
    contactIds: [],
    emails: [],
    responses: idsOf('response'),
    invitations: idsOf('invitation'),
  });
  const refused = await blank(org, found, clock());
  const arrived = new Set(
    [found.responses, found.unmatched, found.invitations].flat().map(({ externalId }) => externalId),
  );
  const kept = parcels.flatMap((parcel) => {
    const { kind, externalId, attempts } = parcel;
    const refusal = refused.find((record) => isOf(parcel, record));
    const isMissing = attempts !== undefined && attempts < mostLooks && !arrived.has(externalId);
    if (refusal === undefined && !isMissing) return [];
    const notBefore = nextTry('tryAgain', attempts ?? 0, clock(), random());
    const detail = refusal && `${refusal.object} ${refusal.id}: ${refusal.code}: ${refusal.message}`;
    const reason = detail === undefined ? {} : { reason: { code: 'ERASURE_REFUSED', detail } };
    return [{ kind, externalId, notBefore, ...reason }];
  });
  const left = new Set(kept.map(({ kind, externalId }) => `${kind} ${externalId}`));
  const done = parcels.filter(({ kind, externalId }) => !left.has(`${kind} ${externalId}`));
  await outbox.settleBlanked(done, kept);
}

/** Whether a record is that of a parcel, or one of the answers to single questions that hang on it. */
function isOf({ externalId }: ParcelName, record: RefusedErasure): boolean {
  return record.externalId === externalId || record.externalId?.startsWith(`${externalId}:`) === true;
}

/**
 * Empties in records what tells of a person, and notes in responses and invitations when that was. The response goes last:
 * its answers and its entry among the unmatched are found through it, should this be cut short.
 * @returns what the org refused
 */
export async function blank(
  org: SalesforceOrg,
  records: PersonRecords,
  now: Date,
): Promise<RefusedErasure[]> {
  const { responses, answers, invitations, unmatched } = records;
  const write = async (object: PersonObject, found: readonly PersonRecord[], more: SObjectRecord = {}) => {
    const left = found.filter(({ isTelling }) => isTelling);
    const emptied = Object.fromEntries(tellingFields[object].map((field) => [field, null]));
    const outcomes = await org.update(
      object,
      left.map(({ id, erasedAt }) => ({
        Id: id,
        ...emptied,
        ...more,
        // the time of an erasure stays
        ...('Erased_At__c' in more && erasedAt !== undefined ? { Erased_At__c: erasedAt } : {}),
      })),
      // of one account at most one call is under way
      (record) => left.find(({ id }) => id === record['Id'])?.accountId,
    );
    return left.flatMap(({ id, externalId }, index): RefusedErasure[] => {
      const outcome = outcomes[index]!;
      return outcome.success
        ? []
        : [{ object, id, externalId, code: outcome.code, message: outcome.message }];
    });
  };
  const erasedAt = { Erased_At__c: now.toISOString() };
  return [
    ...(await write('Feedback_Answer__c', answers)),
    ...(await write('Feedback_Unmatched__c', unmatched, { Status__c: 'Dismissed' })),
    ...(await write('Feedback_Invitation__c', invitations, erasedAt)),
    ...(await write('Feedback_Response__c', responses, erasedAt)),
  ];
}

/**
 * Gives responses of one person a key by which they still belong together when nothing says any more whose they are: of a
 * person the newest answer counts, and that goes on to be so. Before they are blanked, so that what was cut short goes on
 * with the same key.
 * @returns what the org refused
 */
export async function keepTogether(
  org: SalesforceOrg,
  responses: readonly PersonRecord[],
  key: string,
): Promise<RefusedErasure[]> {
  const object = 'Feedback_Response__c';
  const without = responses.filter(({ respondentKey }) => respondentKey === undefined);
  const outcomes = await org.update(
    object,
    without.map(({ id }) => ({ Id: id, Respondent_Key__c: key })),
    (record) => without.find(({ id }) => id === record['Id'])?.accountId,
  );
  return without.flatMap(({ id }, index): RefusedErasure[] => {
    const outcome = outcomes[index]!;
    return outcome.success ? [] : [{ object, id, code: outcome.code, message: outcome.message }];
  });
}
