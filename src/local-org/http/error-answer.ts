import { randomUUID } from 'node:crypto';
import { SalesforceError } from '../errors.ts';
import type { SaveResult } from '../records/save-result.ts';
import type { DataAnswer } from './data-request.ts';

/** One error in an answer. */
interface ErrorBody {
  message: string;
  errorCode: string;
  fields?: string[];
}

/** What Salesforce says of any address that it does not have. */
export function notFound(): SalesforceError {
  return new SalesforceError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
}

/** What an expired or unknown access token is told; clients ask for a new token when they see it. */
export function sessionExpired(): SalesforceError {
  return new SalesforceError('INVALID_SESSION_ID', 'Session expired or invalid', { status: 401 });
}

/** For what Salesforce has and this org does not do: said plainly, never answered with an invented success. */
export function notSupported(what: string): SalesforceError {
  return new SalesforceError(
    'FUNCTIONALITY_NOT_ENABLED',
    `${what} is not supported by the local org. See its README for what it does and does not do.`,
    { status: 501 },
  );
}

/**
 * Turns whatever was thrown into an answer. What is not a Salesforce error is a fault of ours: the client gets
 * an id to report, and `log` gets the id with the error itself.
 */
export function answerOfError(error: unknown, log: (message: string) => void): DataAnswer {
  if (error instanceof SalesforceError) {
    const body: ErrorBody = { message: error.message, errorCode: error.errorCode };
    if (error.fields.length > 0) body.fields = error.fields;
    return { status: error.status, body: [body] };
  }
  const errorId = randomUUID();
  log(`error ${errorId}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const body: ErrorBody = {
    message: `An unexpected error occurred. Please include this ErrorId if you report it: ${errorId}`,
    errorCode: 'UNKNOWN_EXCEPTION',
  };
  return { status: 500, body: [body] };
}

/** The answer of a single-record request whose record was refused. */
export function answerOfRefusal(result: SaveResult): DataAnswer {
  const body = result.errors.map((error) => ({
    message: error.message,
    errorCode: error.statusCode,
    fields: error.fields,
  }));
  const first = result.errors[0];
  return { status: first === undefined ? 400 : statusOfRefusal(first.statusCode, first.fields), body };
}

/**
 * HTTP status of a refused record. A cross reference that names no field is the record itself: not there.
 * Source: REST API Developer Guide, "Status Codes and Error Responses".
 */
function statusOfRefusal(statusCode: string, fields: string[]): number {
  if (statusCode.startsWith('INSUFFICIENT_ACCESS')) return 403;
  if (statusCode === 'ENTITY_IS_DELETED' || statusCode === 'NOT_FOUND') return 404;
  if (statusCode === 'INVALID_CROSS_REFERENCE_KEY' && fields.length === 0) return 404;
  return 400;
}
