import { SalesforceError } from '../../errors.ts';
import { allSucceeded, rolledBack } from '../../records/batch.ts';
import type { SaveResult } from '../../records/save-result.ts';
import type { DataAnswer, DataContext, DataRequest } from '../data-request.ts';
import type { DataRoute } from '../data-router.ts';
import {
  isJsonObject,
  readList,
  refuseMoreThan,
  requireJsonObject,
  requireList,
  requireObject,
  requireTexts,
} from './request-reading.ts';
import type { JsonRecord } from './request-reading.ts';

const RECORDS_PER_CALL = 200;
const RECORDS_PER_RETRIEVE = 2000;
const CHUNKS_PER_CALL = 10;

/** Up to 200 records a call. Source: REST API Developer Guide, "sObject Collections". */
export const collectionRoutes: readonly DataRoute[] = [
  { method: 'POST', path: 'composite/sobjects', handle: createRecords },
  { method: 'PATCH', path: 'composite/sobjects', handle: updateRecords },
  { method: 'DELETE', path: 'composite/sobjects', handle: deleteRecords },
  { method: 'GET', path: 'composite/sobjects/:object', handle: retrieveByAddress },
  { method: 'POST', path: 'composite/sobjects/:object', handle: retrieveByBody },
  { method: 'PATCH', path: 'composite/sobjects/:object/:field', handle: upsertRecords },
];

function createRecords(context: DataContext, request: DataRequest): DataAnswer {
  const { records, allOrNone } = readCollection(request);
  return saveInChunks(context, records, allOrNone, (objectName, chunk) =>
    context.org.create(request.session, objectName, chunk, { allOrNone }),
  );
}

function updateRecords(context: DataContext, request: DataRequest): DataAnswer {
  const { records, allOrNone } = readCollection(request);
  return saveInChunks(context, records, allOrNone, (objectName, chunk) =>
    context.org.update(request.session, objectName, chunk, { allOrNone }),
  );
}

function upsertRecords(
  context: DataContext,
  request: DataRequest,
  parameters: Record<string, string>,
): DataAnswer {
  const definition = requireObject(context, request, parameters.object!);
  const { records, allOrNone } = readCollection(request);
  for (const record of records) {
    if (typeOf(record).toLowerCase() === definition.name.toLowerCase()) continue;
    throw new SalesforceError('INVALID_TYPE', `All records of this call must be of type ${definition.name}.`);
  }
  const results = context.org.upsert(request.session, definition.name, parameters.field!, records, {
    allOrNone,
  });
  return { status: 200, body: results };
}

function deleteRecords(context: DataContext, request: DataRequest): DataAnswer {
  const ids = readList(request.query, 'ids');
  if (ids === undefined) {
    throw new SalesforceError('REQUIRED_FIELD_MISSING', 'The ids parameter is required.', {
      fields: ['ids'],
    });
  }
  refuseMoreThan(RECORDS_PER_CALL, ids.length);
  const allOrNone = request.query.get('allOrNone')?.toLowerCase() === 'true';
  return { status: 200, body: context.org.delete(request.session, ids, { allOrNone }) };
}

function retrieveByAddress(
  context: DataContext,
  request: DataRequest,
  parameters: Record<string, string>,
): DataAnswer {
  const ids = readList(request.query, 'ids') ?? [];
  return retrieve(context, request, parameters.object!, ids, readList(request.query, 'fields'));
}

function retrieveByBody(
  context: DataContext,
  request: DataRequest,
  parameters: Record<string, string>,
): DataAnswer {
  const body = requireJsonObject(request);
  const fields = requireTexts(body, 'fields');
  return retrieve(context, request, parameters.object!, requireTexts(body, 'ids'), fields);
}

function retrieve(
  context: DataContext,
  request: DataRequest,
  objectName: string,
  ids: string[],
  fields: string[] | undefined,
): DataAnswer {
  const definition = requireObject(context, request, objectName);
  if (fields === undefined) {
    throw new SalesforceError('REQUIRED_FIELD_MISSING', 'The fields parameter is required.', {
      fields: ['fields'],
    });
  }
  refuseMoreThan(RECORDS_PER_RETRIEVE, ids.length);
  return { status: 200, body: context.org.retrieve(request.session, definition.name, ids, fields) };
}

/**
 * Saves consecutive records of one type together, in the order of the request; at most ten changes of type.
 * With allOrNone one refused record undoes them all, of whatever type; what is wrong with the request itself
 * always does.
 */
function saveInChunks(
  context: DataContext,
  records: JsonRecord[],
  allOrNone: boolean,
  save: (objectName: string, chunk: JsonRecord[]) => SaveResult[],
): DataAnswer {
  const chunks = chunksByType(context, records);
  const keep = (results: SaveResult[]): boolean => !allOrNone || allSucceeded(results);
  const results = context.org.transact(
    () => chunks.flatMap((chunk) => save(chunk.objectName, chunk.records)),
    keep,
  );
  return { status: 200, body: keep(results) ? results : rolledBack(results) };
}

function chunksByType(
  context: DataContext,
  records: JsonRecord[],
): { objectName: string; records: JsonRecord[] }[] {
  const chunks: { objectName: string; records: JsonRecord[] }[] = [];
  for (const record of records) {
    const definition = context.org.schema.objects.get(typeOf(record).toLowerCase());
    if (definition === undefined) {
      throw new SalesforceError('INVALID_TYPE', `sObject type '${typeOf(record)}' is not supported.`);
    }
    const last = chunks.at(-1);
    if (last !== undefined && last.objectName === definition.name) last.records.push(record);
    else chunks.push({ objectName: definition.name, records: [record] });
  }
  if (chunks.length > CHUNKS_PER_CALL) {
    throw new SalesforceError(
      'LIMIT_EXCEEDED',
      `Cannot have more than ${CHUNKS_PER_CALL} chunks in a single operation. Please rearrange the data to reduce chunking.`,
    );
  }
  return chunks;
}

function readCollection(request: DataRequest): { records: JsonRecord[]; allOrNone: boolean } {
  const body = requireJsonObject(request);
  const records = requireList(body, 'records');
  refuseMoreThan(RECORDS_PER_CALL, records.length);
  return { records, allOrNone: body.allOrNone === true };
}

/** @throws SalesforceError INVALID_TYPE when the record does not say what it is. */
function typeOf(record: JsonRecord): string {
  const type = isJsonObject(record.attributes) ? record.attributes.type : undefined;
  if (typeof type === 'string' && type !== '') return type;
  throw new SalesforceError(
    'INVALID_TYPE',
    'Every record needs its type, as in "attributes": {"type": "Account"}.',
  );
}
