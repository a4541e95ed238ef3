import type { Access } from '../access/access.ts';
import { translated } from '../schema/labels.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import type { Row, StoredValue } from '../store/database.ts';
import type { RecordContext } from './context.ts';
import { checkReference, findByValue } from './references.ts';
import { RecordRefused, refused } from './save-result.ts';

/** Refuses a record that leaves a required field empty; all such fields are named together. */
export function checkRequired(fields: Iterable<Field>, values: Readonly<Record<string, StoredValue>>): void {
  const missing: string[] = [];
  for (const field of fields) {
    if (field.required && field.createable && (values[field.name] ?? null) === null) missing.push(field.name);
  }
  if (missing.length === 0) return;
  throw refused('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
}

/** Refuses references to records that do not exist, are deleted, are of a wrong kind, or may not be referred to. */
export function checkReferences(
  context: RecordContext,
  access: Access,
  fields: Iterable<Field>,
  values: Readonly<Record<string, StoredValue>>,
): void {
  for (const field of fields) {
    const id = field.reference === undefined ? null : values[field.name];
    if (typeof id === 'string') checkReference(context.store, context.schema, access, field, id);
  }
}

/** Refuses values that another record already has in a unique field. `ownId` is the record being saved. */
export function checkUnique(
  context: RecordContext,
  object: ObjectDefinition,
  fields: Iterable<Field>,
  values: Readonly<Record<string, StoredValue>>,
  ownId: string | undefined,
): void {
  for (const field of fields) {
    const value = values[field.name] ?? null;
    if (!field.unique || value === null) continue;
    const other = findByValue(context.store, object, field, value).find((id) => id !== ownId);
    if (other === undefined) continue;
    if (object.name === 'User' && field.name === 'Username') {
      throw refused(
        'DUPLICATE_USERNAME',
        "Duplicate Username.<br>The username already exists in this or another Salesforce organization. Usernames must be unique across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the user's email address). ",
        ['Username'],
      );
    }
    throw refused(
      'DUPLICATE_VALUE',
      `duplicate value found: ${field.name} duplicates value on record with id: ${other.slice(0, 15)}`,
    );
  }
}

/** Refuses a record for which a validation rule is true; all such rules speak. */
export function checkValidationRules(
  context: RecordContext,
  object: ObjectDefinition,
  record: Readonly<Record<string, StoredValue>>,
  prior: Row | undefined,
  access: Access,
): void {
  const broken = object.validationRules.filter(
    (rule) => rule.active && context.formulas.isBroken(object, rule, { row: record, prior, access }),
  );
  if (broken.length === 0) return;
  throw new RecordRefused(
    broken.map((rule) => ({
      statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: translated(rule.messageTranslations, access.language) ?? rule.errorMessage,
      fields: rule.errorDisplayField === undefined ? [] : [rule.errorDisplayField],
    })),
  );
}
