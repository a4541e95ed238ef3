import type { Respondent } from '../feedback/respondent.ts';
import type { FoundContact, FoundSurvey } from '../salesforce/find.ts';
import type { Place, UnmatchedReason } from '../salesforce/records.ts';

/** What the org knows of the surveys and contacts of one batch. */
export interface Directory {
  /** By external id. */
  surveys: Map<string, FoundSurvey>;
  /** By e-mail in lower case; several contacts may share one. */
  contactsByEmail: Map<string, FoundContact[]>;
  /** By the first 15 characters of the record id, which tell records apart; the other three are a checksum. */
  contactsById: Map<string, FoundContact>;
}

export type Match = { place: Place } | { reason: UnmatchedReason; details: string };

/**
 * Finds where an answer or invitation belongs: its survey by external id, its contact by record id, else by e-mail, its
 * account by the contact. When several contacts share an e-mail nothing is guessed.
 */
export function match(parcel: { survey: string; respondent: Respondent }, directory: Directory): Match {
  const survey = directory.surveys.get(parcel.survey);
  if (survey === undefined) return { reason: 'Unknown Survey', details: parcel.survey };
  const { contactId, email } = parcel.respondent;
  const found =
    contactId === undefined
      ? (directory.contactsByEmail.get(email ?? '') ?? [])
      : [directory.contactsById.get(contactId.slice(0, 15))].filter((contact) => contact !== undefined);
  const [contact, ...others] = found;
  if (contact === undefined) return { reason: 'Unknown Contact', details: contactId ?? email ?? '' };
  if (others.length > 0) return { reason: 'Ambiguous Contact', details: found.map(describe).join('; ') };
  if (contact.accountId === undefined)
    return { reason: 'Contact Without Account', details: describe(contact) };
  return { place: { accountId: contact.accountId, contactId: contact.id, surveyId: survey.id } };
}

function describe(contact: FoundContact): string {
  return `${contact.name} (${contact.id})`;
}
