import type { Respondent } from '../../feedback/respondent.ts';
import type { FoundContact } from '../../salesforce/find.ts';
import { findInvitationsOf, findQuestions, findSurveysAndContacts } from '../../salesforce/find-directory.ts';
import type { FoundInvitation, FoundSurvey } from '../../salesforce/find-directory.ts';
import type { SalesforceOrg } from '../../salesforce/org.ts';

/**
 * How many parcels are looked up at once: as many as have room, with their surveys, in the five queries of one API call
 * (about 250 e-mails to a query).
 */
export const mostMatchedAtOnce = 1000;

/** More people than this are not remembered: about 50 MB. */
const mostRemembered = 200_000;

/** An invitation as a push needs it. */
export interface KnownInvitation {
  id: string;
  isAnswered: boolean;
}

/**
 * What the org knows of surveys, people, invitations and questions, asked for as it is needed and remembered for a run,
 * that somebody is unknown as well.
 */
export class Directory {
  readonly #org: SalesforceOrg;
  readonly #surveys = new Map<string, FoundSurvey | undefined>();
  /** By e-mail in lower case; several contacts may share one. */
  readonly #byEmail = new Map<string, FoundContact[]>();
  /** By the first 15 characters of the record id, which tell records apart; the other three are a checksum. */
  readonly #byId = new Map<string, FoundContact | undefined>();
  /** By survey and contact. */
  readonly #invitations = new Map<string, KnownInvitation>();
  readonly #contactsOfInvitations = new Set<string>();
  readonly #answered = new Set<string>();
  /** Record ids of questions by survey and key. */
  readonly #questions = new Map<string, Map<string, string>>();
  #isComplete = false;

  constructor(org: SalesforceOrg) {
    this.#org = org;
  }

  /** Asks the org for all surveys, contacts and invitations that parcels name, as far as they are not known yet. */
  async learn(parcels: readonly { survey: string; respondent: Respondent }[]): Promise<void> {
    if (this.#byEmail.size + this.#byId.size > mostRemembered && !this.#isComplete) this.#forgetPeople();
    const surveys = unknown(
      parcels.map(({ survey }) => survey),
      this.#surveys,
    );
    // an e-mail is asked for only where there is no id: the id is the better witness
    const emails = unknown(
      parcels.flatMap(({ respondent: { contactId, email } }) =>
        contactId === undefined ? (email ?? []) : [],
      ),
      this.#byEmail,
    );
    const contactIds = unknown(
      parcels.flatMap(({ respondent }) => respondent.contactId?.slice(0, 15) ?? []),
      this.#byId,
    );
    if (surveys.length + emails.length + contactIds.length > 0) {
      const found = await findSurveysAndContacts(this.#org, { surveys, emails, contactIds });
      for (const survey of surveys) this.#surveys.set(survey, undefined);
      for (const survey of found.surveys) this.#surveys.set(survey.externalId, survey);
      for (const email of emails) this.#byEmail.set(email, []);
      for (const contact of found.byEmail) this.#byEmail.get(contact.email ?? '')?.push(contact);
      for (const id of contactIds) this.#byId.set(id, undefined);
      for (const contact of found.byId) this.#byId.set(contact.id.slice(0, 15), contact);
    }
    await this.#learnInvitations(parcels.flatMap(({ respondent }) => this.contactsOf(respondent)));
  }

  async #learnInvitations(contacts: readonly FoundContact[]): Promise<void> {
    const contactIds = unknown(
      contacts.map(({ id }) => id),
      this.#contactsOfInvitations,
    );
    if (contactIds.length === 0 || this.#isComplete) return;
    for (const invitation of await findInvitationsOf(this.#org, contactIds)) this.addInvitation(invitation);
    for (const id of contactIds) this.#contactsOfInvitations.add(id);
  }

  /** Takes in one contact of all that the org has. */
  addContact(contact: FoundContact): void {
    this.#byId.set(contact.id.slice(0, 15), contact);
    if (contact.email === undefined) return;
    const sharing = this.#byEmail.get(contact.email) ?? [];
    this.#byEmail.set(contact.email, sharing);
    // who was asked for by name before is not somebody else
    const known = sharing.findIndex(({ id }) => id.slice(0, 15) === contact.id.slice(0, 15));
    sharing[known === -1 ? sharing.length : known] = contact;
  }

  addInvitation({ id, surveyId, contactId, status }: FoundInvitation): void {
    const isAnswered = status === 'Answered';
    if (isAnswered) this.#answered.add(id);
    this.#invitations.set(`${surveyId} ${contactId}`, { id, isAnswered });
  }

  /** Says that every contact and invitation of the org was taken in; who is not among them is still asked for. */
  completed(): void {
    this.#isComplete = true;
  }

  survey(externalId: string): FoundSurvey | undefined {
    return this.#surveys.get(externalId);
  }

  contactsOf({ contactId, email }: Respondent): FoundContact[] {
    if (contactId === undefined) return this.#byEmail.get(email ?? '') ?? [];
    const contact = this.#byId.get(contactId.slice(0, 15));
    return contact === undefined ? [] : [contact];
  }

  invitation(surveyId: string, contactId: string): KnownInvitation | undefined {
    return this.#invitations.get(`${surveyId} ${contactId}`);
  }

  /** Whether an invitation is known to say already that it was answered. */
  isAnswered(invitationId: string): boolean {
    return this.#answered.has(invitationId);
  }

  noteAnswered(invitationIds: Iterable<string>): void {
    for (const id of invitationIds) this.#answered.add(id);
  }

  /** Record ids of a survey's questions, by key. */
  async questionsOf(surveyIds: Iterable<string>): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
    const sought = unknown(surveyIds, this.#questions);
    if (sought.length > 0) {
      for (const id of sought) this.#questions.set(id, new Map());
      for (const { surveyId, key, id } of await findQuestions(this.#org, sought)) {
        this.#questions.get(surveyId)?.set(key, id);
      }
    }
    return this.#questions;
  }

  /** What was known of a person may be so no more: the next parcel asks anew. */
  forget({ contactId, email }: Respondent): void {
    for (const contact of this.contactsOf({ contactId, email })) {
      this.#byId.delete(contact.id.slice(0, 15));
      this.#contactsOfInvitations.delete(contact.id);
    }
    if (contactId !== undefined) this.#byId.delete(contactId.slice(0, 15));
    if (email !== undefined) this.#byEmail.delete(email);
    this.#isComplete = false;
  }

  /** What was known of people may be so no more, and it is not known of whom. */
  forgetAll(): void {
    this.#forgetPeople();
  }

  /** Others may be there now. */
  forgetInvitations(): void {
    this.#invitations.clear();
    this.#contactsOfInvitations.clear();
    this.#isComplete = false;
  }

  #forgetPeople(): void {
    this.#byEmail.clear();
    this.#byId.clear();
    this.forgetInvitations();
  }
}

function unknown(values: Iterable<string>, known: { has: (value: string) => boolean }): string[] {
  return [...new Set(values)].filter((value) => !known.has(value));
}
