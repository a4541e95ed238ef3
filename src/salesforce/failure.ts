/**
 * What a failure asks for:
 * - `tryAgain`: the org was busy, or the outcome is unknown; the same upsert again is safe
 * - `later`: a limit of the day or of storage is used up; trying now only makes it worse
 * - `session`: the login has ended and could not be renewed
 * - `unreachable`: no answer came, after several tries
 * - `refused`: the org said no to this request or row; it will say no again until something is changed
 * - `notInstalled`: the user sees nothing of the package in this org
 * - `notAllowed`: the user may not write what a sync writes
 */
export type FailureKind =
  'tryAgain' | 'later' | 'session' | 'unreachable' | 'refused' | 'notInstalled' | 'notAllowed';

/** The org did not do what was asked. `code` is Salesforce's error code, or the network's (`ECONNREFUSED`). */
export class SalesforceFailure extends Error {
  readonly kind: FailureKind;
  readonly code: string;

  constructor(kind: FailureKind, code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'SalesforceFailure';
    this.kind = kind;
    this.code = code;
  }
}

/**
 * Error codes by what they ask for; whatever is not named is `refused`.
 * Source: SOAP API Developer Guide, "API Fault and Status Codes"; REST API Developer Guide, "Status Codes".
 */
const kinds: Record<string, FailureKind> = {
  UNABLE_TO_LOCK_ROW: 'tryAgain',
  SERVER_UNAVAILABLE: 'tryAgain',
  REQUEST_RUNNING_TOO_LONG: 'tryAgain',
  QUERY_TIMEOUT: 'tryAgain',
  UNKNOWN_EXCEPTION: 'tryAgain',
  TXN_SECURITY_METERING_ERROR: 'tryAgain',
  INVALID_SESSION_ID: 'session',
  INVALID_AUTH_HEADER: 'session',
  REQUEST_LIMIT_EXCEEDED: 'later',
  STORAGE_LIMIT_EXCEEDED: 'later',
  // as a bulk job says it
  ExceededQuota: 'later',
};

/** Where the words tell more than the code, which is `refused` or `later` by itself. */
const passing: Record<string, RegExp> = {
  // the same code stands for the limit of the day and for too many long requests, or transactions, at once
  REQUEST_LIMIT_EXCEEDED: /Concurrent/i,
  // a trigger of the org that met a lock
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: /UNABLE_TO_LOCK_ROW/,
  // two tries of one upsert that met: the next one finds the record and updates it
  DUPLICATE_VALUE: /External_Id__c duplicates value on record/,
};

/** What an error code of Salesforce, or of one row of an answer, asks for. */
export function kindOf(code: string, message: string): FailureKind {
  if (passing[code]?.test(message)) return 'tryAgain';
  if (/^ERROR_HTTP_(408|429|5\d\d)$/.test(code)) return 'tryAgain';
  if (code === 'ERROR_HTTP_401') return 'session';
  return kinds[code] ?? 'refused';
}

/** Whether the org said that too many long calls are under way at once. */
export function isOverlap({ kind, code }: SalesforceFailure): boolean {
  return kind === 'tryAgain' && code === 'REQUEST_LIMIT_EXCEEDED';
}

/** Whether a call took the org longer than it allows: with fewer records it may be done in time. */
export function isTooLong({ code }: SalesforceFailure): boolean {
  return code === 'REQUEST_RUNNING_TOO_LONG' || code === 'QUERY_TIMEOUT';
}

/** What is in a record, not in the call around it, and yet makes the org refuse the call. */
const ofRecords = new Set(['INVALID_FIELD', 'INVALID_TYPE', 'JSON_PARSER_ERROR']);

/**
 * Whether a call was refused as a whole for what one of its records holds: a field that is gone or hidden from the user, a
 * value of another type. The others may be taken without it.
 */
export function isOfRecords({ kind, code }: SalesforceFailure): boolean {
  return kind === 'refused' && ofRecords.has(code);
}

/** What says nothing of other calls: the records of this one were locked, it took too long, its answer made no sense. */
const ofOneCall = new Set([
  'UNABLE_TO_LOCK_ROW',
  'REQUEST_RUNNING_TOO_LONG',
  'QUERY_TIMEOUT',
  'UNKNOWN_EXCEPTION',
  'TXN_SECURITY_METERING_ERROR',
  'REQUEST_LIMIT_EXCEEDED',
  'UNEXPECTED_ANSWER',
  'TIMEOUT',
]);

/** Whether the org, or the way to it, is out of order, so that other calls would fare no better. */
export function isOutage({ kind, code }: SalesforceFailure): boolean {
  return kind === 'tryAgain' && !ofOneCall.has(code);
}

/** How jsforce begins to say that a session could not be renewed. */
export const renewalFailed = 'Unable to refresh session';

/** Turns whatever a client threw into a {@link SalesforceFailure}. */
export function asFailure(error: unknown): SalesforceFailure {
  if (error instanceof SalesforceFailure) return error;
  const { errorCode, message, code, cause } = error as {
    errorCode?: string;
    message?: string;
    code?: string;
    cause?: { code?: string };
  };
  const text = message ?? String(error);
  if (errorCode !== undefined) return new SalesforceFailure(kindOf(errorCode, text), errorCode, text, error);
  // renewing the session goes through the client's own code, which answers with a plain error
  if (text.startsWith(renewalFailed)) {
    return new SalesforceFailure('session', 'INVALID_SESSION_ID', text, error);
  }
  if (error instanceof Error && error.name === 'TimeoutError')
    return new SalesforceFailure('tryAgain', 'TIMEOUT', text, error);
  // what fetch throws without an answer is a TypeError, and so is a mistake of ours: that is no matter of the network
  const isTypeError = error instanceof TypeError;
  const networkCode = cause?.code ?? (isTypeError ? undefined : code);
  if (networkCode !== undefined || (isTypeError && /^(fetch failed|terminated)$/.test(text))) {
    return new SalesforceFailure('tryAgain', networkCode ?? 'NETWORK_ERROR', text, error);
  }
  return new SalesforceFailure('refused', 'UNEXPECTED', text, error);
}
