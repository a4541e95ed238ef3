import type { Invitation } from '../feedback/invitation.ts';
import type { Place } from '../feedback/place.ts';
import type { Response } from '../feedback/response.ts';

/** What can wait for the org: an answer, or an invitation. */
export type Parcel = { kind: 'response'; content: Response } | { kind: 'invitation'; content: Invitation };
export type ParcelKind = Parcel['kind'];

/**
 * Where a parcel stands. `waiting` includes those that wait for their next try; `dismissed`: a person has decided in the
 * org to do without it; `erased`: its person was erased, and nothing but its id is left.
 */
export type ParcelState = 'waiting' | 'inFlight' | 'confirmed' | 'setAside' | 'dismissed' | 'erased';

/** How far a parcel has come: its place in the org is sought, it is written, its details are written. */
export type Step = 'match' | 'write' | 'details';

/** The steps at which a parcel's account is known. */
export type PlacedStep = Exclude<Step, 'match'>;

/** What became of a parcel that was put in: never seen, changed since, already here as it is, or of an erased person. */
export type PutResult = 'new' | 'updated' | 'unchanged' | 'erased';

/** A parcel in the hands of one worker until its lease ends. */
export type LeasedParcel = Parcel & {
  /** Grows each time the content changes: a confirmation counts only for the version that was pushed. */
  version: number;
  /** How often it has been tried before. */
  attempts: number;
  step: Step;
  /** Known once it was matched: with the steps `write` and `details`. */
  place?: Place;
  /** Whether the org lists it as `Feedback_Unmatched__c` since an earlier try. */
  listedInOrg: boolean;
};

/** Why a parcel is not in the org: a code of ours or of Salesforce, and what is known beyond it. */
export interface Reason {
  code: string;
  detail: string;
}

/** What a worker says of a parcel when it is done with it. */
export type Outcome =
  | {
      outcome: 'confirmed';
      /** The account whose numbers this changes. */
      touchedAccountId?: string;
    }
  /**
   * The step is done, and the next one waits; `place` is what a match has found. `listedInOrg` says that the org lists it
   * from now on, or may do so.
   */
  | { outcome: 'advanced'; step: Step; place?: Place; touchedAccountId?: string; listedInOrg?: true }
  /** To be tried again, from an earlier step on where `step` says so. */
  | { outcome: 'retry'; notBefore: Date; reason: Reason; step?: Step }
  | { outcome: 'setAside'; reason: Reason; listedInOrg: boolean };

export type Settlement = { kind: ParcelKind; externalId: string; version: number } & Outcome;

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

/** How the outbox stands, as `sf rapport report sync` and the metrics show it. */
export interface OutboxSummary {
  counts: Record<ParcelKind, OutboxCounts>;
  /** When the parcel was put in that waits, or is in flight, longest. */
  oldestWaiting?: Date;
  /** Of what was set aside or waits after a failed try: how many for each reason, most first. */
  reasons: { code: string; state: 'waiting' | 'setAside'; count: number }[];
  /** Accounts whose numbers are still to be written. */
  touchedAccounts: number;
  loads: Load[];
}

/** Parcels that travel together as one bulk job of the org, in the order of their accounts. */
export interface Load {
  id: string;
  kind: ParcelKind;
  step: PlacedStep;
  /** How many parcels it began with. */
  rows: number;
  startedAt: Date;
  /** Id of the job in the org, once it is known. */
  jobId?: string;
}

/** An account whose numbers may have changed since they were last written; `mark` grows with every change. */
export interface TouchedAccount {
  accountId: string;
  mark: number;
  /** How often it was kept since it was last touched. */
  attempts: number;
}

/** An erased parcel that may have come to the org all the same, where it is to be blanked; `attempts`: tries before. */
export type ErasedParcel = Pick<LeasedParcel, 'kind' | 'attempts'> & { externalId: string };

/** Who leases: unique for each worker, and telling whether the worker still lives. */
export interface Worker {
  host: string;
  processId: number;
  /** Tells two workers of one process apart. */
  name: string;
}

/** A claim on work: by whom, from when, and for how long. */
export interface Claim {
  worker: Worker;
  now: Date;
  leaseSeconds: number;
}

/** A person to be erased, by every name that answers may know them by. */
export interface ErasedPerson {
  /** In any case. */
  emails: readonly string[];
  contactIds: readonly string[];
  /** External ids of what the org has of this person. */
  externalIds: readonly string[];
}

/** What one run of the sync did, kept for reports. */
export interface SyncRun {
  startedAt: Date;
  endedAt: Date;
  confirmed: number;
  setAside: number;
  retried: number;
  accountsScored: number;
  apiCalls: number;
  /** Of the org's day, as it said last: used and most. */
  apiUsed?: number;
  apiMost?: number;
  /** Code of the failure that ended the run, if one did. */
  failure?: string;
}

/**
 * Where answers and invitations wait until the org has confirmed them.
 *
 * The guarantee: when `put` resolves, what was put is on disk; it leaves the waiting line only when a worker settles
 * the very version it leased. Each parcel is handed out at least once, to one worker at a time; once its account is known,
 * no other worker is handed anything of that account meanwhile. Together with upserts by external id, the org has it
 * exactly once. What was erased stays erased: it is neither handed out nor taken in again.
 *
 * Every method may reject with {@link OutboxError}; then nothing of that call took effect. Only after `unreachable` it may
 * have: the answer was lost on the way. To repeat a call is always harmless.
 */
export interface Outbox {
  /**
   * Stores parcels durably, all or none. The same kind and external id again replaces the content, and the parcel begins
   * anew at the step `match`. Calls that come at the same time share one commit.
   */
  put(parcels: readonly (Parcel & { origin: string })[], now: Date): Promise<PutResult[]>;
  /**
   * Hands out up to `limit` parcels of a kind and step that are due: for `match` those that wait longest first, else
   * account by account, those accounts first that had their turn longest ago. Fewer than are due where accounts are in
   * other workers' hands, or in a load. Leases of workers that died, or that ran out, are handed out again.
   */
  lease(request: Claim & { kind: ParcelKind; step: Step; limit: number }): Promise<LeasedParcel[]>;
  /**
   * Records outcomes, and the accounts touched by them, all or none. A parcel changed meanwhile waits again, from the step
   * `match`; one erased meanwhile stays so, and is named: what was written of it has to be blanked in the org. One whose
   * match has found a contact that was erased after the answer was given is erased, and named. To advance begins the
   * count of attempts anew.
   */
  settle(
    settlements: readonly Settlement[],
    now: Date,
  ): Promise<{ erased: { kind: ParcelKind; externalId: string }[] }>;
  /** Gives back what a worker holds, as if it had not been leased; loads whose job is known stay, to be taken over. */
  release(worker: Worker): Promise<void>;
  /** Lengthens the lease of all that a worker holds. */
  extendLeases(claim: Claim): Promise<void>;

  /** How many parcels of a kind and step are due. */
  countDue(kind: ParcelKind, step: Step, now: Date): Promise<number>;
  /**
   * Takes due parcels into one load, whole accounts, up to `mostRows` and `mostBytes` of content (an account too large for
   * any load is taken in part); absent when nothing is due. Until the load ends nothing else of its accounts is handed
   * out, to this worker neither.
   */
  startLoad(
    request: Claim & { kind: ParcelKind; step: PlacedStep; mostRows: number; mostBytes: number },
  ): Promise<Load | undefined>;
  /** The parcels of a load that are not settled yet, in the order of their accounts, beginning behind a given one. */
  loadedParcels(loadId: string, limit: number, after?: LeasedParcel): Promise<LeasedParcel[]>;
  /** Notes the job of the org that carries a load. */
  noteJob(loadId: string, jobId: string): Promise<void>;
  /** Like `settle`, for parcels of a load, each in the version that the load took in. Repeating it changes nothing. */
  settleLoad(
    loadId: string,
    outcomes: readonly ({ externalId: string } & Outcome)[],
    now: Date,
  ): Promise<{ erased: { kind: ParcelKind; externalId: string }[] }>;
  /** Ends a load; those of its parcels that are not settled wait again. */
  endLoad(loadId: string, now: Date): Promise<void>;
  /** Takes over the loads of workers that died, or whose leases ran out. */
  takeOverLoads(claim: Claim): Promise<Load[]>;

  /** Sends what was set aside back to wait, from the step `match`: all, or what fits; resolves to how many. */
  retrySetAside(
    now: Date,
    only?: { kind?: ParcelKind; externalIds?: readonly string[]; codes?: readonly string[] },
  ): Promise<number>;
  /**
   * Gives an answer that was set aside or dismissed the contact that a person has found for it; it waits again. False when
   * its content is not here (any more). The same file imported again does not undo it.
   */
  replaceContact(externalId: string, contactId: string, now: Date): Promise<boolean>;
  /** Takes answers that were set aside off the list: a person has decided to do without them. */
  dismiss(externalIds: readonly string[], now: Date): Promise<void>;
  /**
   * Forgets everything of a person, whatever its state, and leaves a mark by which the same answers are refused later:
   * by external id, and, for answers given before `now`, by a keyed hash of e-mail and contact id. Resolves to what may
   * be on its way to the org at this moment.
   */
  erase(
    person: ErasedPerson,
    now: Date,
  ): Promise<{ erased: number; inFlight: { kind: ParcelKind; externalId: string }[] }>;

  /**
   * Erased parcels that are to be blanked in the org, longest due first: what a settlement has named, at once; what was on its
   * way when it was erased, once its lease is over. Until {@link settleBlanked} says that it is done, whoever dies in between.
   */
  erasedToBlank(now: Date, limit: number): Promise<ErasedParcel[]>;
  /** Notes of what nothing is left in the org, and what is to be tried again, with the reason if there is one. */
  settleBlanked(
    done: readonly { kind: ParcelKind; externalId: string }[],
    kept?: readonly { kind: ParcelKind; externalId: string; notBefore: Date; reason?: Reason }[],
  ): Promise<void>;

  counts(): Promise<OutboxCounts>;
  summary(): Promise<OutboxSummary>;
  /** The earliest time at which something of a kind that waits, or is in flight, is due; absent when nothing is. */
  nextDue(kind: ParcelKind): Promise<Date | undefined>;
  /** What was set aside, waits after a failed try, or could not be blanked after an erasure, oldest first, beginning behind a given one. */
  listTroubled(limit: number, after?: ListedParcel): Promise<ListedParcel[]>;

  touch(accountIds: readonly string[]): Promise<void>;
  /** Hands out touched accounts in the order of their ids, beginning behind a given one, each to one worker at a time. */
  leaseTouched(request: Claim & { limit: number; after?: string }): Promise<TouchedAccount[]>;
  /**
   * Takes accounts off the list, but for those touched again since they were handed out; `kept` are only given back, until `notBefore`
   * or another change. Those that the worker does not hold any more are touched: its numbers are older than what another one may have written since.
   */
  settleTouched(
    worker: Worker,
    done: readonly TouchedAccount[],
    kept?: readonly (TouchedAccount & { notBefore?: Date })[],
  ): Promise<void>;

  /** Whether this worker has, or now gets, a turn that only one worker has at a time: to pull, say. */
  takeTurn(name: string, claim: Claim): Promise<boolean>;
  endTurn(name: string, worker: Worker): Promise<void>;
  /** A point in time that a stage of the sync has reached, by name. */
  watermark(name: string): Promise<Date | undefined>;
  setWatermark(name: string, reached: Date): Promise<void>;
  /** Keeps what a run of the sync did; the last hundred are kept. */
  recordRun(run: SyncRun): Promise<void>;
  /** The last runs, newest first. */
  lastRuns(limit: number): Promise<SyncRun[]>;
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
  /** Path or address of the outbox; never with a password. */
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
