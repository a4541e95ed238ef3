import { SalesforceError } from '../errors.ts';
import type { Org, Session } from '../org.ts';
import { isLookupKey } from '../schema/field-traits.ts';
import { fieldOf, objectOf } from '../schema/schema.ts';
import type { ObjectDefinition } from '../schema/schema.ts';
import type { BulkOperation, BulkSettings } from './bulk-job.ts';
import { COLUMN_DELIMITERS, LINE_ENDINGS } from './csv-rows.ts';
import type { ColumnDelimiter, LineEnding } from './csv-rows.ts';
import { openQuery } from './query-pages.ts';

const INGEST_OPERATIONS: readonly string[] = ['insert', 'update', 'upsert', 'delete'];
const QUERY_OPERATIONS: readonly string[] = ['query', 'queryAll'];

type Body = Record<string, unknown>;

/**
 * What a client asks of a new ingest job.
 * Source: Bulk API 2.0 Developer Guide, "Create a Job".
 * @throws SalesforceError INVALIDENTITY for objects that the user may not know, FEATURENOTENABLED for hard deletes,
 * INVALIDJOB for upserts without an external id, JSON_PARSER_ERROR for values that a property does not take.
 */
export function readIngestRequest(
  org: Org,
  session: Session,
  body: unknown,
  apiVersion: string,
): BulkSettings {
  const request = requireBody(body);
  if (request['operation'] === 'hardDelete') {
    throw new SalesforceError(
      'FEATURENOTENABLED',
      'hardDelete operation requires special user profile permission, please contact your system administrator',
    );
  }
  const operation = requireOneOf(request, 'operation', INGEST_OPERATIONS) as BulkOperation;
  const object = requireObject(org, session, request['object']);
  const format = readFormat(request);
  if (operation !== 'upsert') return { operation, object: object.name, apiVersion, ...format };
  const externalIdFieldName = requireExternalId(org, session, object, request['externalIdFieldName']);
  return { operation, object: object.name, apiVersion, externalIdFieldName, ...format };
}

/**
 * What a client asks of a new query job; the query itself is checked too.
 * Source: Bulk API 2.0 Developer Guide, "Create a Query Job".
 * @throws SalesforceError as `readIngestRequest`, and for whatever is wrong with the query.
 */
export function readQueryRequest(
  org: Org,
  session: Session,
  body: unknown,
  apiVersion: string,
): { settings: BulkSettings; columns: string[] } {
  const request = requireBody(body);
  const operation = requireOneOf(request, 'operation', QUERY_OPERATIONS) as BulkOperation;
  const { query } = request;
  if (typeof query !== 'string' || query.trim() === '')
    throw new SalesforceError('MALFORMED_QUERY', 'A query string has to be specified');
  const { objectName, columns } = openQuery(org, session, query, operation === 'queryAll');
  return { settings: { operation, object: objectName, apiVersion, query, ...readFormat(request) }, columns };
}

function requireBody(body: unknown): Body {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Body;
  throw new SalesforceError('JSON_PARSER_ERROR', 'The request body must be a JSON object.');
}

function requireOneOf(
  request: Body,
  property: string,
  values: readonly string[],
  otherwise?: string,
): string {
  const value = request[property] ?? otherwise;
  const known = values.find(
    (name) => typeof value === 'string' && name.toLowerCase() === value.toLowerCase(),
  );
  if (known !== undefined) return known;
  throw new SalesforceError(
    'JSON_PARSER_ERROR',
    `The value of ${property} must be one of: ${values.join(', ')}.`,
    { fields: [property] },
  );
}

function readFormat(request: Body): { lineEnding: LineEnding; columnDelimiter: ColumnDelimiter } {
  requireOneOf(request, 'contentType', ['CSV'], 'CSV');
  return {
    lineEnding: requireOneOf(request, 'lineEnding', Object.keys(LINE_ENDINGS), 'LF') as LineEnding,
    columnDelimiter: requireOneOf(
      request,
      'columnDelimiter',
      Object.keys(COLUMN_DELIMITERS),
      'COMMA',
    ) as ColumnDelimiter,
  };
}

function requireObject(org: Org, session: Session, name: unknown): ObjectDefinition {
  const object = typeof name === 'string' ? objectOf(org.schema, name) : undefined;
  if (object !== undefined && org.access(session.userId).canReadObject(object.name)) return object;
  const shown = typeof name === 'string' ? name : '';
  throw new SalesforceError('INVALIDENTITY', `Entity '${shown}' is not supported by the Bulk API.`);
}

function requireExternalId(org: Org, session: Session, object: ObjectDefinition, name: unknown): string {
  if (typeof name !== 'string' || name === '') {
    throw new SalesforceError(
      'INVALIDJOB',
      `External ID was blank for ${object.name}. An External ID must be specified for upsert.`,
    );
  }
  const field = fieldOf(object, name);
  const access = org.access(session.userId);
  if (field !== undefined && isLookupKey(object, field) && access.canReadField(object.name, field.name))
    return field.name;
  throw new SalesforceError(
    'INVALIDJOB',
    `Field name provided, ${name} does not match an External ID for ${object.name}`,
  );
}
