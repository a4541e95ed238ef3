import { SalesforceError } from '../errors.ts';
import type { Access } from '../access/access.ts';
import { recordAttributes } from '../schema/record-attributes.ts';
import { fieldOf } from '../schema/schema.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import { normalizeId } from '../store/ids.ts';
import { readRow } from '../store/rows.ts';
import { jsonValue } from '../values/json-value.ts';
import type { RecordContext, Session } from './context.ts';
import { visibleObject } from './write.ts';

function fieldsToShow(object: ObjectDefinition, names: string[] | undefined, access: Access): Field[] {
  if (names === undefined) {
    return [...object.fields.values()].filter((field) => access.canReadField(object.name, field.name));
  }
  return names.map((name) => {
    const field = fieldOf(object, name);
    if (field === undefined || !access.canReadField(object.name, field.name)) {
      throw new SalesforceError(
        'INVALID_FIELD',
        `No such column '${name}' on sobject of type ${object.name}`,
      );
    }
    return field;
  });
}

/**
 * Records by id, in the order asked, in JSON form; null for those that do not exist or are deleted. Without `fields`
 * every field that the user may read.
 * Throws SalesforceError INVALID_TYPE or INVALID_FIELD for what the user may not see.
 */
export function retrieveRecords(
  context: RecordContext,
  session: Session,
  objectName: string,
  ids: string[],
  fields: string[] | undefined,
): (Record<string, unknown> | null)[] {
  const access = context.access(session.userId);
  const object = visibleObject(context, access, objectName);
  const shown = fieldsToShow(object, fields, access);
  return ids.map((given) => {
    const id = normalizeId(given);
    const row = id === undefined ? undefined : readRow(context.store, object, id);
    if (id === undefined || row === undefined || row['IsDeleted'] === 1) return null;
    const record: Record<string, unknown> = { attributes: recordAttributes(object.name, id) };
    for (const field of shown) {
      const stored =
        field.formula === undefined
          ? row[field.name]
          : context.formulas.fieldValue(object, field, { row, access });
      record[field.name] = jsonValue(stored, field.type);
    }
    return record;
  });
}
