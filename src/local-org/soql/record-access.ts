import type { FieldType as SelectedField, OrderByClause, Query } from '@jetstreamapp/soql-parser-js';
import { SalesforceError } from '../errors.ts';
import { objectOfId } from '../records/references.ts';
import { ACCESS_LEVELS } from '../standard-objects/permissions.ts';
import { quoted } from '../store/database.ts';
import type { QueryAccess, QueryContext } from './context.ts';
import type { FieldOutput } from './outputs.ts';
import { asList } from './parse.ts';
import { MOST_RECORDS, readRecordAccessFilter } from './record-access-filter.ts';
import type { FoundRecords } from './records.ts';
import { readableObject, Scope } from './scope.ts';
import { writtenPath } from './select.ts';
import { shapeRecord } from './shape.ts';

/** What a user may do with one record, by the fields of UserRecordAccess. Checkboxes are 0 or 1. */
interface RecordAccess {
  RecordId: string;
  HasReadAccess: number;
  HasEditAccess: number;
  HasDeleteAccess: number;
  HasTransferAccess: number;
  HasAllAccess: number;
  MaxAccessLevel: (typeof ACCESS_LEVELS)[number];
}

const SELECTABLE: readonly (keyof RecordAccess)[] = [
  'RecordId',
  'HasReadAccess',
  'HasEditAccess',
  'HasDeleteAccess',
  'HasTransferAccess',
  'HasAllAccess',
  'MaxAccessLevel',
];

/**
 * Answers a query of UserRecordAccess. There is no sharing of single records here: what a user may do with a record is
 * what she may do with its object. A record that is not there gives a row without access.
 *
 * Source: Object Reference, "UserRecordAccess": one UserId, up to 200 RecordIds, `RecordId` selected, ORDER BY selected
 * fields; records that the running user may not read are left out where she asks about another user.
 * @throws SalesforceError INVALID_FIELD, MALFORMED_QUERY for other forms of the query; LIMIT_EXCEEDED beyond 200 ids.
 */
export function findRecordAccess(
  context: QueryContext,
  query: Query,
  accessOf: (userId: string) => QueryAccess,
): FoundRecords {
  const object = readableObject(context, 'UserRecordAccess');
  if (query.groupBy !== undefined || query.having !== undefined)
    throw context.text.malformedAt('GROUP', 'GROUP BY is not supported for UserRecordAccess');
  const scope = new Scope(context, object, query.sObjectAlias);
  const outputs = selectedOutputs(scope, query.fields ?? []);
  const { userId, recordIds, conditions } = readRecordAccessFilter(scope, query);
  if (conditions.length > 0 && outputs.length > 1) {
    const message = 'Filtering by an access level field allows to select RecordId only';
    throw context.text.malformedAt(conditions[0]!.field, message);
  }
  if (recordIds.length > MOST_RECORDS)
    throw new SalesforceError('LIMIT_EXCEEDED', `Number of records exceeds limit: ${MOST_RECORDS}`);
  const rights = accessOf(userId);
  const found = [...new Set(recordIds)]
    .filter((id) => userId === context.userId || runnerSees(context, id))
    .map((id) => accessTo(context, rights, id))
    .filter((row) => conditions.every(({ field, value }) => row[field as keyof RecordAccess] === value));
  const sorted = found.toSorted(orderOf(scope, query, outputs));
  const from = query.offset ?? 0;
  const page = sorted.slice(from, query.limit === undefined ? undefined : from + query.limit);
  const records = page.map((row) => {
    const values = SELECTABLE.map((name) => row[name]);
    return shapeRecord(values, row.RecordId, object.name, outputs, context.apiVersion);
  });
  return { records, outputs };
}

function selectedOutputs(scope: Scope, fields: SelectedField[]): FieldOutput[] {
  const paths = fields.map((selected) => {
    if (selected.type === 'Field' || selected.type === 'FieldRelationship') return writtenPath(selected);
    throw new SalesforceError('INVALID_FIELD', 'RecordId field must be selected');
  });
  const outputs = paths.map((path): FieldOutput => {
    const { field } = scope.resolve(path);
    const column = SELECTABLE.findIndex((name) => name === field.name);
    if (column < 0) {
      throw new SalesforceError(
        'INVALID_FIELD',
        'Can select only RecordId, a Has*Access field, and MaxAccessLevel',
      );
    }
    return { kind: 'field', key: field.name, column, field, objectName: scope.object.name };
  });
  if (!outputs.some(({ key }) => key === 'RecordId'))
    throw new SalesforceError('INVALID_FIELD', 'RecordId field must be selected');
  return outputs;
}

function runnerSees({ schema, access }: QueryContext, id: string): boolean {
  const object = objectOfId(schema, id);
  return object === undefined || access.canReadObject(object.name);
}

function accessTo({ database, schema }: QueryContext, rights: QueryAccess, id: string): RecordAccess {
  const object = objectOfId(schema, id);
  const stored =
    object === undefined
      ? undefined
      : database.prepare(`SELECT 1 FROM ${quoted(object.name)} WHERE "Id" = ? AND "IsDeleted" = 0`).get(id);
  const has = (right: boolean): number => Number(stored !== undefined && right);
  const name = object?.name ?? '';
  const all = rights.canModifyAll(name);
  const edits = object?.updateable === true && rights.canEdit(name);
  const HasReadAccess = has(rights.canReadObject(name));
  const HasEditAccess = has(edits);
  const HasDeleteAccess = has(object?.deletable === true && rights.canDelete(name));
  // Whoever may change the owner may give the record to another.
  const HasTransferAccess = has(all || (edits && rights.canEditField(name, 'OwnerId')));
  const HasAllAccess = has(all);
  const levels = [1, HasReadAccess, HasEditAccess, HasDeleteAccess, HasTransferAccess, HasAllAccess];
  return {
    RecordId: id,
    HasReadAccess,
    HasEditAccess,
    HasDeleteAccess,
    HasTransferAccess,
    HasAllAccess,
    MaxAccessLevel: ACCESS_LEVELS[levels.lastIndexOf(1)]!,
  };
}

/** Picklists such as MaxAccessLevel sort by the order of their values. */
function sortKey(row: RecordAccess, name: keyof RecordAccess): string | number {
  return name === 'MaxAccessLevel' ? ACCESS_LEVELS.indexOf(row.MaxAccessLevel) : row[name];
}

function orderOf(
  scope: Scope,
  query: Query,
  outputs: FieldOutput[],
): (one: RecordAccess, other: RecordAccess) => number {
  const clauses = asList<OrderByClause>(query.orderBy).map((clause) => {
    const path = 'field' in clause ? clause.field : undefined;
    const name = path === undefined ? undefined : scope.resolve(path).field.name;
    if (name === undefined || !outputs.some(({ key }) => key === name))
      throw scope.context.text.malformedAt('ORDER', 'UserRecordAccess is ordered by selected fields only');
    return { name: name as keyof RecordAccess, sign: clause.order === 'DESC' ? -1 : 1 };
  });
  return (one, other) => {
    for (const { name, sign } of clauses) {
      const [first, second] = [sortKey(one, name), sortKey(other, name)];
      if (first !== second) return first < second ? -sign : sign;
    }
    return 0;
  };
}
