import { SalesforceError } from '../../errors.ts';
import { runQuery } from '../../soql/run-query.ts';
import type { DataAnswer, DataContext, DataRequest } from '../data-request.ts';
import type { DataRoute } from '../data-router.ts';
import type { OpenQuery } from '../query-locators.ts';

const SMALLEST_PAGE = 200;
const LARGEST_PAGE = 2000;

/** SOQL. Source: REST API Developer Guide, "Query", "QueryAll", "Query Options Header". */
export const queryRoutes: readonly DataRoute[] = [
  { method: 'GET', path: 'query', handle: (context, request) => query(context, request, false) },
  { method: 'GET', path: 'queryAll', handle: (context, request) => query(context, request, true) },
  { method: 'GET', path: 'query/:locator', handle: queryMore },
  { method: 'GET', path: 'queryAll/:locator', handle: queryMore },
  { method: 'GET', path: 'tooling/query', handle: toolingQuery },
];

function query(context: DataContext, request: DataRequest, includeDeleted: boolean): DataAnswer {
  const soql = request.query.get('q');
  if (soql === null || soql.trim() === '') {
    throw new SalesforceError('MALFORMED_QUERY', 'A query string has to be specified');
  }
  const result = runQuery(context.org, request.session, soql, {
    includeDeleted,
    apiVersion: request.version.slice(1),
  });
  if (request.query.get('columns') === 'true') return { status: 200, body: result.columns };
  const size = pageSize(request.headers['sforce-query-options']);
  const { records, totalSize } = result;
  if (records.length <= size) return { status: 200, body: { totalSize, done: true, records } };
  const open = context.locators.open(request.session.userId, { records, totalSize }, size);
  return { status: 200, body: pageOf(request, open, 0) };
}

/**
 * Queries of the Tooling API: the objects of the REST API, and InstalledSubscriberPackage, of which there is none: the
 * local org has no packages, whatever was deployed to it.
 * Source: Tooling API, "InstalledSubscriberPackage", "query".
 */
function toolingQuery(context: DataContext, request: DataRequest): DataAnswer {
  if (!/\bFROM\s+InstalledSubscriberPackage\b/i.test(request.query.get('q') ?? ''))
    return query(context, request, false);
  return {
    status: 200,
    body: {
      size: 0,
      totalSize: 0,
      done: true,
      queryLocator: null,
      entityTypeName: 'InstalledSubscriberPackage',
      records: [],
    },
  };
}

function queryMore(
  context: DataContext,
  request: DataRequest,
  parameters: Record<string, string>,
): DataAnswer {
  const { query: open, position } = context.locators.find(request.session.userId, parameters.locator!);
  return { status: 200, body: pageOf(request, open, position) };
}

function pageOf(request: DataRequest, open: OpenQuery, position: number): Record<string, unknown> {
  const next = position + open.pageSize;
  const records = open.records.slice(position, next);
  if (next >= open.records.length) return { totalSize: open.totalSize, done: true, records };
  return {
    totalSize: open.totalSize,
    done: false,
    nextRecordsUrl: `/services/data/${request.version}/query/${open.id}-${next}`,
    records,
  };
}

/** Records a page: `batchSize` of the header, brought within 200 and 2,000; 2,000 when it is not given. */
function pageSize(header: string | undefined): number {
  const match = /batchSize\s*=\s*(\d{1,6})/i.exec(header ?? '');
  if (match === null) return LARGEST_PAGE;
  return Math.min(LARGEST_PAGE, Math.max(SMALLEST_PAGE, Number(match[1])));
}
