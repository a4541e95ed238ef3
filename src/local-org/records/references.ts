import type { Access } from '../access/access.ts';
import { isSetupObject } from '../access/setup-objects.ts';
import { isLookupKey } from '../schema/field-traits.ts';
import { fieldOf, ignoresCase, objectOf } from '../schema/schema.ts';
import type { Field, ObjectDefinition, Schema } from '../schema/schema.ts';
import { quoted } from '../store/database.ts';
import type { Store, StoredValue } from '../store/database.ts';
import { asText } from '../values/as-text.ts';
import type { RecordContext } from './context.ts';
import type { ExternalReference } from './input.ts';
import { refused } from './save-result.ts';
import { toStored } from './values.ts';

/**
 * The ids of the records that carry a value in a field, the recycle bin left out; at most `limit`.
 * Text is compared without case unless the field says otherwise.
 */
export function findByValue(
  store: Store,
  object: ObjectDefinition,
  field: Field,
  value: StoredValue,
  limit = 3,
): string[] {
  const collation = ignoresCase(field) ? ' COLLATE NOCASE' : '';
  return store
    .all(
      `SELECT "Id" FROM ${quoted(object.name)} WHERE ${quoted(field.name)} = ?${collation} AND "IsDeleted" = 0 LIMIT ?`,
      value,
      limit,
    )
    .map((row) => String(row['Id']));
}

/**
 * The id of the parent that an external id names.
 * Throws RecordRefused (INVALID_FIELD) when there is no such parent, and when the user may not read its object or that
 * field of it: otherwise anyone could try which values there are; DUPLICATE_EXTERNAL_ID when there are several.
 */
export function resolveExternalReference(
  { store, schema }: RecordContext,
  access: Access,
  reference: ExternalReference,
): string | null {
  const targets = reference.field.reference?.to ?? [];
  const targetName = reference.objectName ?? (targets.length === 1 ? targets[0] : undefined);
  const allowed = targets.find((name) => name.toLowerCase() === targetName?.toLowerCase());
  const target = allowed === undefined ? undefined : objectOf(schema, allowed);
  if (target === undefined || !access.canReadObject(target.name)) {
    throw refused(
      'INVALID_FIELD',
      `The external foreign key reference does not reference a valid entity: ${reference.field.reference?.relationshipName ?? ''}`,
      [reference.field.name],
    );
  }
  const field = fieldOf(target, reference.externalIdField);
  if (field === undefined || !isLookupKey(target, field) || !access.canReadField(target.name, field.name)) {
    throw refused(
      'INVALID_FIELD',
      `Field name provided, ${reference.externalIdField} does not match an External ID, Salesforce Id, or indexed field for ${target.name}`,
      [reference.externalIdField],
    );
  }
  if (reference.value === null || reference.value === undefined || reference.value === '') return null;
  const value = toStored(field, reference.value);
  const [id, another] = findByValue(store, target, field, value);
  if (id === undefined) {
    throw refused(
      'INVALID_FIELD',
      `Foreign key external ID: ${asText(reference.value)} not found for field ${field.name} in entity ${target.name}`,
    );
  }
  if (another !== undefined) {
    throw refused(
      'DUPLICATE_EXTERNAL_ID',
      `${field.label}: more than one record found for external id field: [${id}, ${another}]`,
      [field.name],
    );
  }
  return id;
}

/** The object whose ids begin with that key prefix; undefined when there is none. */
export function objectOfId(schema: Schema, id: string): ObjectDefinition | undefined {
  const prefix = id.slice(0, 3);
  for (const object of schema.objects.values()) if (object.keyPrefix === prefix) return object;
  return undefined;
}

function checkAccessToParent(access: Access, field: Field, target: ObjectDefinition): void {
  if (isSetupObject(target.name)) return;
  const reference = field.reference;
  const needsEdit = reference?.masterDetail === true && reference.writeRequiresMasterRead !== true;
  if (needsEdit ? access.canEdit(target.name) : access.canReadObject(target.name)) return;
  throw refused(
    'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
    'insufficient access rights on cross-reference id',
  );
}

/**
 * Checks that a reference points to a record which exists, is of a right kind, is not deleted, and which the user may
 * refer to. Throws RecordRefused otherwise.
 */
export function checkReference(store: Store, schema: Schema, access: Access, field: Field, id: string): void {
  const target = objectOfId(schema, id);
  const allowed = field.reference?.to ?? [];
  if (target === undefined || !allowed.includes(target.name)) {
    throw refused('FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${id}`, [
      field.name,
    ]);
  }
  const row = store.first(`SELECT "IsDeleted" FROM ${quoted(target.name)} WHERE "Id" = ?`, id);
  // Naming the field tells a parent that is not there from a record that is not there.
  if (row === undefined)
    throw refused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
  if (row['IsDeleted'] === 1) throw refused('ENTITY_IS_DELETED', 'entity is deleted', [field.name]);
  checkAccessToParent(access, field, target);
}
