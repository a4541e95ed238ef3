import type { ParcelKind } from '../outbox/outbox.ts';
import { findPersonRecords, tellingFields } from '../salesforce/find-person.ts';
import type { PersonObject, PersonRecord, PersonRecords } from '../salesforce/find-person.ts';
import type { SalesforceOrg, SObjectRecord } from '../salesforce/org.ts';

/** What a parcel is called. */
export interface ParcelName {
  kind: ParcelKind;
  externalId: string;
}

/** A record that could not be blanked, with the org's words. */
export interface RefusedErasure {
  object: string;
  id: string;
  code: string;
  message: string;
}

/**
 * Blanks what was written of parcels whose person was erased while they were on their way: their records stay, as those of
 * an anonymous voice.
 */
export async function blankErased(
  org: SalesforceOrg,
  parcels: readonly ParcelName[],
  now: Date,
): Promise<void> {
  if (parcels.length === 0) return;
  const idsOf = (kind: ParcelKind) =>
    parcels.filter((parcel) => parcel.kind === kind).map(({ externalId }) => externalId);
  const names = {
    contactIds: [],
    emails: [],
    responses: idsOf('response'),
    invitations: idsOf('invitation'),
  };
  await blank(org, await findPersonRecords(org, names), now);
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
    return left.flatMap(({ id }, index): RefusedErasure[] => {
      const outcome = outcomes[index]!;
      return outcome.success ? [] : [{ object, id, code: outcome.code, message: outcome.message }];
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
