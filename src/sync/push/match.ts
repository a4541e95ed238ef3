import type { Place } from '../../feedback/place.ts';
import type { Respondent } from '../../feedback/respondent.ts';
import type { FoundContact } from '../../salesforce/find.ts';
import type { UnmatchedReason } from '../../salesforce/records.ts';
import type { Directory } from './directory.ts';

export type Match = { place: Place } | { reason: UnmatchedReason; details: string };

/**
 * Finds where an answer or invitation belongs: its survey by external id, its contact by record id, else by e-mail, its
 * account by the contact. When several contacts share an e-mail nothing is guessed.
 */
export function match(
  parcel: { survey: string; respondent: Respondent },
  directory: Pick<Directory, 'survey' | 'contactsOf' | 'invitation'>,
): Match {
  const survey = directory.survey(parcel.survey);
  if (survey === undefined) return { reason: 'Unknown Survey', details: parcel.survey };
  const { contactId, email } = parcel.respondent;
  const found = directory.contactsOf(parcel.respondent);
  const [contact, ...others] = found;
  if (contact === undefined) return { reason: 'Unknown Contact', details: contactId ?? email ?? '' };
  if (others.length > 0) return { reason: 'Ambiguous Contact', details: found.map(describe).join('; ') };
  const { accountId } = contact;
  if (accountId === undefined) return { reason: 'Contact Without Account', details: describe(contact) };
  const invitationId = directory.invitation(survey.id, contact.id)?.id;
  return {
    place: {
      accountId,
      contactId: contact.id,
      surveyId: survey.id,
      ...(invitationId === undefined ? {} : { invitationId }),
    },
  };
}

function describe({ name, id }: FoundContact): string {
  return name === '' ? id : `${name} (${id})`;
}
