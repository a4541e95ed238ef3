import type { LeasedParcel, Outcome, ParcelKind } from '../../outbox/outbox.ts';
import type { SObjectRecord } from '../../salesforce/org.ts';
import { invitationRecord, responseRecord } from '../../salesforce/records.ts';
import { categoryOf } from '../../scoring/category.ts';
import type { Directory } from './directory.ts';

/** A parcel whose place is known. */
export type PlacedParcel = LeasedParcel & { place: NonNullable<LeasedParcel['place']> };

/** The object that a kind of parcel is written as. */
export const objectOf: Record<ParcelKind, string> = {
  response: 'Feedback_Response__c',
  invitation: 'Feedback_Invitation__c',
};

/** The record that a parcel is written as. */
export function recordOf(parcel: PlacedParcel): SObjectRecord {
  const { place } = parcel;
  if (parcel.kind === 'invitation') return invitationRecord(parcel.content, place);
  const category = categoryOf(parcel.content.score);
  return responseRecord(parcel.content, { ...place, invitationId: place.invitationId, category });
}

/** Whether more is to be written once the parcel itself is in the org: answers to questions, its invitation, its entry
 * among the unmatched. */
export function hasDetails(parcel: PlacedParcel, directory: Pick<Directory, 'isAnswered'>): boolean {
  if (parcel.kind !== 'response') return false;
  const { invitationId } = parcel.place;
  return (
    (parcel.content.answers ?? []).length > 0 ||
    parcel.listedInOrg ||
    (invitationId !== undefined && !directory.isAnswered(invitationId))
  );
}

/** What follows once a parcel itself is in the org. */
export function outcomeOfWritten(parcel: PlacedParcel, directory: Pick<Directory, 'isAnswered'>): Outcome {
  const touchedAccountId = parcel.place.accountId;
  return hasDetails(parcel, directory)
    ? { outcome: 'advanced', step: 'details', touchedAccountId }
    : { outcome: 'confirmed', touchedAccountId };
}

/** Parts parcels by whether their place is known; without one, a parcel is to be matched first. */
export function isPlaced(parcel: LeasedParcel): parcel is PlacedParcel {
  return parcel.place !== undefined;
}
