import { apiVersion } from './api-version.ts';
import { OrgFailure } from './org-failure.ts';
import type { OrgFailureKind } from './org-failure.ts';
import type { OrgAnswer, OrgSessions } from './org-sessions.ts';

/** A record as the REST API gives it. */
export type OrgRecord = Readonly<Record<string, unknown>>;

/** Reads an org as its users. */
export interface OrgReader {
  /**
   * All records that a query finds, page after page.
   * @throws OrgFailure
   */
  query(username: string, soql: string): Promise<OrgRecord[]>;
  /**
   * The id of a user in the org.
   * Source: Salesforce Help, "User Info Endpoint Response".
   * @throws OrgFailure
   */
  userId(username: string): Promise<string>;
}

/** Codes with which an org says that a user does not have an object or field, or has none of that name. */
const permissionCodes = new Set(['INVALID_FIELD', 'INVALID_TYPE', 'INSUFFICIENT_ACCESS']);

/**
 * A reader over the REST API.
 * Source: REST API Developer Guide, "Query" (nextRecordsUrl) and "Status Codes and Error Responses".
 * @param orgUrl `http://localhost:8123`
 */
export function makeOrgReader(sessions: OrgSessions, orgUrl: string): OrgReader {
  const userIds = new Map<string, string>();
  const get = async (username: string, url: URL): Promise<unknown> =>
    contentOf(await sessions.send(username, { method: 'GET', url }));

  return {
    query: async (username, soql) => {
      const records: OrgRecord[] = [];
      let url: URL | undefined = new URL(`/services/data/v${apiVersion}/query`, orgUrl);
      url.searchParams.set('q', soql);
      while (url !== undefined) {
        const page = pageOf(await get(username, url));
        records.push(...page.records);
        url = page.next === undefined ? undefined : onSameOrg(page.next, orgUrl);
      }
      return records;
    },
    userId: async (username) => {
      const known = userIds.get(username);
      if (known !== undefined) return known;
      const content = await get(username, new URL('/services/oauth2/userinfo', orgUrl));
      if (!isRecord(content) || typeof content.user_id !== 'string') {
        throw new OrgFailure('refused', 'The org does not say who is signed in.');
      }
      userIds.set(username, content.user_id);
      return content.user_id;
    },
  };
}

function contentOf({ status, text }: OrgAnswer): unknown {
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
