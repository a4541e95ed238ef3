import { SalesforceError } from '../errors.ts';
import type { Access } from '../access/access.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import { quoted } from '../store/database.ts';
import type { Row } from '../store/database.ts';
import { readRow, updateRow } from '../store/rows.ts';
import { storedInstant } from '../values/dates.ts';
import { saveEach } from './batch.ts';
import type { RecordContext, RowValues, Session } from './context.ts';
import { childReferences, deleteWithChildren, modified } from './delete.ts';
import type { Deletion } from './delete.ts';
import { parseRecord } from './input.ts';
import { refused } from './save-result.ts';
import type { SaveResult } from './save-result.ts';
import { rowToChange, updateOne } from './save.ts';
import { summarizeChange } from './summaries.ts';
import { visibleObject } from './write.ts';

/** What Salesforce merges and the local org has. */
const MERGEABLE: ReadonlySet<string> = new Set(['Account', 'Contact']);
const MOST_LOSERS = 2;
/** Children that the user must be able to edit, as Salesforce asks of those that are moved. */
const ASKS_FOR_EDIT: ReadonlySet<string> = new Set(['Opportunity', 'Case']);

/** What became of a merge. */
export interface MergeResult extends SaveResult {
  /** The records that are gone. */
  mergedRecordIds: string[];
  /** Records that now belong to the master, as far as the user may read their object. */
  updatedRelatedIds: string[];
}

/** One merge while it is done. */
interface Merge {
  object: ObjectDefinition;
  masterId: string;
  access: Access;
  deletion: Deletion;
  moved: string[];
}

/**
 * Merges up to two records into a master of the same object, in one transaction: what refers to them refers to the
 * master then, they go to the recycle bin with `MasterRecordId`, and the master takes the values that `masterRecord`
 * (JSON form with `Id`) has. The user needs edit and delete on the object. Validation rules run for the master alone.
 *
 * Sources: SOAP API Developer Guide, "merge()"; Apex Developer Guide, "Triggers and Merge Statements" (the order) and
 * "Operations That Don't Invoke Triggers" (records that are moved).
 * @throws SalesforceError when the request itself is wrong; what refuses the merge is in the result.
 */
export function mergeRecords(
  context: RecordContext,
  session: Session,
  objectName: string,
  masterRecord: unknown,
  recordToMergeIds: string[],
): MergeResult {
  const access = context.access(session.userId);
  const object = visibleObject(context, access, objectName);
  if (!MERGEABLE.has(object.name))
    throw new SalesforceError('INVALID_TYPE', `entity type cannot be merged: ${object.label}`);
  const input = parseRecord(object, masterRecord, access);
  const done = { mergedRecordIds: [] as string[], updatedRelatedIds: [] as string[] };
  const [result] = saveEach(context, [input], { allOrNone: true }, () => {
    if (input.id === undefined)
      throw refused('MISSING_ARGUMENT', 'Id not specified for the master record', ['Id']);
    const { id: masterId, row } = rowToChange(context, object, input.id);
    const losers = losersOf(context, object, masterId, recordToMergeIds);
    if (!object.updateable || !access.canEdit(object.name) || !access.canDelete(object.name))
      throw refused('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
    for (const each of [row, ...losers]) context.disturbance?.beforeWrite(context, object, each as RowValues);
    const deletion: Deletion = { access, now: storedInstant(context.clock()), changes: [] };
    const merge: Merge = { object, masterId, access, deletion, moved: [] };
    takeSuperior(context, merge, row, losers);
    for (const loser of losers) mergeOne(context, merge, String(loser['Id']));
    refuseCircles(context, merge);
    for (const change of deletion.changes) summarizeChange(context, change, deletion);
    updateOne(context, object, input, access);
    done.mergedRecordIds = losers.map((loser) => String(loser['Id']));
    done.updatedRelatedIds = merge.moved;
    return { id: masterId, success: true, errors: [] };
  });
  context.recordsChanged(object.name);
  if (result?.success === true) return { ...result, ...done };
  return { success: false, errors: result?.errors ?? [], mergedRecordIds: [], updatedRelatedIds: [] };
}

function losersOf(
  context: RecordContext,
  object: ObjectDefinition,
  masterId: string,
  given: string[],
): Row[] {
  if (given.length === 0) throw refused('MISSING_ARGUMENT', 'recordToMergeIds not specified');
  if (given.length > MOST_LOSERS)
    throw refused('LIMIT_EXCEEDED', `No more than ${MOST_LOSERS + 1} records can be merged in one request`);
  const losers = given.map((id) => rowToChange(context, object, id));
  const ids = new Set([masterId, ...losers.map(({ id }) => id)]);
  if (ids.size <= losers.length)
    throw refused('DUPLICATE_VALUE', 'A record can be named only once in a merge');
  return losers.map(({ row }) => row);
}

/** A master contact without a superior takes the one of a loser. */
function takeSuperior(context: RecordContext, merge: Merge, master: Row, losers: Row[]): void {
  if (merge.object.name !== 'Contact' || master['ReportsToId'] !== null) return;
  const superior = losers.map((loser) => loser['ReportsToId']).find((id) => typeof id === 'string');
  if (typeof superior !== 'string') return;
  updateRow(context.store, merge.object, merge.masterId, { ReportsToId: superior });
}

/** Moves what refers to a loser to the master, and deletes the loser. */
function mergeOne(context: RecordContext, merge: Merge, loserId: string): void {
  for (const { object, field } of childReferences(context, merge.object)) {
    const children = context.store.all(
      `SELECT * FROM ${quoted(object.name)} WHERE ${quoted(field.name)} = ? AND "IsDeleted" = 0`,
      loserId,
    );
    if (children.length > 0) refuseToMove(merge, object, field, loserId);
    for (const child of children) moveChild(context, merge, { object, field, child });
  }
  deleteWithChildren(context, merge.object, loserId, merge.deletion);
  updateRow(context.store, merge.object, loserId, { MasterRecordId: merge.masterId });
}

function moveChild(
  context: RecordContext,
  { masterId, access, deletion, moved }: Merge,
  { object, field, child }: { object: ObjectDefinition; field: Field; child: Row },
): void {
  const childId = String(child['Id']);
  const changes = { [field.name]: masterId, ...modified(deletion) };
  updateRow(context.store, object, childId, changes);
  deletion.changes.push({ object, before: child, after: { ...child, ...changes } });
  if (access.canReadObject(object.name) && !moved.includes(childId)) moved.push(childId);
}

function refuseToMove({ access }: Merge, object: ObjectDefinition, field: Field, loserId: string): void {
  const { masterDetail, reparentable } = field.reference ?? {};
  if (masterDetail === true && reparentable !== true) {
    throw refused(
      'MERGE_FAILED',
      `${object.labelPlural} of ${loserId} cannot be moved: ${object.name}.${field.name} does not allow reparenting`,
    );
  }
  if (ASKS_FOR_EDIT.has(object.name) && !access.canEdit(object.name)) {
    throw refused(
      'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
      'insufficient access rights on cross-reference id',
    );
  }
}

/** A parent account or a superior that leads back to the master refuses the merge. */
function refuseCircles(context: RecordContext, { object, masterId }: Merge): void {
  for (const field of object.fields.values()) {
    if (!field.createable || field.reference?.to.includes(object.name) !== true) continue;
    const seen = new Set<string>();
    let id: unknown = masterId;
    while (typeof id === 'string' && !seen.has(id)) {
      seen.add(id);
      id = readRow(context.store, object, id)?.[field.name];
      if (id === masterId)
        throw refused('CIRCULAR_DEPENDENCY', `${field.label}: the merge would form a circle`, [field.name]);
    }
  }
}
