import { SalesforceError } from '../../errors.ts';
import type { ObjectDefinition } from '../../schema/schema.ts';
import type { DataContext, DataRequest } from '../data-request.ts';
import { notFound } from '../error-answer.ts';

/** A record as clients send and get it. */
export type JsonRecord = Record<string, unknown>;

/** Whether a value is a JSON object (not an array, not null). */
export function isJsonObject(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object of that name, if the user may know of it. @throws SalesforceError NOT_FOUND (404) otherwise. */
export function requireObject(context: DataContext, request: DataRequest, name: string): ObjectDefinition {
  const definition = context.org.schema.objects.get(name.toLowerCase());
  if (definition === undefined) throw notFound();
  if (!context.org.access(request.session.userId).canReadObject(definition.name)) throw notFound();
  return definition;
}

/** The request's body as one JSON object. @throws SalesforceError JSON_PARSER_ERROR when it is not one. */
export function requireJsonObject(request: DataRequest): JsonRecord {
  const body = request.readBody();
  if (isJsonObject(body)) return body;
  throw new SalesforceError('JSON_PARSER_ERROR', 'The request body must be a JSON object.');
}

/** A list of JSON objects within a body. @throws SalesforceError JSON_PARSER_ERROR when it is not one. */
export function requireList(body: JsonRecord, property: string): JsonRecord[] {
  const list = body[property];
  if (Array.isArray(list) && list.every(isJsonObject)) return list;
  throw new SalesforceError(
    'JSON_PARSER_ERROR',
    `The request body must have a list of objects: ${property}.`,
  );
}

/** A list of texts within a body. @throws SalesforceError JSON_PARSER_ERROR when it is not one. */
export function requireTexts(body: JsonRecord, property: string): string[] {
  const list = body[property];
  if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list;
  throw new SalesforceError('JSON_PARSER_ERROR', `The request body must have a list of texts: ${property}.`);
}

/** A comma-separated parameter of the address; undefined when it is absent or empty. */
export function readList(query: URLSearchParams, name: string): string[] | undefined {
  const items = (query.get(name) ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  return items.length === 0 ? undefined : items;
}

/** @throws SalesforceError EXCEEDED_ID_LIMIT for more records than a call may have, as Salesforce words it. */
export function refuseMoreThan(limit: number, count: number): void {
  if (count <= limit) return;
  throw new SalesforceError(
    'EXCEEDED_ID_LIMIT',
    `record limit reached. cannot submit more than ${limit} records into this call`,
  );
}
