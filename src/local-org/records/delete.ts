import { isSetupObject } from '../access/setup-objects.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import { quoted } from '../store/database.ts';
import { normalizeId } from '../store/ids.ts';
import { updateRow } from '../store/rows.ts';
import { saveEach } from './batch.ts';
import type { RecordContext, SaveOptions, Session } from './context.ts';
import { storedInstant } from './dates.ts';
import { objectOfId } from './references.ts';
import { refused } from './save-result.ts';
import type { SaveResult } from './save-result.ts';
import { checkMaster, rowToChange } from './save.ts';

interface ChildReference {
  object: ObjectDefinition;
  field: Field;
}

/** The fields of all objects that may point to records of `parent`, owner and system fields left out. */
function childReferences(context: RecordContext, parent: ObjectDefinition): ChildReference[] {
  return [...context.schema.objects.values()].flatMap((object) =>
    [...object.fields.values()]
      .filter(
        (field) => field.createable && field.name !== 'OwnerId' && field.reference?.to.includes(parent.name),
      )
      .map((field) => ({ object, field })),
  );
}

function deleteRow(
  context: RecordContext,
  object: ObjectDefinition,
  id: string,
  userId: string,
  now: string,
): void {
  // A setup record such as an assignment is gone when deleted: it has no recycle bin.
  if (isSetupObject(object.name)) {
    context.store.run(`DELETE FROM ${quoted(object.name)} WHERE "Id" = ?`, id);
    return;
  }
  updateRow(context.store, object, id, {
    IsDeleted: 1,
    LastModifiedDate: now,
    LastModifiedById: userId,
    SystemModstamp: now,
  });
}

/**
 * Moves a record to the recycle bin with all that hangs on it: details go too, lookups are emptied or forbid it.
 * Throws RecordRefused (DELETE_FAILED) when a child forbids it.
 */
function deleteWithChildren(
  context: RecordContext,
  object: ObjectDefinition,
  id: string,
  userId: string,
  now: string,
): void {
  deleteRow(context, object, id, userId, now);
  for (const child of childReferences(context, object)) {
    const children = context.store.all(
      `SELECT "Id", ${quoted(child.object.nameField)} AS name FROM ${quoted(child.object.name)} WHERE ${quoted(child.field.name)} = ? AND "IsDeleted" = 0`,
      id,
    );
    const onDelete = child.field.reference?.onDelete;
    if (onDelete === 'restrict' && children.length > 0) {
      throw refused(
        'DELETE_FAILED',
        `Your attempt to delete ${id} could not be completed because it is associated with the following ${child.object.labelPlural.toLowerCase()}: ${children.map((row) => String(row['name'])).join(', ')}`,
      );
    }
    for (const row of children) {
      const childId = String(row['Id']);
      if (onDelete === 'cascade') deleteWithChildren(context, child.object, childId, userId, now);
      else
        updateRow(context.store, child.object, childId, {
          [child.field.name]: null,
          LastModifiedDate: now,
          LastModifiedById: userId,
          SystemModstamp: now,
        });
    }
  }
}

/** Deletes records by id, of any objects together. */
export function deleteRecords(
  context: RecordContext,
  session: Session,
  ids: string[],
  options: SaveOptions,
): SaveResult[] {
  const access = context.access(session.userId);
  const touched = new Set<string>();
  const results = saveEach(context, ids, options, (given) => {
    const id = normalizeId(given);
    const object = id === undefined ? undefined : objectOfId(context.schema, id);
    if (object === undefined) throw refused('MALFORMED_ID', `bad id ${given}`);
    const { id: found, row } = rowToChange(context, object, given);
    if (!access.canReadObject(object.name))
      throw refused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    if (!object.deletable || !access.canDelete(object.name)) {
      throw refused('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
    }
    checkMaster(context, object, row, access);
    deleteWithChildren(context, object, found, access.userId, storedInstant(context.clock()));
    touched.add(object.name);
    return { id: found, success: true, errors: [] };
  });
  for (const name of touched) context.recordsChanged(name);
  return results;
}
