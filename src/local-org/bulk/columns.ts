import type { Access } from '../access/access.ts';
import { SalesforceError } from '../errors.ts';
import { RecordRefused } from '../records/save-result.ts';
import { toStored } from '../records/values.ts';
import { isLookupKey } from '../schema/field-traits.ts';
import { fieldOf, objectOf, relationshipOf } from '../schema/schema.ts';
import type { Field, FieldType, ObjectDefinition, Schema } from '../schema/schema.ts';
import type { BulkSettings } from './bulk-job.ts';

/** What a value says that empties its field; an empty value leaves the field alone. */
const NULL_VALUE = '#N/A';

/** Source: Bulk API 2.0 Developer Guide, "Valid Date Format in Records" and its neighbours; boolean, in any case. */
const TRUE_WORDS: ReadonlySet<string> = new Set(['yes', 'y', 'true', 'on', '1']);
const FALSE_WORDS: ReadonlySet<string> = new Set(['no', 'n', 'false', 'off', '0']);

/** Types of which not every text is a value. */
const TYPED: ReadonlySet<FieldType> = new Set(['int', 'double', 'currency', 'percent', 'date', 'datetime']);

/** Ends a job in the state Failed; the message is what the job says. */
export class JobFailed extends Error {}

/** What one column of a CSV file holds. */
export type Column =
  | { kind: 'field'; field: Field }
  | { kind: 'parent'; reference: Field; key: Field; target: ObjectDefinition; typeName?: string };

/** Why a row is no record. */
export interface RowError {
  statusCode: string;
  message: string;
  fields: string[];
}

/**
 * What the columns of a job hold. Names are found in any case; what the user may not see does not exist.
 * Source: Bulk API 2.0 Developer Guide, "Relationship Fields in a Header Row".
 * @throws JobFailed for a column that is no field, that occurs twice, and when the column by which records are found is
 * missing.
 */
export function readColumns(
  schema: Schema,
  access: Access,
  settings: BulkSettings,
  names: readonly string[],
): Column[] {
  const object = objectOf(schema, settings.object);
  if (object === undefined || !access.canReadObject(object.name))
    throw new JobFailed(`InvalidEntity : Entity '${settings.object}' is not supported by the Bulk API.`);
  const columns = names.map((name) => readColumn(schema, access, object, name));
  const targets = columns.map((column) => (column.kind === 'field' ? column.field : column.reference));
  const twice = targets.findIndex((field, index) => targets.indexOf(field) < index);
  if (twice >= 0) throw new JobFailed(`InvalidBatch : Field name is there twice : ${names[twice] ?? ''}`);
  const key = keyName(settings);
  if (key !== undefined && !targets.some((field) => field.name === key)) throw notFound(key);
  return columns;
}

/** The field by which the records of a job are found; inserts have none. */
function keyName({ operation, externalIdFieldName }: BulkSettings): string | undefined {
  return operation === 'insert' ? undefined : operation === 'upsert' ? externalIdFieldName : 'Id';
}

function notFound(name: string): JobFailed {
  return new JobFailed(`InvalidBatch : Field name not found : ${name}`);
}

function readColumn(schema: Schema, access: Access, object: ObjectDefinition, name: string): Column {
  const field = fieldOf(object, name);
  if (field !== undefined && access.canReadField(object.name, field.name)) return { kind: 'field', field };
  const [, typeName, relationship, keyField] = /^(?:(\w+):)?(\w+)\.(\w+)$/.exec(name) ?? [];
  const reference = relationship === undefined ? undefined : relationshipOf(object, relationship);
  if (reference === undefined || !access.canReadField(object.name, reference.name)) throw notFound(name);
  const targets = reference.reference?.to ?? [];
  if (typeName !== undefined && targets.length === 1)
    throw new JobFailed(`InvalidBatch : type is not needed for non polymorphic foreign key : ${name}`);
  const targetName = targets.find(
    (to) => targets.length === 1 || to.toLowerCase() === typeName?.toLowerCase(),
  );
  const target = targetName === undefined ? undefined : objectOf(schema, targetName);
  const key = target === undefined ? undefined : fieldOf(target, keyField ?? '');
  if (target === undefined || key === undefined || !isLookupKey(target, key)) throw notFound(name);
  if (!access.canReadField(target.name, key.name)) throw notFound(name);
  return { kind: 'parent', reference, key, target, ...(targets.length > 1 ? { typeName: target.name } : {}) };
}

/** A row as a record in the JSON form, or what is wrong with the first value that is none. */
export function recordOf(
  columns: readonly Column[],
  values: readonly string[],
): { record: Record<string, unknown> } | { error: RowError } {
  const record: Record<string, unknown> = {};
  for (const [index, column] of columns.entries()) {
    const text = values[index] ?? '';
    if (text === '') continue;
    const field = column.kind === 'field' ? column.field : column.key;
    const value = text === NULL_VALUE ? null : valueOf(field, text);
    if (value === undefined) return { error: notOfType(field, text) };
    if (column.kind === 'field') record[field.name] = value;
    else record[column.reference.reference?.relationshipName ?? ''] = parentOf(column, value);
  }
  return { record };
}

function parentOf(column: Extract<Column, { kind: 'parent' }>, value: unknown): unknown {
  if (value === null) return null;
  const parent = { [column.key.name]: value };
  return column.typeName === undefined ? parent : { attributes: { type: column.typeName }, ...parent };
}

/** A text as the value that records take; undefined when it is none of this type. */
function valueOf(field: Field, text: string): unknown {
  if (field.type === 'boolean') {
    const word = text.toLowerCase();
    return TRUE_WORDS.has(word) ? true : FALSE_WORDS.has(word) ? false : undefined;
  }
  if (!TYPED.has(field.type)) return text;
  try {
    toStored(field, text);
    return text;
  } catch (error) {
    // What does not fit the field is refused when the record is saved.
    if (error instanceof RecordRefused) return text;
    if (error instanceof SalesforceError) return undefined;
    throw error;
  }
}

function notOfType(field: Field, text: string): RowError {
  return {
    statusCode: 'INVALID_TYPE_ON_FIELD_IN_RECORD',
    message: `${field.label}: value not of required type: ${text}`,
    fields: [field.name],
  };
}
