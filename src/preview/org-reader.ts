import { apiVersion } from './api-version.ts';

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

/** A record as the REST API gives it. */
export type OrgRecord = Readonly<Record<string, unknown>>;

/** Reads an org as its users. */
export interface OrgReader {
  /**
   * All records that a query finds, page after page.
   * @throws OrgFailure
   */
  query(username: string, soql: string): Promise<OrgRecord[]>;
}

/** Where an org is, and how to sign its users in. */
export interface OrgReaderOptions {
  /** `http://localhost:8123` */
  orgUrl: string;
  /** Called once a user, and again when the org no longer takes the token. */
  accessTokenFor: (username: string) => Promise<string> | string;
  /** How long an answer may take, in milliseconds; 10,000 when not given. */
  timeoutMilliseconds?: number;
}

const defaultTimeoutMilliseconds = 10_000;

/** Codes with which an org says that a user does not have an object or field, or has none of that name. */
const permissionCodes = new Set(['INVALID_FIELD', 'INVALID_TYPE', 'INSUFFICIENT_ACCESS']);

/**
 * A reader over the REST API that keeps each user's token and, when the org refuses it, signs in again once.
 * Source: REST API Developer Guide, "Query" (nextRecordsUrl) and "Status Codes and Error Responses".
 */
export function makeOrgReader(options: OrgReaderOptions): OrgReader {
  const tokens = new Map<string, string>();

  const signIn = async (username: string): Promise<string> => {
    try {
      const token = await options.accessTokenFor(username);
      tokens.set(username, token);
      return token;
    } catch (cause) {
      throw new OrgFailure('signed-out', messageOf(cause), { cause });
    }
  };

  const get = async (username: string, url: URL): Promise<unknown> => {
    const known = tokens.get(username);
    const answer = await request(url, known ?? (await signIn(username)), options);
    if (answer.status !== 401) return contentOf(answer);
    tokens.delete(username);
    if (known === undefined) return contentOf(answer);
    return contentOf(await request(url, await signIn(username), options));
  };

  return {
    query: async (username, soql) => {
      const records: OrgRecord[] = [];
      let url: URL | undefined = new URL(`/services/data/v${apiVersion}/query`, options.orgUrl);
      url.searchParams.set('q', soql);
      while (url !== undefined) {
        const page = pageOf(await get(username, url));
        records.push(...page.records);
        url = page.next === undefined ? undefined : onSameOrg(page.next, options.orgUrl);
      }
      return records;
    },
  };
}

interface Answer {
  status: number;
  text: string;
}

async function request(url: URL, token: string, options: OrgReaderOptions): Promise<Answer> {
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMilliseconds ?? defaultTimeoutMilliseconds),
    });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    throw new OrgFailure('unreachable', messageOf(cause), { cause });
  }
}

function contentOf({ status, text }: Answer): unknown {
  const content = parsed(text);
  if (status === 200 && content !== undefined) return content;
  const first: unknown = Array.isArray(content) ? content[0] : undefined;
  const { errorCode, message } = isRecord(first) ? first : {};
  const code = typeof errorCode === 'string' ? errorCode : undefined;
  const said = typeof message === 'string' ? message : `HTTP ${status}`;
  throw new OrgFailure(kindOf(status, code), said, { errorCode: code });
}

function kindOf(status: number, code: string | undefined): OrgFailureKind {
  if (status === 401) return 'signed-out';
  if (code !== undefined && permissionCodes.has(code)) return 'no-permission';
  return status === 502 || status === 503 || status === 504 ? 'unreachable' : 'refused';
}

function pageOf(content: unknown): { records: OrgRecord[]; next: string | undefined } {
  if (!isRecord(content) || !Array.isArray(content.records) || !content.records.every(isRecord)) {
    throw new OrgFailure('refused', 'The answer is not the result of a query.');
  }
  if (content.done === true) return { records: content.records, next: undefined };
  if (typeof content.nextRecordsUrl === 'string') {
    return { records: content.records, next: content.nextRecordsUrl };
  }
  throw new OrgFailure('refused', 'The result of the query goes on, but the org does not say where.');
}

/** The next page's address. The token goes to no other host than the org's. */
function onSameOrg(path: string, orgUrl: string): URL {
  const url = new URL(path, orgUrl);
  if (url.origin === new URL(orgUrl).origin) return url;
  throw new OrgFailure('refused', `The next page of the result is on another host: ${url.origin}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
