import type { Query } from '@jetstreamapp/soql-parser-js';
import { SalesforceError } from '../errors.ts';
import type { Org, Session } from '../org.ts';
import type { FieldType } from '../schema/schema.ts';
import { isAggregateQuery, isCountQuery } from '../soql/aggregate.ts';
import type { JsonRecord, Output } from '../soql/outputs.ts';
import { findRecords } from '../soql/records.ts';
import { prepareQuery } from '../soql/run-query.ts';
import { writtenPath } from '../soql/select.ts';
import { quotedValue } from './csv-rows.ts';

/** Larger than any id: with it a query finds nothing, and is checked all the same. */
const AFTER_ALL_IDS = '~';
/** Records that a query with ORDER BY reads at a time: each time all that it finds are sorted anew. */
const SORTED_PAGE = 10_000;
const PAGE = 2_000;

/** A column of the answer: where its value is in a record. */
interface QueryColumn {
  name: string;
  path: string[];
  type: FieldType;
}

/** A query that is read page by page. */
export interface OpenQuery {
  /** API name of the object that is queried. */
  objectName: string;
  /** Names of the columns, in the order of the query. */
  columns: string[];
  /** The next records as values of the columns, already quoted; none when all were read. */
  nextPage: () => string[][];
}

/**
 * Opens a query of a bulk job. Pages without ORDER BY go on after the id of the last record, so that each costs the
 * same; records that come and go meanwhile may be in the answer or not.
 * @throws SalesforceError for all that `runQuery` refuses, and API_ERROR for what bulk queries do not take.
 */
export function openQuery(org: Org, session: Session, soql: string, includeDeleted: boolean): OpenQuery {
  const prepared = prepareQuery(org, session, soql, { includeDeleted });
  const { context, object } = prepared;
  const query: Query = prepared.query;
  refuseUnsupported(query, object.name);
  const columns = columnsOf(query, findRecords(context, query, object, AFTER_ALL_IDS).outputs);
  const isSorted = query.orderBy !== undefined;
  const size = isSorted ? SORTED_PAGE : PAGE;
  let given = 0;
  let afterId: string | undefined;
  return {
    objectName: object.name,
    columns: columns.map(({ name }) => name),
    nextPage: () => {
      const limit = Math.min(size, (query.limit ?? Infinity) - given);
      if (limit <= 0) return [];
      const bounds = isSorted ? { limit, offset: given } : { limit };
      const { records } = findRecords(context, { ...query, ...bounds }, object, afterId);
      given += records.length;
      if (!isSorted) afterId = records.length === 0 ? AFTER_ALL_IDS : idOf(records.at(-1)!);
      return records.map((record) => columns.map((column) => quotedValue(textOf(record, column))));
    },
  };
}

/**
 * Source: Bulk API 2.0 Developer Guide, "Understanding Bulk API 2.0 Query", "SOQL Considerations": no GROUP BY, OFFSET,
 * TYPEOF, aggregate functions and parent-to-child relationships.
 */
function refuseUnsupported(query: Query, objectName: string): void {
  const aggregates = isAggregateQuery(query) || isCountQuery(query);
  const children = query.fields?.some(({ type }) => type === 'FieldSubquery') === true;
  const what = aggregates
    ? 'Aggregate functions and GROUP BY'
    : children
      ? 'Aggregate Relationships'
      : query.offset !== undefined
        ? 'OFFSET'
        : undefined;
  if (what !== undefined)
    throw new SalesforceError('API_ERROR', `${what} not supported in Bulk V2 Query with CSV content type`);
  if (objectName === 'UserRecordAccess')
    throw new SalesforceError('INVALIDENTITY', `Entity '${objectName}' is not supported by the Bulk API.`);
}

/** The columns in the order in which the query names them; those of `FIELDS()` in that of the object. */
function columnsOf(query: Query, outputs: Output[]): QueryColumn[] {
  const columns = flatten(outputs, []);
  const order = (query.fields ?? []).map((field) =>
    field.type === 'Field' || field.type === 'FieldRelationship' ? writtenPath(field).toLowerCase() : '',
  );
  const placeOf = ({ name }: QueryColumn): number => order.indexOf(name.toLowerCase());
  if (columns.some((column) => placeOf(column) < 0)) return columns;
  return columns.toSorted((one, other) => placeOf(one) - placeOf(other));
}

function flatten(outputs: Output[], above: string[]): QueryColumn[] {
  return outputs.flatMap((output): QueryColumn[] => {
    const path = [...above, output.key];
    switch (output.kind) {
      case 'parent':
        return flatten(output.outputs, path);
      case 'field':
        return [{ name: path.join('.'), path, type: output.field.type }];
      default:
        return [];
    }
  });
}

function idOf(record: JsonRecord): string {
  const { url } = record['attributes'] as { url: string };
  return url.slice(url.lastIndexOf('/') + 1);
}

/** A value as CSV writes it: moments in UTC with a Z, numbers with a point where the field has one, empty as ''. */
function textOf(record: JsonRecord, { path, type }: QueryColumn): string {
  let value: unknown = record;
  for (const key of path) value = (value as JsonRecord | null)?.[key] ?? null;
  if (typeof value === 'number') {
    const text = String(value);
    return type === 'int' || /[.e]/.test(text) ? text : `${text}.0`;
  }
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return '';
  return type === 'datetime' ? value.replace(/\+0000$/, 'Z') : value;
}
