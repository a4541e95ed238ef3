import type { Response } from '../../src/feedback/response.ts';
import type {
  Claim,
  LeasedParcel,
  Outbox,
  Outcome,
  Parcel,
  ParcelKind,
  Settlement,
  Step,
  Worker,
} from '../../src/outbox/outbox.ts';

export type Put = Parcel & { origin: string };

export const start = new Date('2026-06-30T08:00:00Z');
export const seconds = (count: number) => new Date(start.getTime() + count * 1000);
export const anna: Worker = { host: 'here', processId: process.pid, name: 'anna' };
export const bert: Worker = { host: 'elsewhere', processId: 1, name: 'bert' };

export const claim = (worker = anna, now = start): Claim => ({ worker, now, leaseSeconds: 60 });

/** An answer as a parcel, ready to be put; what a test does not care about is filled in. */
export function answerParcel(id: string, changes: Partial<Response> = {}): Put {
  return {
    kind: 'response',
    origin: `answers.csv:${id}`,
    content: {
      externalId: id,
      survey: 'relationship-2026',
      respondent: { email: `${id}@customer.example` },
      score: 9,
      channel: 'Email',
      respondedAt: '2026-06-01T08:00:00Z',
      ...changes,
    },
  };
}

export function invitationParcel(id: string): Put {
  return {
    kind: 'invitation',
    origin: `invitations.csv:${id}`,
    content: {
      externalId: id,
      survey: 'relationship-2026',
      respondent: { email: `${id}@customer.example` },
      status: 'Sent',
      channel: 'Email',
    },
  };
}

export const idsOf = (parcels: LeasedParcel[]) => parcels.map(({ content }) => content.externalId);

/** The id of an account of a test, 18 characters as the org gives it. */
export const accountId = (name: string | number) => `001${String(name).padStart(12, '0')}AAA`;
export const contactId = (name: string | number) => `003${String(name).padStart(12, '0')}AAA`;

export function settlement(parcel: LeasedParcel, outcome: Outcome): Settlement {
  const { kind, content, version } = parcel;
  return { kind, externalId: content.externalId, version, ...outcome };
}

export const confirmed = (parcel: LeasedParcel, touchedAccountId?: string) =>
  settlement(parcel, {
    outcome: 'confirmed',
    ...(touchedAccountId !== undefined && { touchedAccountId }),
  });

export const placed = (parcel: LeasedParcel, account: string | number): Settlement =>
  settlement(parcel, {
    outcome: 'advanced',
    step: 'write',
    place: { accountId: accountId(account), contactId: contactId(account), surveyId: 'a0S' },
  });

export const reason = { code: 'UNABLE_TO_LOCK_ROW', detail: 'unable to obtain exclusive access' };

interface LeaseOptions {
  worker?: Worker;
  now?: Date;
  limit?: number;
  kind?: ParcelKind;
}

export function lease(
  outbox: Outbox,
  step: Step,
  { worker = anna, now = start, limit = 10, kind = 'response' }: LeaseOptions = {},
): Promise<LeasedParcel[]> {
  return outbox.lease({ ...claim(worker, now), kind, step, limit });
}

/** Puts answers that are matched already, each `name` of an account of its own choice. */
export async function putPlaced(
  outbox: Outbox,
  accounts: Record<string, string | number>,
  now = start,
): Promise<void> {
  const ids = Object.keys(accounts);
  await outbox.put(
    ids.map((id) => answerParcel(id)),
    now,
  );
  const worker = { ...anna, name: 'matcher' };
  const parcels = await lease(outbox, 'match', { worker, now, limit: ids.length });
  await outbox.settle(
    parcels.map((parcel) => placed(parcel, accounts[parcel.content.externalId]!)),
    now,
  );
}

/** The error that a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
}
