import type { Access } from '../access/access.ts';
import { isSetupObject } from '../access/setup-objects.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import { quoted } from '../store/database.ts';
import type { StoredValue } from '../store/database.ts';
import { normalizeId } from '../store/ids.ts';
import { readRow, updateRow } from '../store/rows.ts';
import { saveEach } from './batch.ts';
import type { RecordContext, RowValues, SaveOptions, Session } from './context.ts';
import { storedInstant } from '../values/dates.ts';
import { checkAssignmentDeletable } from './permission-set-assignment.ts';
import { objectOfId } from './references.ts';
import { refused } from './save-result.ts';
import type { SaveResult } from './save-result.ts';
import { summarizeChange } from './summaries.ts';
import type { DetailChange } from './summaries.ts';
import { checkMaster, checkNotDeployed, rowToChange } from './save.ts';

/** Records that a refusal names at most. */
const MOST_NAMES = 10;

/** A field of some object that may point to records of another. */
export interface ChildReference {
  object: ObjectDefinition;
  field: Field;
}

/** Who deletes, and when in storage form. */
export interface Deletion {
  access: Access;
  now: string;
  /** What was deleted or emptied so far: roll-up summaries that it counted in change once all of it is gone. */
  changes: DetailChange[];
}

/** The fields of all objects that may point to records of `parent`; those that the system writes left out. */
export function childReferences(context: RecordContext, parent: ObjectDefinition): ChildReference[] {
  return [...context.schema.objects.values()].flatMap((object) =>
    [...object.fields.values()]
      .filter((field) => field.createable && field.reference?.to.includes(parent.name))
      .map((field) => ({ object, field })),
  );
}

/** What every change of a row also changes. */
export function modified({ access, now }: Deletion): Record<string, StoredValue> {
  return { LastModifiedDate: now, LastModifiedById: access.userId, SystemModstamp: now };
}

function deleteRow(context: RecordContext, object: ObjectDefinition, id: string, deletion: Deletion): void {
  deletion.changes.push({ object, before: readRow(context.store, object, id), after: undefined });
  // A setup record such as an assignment is gone when deleted: it has no recycle bin.
  if (isSetupObject(object.name)) {
    context.store.run(`DELETE FROM ${quoted(object.name)} WHERE "Id" = ?`, id);
  } else updateRow(context.store, object, id, { IsDeleted: 1, ...modified(deletion) });
}

/** Names the records that forbid a deletion; those of an object that the user may not read stay unnamed. */
function refusedByChildren(id: string, object: ObjectDefinition, names: string[], access: Access): Error {
  const which = access.canReadObject(object.name)
    ? `the following ${object.labelPlural.toLowerCase()}: ${names.slice(0, MOST_NAMES).join(', ')}`
    : 'other records';
  return refused(
    'DELETE_FAILED',
    `Your attempt to delete ${id} could not be completed because it is associated with ${which}`,
  );
}

/**
 * Moves a record to the recycle bin with all that hangs on it: details go too, lookups are emptied or forbid it.
 * Throws RecordRefused (DELETE_FAILED) when a child forbids it.
 */
export function deleteWithChildren(
  context: RecordContext,
  object: ObjectDefinition,
  id: string,
  deletion: Deletion,
): void {
  deleteRow(context, object, id, deletion);
  for (const child of childReferences(context, object)) {
    const children = context.store.all(
      `SELECT "Id", ${quoted(child.object.nameField)} AS name FROM ${quoted(child.object.name)} WHERE ${quoted(child.field.name)} = ? AND "IsDeleted" = 0`,
      id,
    );
    const onDelete = child.field.reference?.onDelete;
    if (onDelete === 'restrict' && children.length > 0) {
      const names = children.map((row) => String(row['name']));
      throw refusedByChildren(id, child.object, names, deletion.access);
    }
    for (const row of children) {
      const childId = String(row['Id']);
      if (onDelete === 'cascade') deleteWithChildren(context, child.object, childId, deletion);
      else {
        const emptied = { [child.field.name]: null, ...modified(deletion) };
        const before = readRow(context.store, child.object, childId);
        updateRow(context.store, child.object, childId, emptied);
        deletion.changes.push({ object: child.object, before, after: { ...before, ...emptied } });
      }
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
    if (!access.canReadObject(object.name))
      throw refused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    const { id: found, row } = rowToChange(context, object, given);
    checkNotDeployed(object, 'deleted');
    if (!object.deletable || !access.canDelete(object.name)) {
      throw refused('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
    }
    checkMaster(context, object, row, access);
    if (object.name === 'PermissionSetAssignment') checkAssignmentDeletable(context, row);
    context.disturbance?.beforeWrite(context, object, row as RowValues);
    const deletion: Deletion = { access, now: storedInstant(context.clock()), changes: [] };
    deleteWithChildren(context, object, found, deletion);
    for (const change of deletion.changes) summarizeChange(context, change, deletion);
    touched.add(object.name);
    return { id: found, success: true, errors: [] };
  });
  for (const name of touched) context.recordsChanged(name);
  return results;
}
