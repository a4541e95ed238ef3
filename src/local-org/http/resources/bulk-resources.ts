import { jobInfo } from '../../bulk/bulk-job.ts';
import type { BulkKind, BulkState } from '../../bulk/bulk-job.ts';
import { SalesforceError } from '../../errors.ts';
import type { DataAnswer, DataContext, DataRequest } from '../data-request.ts';
import type { DataRoute } from '../data-router.ts';
import { readMultipart } from '../multipart.ts';
import { requireJsonObject } from './request-reading.ts';

/** Characters of data that a job may be made with at once. Source: Bulk API 2.0 Developer Guide, "Create a Job". */
const MOST_CHARACTERS_AT_ONCE = 100_000;
const NEW_STATES: readonly string[] = ['UploadComplete', 'Aborted'];
const JOB_TYPES: Record<BulkKind, string> = { ingest: 'V2Ingest', query: 'V2Query' };

/** Jobs of the Bulk API 2.0; their rows are sent and given back in http/bulk-service.ts. */
export const bulkRoutes: readonly DataRoute[] = [
  { method: 'POST', path: 'jobs/ingest', handle: createIngest },
  { method: 'POST', path: 'jobs/query', handle: createQuery },
  ...(['ingest', 'query'] as const).flatMap((kind): DataRoute[] => [
    { method: 'GET', path: `jobs/${kind}`, handle: (context, request) => list(context, request, kind) },
    {
      method: 'GET',
      path: `jobs/${kind}/:id`,
      handle: ({ bulk }, { session }, { id = '' }) => ({
        status: 200,
        body: jobInfo(bulk.find(session, kind, id)),
      }),
    },
    {
      method: 'PATCH',
      path: `jobs/${kind}/:id`,
      handle: (context, request, { id = '' }) => changeState(context, request, kind, id),
    },
    {
      method: 'DELETE',
      path: `jobs/${kind}/:id`,
      handle: ({ bulk }, { session }, { id = '' }) => {
        bulk.remove(session, kind, id);
        return { status: 204 };
      },
    },
  ]),
];

function createIngest({ bulk }: DataContext, request: DataRequest): DataAnswer {
  const apiVersion = request.version.slice(1);
  const contentType = request.headers['content-type'] ?? '';
  const { session } = request;
  if (!/^multipart\/form-data\b/i.test(contentType))
    return { status: 200, body: jobInfo(bulk.createIngest(session, requireJsonObject(request), apiVersion)) };
  const parts = readMultipart(contentType, request.bytes ?? Buffer.alloc(0));
  const partNamed = (wanted: string): Buffer => {
    const part = parts.find(({ name }) => name === wanted);
    if (part !== undefined) return part.content;
    throw new SalesforceError('INVALID_MULTIPART_REQUEST', `The request has no part named ${wanted}.`);
  };
  const data = partNamed('content');
  if (data.toString('utf8').length > MOST_CHARACTERS_AT_ONCE) {
    throw new SalesforceError(
      'EXCEEDED_MAX_SIZE_REQUEST',
      `A job cannot be made with more than ${MOST_CHARACTERS_AT_ONCE} characters of data: upload them on their own.`,
      { status: 413 },
    );
  }
  const job = bulk.createIngestWithData(session, parseJson(partNamed('job')), data, apiVersion);
  return { status: 200, body: jobInfo(job) };
}

function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8')) as unknown;
  } catch (error) {
    throw new SalesforceError('JSON_PARSER_ERROR', error instanceof Error ? error.message : 'Not JSON');
  }
}

function createQuery({ bulk }: DataContext, request: DataRequest): DataAnswer {
  const job = bulk.createQuery(request.session, requireJsonObject(request), request.version.slice(1));
  return { status: 200, body: jobInfo(job) };
}

function changeState({ bulk }: DataContext, request: DataRequest, kind: BulkKind, id: string): DataAnswer {
  const { state } = requireJsonObject(request);
  if (typeof state !== 'string' || !NEW_STATES.includes(state)) {
    throw new SalesforceError('INVALIDJOBSTATE', `A job's state can be set to ${NEW_STATES.join(' or ')}.`);
  }
  return { status: 200, body: jobInfo(bulk.changeState(request.session, kind, id, state as BulkState)) };
}

/** All jobs of a kind, 1,000 a page. There are no jobs of the Bulk API 1.0 here, and none that chunks by primary key. */
function list({ bulk }: DataContext, request: DataRequest, kind: BulkKind): DataAnswer {
  const jobType = request.query.get('jobType');
  const isOther = jobType !== null && jobType !== JOB_TYPES[kind];
  if (isOther || request.query.get('isPkChunkingEnabled') === 'true')
    return { status: 200, body: { done: true, records: [], nextRecordsUrl: null } };
  const locator = request.query.get('queryLocator') ?? '1';
  if (!/^\d{1,10}$/.test(locator))
    throw new SalesforceError('INVALID_QUERY_LOCATOR', 'invalid query locator');
  const { jobs, next } = bulk.list(kind, Number(locator));
  const nextRecordsUrl =
    next === undefined ? null : `/services/data/${request.version}/jobs/${kind}?queryLocator=${next}`;
  return { status: 200, body: { done: next === undefined, records: jobs.map(jobInfo), nextRecordsUrl } };
}
