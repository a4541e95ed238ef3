import { apiVersion } from './api-version.ts';
import type { OrgRequests } from './org-requests.ts';

/** Most queries of one composite call (REST API Developer Guide, "Send Multiple Requests Using Composite"). */
const mostQueriesPerCall = 5;

export interface QueryOptions {
  /** Whether records in the recycle bin are among those looked for: the resource `queryAll` instead of `query`. */
  deleted?: boolean;
}

interface Page<Row> {
  records: Row[];
  nextRecordsUrl?: string | null;
}

/** All records of a query, page after page. */
export async function runQuery<Row>(
  requests: OrgRequests,
  soql: string,
  options: QueryOptions,
): Promise<Row[]> {
  const first = await requests.send<Page<Row>>({
    method: 'GET',
    path: pathOf(soql, options),
    isExpected: isPage,
  });
  return readOn(requests, first);
}

/**
 * All records of several queries, five of them in one call: "up to 25 subrequests in a single call", of which five may be
 * queries, and "the entire series of requests counts as a single call toward your API limits" (REST API Developer Guide,
 * "Send Multiple Requests Using Composite").
 *
 * A query that fails among others is asked once more by itself, so that it is tried again, or tells its own failure.
 */
export async function runQueries(
  requests: OrgRequests,
  soqls: readonly string[],
  options: QueryOptions,
): Promise<unknown[][]> {
  const parts = Array.from({ length: Math.ceil(soqls.length / mostQueriesPerCall) }, (_, index) =>
    soqls.slice(index * mostQueriesPerCall, (index + 1) * mostQueriesPerCall),
  );
  return (await Promise.all(parts.map((part) => runPart(requests, part, options)))).flat();
}

async function runPart(
  requests: OrgRequests,
  soqls: readonly string[],
  options: QueryOptions,
): Promise<unknown[][]> {
  interface Answer {
    compositeResponse: { httpStatusCode: number; body: unknown }[];
  }
  const [only] = soqls;
  if (only !== undefined && soqls.length === 1) return [await runQuery(requests, only, options)];
  const compositeRequest = soqls.map((soql, index) => ({
    method: 'GET',
    url: `/services/data/v${apiVersion}${pathOf(soql, options)}`,
    referenceId: `query${index}`,
  }));
  const { compositeResponse } = await requests.send<Answer>({
    method: 'POST',
    path: '/composite',
    body: () => ({ allOrNone: false, compositeRequest }),
    isExpected: (answer) =>
      Array.isArray(answer?.compositeResponse) && answer.compositeResponse.length === soqls.length,
  });
  return Promise.all(
    compositeResponse.map(({ httpStatusCode, body }, index) =>
      httpStatusCode === 200 && isPage(body)
        ? readOn(requests, body)
        : runQuery<unknown>(requests, soqls[index]!, options),
    ),
  );
}

async function readOn<Row>(requests: OrgRequests, first: Page<Row>): Promise<Row[]> {
  const { records } = first;
  let next = first.nextRecordsUrl ?? undefined;
  while (next !== undefined) {
    const page = await requests.send<Page<Row>>({ method: 'GET', path: next, isExpected: isPage });
    for (const record of page.records) records.push(record);
    next = page.nextRecordsUrl ?? undefined;
  }
  return records;
}

function pathOf(soql: string, { deleted = false }: QueryOptions): string {
  return `/${deleted ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`;
}

function isPage(answer: unknown): answer is Page<unknown> {
  return Array.isArray((answer as Page<unknown> | undefined)?.records);
}
