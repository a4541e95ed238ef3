import { SalesforceError } from '../../errors.ts';
import type { Field, ObjectDefinition } from '../../schema/schema.ts';
import { runQuery } from '../../soql/run-query.ts';
import type { DataAnswer, DataContext, DataRequest } from '../data-request.ts';
import { recordAddress } from '../data-request.ts';
import type { DataRoute } from '../data-router.ts';
import { answerOfRefusal, notFound } from '../error-answer.ts';
import { deleteOne, onlyResult, readOne, refuseField } from './record-resources.ts';
import { requireJsonObject, requireObject } from './request-reading.ts';

const FIRST_VERSION_WITH_UPSERT_BODY = 46;

/** Single records by external id. Source: REST API Developer Guide, "sObject Rows by External ID". */
export const externalIdRoutes: readonly DataRoute[] = [
  { method: 'GET', path: 'sobjects/:object/:field/:value', handle: readByExternalId },
  { method: 'PATCH', path: 'sobjects/:object/:field/:value', handle: upsertByExternalId },
  { method: 'DELETE', path: 'sobjects/:object/:field/:value', handle: deleteByExternalId },
];

function readByExternalId(
  context: DataContext,
  request: DataRequest,
  parameters: Record<string, string>,
): DataAnswer {
  const definition = requireObject(context, request, parameters.object!);
  const found = findIds(context, request, definition, parameters);
  if (found.length > 1) return severalFound(request, definition, found);
  return { status: 200, body: readOne(context, request, definition, requireOne(found)) };
}

function upsertByExternalId(
  context: DataContext,
  request: DataRequest,
  parameters: Record<string, string>,
): DataAnswer {
  const definition = requireObject(context, request, parameters.object!);
  const field = requireExternalIdField(context, request, definition, parameters.field!);
  const record = requireJsonObject(request);
  refuseField(record, field.name, `The ${field.name} field should not be specified in the sobject data.`);
  const keyed = { ...record, [field.name]: valueOf(field, parameters.value!) };
  const result = onlyResult(
    context.org.upsert(request.session, definition.name, field.name, [keyed], { allOrNone: false }),
  );
  if (!result.success) {
    const several = result.errors[0]?.statusCode === 'DUPLICATE_EXTERNAL_ID';
    if (!several) return answerOfRefusal(result);
    return severalFound(request, definition, findIds(context, request, definition, parameters));
  }
  const created = result.created === true;
  if (!created && Number(request.version.slice(1)) < FIRST_VERSION_WITH_UPSERT_BODY) return { status: 204 };
  return {
    status: created ? 201 : 200,
    headers: { location: recordAddress(request.version, definition.name, result.id!) },
    body: { id: result.id, success: true, errors: [], created },
  };
}

function deleteByExternalId(
  context: DataContext,
  request: DataRequest,
  parameters: Record<string, string>,
): DataAnswer {
  const definition = requireObject(context, request, parameters.object!);
  const found = findIds(context, request, definition, parameters);
  if (found.length > 1) return severalFound(request, definition, found);
  return deleteOne(context, request, requireOne(found));
}

/** Ids of the records with this value of the external id. */
function findIds(
  context: DataContext,
  request: DataRequest,
  definition: ObjectDefinition,
  parameters: Record<string, string>,
): string[] {
  const field = requireExternalIdField(context, request, definition, parameters.field!);
  const value = valueOf(field, parameters.value!);
  const literal = typeof value === 'number' ? String(value) : quoteForSoql(value);
  const result = runQuery(
    context.org,
    request.session,
    `SELECT Id FROM ${definition.name} WHERE ${field.name} = ${literal}`,
    { includeDeleted: false },
  );
  return result.records.map((record) => String(record.Id));
}

function requireExternalIdField(
  context: DataContext,
  request: DataRequest,
  definition: ObjectDefinition,
  name: string,
): Field {
  const field = definition.fields.get(name.toLowerCase());
  const access = context.org.access(request.session.userId);
  const readable = field !== undefined && access.canReadField(definition.name, field.name);
  if (readable && (field.externalId || field.type === 'id')) return field;
  throw new SalesforceError(
    'NOT_FOUND',
    `Provided external ID field does not exist or is not accessible: ${name}`,
    { status: 404 },
  );
}

function requireOne(ids: string[]): string {
  const [id] = ids;
  if (id === undefined) throw notFound();
  return id;
}

/** More than one record has the value: their addresses, so that the client can choose. */
function severalFound(request: DataRequest, definition: ObjectDefinition, ids: string[]): DataAnswer {
  return { status: 300, body: ids.map((id) => recordAddress(request.version, definition.name, id)) };
}

/** The value in the address is a text; number fields want a number. */
function valueOf(field: Field, text: string): string | number {
  if (field.type !== 'int' && field.type !== 'double') return text;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw notFound();
  return value;
}

/** A SOQL text literal. Source: SOQL and SOSL Reference, "Quoted String Escape Sequences". */
function quoteForSoql(value: string): string {
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `'${escaped}'`;
}
