import { SalesforceError } from '../../errors.ts';
import { findByValue } from '../../records/references.ts';
import { RecordRefused } from '../../records/save-result.ts';
import { toStored } from '../../records/values.ts';
import type { Field, ObjectDefinition } from '../../schema/schema.ts';
import type { StoredValue } from '../../store/database.ts';
import { normalizeId } from '../../store/ids.ts';
import type { DataAnswer, DataContext, DataRequest } from '../data-request.ts';
import { recordAddress } from '../data-request.ts';
import type { DataRoute } from '../data-router.ts';
import { answerOfRefusal, notFound, notSupported } from '../error-answer.ts';
import { deleteOne, onlyResult, readOne, refuseField } from './record-resources.ts';
import { requireJsonObject, requireObject } from './request-reading.ts';

const FIRST_VERSION_WITH_UPSERT_BODY = 46;
/** Addresses that are listed where several records have the value. */
const MOST_ADDRESSES = 200;

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
  if (normalizeId(parameters.field!)?.startsWith(definition.keyPrefix))
    throw notSupported('Following a relationship by address (query the parent or the children instead)');
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
  for (const name of [field.name, 'Id']) {
    refuseField(record, name, `The ${name} field should not be specified in the sobject data.`);
  }
  if (request.query.get('updateOnly') === 'true')
    requireOne(findIds(context, request, definition, parameters));
  const keyed = { ...record, [field.name]: parameters.value! };
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
  const value = storedKey(field, parameters.value!);
  return value === null ? [] : findByValue(context.org.store, definition, field, value, MOST_ADDRESSES);
}

/** The value in the address as the field stores it; null when the field cannot have it, so that nothing is found. */
function storedKey(field: Field, text: string): StoredValue {
  try {
    return toStored(field, text);
  } catch (error) {
    if (error instanceof RecordRefused || error instanceof SalesforceError) return null;
    throw error;
  }
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
