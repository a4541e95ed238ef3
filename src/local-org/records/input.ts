import { SalesforceError } from '../errors.ts';
import type { Access } from '../access/access.ts';
import { fieldOf, relationshipOf } from '../schema/schema.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import type { StoredValue } from '../store/database.ts';
import { asText } from '../values/as-text.ts';
import { RecordRefused, refused } from './save-result.ts';
import type { SaveError } from './save-result.ts';
import { toStored } from './values.ts';

/** A parent named by one of its external ids instead of its record id. */
export interface ExternalReference {
  field: Field;
  /** API name of the field of the parent, as the client wrote it. */
  externalIdField: string;
  value: unknown;
  /** `attributes.type` of the parent, where the client says it (needed for polymorphic references). */
  objectName?: string;
}

/** What a client sent for one record, field names resolved. */
export interface RecordInput {
  /** The `Id` given, as written; undefined when there is none. */
  id: string | undefined;
  /** Values as sent, by field. */
  values: Map<Field, unknown>;
  externalReferences: ExternalReference[];
}

/** Refuses a name that the object does not have, or that the user may not see: both are answered alike. */
function noSuchColumn(name: string, object: ObjectDefinition): SalesforceError {
  return new SalesforceError('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseExternalReference(
  object: ObjectDefinition,
  name: string,
  value: Record<string, unknown>,
  access: Access,
): ExternalReference {
  const field = relationshipOf(object, name);
  if (field === undefined || !access.canReadField(object.name, field.name)) throw noSuchColumn(name, object);
  const attributes = value['attributes'];
  const type = isObject(attributes) ? attributes['type'] : undefined;
  const keys = Object.keys(value).filter((key) => key !== 'attributes');
  const [externalIdField] = keys;
  if (externalIdField === undefined || keys.length > 1) {
    throw new SalesforceError(
      'INVALID_FIELD',
      `The external foreign key reference does not reference a valid entity: ${name}`,
    );
  }
  return {
    field,
    externalIdField,
    value: value[externalIdField],
    ...(typeof type === 'string' ? { objectName: type } : {}),
  };
}

/**
 * Reads one record of a request: finds the fields in any case, keeps the values as sent.
 * Throws SalesforceError for names that the object does not have or that the user may not see: Salesforce refuses the
 * whole request then.
 */
export function parseRecord(object: ObjectDefinition, record: unknown, access: Access): RecordInput {
  if (!isObject(record)) {
    throw new SalesforceError(
      'JSON_PARSER_ERROR',
      'A record must be a JSON object of field names and values',
    );
  }
  const input: RecordInput = { id: undefined, values: new Map(), externalReferences: [] };
  for (const [name, value] of Object.entries(record)) {
    if (name === 'attributes') continue;
    const field = fieldOf(object, name);
    if (field === undefined) {
      if (!isObject(value) && value !== null) throw noSuchColumn(name, object);
      if (value === null) {
        const reference = relationshipOf(object, name);
        if (reference === undefined || !access.canReadField(object.name, reference.name))
          throw noSuchColumn(name, object);
        input.values.set(reference, null);
        continue;
      }
      input.externalReferences.push(parseExternalReference(object, name, value, access));
    } else if (field.type === 'id') {
      if (value !== null && value !== '') input.id = asText(value);
    } else {
      if (!access.canReadField(object.name, field.name)) throw noSuchColumn(name, object);
      input.values.set(field, value);
    }
  }
  return input;
}

/** Refuses a record that sets fields which the user, or anyone, may not set. */
export function checkWritable(
  object: ObjectDefinition,
  input: RecordInput,
  access: Access,
  purpose: 'create' | 'update',
): void {
  const given = [...input.values.keys(), ...input.externalReferences.map((reference) => reference.field)];
  const locked = given.filter((field) => {
    const open = purpose === 'create' ? field.createable : field.updateable;
    return !open || !access.canEditField(object.name, field.name);
  });
  if (locked.length === 0) return;
  const names = locked.map((field) => field.name);
  throw refused(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${names.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    names,
  );
}

/**
 * The values in storage form, by API name.
 * Throws RecordRefused with every value that does not fit its field, and SalesforceError for wrong JSON types.
 */
export function storedValues(input: RecordInput): Record<string, StoredValue> {
  const values: Record<string, StoredValue> = {};
  const errors: SaveError[] = [];
  for (const [field, value] of input.values) {
    try {
      values[field.name] = toStored(field, value);
    } catch (error) {
      if (!(error instanceof RecordRefused)) throw error;
      errors.push(...error.errors);
    }
  }
  if (errors.length > 0) throw new RecordRefused(errors);
  return values;
}
