/** Why the org gave no answer, as far as the reader of the page can do something about it. */
export type OrgFailureKind =
  /** Nothing listens at the address, or it did not answer in time. */
  | 'unreachable'
  /** The user could not be signed in, or the session was refused twice. */
  | 'signed-out'
  /** The user may not read what was asked for, or the org does not have it. */
  | 'no-permission'
  /** Anything else that the org refused. */
  | 'refused';

/** The org did not give the records. The message is the org's own, for an administrator; it holds no token. */
export class OrgFailure extends Error {
  readonly kind: OrgFailureKind;
  /** Salesforce's code, such as REQUEST_LIMIT_EXCEEDED; absent where the org said nothing. */
  readonly errorCode: string | undefined;

  constructor(kind: OrgFailureKind, message: string, options: { errorCode?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'OrgFailure';
    this.kind = kind;
    this.errorCode = options.errorCode;
  }
}
