import type { LeasedParcel, Settlement } from '../outbox/outbox.ts';
import type { RowOutcome } from '../salesforce/org.ts';
import { nextTry } from './backoff.ts';

/** What the outbox is told of a parcel after the org has answered: confirmed, try again at a time, or set aside. */
export function settlementOf(
  parcel: LeasedParcel,
  outcome: RowOutcome,
  now: Date,
  touchedAccountId?: string,
): Settlement {
  const base = { kind: parcel.kind, externalId: parcel.content.externalId, version: parcel.version };
  if (outcome.success) return { ...base, outcome: 'confirmed', touchedAccountId };
  const reason = { code: outcome.code, detail: outcome.message };
  if (outcome.kind === 'refused') return { ...base, outcome: 'setAside', reason, listedInOrg: false };
  return { ...base, outcome: 'retry', notBefore: nextTry(outcome.kind, parcel.attempts, now), reason };
}
