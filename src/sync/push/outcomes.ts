import type { LeasedParcel, Outcome, Settlement } from '../../outbox/outbox.ts';
import type { RowOutcome } from '../../salesforce/org.ts';
import { kindOf, SalesforceFailure } from '../../salesforce/failure.ts';
import { nextTry } from './backoff.ts';

/** What an outcome depends on beside the org's answer. */
export interface Moment {
  now: Date;
  /** Between 0 and 1. */
  random: () => number;
  /** External ids of those that were matched anew in this run because their place was gone; added to. */
  rematched: Set<string>;
}

/** An outcome, said of a parcel. */
export function settlementOf(parcel: LeasedParcel, outcome: Outcome): Settlement {
  const { kind, version, content } = parcel;
  return { kind, externalId: content.externalId, version, ...outcome };
}

/**
 * What follows from a row that the org did not take: another try with a growing pause; the step `match` anew, once
 * in a run, when the contact, account or survey it belongs to is gone (people merge records); else it is set aside.
 */
export function outcomeOfFailure(
  externalId: string,
  { attempts, listedInOrg }: { attempts: number; listedInOrg: boolean },
  failure: Extract<RowOutcome, { success: false }>,
  { now, random, rematched }: Moment,
): Outcome {
  const reason = { code: failure.code, detail: failure.message };
  if (isPlaceGone(failure) && !rematched.has(externalId)) {
    rematched.add(externalId);
    return { outcome: 'retry', step: 'match', notBefore: now, reason };
  }
  if (failure.kind === 'refused') return { outcome: 'setAside', reason, listedInOrg };
  return { outcome: 'retry', notBefore: nextTry(failure.kind, attempts, now, random()), reason };
}

/**
 * Whether a record that a row points to is gone. A reference by external id to a record that is not there is refused as
 * INVALID_FIELD, with these words (REST API Developer Guide, "Insert or Update (Upsert) a Record Using an External ID").
 */
export function isPlaceGone({ code, message }: { code: string; message: string }): boolean {
  return (
    code === 'INVALID_CROSS_REFERENCE_KEY' ||
    code === 'ENTITY_IS_DELETED' ||
    (code === 'INVALID_FIELD' && message.includes('Foreign key external ID'))
  );
}

/**
 * Ends a run, once these outcomes are settled, where a row has met a limit of the org that is used up: the next ones would
 * meet it too.
 * @throws SalesforceFailure `later`
 */
export function requireRoom(outcomes: readonly Outcome[]): void {
  for (const { reason } of outcomes.filter(({ outcome }) => outcome === 'retry') as Retry[]) {
    const { code, detail } = reason;
    if (kindOf(code, detail) === 'later') throw new SalesforceFailure('later', code, detail);
  }
}

type Retry = Extract<Outcome, { outcome: 'retry' }>;
