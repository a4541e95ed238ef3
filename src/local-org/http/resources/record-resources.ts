import { SalesforceError } from '../../errors.ts';
import type { SaveResult } from '../../records/save-result.ts';
import type { ObjectDefinition } from '../../schema/schema.ts';
import type { DataAnswer, DataContext, DataRequest } from '../data-request.ts';
import { recordAddress } from '../data-request.ts';
import type { DataRoute } from '../data-router.ts';
import { answerOfRefusal, notFound } from '../error-answer.ts';
import { readList, requireJsonObject, requireObject } from './request-reading.ts';
import type { JsonRecord } from './request-reading.ts';

/** Single records by id. Source: REST API Developer Guide, "sObject Rows". */
export const recordRoutes: readonly DataRoute[] = [
  { method: 'POST', path: 'sobjects/:object', handle: createRecord },
  { method: 'GET', path: 'sobjects/:object/:id', handle: readRecord },
  { method: 'PATCH', path: 'sobjects/:object/:id', handle: updateRecord },
  { method: 'DELETE', path: 'sobjects/:object/:id', handle: deleteRecord },
];

function createRecord(
  context: DataContext,
  request: DataRequest,
  parameters: Record<string, string>,
): DataAnswer {
  const definition = requireObject(context, request, parameters.object!);
  const record = requireJsonObject(request);
  const result = onlyResult(
    context.org.create(request.session, definition.name, [record], { allOrNone: false }),
  );
  if (!result.success) return answerOfRefusal(result);
  return {
    status: 201,
    headers: { location: recordAddress(request.version, definition.name, result.id!) },
    body: { id: result.id, success: true, errors: [] },
  };
}

function readRecord(
  context: DataContext,
  request: DataRequest,
  parameters: Record<string, string>,
): DataAnswer {
  const definition = requireObject(context, request, parameters.object!);
  const id = requireIdOf(definition, parameters.id!);
  return { status: 200, body: readOne(context, request, definition, id) };
}

function updateRecord(
  context: DataContext,
  request: DataRequest,
  parameters: Record<string, string>,
): DataAnswer {
  const definition = requireObject(context, request, parameters.object!);
  const id = requireIdOf(definition, parameters.id!);
  const record = requireJsonObject(request);
  refuseField(record, 'Id', 'The Id field should not be specified in the sobject data.');
  const result = onlyResult(
    context.org.update(request.session, definition.name, [{ ...record, Id: id }], { allOrNone: false }),
  );
  return result.success ? { status: 204 } : answerOfRefusal(result);
}

function deleteRecord(
  context: DataContext,
  request: DataRequest,
  parameters: Record<string, string>,
): DataAnswer {
  const definition = requireObject(context, request, parameters.object!);
  return deleteOne(context, request, requireIdOf(definition, parameters.id!));
}

/** One record, with the fields that the address asks for (`fields=Name,Phone`) or all that the user may see. */
export function readOne(
  context: DataContext,
  request: DataRequest,
  definition: ObjectDefinition,
  id: string,
): JsonRecord {
  const fields = readList(request.query, 'fields');
  const [record] = context.org.retrieve(request.session, definition.name, [id], fields);
  if (record === undefined || record === null) throw notFound();
  return record;
}

/** Deletes one record: no body when done, the refusal otherwise. */
export function deleteOne(context: DataContext, request: DataRequest, id: string): DataAnswer {
  const result = onlyResult(context.org.delete(request.session, [id], { allOrNone: false }));
  return result.success ? { status: 204 } : answerOfRefusal(result);
}

/** The one result of a call with one record. */
export function onlyResult(results: SaveResult[]): SaveResult {
  const [result] = results;
  if (result === undefined) throw new Error('A call with one record gave no result');
  return result;
}

/** @throws SalesforceError INVALID_FIELD when the record names a field that the address already gives. */
export function refuseField(record: JsonRecord, field: string, message: string): void {
  if (Object.keys(record).some((name) => name.toLowerCase() === field.toLowerCase())) {
    throw new SalesforceError('INVALID_FIELD', message, { fields: [field] });
  }
}

/** An id of this object, as it was given. @throws SalesforceError NOT_FOUND (404) when it is none. */
function requireIdOf(definition: ObjectDefinition, id: string): string {
  if (/^(?:\w{15}|\w{18})$/.test(id) && id.startsWith(definition.keyPrefix)) return id;
  throw new SalesforceError(
    'NOT_FOUND',
    `Provided external ID field does not exist or is not accessible: ${id}`,
    { status: 404 },
  );
}
