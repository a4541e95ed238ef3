import { asFailure, SalesforceFailure } from '../salesforce/failure.ts';
import type { SalesforceOrg } from '../salesforce/org.ts';
import { externalIdField } from '../salesforce/records.ts';

const written = 'Feedback_Response__c';

/**
 * Makes sure, before anything is sent, that the user is one who may write answers: otherwise each single row would be
 * refused and set aside, and all of them would have to be tried again.
 * @throws SalesforceFailure `notInstalled` or `notAllowed`
 */
export async function requireRights(org: SalesforceOrg): Promise<void> {
  const fields = await org.fields(written).catch((error: unknown) => {
    const failure = asFailure(error);
    if (failure.code !== 'NOT_FOUND') throw failure;
    throw new SalesforceFailure('notInstalled', failure.code, `${written} is not there`, failure);
  });
  if (fields.get(externalIdField)?.createable !== true) {
    const message = `${written}.${externalIdField} may not be written`;
    throw new SalesforceFailure('notAllowed', 'INSUFFICIENT_ACCESS', message);
  }
}
