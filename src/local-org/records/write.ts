import { SalesforceError } from '../errors.ts';
import type { Access } from '../access/access.ts';
import { isLookupKey } from '../schema/field-traits.ts';
import { fieldOf, objectOf } from '../schema/schema.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import { asText } from '../values/as-text.ts';
import { saveEach } from './batch.ts';
import type { RecordContext, SaveOptions, Session } from './context.ts';
import { parseRecord } from './input.ts';
import type { RecordInput } from './input.ts';
import { findByValue } from './references.ts';
import { refused } from './save-result.ts';
import type { SaveResult } from './save-result.ts';
import { insertOne, updateOne } from './save.ts';
import { toStored } from './values.ts';

/**
 * The object of that name, if the user may read it.
 * Throws SalesforceError INVALID_TYPE otherwise: what a user may not see does not exist for them.
 */
export function visibleObject(context: RecordContext, access: Access, objectName: string): ObjectDefinition {
  const object = objectOf(context.schema, objectName);
  if (object === undefined || !access.canReadObject(object.name)) {
    throw new SalesforceError('INVALID_TYPE', `sObject type '${objectName}' is not supported.`);
  }
  return object;
}

/** Creates records. Throws SalesforceError when the request as a whole is wrong. */
export function createRecords(
  context: RecordContext,
  session: Session,
  objectName: string,
  records: unknown[],
  options: SaveOptions,
): SaveResult[] {
  const access = context.access(session.userId);
  const object = visibleObject(context, access, objectName);
  const inputs = records.map((record) => parseRecord(object, record, access));
  const results = saveEach(context, inputs, options, (input) => ({
    id: insertOne(context, object, input, access),
    success: true,
    errors: [],
  }));
  context.recordsChanged(object.name);
  return results;
}

/** The values that occur more than once, compared as the field compares them. */
function repeated(values: (string | undefined)[]): Set<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const value of values) {
    if (value === undefined) continue;
    if (seen.has(value)) twice.add(value);
    seen.add(value);
  }
  return twice;
}

/** Updates records by their `Id`. Throws SalesforceError when the request as a whole is wrong. */
export function updateRecords(
  context: RecordContext,
  session: Session,
  objectName: string,
  records: unknown[],
  options: SaveOptions,
): SaveResult[] {
  const access = context.access(session.userId);
  const object = visibleObject(context, access, objectName);
  const inputs = records.map((record) => parseRecord(object, record, access));
  const twice = repeated(inputs.map((input) => input.id?.slice(0, 15)));
  const results = saveEach(context, inputs, options, (input) => {
    if (input.id !== undefined && twice.has(input.id.slice(0, 15))) {
      throw refused('DUPLICATE_VALUE', `Duplicate id specified: ${input.id}`);
    }
    return { id: updateOne(context, object, input, access), success: true, errors: [] };
  });
  context.recordsChanged(object.name);
  return results;
}

function upsertField(object: ObjectDefinition, access: Access, name: string): Field {
  const field = fieldOf(object, name);
  if (field !== undefined && isLookupKey(object, field) && access.canReadField(object.name, field.name))
    return field;
  throw new SalesforceError(
    'INVALID_FIELD',
    `Field name provided, ${name} does not match an External ID, Salesforce Id, or indexed field for ${object.name}`,
  );
}

/** The value by which an upsert finds its record, in the form in which it is compared. */
function keyOf(field: Field, input: RecordInput): string | undefined {
  const value = field.type === 'id' ? input.id?.slice(0, 15) : input.values.get(field);
  if (value === undefined || value === null || value === '') return undefined;
  const text = asText(value).trim();
  return field.caseSensitive || field.type === 'id' ? text : text.toLowerCase();
}

function upsertOne(
  context: RecordContext,
  object: ObjectDefinition,
  field: Field,
  input: RecordInput,
  access: Access,
): SaveResult {
  if (field.type === 'id') {
    if (input.id === undefined)
      return { id: insertOne(context, object, input, access), success: true, created: true, errors: [] };
    return { id: updateOne(context, object, input, access), success: true, created: false, errors: [] };
  }
  const value = toStored(field, input.values.get(field));
  if (value === null) throw refused('MISSING_ARGUMENT', `${field.name} not specified`);
  const [match, another] = findByValue(context.store, object, field, value);
  if (match === undefined) {
    return { id: insertOne(context, object, input, access), success: true, created: true, errors: [] };
  }
  if (another !== undefined) {
    throw refused(
      'DUPLICATE_EXTERNAL_ID',
      `${field.label}: more than one record found for external id field: [${match}, ${another}]`,
      [field.name],
    );
  }
  // The record was found by this value: it is not a change, and needs no right to change it.
  const values = new Map(input.values);
  values.delete(field);
  return {
    id: updateOne(context, object, { ...input, id: match, values }, access),
    success: true,
    created: false,
    errors: [],
  };
}

/**
 * Creates or updates records, found by an external id (or `Id`). The same external id twice in one call refuses both.
 * Throws SalesforceError when the request as a whole is wrong.
 */
export function upsertRecords(
  context: RecordContext,
  session: Session,
  objectName: string,
  externalIdField: string,
  records: unknown[],
  options: SaveOptions,
): SaveResult[] {
  const access = context.access(session.userId);
  const object = visibleObject(context, access, objectName);
  const field = upsertField(object, access, externalIdField);
  const inputs = records.map((record) => parseRecord(object, record, access));
  const keys = inputs.map((input) => keyOf(field, input));
  const twice = repeated(keys);
  const results = saveEach(context, inputs, options, (input, index) => {
    const key = keys[index];
    if (key !== undefined && twice.has(key)) {
      throw refused(
        'DUPLICATE_VALUE',
        `Duplicate external id specified: ${asText(input.values.get(field) ?? input.id)}`,
        [field.name],
      );
    }
    return upsertOne(context, object, field, input, access);
  });
  context.recordsChanged(object.name);
  return results;
}
