import type { Access } from '../access/access.ts';
import { isMetadataType } from '../schema/schema.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import { checkStandardRecord, deriveStandardValues } from './standard-values.ts';
import type { Row, StoredValue } from '../store/database.ts';
import { makeId, normalizeId } from '../store/ids.ts';
import { insertRow, readRow, updateRow } from '../store/rows.ts';
import { checkReferences, checkRequired, checkUnique, checkValidationRules } from './checks.ts';
import type { RecordContext } from './context.ts';
import { storedInstant } from '../values/dates.ts';
import { applyDefaults, assignAutoNumbers } from './defaults.ts';
import { checkWritable, storedValues } from './input.ts';
import type { RecordInput } from './input.ts';
import { resolveExternalReference } from './references.ts';
import { refused } from './save-result.ts';
import { summarizeChange } from './summaries.ts';

function givenValues(
  context: RecordContext,
  input: RecordInput,
  access: Access,
): Record<string, StoredValue> {
  const values = storedValues(input);
  for (const reference of input.externalReferences) {
    values[reference.field.name] = resolveExternalReference(context, access, reference);
  }
  return values;
}

/**
 * Saves a new record and returns its id. The order is Salesforce's: permissions and types, defaults, required fields,
 * references, validation rules, unique values, roll-up summaries of the masters.
 * Throws RecordRefused, or SalesforceError when the request itself is wrong.
 */
export function insertOne(
  context: RecordContext,
  object: ObjectDefinition,
  input: RecordInput,
  access: Access,
): string {
  if (!object.createable || !access.canCreate(object.name)) {
    throw refused('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be inserted: ${object.label}`);
  }
  if (input.id !== undefined) {
    throw refused('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
  }
  checkWritable(object, input, access, 'create');
  const values = givenValues(context, input, access);
  const given = new Set(Object.keys(values));
  applyDefaults(context, object, values, access);
  const fields = [...object.fields.values()];
  checkRequired(fields, values);
  const now = storedInstant(context.clock());
  deriveStandardValues(context, object, values, { given, prior: undefined, now });
  checkReferences(context, access, fields, values);
  checkStandardRecord(context, object, values);
  const system = {
    Id: makeId(object.keyPrefix, context.orgMark, context.store.nextNumber(`id:${object.name}`)),
    IsDeleted: 0,
    CreatedDate: now,
    CreatedById: access.userId,
    LastModifiedDate: now,
    LastModifiedById: access.userId,
    SystemModstamp: now,
  };
  assignAutoNumbers(context, object, values);
  const record: Record<string, StoredValue> = { ...values, ...system };
  // A custom object's record without a name is named by its id, as in Salesforce.
  if (object.custom && object.nameField === 'Name') record['Name'] ??= system.Id;
  checkValidationRules(context, object, record, undefined, access);
  checkUnique(context, object, fields, record, undefined);
  context.disturbance?.beforeWrite(context, object, record);
  insertRow(context.store, object, record);
  context.disturbance?.afterWrite(object, { id: system.Id, stamp: now }, access.userId);
  summarizeChange(context, { object, before: undefined, after: record }, { access, now });
  return system.Id;
}

/**
 * Refuses to change what comes by deploy alone. Source: Salesforce Help, "Access Custom Metadata Records
 * Programmatically": no DML on custom metadata through the API.
 */
export function checkNotDeployed(object: ObjectDefinition, what: 'updated' | 'deleted'): void {
  if (!isMetadataType(object.name)) return;
  throw refused('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be ${what}: ${object.label}`);
}

/**
 * The row that an update or delete is about.
 * Throws RecordRefused when the id is malformed, unknown, of another object, or in the recycle bin.
 */
export function rowToChange(
  context: RecordContext,
  object: ObjectDefinition,
  givenId: string,
): { id: string; row: Row } {
  const id = normalizeId(givenId);
  if (id === undefined || !id.startsWith(object.keyPrefix)) {
    throw refused('MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${givenId}`, ['Id']);
  }
  const row = readRow(context.store, object, id);
  if (row === undefined) throw refused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  if (row['IsDeleted'] === 1) throw refused('ENTITY_IS_DELETED', 'entity is deleted');
  return { id, row };
}

function changedFields(
  object: ObjectDefinition,
  row: Row,
  values: Readonly<Record<string, StoredValue>>,
): Field[] {
  return [...object.fields.values()].filter((field) => {
    const value = values[field.name];
    return value !== undefined && value !== row[field.name];
  });
}

/** Refuses to change or delete a detail whose master the user may not read, or edit where the field asks for that. */
export function checkMaster(
  context: RecordContext,
  object: ObjectDefinition,
  row: Row,
  access: Access,
): void {
  const masters = [...object.fields.values()].filter((field) => field.reference?.masterDetail === true);
  checkReferences(
    context,
    access,
    masters,
    Object.fromEntries(masters.map((field) => [field.name, String(row[field.name])])),
  );
}

/**
 * Changes the fields that the input names; leaves the others. Returns the id.
 * Throws RecordRefused, or SalesforceError when the request itself is wrong.
 */
export function updateOne(
  context: RecordContext,
  object: ObjectDefinition,
  input: RecordInput,
  access: Access,
): string {
  if (input.id === undefined) throw refused('MISSING_ARGUMENT', 'Id not specified in an update call', ['Id']);
  const { id, row } = rowToChange(context, object, input.id);
  checkNotDeployed(object, 'updated');
  if (!object.updateable || !access.canEdit(object.name)) {
    throw refused('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
  }
  checkMaster(context, object, row, access);
  checkWritable(object, input, access, 'update');
  const values = givenValues(context, input, access);
  const given = new Set(Object.keys(values));
  const now = storedInstant(context.clock());
  checkRequired(
    [...object.fields.values()].filter((field) => given.has(field.name)),
    values,
  );
  if (values['OwnerId'] === null)
    throw refused('INVALID_CROSS_REFERENCE_KEY', 'Owner ID: owner cannot be blank', ['OwnerId']);
  const record: Record<string, StoredValue> = { ...(row as Record<string, StoredValue>), ...values };
  deriveStandardValues(context, object, record, { given, prior: row, now });
  const changed = changedFields(object, row, record);
  checkReferences(context, access, changed, record);
  checkStandardRecord(context, object, record);
  checkValidationRules(context, object, record, row, access);
  checkUnique(context, object, changed, record, id);
  context.disturbance?.beforeWrite(context, object, record);
  updateRow(context.store, object, id, {
    ...Object.fromEntries(changed.map((field) => [field.name, record[field.name] ?? null])),
    LastModifiedDate: now,
    LastModifiedById: access.userId,
    SystemModstamp: now,
  });
  context.disturbance?.afterWrite(object, { id, stamp: now }, access.userId);
  summarizeChange(context, { object, before: row, after: record }, { access, now });
  return id;
}
