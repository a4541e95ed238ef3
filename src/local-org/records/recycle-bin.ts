import type { Access } from '../access/access.ts';
import { isSetupObject } from '../access/setup-objects.ts';
import type { ObjectDefinition } from '../schema/schema.ts';
import { quoted } from '../store/database.ts';
import type { Row, Store } from '../store/database.ts';
import { normalizeId } from '../store/ids.ts';
import { readRow } from '../store/rows.ts';
import { storedInstant } from '../values/dates.ts';
import { saveEach } from './batch.ts';
import type { RecordContext, SaveOptions, Session } from './context.ts';
import { childReferences, deleteRecords } from './delete.ts';
import { objectOfId } from './references.ts';
import { RecordRefused, refused } from './save-result.ts';
import type { SaveResult } from './save-result.ts';

/** The moment (storage form) at which a record of an object last left the recycle bin for good; undefined when none did. */
export function lastPurge(store: Store, objectName: string): string | undefined {
  return store.state(`purged:${objectName}`);
}

/** Removes a deleted record for good, with the details that were deleted with it. */
function purge(context: RecordContext, object: ObjectDefinition, id: string): void {
  for (const { object: child, field } of childReferences(context, object)) {
    const children = context.store.all(
      `SELECT "Id" FROM ${quoted(child.name)} WHERE ${quoted(field.name)} = ? AND "IsDeleted" = 1`,
      id,
    );
    for (const row of children) {
      if (field.reference?.onDelete === 'cascade') purge(context, child, String(row['Id']));
      else {
        context.store.run(
          `UPDATE ${quoted(child.name)} SET ${quoted(field.name)} = NULL WHERE "Id" = ?`,
          String(row['Id']),
        );
      }
    }
  }
  context.store.run(`DELETE FROM ${quoted(object.name)} WHERE "Id" = ?`, id);
  context.store.setState(`purged:${object.name}`, storedInstant(context.clock()));
}

/** Whether a record lies in the bin because its master does. */
function wentWithItsMaster(context: RecordContext, object: ObjectDefinition, row: Row): boolean {
  return [...object.fields.values()].some((field) => {
    const id = row[field.name];
    if (field.reference?.onDelete !== 'cascade' || typeof id !== 'string') return false;
    const master = objectOfId(context.schema, id);
    return master !== undefined && readRow(context.store, master, id)?.['IsDeleted'] === 1;
  });
}

function rowInBin(
  context: RecordContext,
  access: Access,
  givenId: string,
): { object: ObjectDefinition; id: string; row: Row } {
  const id = normalizeId(givenId);
  const object = id === undefined ? undefined : objectOfId(context.schema, id);
  if (id === undefined || object === undefined) throw refused('MALFORMED_ID', `bad id ${givenId}`);
  const row = access.canReadObject(object.name) ? readRow(context.store, object, id) : undefined;
  if (row === undefined) throw refused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  if (row['IsDeleted'] !== 1) throw refused('DELETE_FAILED', 'entity is not in the recycle bin');
  return { object, id, row };
}

/**
 * Removes records for good that lie in the recycle bin: those that the user deleted, or with "Modify All Data" anyone's.
 * Records that lie there with their master go with it, and are refused alone. `queryAll` finds none of them any more,
 * at once; Salesforce may go on showing them for about a day.
 * Source: SOAP API Developer Guide, "emptyRecycleBin()".
 */
export function emptyRecycleBin(context: RecordContext, session: Session, ids: string[]): SaveResult[] {
  const access = context.access(session.userId);
  return saveEach(context, ids, {}, (given) => {
    const { object, id, row } = rowInBin(context, access, given);
    if (row['LastModifiedById'] !== access.userId && !access.hasUserPermission('ModifyAllData'))
      throw refused('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
    if (wentWithItsMaster(context, object, row))
      throw refused('DELETE_FAILED', 'entity was deleted with its master; empty the master instead');
    purge(context, object, id);
    return { id, success: true, errors: [] };
  });
}

/**
 * Deletes records past the recycle bin. Who may is asked before (Bulk API: "Bulk API Hard Delete"); the permissions of
 * a deletion are asked here. Source: Bulk API 2.0 Developer Guide, "hardDelete".
 */
export function hardDeleteRecords(
  context: RecordContext,
  session: Session,
  ids: string[],
  options: SaveOptions,
): SaveResult[] {
  return saveEach(context, ids, options, (given) => {
    const [result] = deleteRecords(context, session, [given], {});
    if (result?.id === undefined) throw new RecordRefused(result?.errors ?? []);
    const object = objectOfId(context.schema, result.id);
    if (object !== undefined && !isSetupObject(object.name)) purge(context, object, result.id);
    return result;
  });
}
