import type {
  LeasedParcel,
  ListedParcel,
  Outbox,
  OutboxCounts,
  ParcelKind,
  Settlement,
  Worker,
} from '../outbox/outbox.ts';
import { findOrganization } from '../salesforce/find.ts';
import type { SalesforceOrg } from '../salesforce/org.ts';
import { mostRecordsPerCall } from '../salesforce/org.ts';
import { pushInvitations } from './push-invitations.ts';
import type { InvitationParcel } from './push-invitations.ts';
import { pushResponses } from './push-responses.ts';
import type { ResponseParcel } from './push-responses.ts';
import { readRules } from './read-rules.ts';
import { requireRights } from './require-rights.ts';
import { scoreTouchedAccounts } from './score-accounts.ts';
import type { RefusedAccount } from './score-accounts.ts';
import { touchChanged } from './touch-accounts.ts';

/** What one sync did, and what it left. */
export interface SyncReport {
  confirmed: number;
  setAside: number;
  /** Rows that the org could not take just now; they are tried again. */
  retried: number;
  accountsScored: number;
  accountsRefused: RefusedAccount[];
  /** How the outbox stands afterwards. */
  outbox: OutboxCounts;
  /** What is not in the org, with its reason: the first {@link mostListed}. */
  troubled: ListedParcel[];
  apiCalls: number;
}

/** What a sync is doing right now. */
export type SyncProgress =
  | { stage: 'push'; done: number; left: number }
  | { stage: 'wait'; until: Date; left: number }
  | { stage: 'score'; done: number };

export const mostListed = 1000;

/** How long a parcel is in one worker's hands: longer than a request may take with all its tries. */
const leaseSeconds = 600;

/** How long a sync waits for rows that are due again soon, before it leaves them to the next one. */
const patienceSeconds = 60;

export interface SyncRequest {
  outbox: Outbox;
  org: SalesforceOrg;
  clock: () => Date;
  worker: Worker;
  /** Whether what was set aside is tried once more. */
  retrySetAside?: boolean;
  sleep?: (milliseconds: number) => Promise<void>;
  onProgress?: (progress: SyncProgress) => void;
}

/**
 * Brings everything that waits into the org, invitations first, then writes the numbers of the accounts touched by it, or by
 * time or other people since the last sync.
 * It may be stopped at any moment, by force too: what the org has confirmed and the outbox has not noted is sent again,
 * and is the same record again by its external id.
 *
 * @throws SalesforceFailure when the org cannot be worked with; everything that was not confirmed waits as before
 * @throws OutboxError when the outbox fails
 */
export async function syncResponses(request: SyncRequest): Promise<SyncReport> {
  const { outbox, org, clock, worker, onProgress = () => undefined } = request;
  const callsBefore = org.calls;
  const tally = { confirmed: 0, setAside: 0, retried: 0 };
  const { id, timeZone } = await findOrganization(org);
  await outbox.tieTo(id);
  const { waiting, inFlight, setAside } = await outbox.counts();
  if (waiting + inFlight + (request.retrySetAside === true ? setAside : 0) > 0) await requireRights(org);
  if (request.retrySetAside === true) await outbox.retrySetAside(clock());
  try {
    await pushKind(request, 'invitation', tally);
    await pushKind(request, 'response', tally);
    const rules = await readRules(org);
    await touchChanged(outbox, org, rules, { now: clock(), timeZone });
    const moment = { rules, now: clock(), timeZone };
    const { scored, refused } = await scoreTouchedAccounts(outbox, org, moment, (done) =>
      onProgress({ stage: 'score', done }),
    );
    return {
      ...tally,
      accountsScored: scored,
      accountsRefused: refused,
      outbox: await outbox.counts(),
      troubled: await outbox.listTroubled(mostListed),
      apiCalls: org.calls - callsBefore,
    };
  } catch (error) {
    // where the outbox itself has failed, the leases run out by themselves
    await outbox.release(worker).catch(() => undefined);
    throw error;
  }
}

async function pushKind(
  request: SyncRequest,
  kind: ParcelKind,
  tally: { confirmed: number; setAside: number; retried: number },
): Promise<void> {
  const { outbox, org, clock, worker, onProgress = () => undefined, sleep = pause } = request;
  const lease = () => outbox.lease({ kind, worker, now: clock(), leaseSeconds, limit: mostRecordsPerCall });
  const { waiting, inFlight } = await outbox.counts();
  const before = tally.confirmed + tally.setAside;
  const done = () => tally.confirmed + tally.setAside;
  const left = () => Math.max(0, waiting + inFlight - (done() - before));
  for (;;) {
    const parcels = await lease();
    if (parcels.length > 0) {
      const settlements = await push(org, parcels, clock());
      await outbox.settle(settlements, clock());
      for (const { outcome } of settlements) tally[outcome === 'retry' ? 'retried' : outcome] += 1;
      onProgress({ stage: 'push', done: done(), left: left() });
      continue;
    }
    const due = await outbox.nextDue(kind);
    const now = clock();
    if (due === undefined || due.getTime() - now.getTime() > patienceSeconds * 1000) return;
    onProgress({ stage: 'wait', until: due, left: left() });
    await sleep(Math.max(50, due.getTime() - now.getTime()));
  }
}

function push(org: SalesforceOrg, parcels: LeasedParcel[], now: Date): Promise<Settlement[]> {
  // a lease is of one kind
  return parcels[0]?.kind === 'invitation'
    ? pushInvitations(org, parcels as InvitationParcel[], now)
    : pushResponses(org, parcels as ResponseParcel[], now);
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
