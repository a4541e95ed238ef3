import type { LeasedParcel, Settlement } from '../outbox/outbox.ts';
import type { SalesforceOrg } from '../salesforce/org.ts';
import { externalIdField, invitationRecord } from '../salesforce/records.ts';
import type { Place } from '../salesforce/records.ts';
import { lookUp } from './look-up.ts';
import { match } from './match.ts';
import { settlementOf } from './settle.ts';

export type InvitationParcel = Extract<LeasedParcel, { kind: 'invitation' }>;

/** Brings a batch of invitations into the org; one that finds no contact or survey is set aside. */
export async function pushInvitations(
  org: SalesforceOrg,
  parcels: readonly InvitationParcel[],
  now: Date,
): Promise<Settlement[]> {
  const directory = await lookUp(
    org,
    parcels.map(({ content }) => content),
  );
  const settlements: Settlement[] = [];
  const placed: { parcel: InvitationParcel; place: Place }[] = [];
  for (const parcel of parcels) {
    const found = match(parcel.content, directory);
    if ('place' in found) placed.push({ parcel, place: found.place });
    else {
      const { kind, version, content } = parcel;
      const reason = { code: found.reason, detail: found.details };
      settlements.push({
        kind,
        externalId: content.externalId,
        version,
        outcome: 'setAside',
        reason,
        listedInOrg: false,
      });
    }
  }
  // details of one account side by side: the org locks the account for each of them
  placed.sort((a, b) => (a.place.accountId < b.place.accountId ? -1 : 1));
  const records = placed.map(({ parcel, place }) => invitationRecord(parcel.content, place));
  const outcomes = await org.upsert('Feedback_Invitation__c', externalIdField, records);
  placed.forEach(({ parcel, place }, index) =>
    settlements.push(settlementOf(parcel, outcomes[index]!, now, place.accountId)),
  );
  return settlements;
}
