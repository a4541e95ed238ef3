import { createHmac } from 'node:crypto';
import { isText } from '../feedback/text.ts';
import { fingerprint } from './fingerprint.ts';
import type { LeasedParcel, Parcel, ParcelKind, Step } from './outbox.ts';
import { optionalText } from './engine.ts';
import type { Row } from './engine.ts';

/** A parcel as its row in the outbox begins; the names are those of the columns. */
export interface ParcelFacts {
  kind: ParcelKind;
  external_id: string;
  fingerprint: string;
  content: string;
  bytes: number;
  origin: string;
  put_at: number;
  given_at: number;
  email: string | undefined;
  contact: string | undefined;
}

/** @throws TypeError when it cannot be stored: PostgreSQL's text has no NUL, and none has half a surrogate pair */
export function factsOf(parcel: Parcel & { origin: string }, now: Date): ParcelFacts {
  const { kind, origin, content: told } = parcel;
  const { email = '', contactId = '' } = told.respondent;
  for (const text of [told.externalId, origin, email, contactId]) {
    if (!isText(text)) {
      throw new TypeError(
        `${JSON.stringify(text)} cannot be stored: it has a character that no text may have`,
      );
    }
  }
  const content = JSON.stringify(told);
  return {
    kind,
    external_id: told.externalId,
    fingerprint: fingerprint(parcel),
    content,
    bytes: Buffer.byteLength(content),
    origin,
    put_at: now.getTime(),
    given_at: givenAt(parcel)?.getTime() ?? now.getTime(),
    ...personOf(parcel),
  };
}

/** By whom a parcel is, in the form in which names of persons are compared. */
export function personOf({ content: { respondent } }: Parcel): Pick<ParcelFacts, 'email' | 'contact'> {
  return {
    email: respondent.email?.toLowerCase(),
    contact: respondent.contactId?.slice(0, 15),
  };
}

/** When the person gave the answer, or was invited: it decides whether an erasure came later. */
function givenAt(parcel: Parcel): Date | undefined {
  const told = parcel.kind === 'response' ? parcel.content.respondedAt : parcel.content.sentAt;
  return told === undefined ? undefined : new Date(told);
}

/** The names by which erased persons are remembered. */
export type ErasedName = 'email' | 'contact' | 'externalId';

/** HMAC-SHA256 of one of a person's names: with the key of another outbox it says nothing. */
export function tombstoneHash(key: string, name: ErasedName, value: string): string {
  return createHmac('sha256', key).update(`${name}:${value}`).digest('base64');
}

/** Columns that {@link toLeased} reads. */
export const leasedColumns = [
  'kind',
  'external_id',
  'content',
  'version',
  'attempts',
  'step',
  'listed_in_org',
  'put_at',
  'account_id',
  'contact_id',
  'survey_id',
  'invitation_id',
]
  .map((column) => `parcel.${column}`)
  .join(', ');

/** A row of the outbox as it is handed out. */
export function toLeased(row: Row): LeasedParcel {
  const step = row['step'] as Step;
  const invitationId = optionalText(row['invitation_id']);
  return {
    kind: row['kind'],
    content: JSON.parse(String(row['content'])) as unknown,
    version: Number(row['version']),
    attempts: Number(row['attempts']),
    step,
    ...(step !== 'match' && {
      place: {
        accountId: String(row['account_id']),
        contactId: String(row['contact_id']),
        surveyId: String(row['survey_id']),
        ...(invitationId !== undefined && { invitationId }),
      },
    }),
    listedInOrg: Number(row['listed_in_org']) === 1,
  } as LeasedParcel;
}
