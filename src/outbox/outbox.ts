import type { Invitation } from '../feedback/invitation.ts';
import type { Response } from '../feedback/response.ts';

/** What can wait for the org: an answer, or an invitation. */
export type Parcel = { kind: 'response'; content: Response } | { kind: 'invitation'; content: Invitation };
export type ParcelKind = Parcel['kind'];

/** Where a parcel stands. `waiting` includes those that wait for their next try. */
export type ParcelState = 'waiting' | 'inFlight' | 'confirmed' | 'setAside';

/** What became of a parcel that was put in: never seen, changed since, or already here as it is. */
export type PutResult = 'new' | 'updated' | 'unchanged';

/** A parcel in the hands of one worker until its lease ends. */
export type LeasedParcel = Parcel & {
  /** Grows each time the content changes: a confirmation counts only for the version that was pushed. */
  version: number;
  /** How often it has been tried before. */
  attempts: number;
  /** Whether the org lists it as `Feedback_Unmatched__c` since an earlier try. */
  listedInOrg: boolean;
};

/** Why a parcel is not in the org: a code of ours or of Salesforce, and what is known beyond it. */
export interface Reason {
  code: string;
  detail: string;
}

/** What a worker says of a parcel when it is done with it. */
export type Settlement = { kind: ParcelKind; externalId: string; version: number } & (
  | {
      outcome: 'confirmed';
      /** The account whose numbers this changes. */
      touchedAccountId?: string;
    }
  | { outcome: 'retry'; notBefore: Date; reason: Reason }
  | { outcome: 'setAside'; reason: Reason; listedInOrg: boolean }
);

/** A parcel that is not in the org, with its reason. */
export interface ListedParcel {
  kind: ParcelKind;
  externalId: string;
  /** Where it came from, such as `answers.csv:12`. */
  origin: string;
  attempts: number;
  reason: Reason;
  /** For one that waits: not before this time. */
  notBefore?: Date;
}

export type OutboxCounts = Record<ParcelState, number>;

/** An account whose numbers may have changed since they were last written; `mark` grows with every change. */
export interface TouchedAccount {
  accountId: string;
  mark: number;
}

/** Who leases: unique for each worker, and telling whether the worker still lives. */
export interface Worker {
  host: string;
  processId: number;
  /** Tells two workers of one process apart. */
  name: string;
}

/**
 * Where answers and invitations wait until the org has confirmed them.
 *
 * The guarantee: when `put` resolves, what was put is on disk; it leaves the waiting line only when a worker settles
 * the very version it leased. Each parcel is handed out at least once, to one worker at a time; together with upserts
 * by external id, the org has it exactly once.
 *
 * Every method may reject with {@link OutboxError}; then nothing of that call took effect.
 */
export interface Outbox {
  /** Stores parcels durably, all or none. The same kind and external id again replaces the content. */
  put(parcels: readonly (Parcel & { origin: string })[], now: Date): Promise<PutResult[]>;
  /**
   * Hands out up to `limit` parcels of a kind that are due, those that wait longest first, for `leaseSeconds`. Leases of
   * workers that died, or that ran out, are handed out again.
   */
  lease(request: {
    kind: ParcelKind;
    worker: Worker;
    now: Date;
    leaseSeconds: number;
    limit: number;
  }): Promise<LeasedParcel[]>;
  /** Records outcomes, and the accounts touched by them, all or none. A parcel changed meanwhile waits again. */
  settle(settlements: readonly Settlement[], now: Date): Promise<void>;
  /** Gives back what a worker holds, as if it had not been leased. */
  release(worker: Worker): Promise<void>;
  /** Sends everything that was set aside back to wait; resolves to how many. */
  retrySetAside(now: Date): Promise<number>;
  counts(): Promise<OutboxCounts>;
  /** The earliest time at which something of a kind that waits, or is in flight, is due; absent when nothing is. */
  nextDue(kind: ParcelKind): Promise<Date | undefined>;
  /** What was set aside, or waits after a failed try, oldest first. */
  listTroubled(limit: number): Promise<ListedParcel[]>;
  touch(accountIds: readonly string[]): Promise<void>;
  /** Touched accounts in the order of their ids, beginning behind a given one. */
  touchedAccounts(limit: number, afterAccountId?: string): Promise<TouchedAccount[]>;
  /** Takes accounts off the list, but for those touched again since they were read. */
  clearTouched(accounts: readonly TouchedAccount[]): Promise<void>;
  /** A point in time that a stage of the sync has reached, by name. */
  watermark(name: string): Promise<Date | undefined>;
  setWatermark(name: string, reached: Date): Promise<void>;
  /**
   * Ties this outbox to one org for good: what one org has confirmed, another has not.
   * Rejects with `otherOrg` when it is tied to another one, whose id is the message of the cause.
   */
  tieTo(organizationId: string): Promise<void>;
  close(): Promise<void>;
}

export type OutboxErrorCode = 'otherOrg' | 'full' | 'busy' | 'notAnOutbox' | 'unreachable' | 'failed';

/** The outbox could not do what was asked; nothing of that call took effect. */
export class OutboxError extends Error {
  readonly code: OutboxErrorCode;
  /** Path or address of the outbox. */
  readonly location: string;

  constructor(code: OutboxErrorCode, location: string, cause: unknown) {
    super(`outbox ${location}: ${code}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.name = 'OutboxError';
    this.code = code;
    this.location = location;
  }
}
