import type { BulkJobs } from '../bulk/bulk-jobs.ts';
import type { Org, Session } from '../org.ts';
import type { ApiUsage } from './api-usage.ts';
import type { DeployRequests } from './deploy-requests.ts';
import type { QueryLocators } from './query-locators.ts';

/** What every data resource works with. */
export interface DataContext {
  org: Org;
  usage: ApiUsage;
  locators: QueryLocators;
  deploys: DeployRequests;
  bulk: BulkJobs;
  /** Answers another data request as part of this one (composite resources); never throws. */
  answer: (request: DataRequest) => DataAnswer;
}

/** One request to `/services/data/vNN.N/…`, read and authenticated. */
export interface DataRequest {
  method: string;
  /** As in the address: `v67.0`. */
  version: string;
  /** Path after the version, split at slashes and decoded. */
  segments: string[];
  query: URLSearchParams;
  /** By name in lower case. */
  headers: Record<string, string | undefined>;
  /** The parsed JSON body, or undefined when there is none. Throws SalesforceError when it is not JSON. */
  readBody: () => unknown;
  /** The body as it came; undefined when there is none, and within composite requests. */
  bytes?: Buffer;
  session: Session;
  /** The org's address as this client sees it: `http://localhost:8123`. */
  baseUrl: string;
}

/** What a data resource answers; no body means none is sent. */
export interface DataAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The address of a data request, taken apart. */
export interface DataAddress {
  version: string;
  segments: string[];
  query: URLSearchParams;
}

/**
 * Takes apart `/services/data/v67.0/sobjects/Account?fields=Name`. Returns undefined when it is no such
 * address, or when its percent-encoding is broken. A `+` in the query string is a space, as in a form.
 */
export function parseDataAddress(url: string): DataAddress | undefined {
  const [path = '', ...rest] = url.split('?');
  const match = /^\/services\/data\/(v\d{1,3}(?:\.\d)?)(\/.*)?$/.exec(path);
  if (match === null) return undefined;
  const version = match[1]!.includes('.') ? match[1]! : `${match[1]}.0`;
  try {
    const segments = (match[2] ?? '')
      .split('/')
      .filter((segment) => segment !== '')
      .map((segment) => decodeURIComponent(segment));
    return { version, segments, query: new URLSearchParams(rest.join('?')) };
  } catch {
    return undefined;
  }
}

/** Where a record is: `/services/data/v67.0/sobjects/Account/001…`. */
export function recordAddress(version: string, objectName: string, id: string): string {
  return `/services/data/${version}/sobjects/${objectName}/${id}`;
}
