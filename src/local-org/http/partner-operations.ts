import { SalesforceError } from '../errors.ts';
import type { FaultTarget } from '../faults/armed-fault.ts';
import type { Org, Session } from '../org.ts';
import type { SaveResult } from '../records/save-result.ts';
import { findSession } from './authentication.ts';
import { notSupported, sessionExpired } from './error-answer.ts';
import { refuseMoreThan } from './resources/request-reading.ts';
import type { Services } from './services.ts';
import { elements, operationAnswer, soapElements, soapText, soapTexts } from './soap-envelope.ts';
import type { SoapElement, SoapOperation, SoapResult } from './soap-envelope.ts';

const MOST_ITEMS = 200;

/** What only the SOAP API has, of what the local org does. Results are written in the order of the WSDL. */
const OPERATIONS: Partial<Record<string, (org: Org, session: Session, parameters: SoapElement) => string[]>> =
  {
    merge,
    emptyRecycleBin: (org, session, parameters) => {
      const ids = soapTexts(parameters, 'ids').map((id) => id.trim());
      refuseMoreThan(MOST_ITEMS, ids.length);
      return org
        .emptyRecycleBin(session, ids)
        .map((result) => elements({ errors: errorsOf(result), id: result.id, success: result.success }));
    },
  };

/**
 * Answers an operation of the partner SOAP API other than `login`; it counts as an API call.
 * @throws SalesforceError INVALID_SESSION_ID, REQUEST_LIMIT_EXCEEDED, or what the operation throws.
 */
export function answerPartnerOperation(
  services: Services,
  operation: SoapOperation,
  target: FaultTarget,
): string {
  const { org, usage, faults } = services;
  const session = findSession(services, operation.sessionId?.trim());
  if (session === undefined) throw sessionExpired();
  if (!usage.count()) {
    throw new SalesforceError('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', { status: 403 });
  }
  const operate = OPERATIONS[operation.name];
  if (operate === undefined) throw notSupported(`The SOAP operation ${operation.name}`);
  const work = (): string[] => operate(org, session, operation.parameters);
  const results = faults === undefined ? work() : faults.during(target, work);
  return operationAnswer(operation.name, results, 'partner');
}

/** Source: SOAP API Developer Guide, "merge()", "MergeRequest", "MergeResult": each request is a transaction of its own. */
function merge(org: Org, session: Session, parameters: SoapElement): string[] {
  const requests = soapElements(parameters, 'request');
  refuseMoreThan(MOST_ITEMS, requests.length);
  return requests.map((request) => {
    const [master = {}] = soapElements(request, 'masterRecord');
    const losers = soapTexts(request, 'recordToMergeIds').map((id) => id.trim());
    const result = org.merge(session, soapText(master, 'type').trim(), recordOf(master), losers);
    return elements({
      errors: errorsOf(result),
      id: result.id,
      mergedRecordIds: result.mergedRecordIds,
      success: result.success,
      updatedRelatedIds: result.updatedRelatedIds,
    });
  });
}

/** An sObject in JSON form: its fields are texts, those that `fieldsToNull` names are emptied. */
function recordOf(element: SoapElement): Record<string, unknown> {
  const fields = Object.entries(element).filter(
    ([tag, value]) => tag !== 'type' && tag !== 'fieldsToNull' && typeof value === 'string',
  );
  const empty = soapTexts(element, 'fieldsToNull').map((name): [string, null] => [name.trim(), null]);
  return Object.fromEntries([...fields, ...empty]);
}

function errorsOf({ errors }: SaveResult): SoapResult[] {
  return errors.map(({ fields, message, statusCode }) => ({ fields, message, statusCode }));
}
