import type { LeasedParcel, ParcelKind, Settlement } from '../../outbox/outbox.ts';
import { externalIdField } from '../../salesforce/records.ts';
import { claimOf, momentOf, settle } from '../run.ts';
import type { Run } from '../run.ts';
import { isPlaceGone, outcomeOfFailure, settlementOf } from './outcomes.ts';
import { isPlaced, objectOf, outcomeOfWritten, recordOf } from './rows.ts';
import type { PlacedParcel } from './rows.ts';

/**
 * Unless a request says otherwise, more rows than this go by Bulk API 2.0, up to as many by sObject Collections.
 * Source: Bulk API 2.0 and Bulk API Developer Guide: "any data operation that includes more than 2,000 records is a good
 * candidate for Bulk API 2.0".
 */
export const mostByCollections = 2000;

/** Writes what is due of a kind by sObject Collections, in the order of accounts, several calls at once. */
export async function writeFew(run: Run, kind: ParcelKind, tell: () => void): Promise<void> {
  const { outbox, signal, mostByCollections: limit } = run;
  while (!signal.aborted) {
    const parcels = await outbox.lease({ ...claimOf(run), kind, step: 'write', limit });
    if (parcels.length === 0) return;
    await settle(run, [...unplaced(run, parcels), ...(await written(run, kind, parcels.filter(isPlaced)))]);
    tell();
  }
}

/** Parcels that have come to a later step without their place, which cannot be: they begin anew. */
export function unplaced(run: Run, parcels: readonly LeasedParcel[]): Settlement[] {
  const reason = { code: 'NO_PLACE', detail: '' };
  return parcels
    .filter((parcel) => !isPlaced(parcel))
    .map((parcel) =>
      settlementOf(parcel, { outcome: 'retry', step: 'match', notBefore: run.clock(), reason }),
    );
}

async function written(run: Run, kind: ParcelKind, parcels: readonly PlacedParcel[]): Promise<Settlement[]> {
  const { org, directory } = run;
  const records = parcels.map((parcel) => recordOf(parcel));
  const outcomes = await org.upsert(objectOf[kind], externalIdField, records, (record) =>
    String(record['Account__c']),
  );
  const moment = momentOf(run);
  return parcels.map((parcel, index) => {
    const outcome = outcomes[index]!;
    if (outcome.success) return settlementOf(parcel, outcomeOfWritten(parcel, directory));
    if (isPlaceGone(outcome)) directory.forget(parcel.content.respondent);
    return settlementOf(parcel, outcomeOfFailure(parcel.content.externalId, parcel, outcome, moment));
  });
}
