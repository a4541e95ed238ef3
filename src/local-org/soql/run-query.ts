import { API_VERSION } from '../schema/api-version.ts';
import type { ObjectDefinition } from '../schema/schema.ts';
import { countRecords, findGroups, isAggregateQuery, isCountQuery } from './aggregate.ts';
import { describeColumns } from './columns.ts';
import type { QueryColumns } from './columns.ts';
import type { QueryableOrg, QueryContext, QueryOptions } from './context.ts';
import type { JsonRecord } from './outputs.ts';
import { parseSoql } from './parse.ts';
import type { ParsedQuery } from './parse.ts';
import { findRecords } from './records.ts';
import { findRecordAccess } from './record-access.ts';
import { readableObject } from './scope.ts';
import { prepareTextFunctions } from './text-functions.ts';

/** All that a query finds. */
export interface QueryResult {
  /** Records found; for `SELECT COUNT()` the count, with no records. */
  totalSize: number;
  /** In the JSON form of the REST API, all of them: paging is left to the caller. */
  records: JsonRecord[];
  /** API name of the object that was queried. */
  entityName: string;
  /** What `&columns=true` answers. */
  columns: QueryColumns;
}

/** A query that has been read, with the object that it asks of and all that answering it needs. */
export interface PreparedQuery {
  query: ParsedQuery['query'];
  context: QueryContext;
  object: ObjectDefinition;
}

/**
 * Reads a SOQL query as a user, to be answered.
 * @throws SalesforceError MALFORMED_QUERY, INVALID_TYPE
 */
export function prepareQuery(
  org: QueryableOrg,
  session: { userId: string },
  soql: string,
  options: QueryOptions,
): PreparedQuery {
  const { query, text, allRows } = parseSoql(soql);
  prepareTextFunctions(org.database);
  const context: QueryContext = {
    database: org.database,
    schema: org.schema,
    access: org.access(session.userId),
    userId: session.userId,
    now: org.clock(),
    includeDeleted: options.includeDeleted || allRows,
    disturbance: org.disturbance,
    apiVersion: options.apiVersion ?? API_VERSION,
    text,
  };
  return { query, context, object: readableObject(context, query.sObject) };
}

/**
 * Answers a SOQL query as a user: objects and fields that the user may not read do not exist for the query.
 *
 * @throws SalesforceError MALFORMED_QUERY for what cannot be read or is not supported, INVALID_TYPE and
 *   INVALID_FIELD for unknown names, INVALID_QUERY_FILTER_OPERATOR for comparisons that a field does not take.
 */
export function runQuery(
  org: QueryableOrg,
  session: { userId: string },
  soql: string,
  options: QueryOptions,
): QueryResult {
  const { query, context, object } = prepareQuery(org, session, soql, options);
  const entityName = object.name;
  if (entityName === 'UserRecordAccess') {
    const { records, outputs } = findRecordAccess(context, query, (userId) => org.access(userId));
    const columns = describeColumns(outputs, object, context.access, false);
    return { totalSize: records.length, records, entityName, columns };
  }
  const groupBy = query.groupBy !== undefined;
  if (isCountQuery(query)) {
    const columns = describeColumns([], object, context.access, groupBy);
    return { totalSize: countRecords(context, query, object), records: [], entityName, columns };
  }
  const { records, outputs } = isAggregateQuery(query)
    ? findGroups(context, query, object)
    : findRecords(context, query, object);
  const columns = describeColumns(outputs, object, context.access, groupBy);
  return { totalSize: records.length, records, entityName, columns };
}
