import type { LeasedParcel, Settlement } from '../outbox/outbox.ts';
import { findInvitations } from '../salesforce/find.ts';
import type { FoundInvitation } from '../salesforce/find.ts';
import type { RowOutcome, SalesforceOrg } from '../salesforce/org.ts';
import { externalIdField, resolvedRecord, responseRecord, unmatchedRecord } from '../salesforce/records.ts';
import type { Place, UnmatchedReason } from '../salesforce/records.ts';
import { categoryOf } from '../scoring/category.ts';
import { lookUp } from './look-up.ts';
import { match } from './match.ts';
import { settlementOf } from './settle.ts';

export type ResponseParcel = Extract<LeasedParcel, { kind: 'response' }>;

interface Placed {
  parcel: ResponseParcel;
  place: Place;
}
interface Unplaced {
  parcel: ResponseParcel;
  reason: UnmatchedReason;
  details: string;
}

/**
 * Brings a batch of answers into the org, each linked to its invitation. What finds no contact, account or survey is
 * listed there as `Feedback_Unmatched__c`, and only then set aside.
 */
export async function pushResponses(
  org: SalesforceOrg,
  parcels: readonly ResponseParcel[],
  now: Date,
): Promise<Settlement[]> {
  const directory = await lookUp(
    org,
    parcels.map(({ content }) => content),
  );
  const placed: Placed[] = [];
  const unplaced: Unplaced[] = [];
  for (const parcel of parcels) {
    const found = match(parcel.content, directory);
    if ('place' in found) placed.push({ parcel, place: found.place });
    else unplaced.push({ parcel, ...found });
  }
  // details of one account side by side: the org locks the account for each of them
  placed.sort((a, b) => (a.place.accountId < b.place.accountId ? -1 : 1));
  return [...(await listUnplaced(org, unplaced, now)), ...(await pushPlaced(org, placed, now))];
}

async function listUnplaced(
  org: SalesforceOrg,
  unplaced: readonly Unplaced[],
  now: Date,
): Promise<Settlement[]> {
  const records = unplaced.map(({ parcel, reason, details }) =>
    unmatchedRecord(parcel.content, reason, details, parcel.listedInOrg),
  );
  const outcomes = await org.upsert('Feedback_Unmatched__c', externalIdField, records);
  return unplaced.map(({ parcel, reason, details }, index): Settlement => {
    const outcome = outcomes[index]!;
    if (!outcome.success) return settlementOf(parcel, outcome, now);
    return {
      kind: 'response',
      externalId: parcel.content.externalId,
      version: parcel.version,
      outcome: 'setAside',
      reason: { code: reason, detail: details },
      listedInOrg: true,
    };
  });
}

async function pushPlaced(org: SalesforceOrg, placed: readonly Placed[], now: Date): Promise<Settlement[]> {
  const invitations = await invitationsOf(org, placed);
  const records = placed.map(({ parcel: { content }, place }) =>
    responseRecord(content, {
      ...place,
      invitationId: invitations.get(invitationKey(place))?.id,
      category: categoryOf(content.score),
    }),
  );
  const outcomes = await org.upsert('Feedback_Response__c', externalIdField, records);
  const arrived = placed.filter((_, index) => outcomes[index]?.success);
  await markAnswered(org, arrived, invitations);
  const resolved = await markResolved(org, arrived);
  return placed.map(({ parcel, place }, index) => {
    const outcome = resolved.get(parcel) ?? outcomes[index]!;
    return settlementOf(parcel, outcome, now, place.accountId);
  });
}

function invitationKey({ surveyId, contactId }: { surveyId: string; contactId: string }): string {
  return `${surveyId} ${contactId}`;
}

async function invitationsOf(
  org: SalesforceOrg,
  placed: readonly Placed[],
): Promise<Map<string, FoundInvitation>> {
  const found = await findInvitations(
    org,
    placed.map(({ place }) => place.contactId),
  );
  return new Map(found.map((invitation) => [invitationKey(invitation), invitation]));
}

/** An invitation whose answer has come says so. That the org refuses this for one holds no answer up. */
async function markAnswered(
  org: SalesforceOrg,
  arrived: readonly Placed[],
  invitations: Map<string, FoundInvitation>,
): Promise<void> {
  const answered = new Set(arrived.map(({ place }) => invitations.get(invitationKey(place))));
  const records = [...answered]
    .filter((invitation) => invitation !== undefined && invitation.status !== 'Answered')
    .map((invitation) => ({ Id: invitation?.id, Status__c: 'Answered' }));
  await org.update('Feedback_Invitation__c', records);
}

/**
 * Closes the `Feedback_Unmatched__c` of answers that have found their place since.
 * @returns what failed, by parcel: such an answer is not settled before its entry is closed
 */
async function markResolved(
  org: SalesforceOrg,
  arrived: readonly Placed[],
): Promise<Map<ResponseParcel, RowOutcome>> {
  const listed = arrived.filter(({ parcel }) => parcel.listedInOrg);
  const records = listed.map(({ parcel, place }) => resolvedRecord(parcel.content, place.contactId));
  const outcomes = await org.upsert('Feedback_Unmatched__c', externalIdField, records);
  const failed = listed.map(({ parcel }, index) => [parcel, outcomes[index]!] as const);
  return new Map(failed.filter(([, outcome]) => !outcome.success));
}
