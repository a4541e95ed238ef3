import type { Respondent } from '../feedback/respondent.ts';
import { findContactsByEmail, findContactsById, findSurveys } from '../salesforce/find.ts';
import type { SalesforceOrg } from '../salesforce/org.ts';
import type { Directory } from './match.ts';

/** Asks the org for all surveys and contacts that a batch names, in as few queries as will do. */
export async function lookUp(
  org: SalesforceOrg,
  parcels: readonly { survey: string; respondent: Respondent }[],
): Promise<Directory> {
  const ids = parcels.flatMap(({ respondent }) => respondent.contactId ?? []);
  // an e-mail is asked for only where there is no id: the id is the better witness
  const emails = parcels.flatMap(({ respondent }) =>
    respondent.contactId === undefined ? (respondent.email ?? []) : [],
  );
  const surveys = await findSurveys(
    org,
    parcels.map(({ survey }) => survey),
  );
  const byId = await findContactsById(org, ids);
  const byEmail = await findContactsByEmail(org, emails);
  return {
    surveys: new Map(surveys.map((survey) => [survey.externalId, survey])),
    contactsById: new Map(byId.map((contact) => [contact.id.slice(0, 15), contact])),
    contactsByEmail: Map.groupBy(byEmail, ({ email }) => email ?? ''),
  };
}
