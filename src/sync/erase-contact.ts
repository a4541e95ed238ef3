import type { ErasedPerson, Outbox } from '../outbox/outbox.ts';
import { findContactsByEmail, findOrganization } from '../salesforce/find.ts';
import {
  countInRecycleBin,
  findContactsWithFeedback,
  findEmailOf,
  findPersonRecords,
  silentContact,
} from '../salesforce/find-person.ts';
import type { PersonNames, PersonRecords } from '../salesforce/find-person.ts';
import type { SalesforceOrg } from '../salesforce/org.ts';
import { blank, keepTogether } from './blank-erased.ts';
import type { ParcelName, RefusedErasure } from './blank-erased.ts';

export interface EraseRequest {
  outbox: Outbox;
  org: SalesforceOrg;
  /** The person, by record id of her contact, or by e-mail. */
  person: { contactId: string } | { email: string };
  clock: () => Date;
  sleep?: (milliseconds: number) => Promise<void>;
  /** How long is waited for what is on its way to the org, in seconds; 60 by default. */
  patienceSeconds?: number;
}

/** What an erasure did, and what it left. */
export interface EraseReport {
  /** The contacts that were meant. */
  contactIds: string[];
  /** Records that were blanked in the org. */
  responses: number;
  answers: number;
  invitations: number;
  unmatched: number;
  /** Contacts that said when the person last answered or was asked. */
  contacts: number;
  /** Answers and invitations of the outbox that were forgotten. */
  forgotten: number;
  /** Records that the org refused to blank, or that still tell of the person: the erasure is to be repeated. */
  left: RefusedErasure[];
  /** Records in the recycle bin, which only an admin can empty; the org does so by itself after 15 days. */
  inRecycleBin: number;
  /** Whether the e-mail belongs to another contact as well, so that what knows the person by e-mail alone was left. */
  emailIsShared: boolean;
  /** What was still on its way when patience ended: the worker that sends it blanks it on arrival. */
  onTheirWay: number;
}

/** Several contacts share the e-mail by which a person was named: nothing was erased. */
export class AmbiguousPersonError extends Error {
  readonly contactIds: string[];

  constructor(contactIds: string[]) {
    super(`${contactIds.length} contacts have this e-mail: ${contactIds.join(', ')}`);
    this.name = 'AmbiguousPersonError';
    this.contactIds = contactIds;
  }
}

/**
 * Erases a person: what waits is forgotten and refused from now on, and what the org has is blanked; the numbers of her
 * answers stay, as those of one anonymous voice, so that no score changes. Nothing is deleted. It may be repeated, and goes on where it was cut short:
 * what is not blanked yet still names the person.
 *
 * Left to the admin: the contact itself, action plans and stories that tell of the person in free text, the confirmation of
 * a plan by her, field history, and the recycle bin.
 *
 * @throws AmbiguousPersonError, before anything is done
 * @throws SalesforceFailure, OutboxError
 */
export async function eraseContact(request: EraseRequest): Promise<EraseReport> {
  const { outbox, org, clock } = request;
  await outbox.tieTo((await findOrganization(org)).id);
  const { contactIds, emails, emailIsShared } = await identify(org, request.person);
  const names: PersonNames = { contactIds, emails };
  const found = await findPersonRecords(org, names);
  const person: ErasedPerson = { contactIds, emails, externalIds: externalIdsIn(found) };
  // first the mark, by which nothing more comes after what is blanked
  const { erased, inFlight } = await outbox.erase(person, clock());
  const key =
    found.responses.find(({ respondentKey }) => respondentKey !== undefined)?.respondentKey ??
    crypto.randomUUID();
  const refused = [...(await keepTogether(org, found.responses, key)), ...(await blank(org, found, clock()))];
  const speaking = await findContactsWithFeedback(org, contactIds);
  const silenced = await org.update('Contact', speaking.map(silentContact));
  speaking.forEach((id, index) => {
    const outcome = silenced[index]!;
    if (!outcome.success) refused.push({ object: 'Contact', id, ...outcome });
  });
  await outbox.touch(accountsOf(found));
  const onTheirWay = await awaitArrivals(request, inFlight, key);
  const left = telling(await findPersonRecords(org, namesAfter(names, found)));
  return {
    contactIds: [...contactIds],
    responses: found.responses.length,
    answers: found.answers.length,
    invitations: found.invitations.length,
    unmatched: found.unmatched.length,
    contacts: speaking.length,
    forgotten: erased,
    left: [...refused, ...left.filter(({ id }) => !refused.some((record) => record.id === id))].map(
      ({ object, id, code, message }) => ({ object, id, code, message }),
    ),
    inRecycleBin: await countInRecycleBin(org, contactIds),
    emailIsShared,
    onTheirWay,
  };
}

async function identify(
  org: SalesforceOrg,
  person: EraseRequest['person'],
): Promise<{ contactIds: string[]; emails: string[]; emailIsShared: boolean }> {
  const email = 'email' in person ? person.email.toLowerCase() : await findEmailOf(org, person.contactId);
  const sharing = email === undefined ? [] : await findContactsByEmail(org, [email]);
  if ('email' in person) {
    if (sharing.length > 1) throw new AmbiguousPersonError(sharing.map(({ id }) => id));
    return {
      contactIds: sharing.map(({ id }) => id),
      emails: [person.email.toLowerCase()],
      emailIsShared: false,
    };
  }
  const contactIds = [person.contactId];
  if (email === undefined) return { contactIds, emails: [], emailIsShared: false };
  const emailIsShared = sharing.some(({ id }) => id.slice(0, 15) !== person.contactId.slice(0, 15));
  return { contactIds, emails: emailIsShared ? [] : [email], emailIsShared };
}

function externalIdsIn({ responses, invitations, unmatched }: PersonRecords): string[] {
  return [...responses, ...invitations, ...unmatched].flatMap(({ externalId }) => externalId ?? []);
}

function accountsOf({ responses, invitations }: PersonRecords): string[] {
  return [...new Set([...responses, ...invitations].flatMap(({ accountId }) => accountId ?? []))];
}

/** The same person, with the names of what names her no more. */
function namesAfter(names: PersonNames, { responses, invitations, unmatched }: PersonRecords): PersonNames {
  return {
    ...names,
    responses: [...responses, ...unmatched].flatMap(({ externalId }) => externalId ?? []),
    invitations: invitations.flatMap(({ externalId }) => externalId ?? []),
  };
}

function telling(records: PersonRecords): RefusedErasure[] {
  const of = (object: string, found: PersonRecords['responses']) =>
    found
      .filter(({ isTelling }) => isTelling)
      .map(({ id }) => ({ object, id, code: 'STILL_TELLING', message: 'it still tells of the person' }));
  return [
    ...of('Feedback_Response__c', records.responses),
    ...of('Feedback_Answer__c', records.answers),
    ...of('Feedback_Invitation__c', records.invitations),
    ...of('Feedback_Unmatched__c', records.unmatched),
  ];
}

/** Seconds between two looks at what is on its way. */
const lookSeconds = 2;

/**
 * Blanks what arrives in the org after it was erased: the worker that sends it does so as well, unless it is killed.
 * @returns how many have not arrived
 */
async function awaitArrivals(
  { org, clock, sleep = pause, patienceSeconds = 60 }: EraseRequest,
  inFlight: readonly ParcelName[],
  key: string,
): Promise<number> {
  let missing = inFlight;
  for (let waited = 0; missing.length > 0 && waited < patienceSeconds; waited += lookSeconds) {
    await sleep(lookSeconds * 1000);
    const found = await findPersonRecords(org, {
      contactIds: [],
      emails: [],
      responses: missing.filter(({ kind }) => kind === 'response').map(({ externalId }) => externalId),
      invitations: missing.filter(({ kind }) => kind === 'invitation').map(({ externalId }) => externalId),
    });
    await keepTogether(org, found.responses, key);
    await blank(org, found, clock());
    const arrived = new Set(externalIdsIn(found));
    missing = missing.filter(({ externalId }) => !arrived.has(externalId));
  }
  return missing.length;
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
