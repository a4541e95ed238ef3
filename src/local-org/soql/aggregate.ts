import type {
  FieldFunctionExpression,
  FieldType as SelectedField,
  FunctionExp,
  GroupByClause,
  Query,
} from '@jetstreamapp/soql-parser-js';
import { SalesforceError } from '../errors.ts';
import { fieldTraits } from '../schema/field-traits.ts';
import type { ObjectDefinition } from '../schema/schema.ts';
import { aggregateFunction, collated, isAggregateFunction, isRecordCount } from './aggregate-functions.ts';
import type { Operand } from './condition.ts';
import type { QueryContext } from './context.ts';
import { execute } from './execute.ts';
import { filterSql } from './filter.ts';
import { orderSql } from './order.ts';
import type { Output } from './outputs.ts';
import { asList } from './parse.ts';
import { limitSql } from './records.ts';
import type { FoundRecords } from './records.ts';
import {
  fieldArgument,
  functionName,
  isDateFunction,
  scalarFunction,
  unsupportedFunction,
  writtenFunction,
} from './scalar-functions.ts';
import { Scope } from './scope.ts';
import { writtenAlias, writtenPath } from './select.ts';
import { shapeAggregate } from './shape.ts';
import { keyword, list, sql } from './sql.ts';
import type { Fragment } from './sql.ts';
import { clauseSql } from './where.ts';

/** Groups that one answer may hold: aggregate queries cannot be read page by page. */
const MOST_GROUPS = 2_000;

/** What records are grouped by: a field or a part of a date. */
interface GroupKey extends Operand {
  groupBy: Fragment;
}

/** Whether a query answers groups rather than records. */
export function isAggregateQuery(query: Query): boolean {
  return (
    query.groupBy !== undefined ||
    (query.fields ?? []).some(
      (field) => field.type === 'FieldFunctionExpression' && isAggregateFunction(field),
    )
  );
}

/** Whether a query is `SELECT COUNT() FROM …`. */
export function isCountQuery(query: Query): boolean {
  const [only, ...others] = query.fields ?? [];
  return only?.type === 'FieldFunctionExpression' && others.length === 0 && isRecordCount(only);
}

/** The number that `SELECT COUNT()` answers. */
export function countRecords(context: QueryContext, query: Query, object: ObjectDefinition): number {
  if (query.groupBy !== undefined || query.orderBy !== undefined) {
    throw context.text.malformedAt('COUNT', 'COUNT() cannot be used with GROUP BY or ORDER BY');
  }
  const scope = new Scope(context, object, query.sObjectAlias);
  const filter = filterSql(scope, query);
  const counted = sql`SELECT 1 ${scope.from()} WHERE ${filter} ${limitSql(query)}`;
  return Number(execute(context, sql`SELECT count(*) FROM (${counted})`)[0]?.[0]);
}

/**
 * Answers a query with GROUP BY or aggregate functions.
 * @throws SalesforceError MALFORMED_QUERY for fields that are neither grouped nor aggregated;
 *   EXCEEDED_ID_LIMIT for more than 2,000 groups.
 */
export function findGroups(context: QueryContext, query: Query, object: ObjectDefinition): FoundRecords {
  const { text } = context;
  const clauses = asList<GroupByClause>(query.groupBy);
  if (clauses.length === 0 && (query.limit !== undefined || query.having !== undefined)) {
    const part = query.having === undefined ? 'LIMIT' : 'HAVING';
    throw text.malformedAt(
      part,
      `Non-grouped query that uses overall aggregate functions cannot also use ${part}`,
    );
  }
  const scope = new Scope(context, object, query.sObjectAlias);
  const keys = new Map(clauses.map((clause) => groupKey(scope, clause)));
  const { columns, outputs } = selectGroups(scope, query.fields ?? [], keys);
  const operandOf = (expression: { field: string } | { fn: FunctionExp }) =>
    groupOperand(scope, keys, expression);
  const filter = filterSql(scope, query);
  const having =
    query.having === undefined
      ? keyword('')
      : sql`HAVING ${clauseSql(query.having, {
          context,
          operandOf,
          semiJoin: ({ field }) => {
            throw text.malformedAt(field, 'Semi join sub-selects are not allowed in HAVING');
          },
        })}`;
  const groups = [...keys.values()].map((key) => key.groupBy);
  const grouping = groups.length === 0 ? keyword('') : sql`GROUP BY ${list(groups, ', ')} ${having}`;
  const order = orderSql(asList(query.orderBy), operandOf, groups);
  const rows = execute(
    context,
    sql`SELECT ${list(columns, ', ')} ${scope.from()} WHERE ${filter} ${grouping} ${order} ${limitSql(query)}`,
  );
  if (rows.length > MOST_GROUPS) {
    throw new SalesforceError(
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    );
  }
  return { records: rows.map((row) => shapeAggregate(row, outputs)), outputs };
}

function groupKey(scope: Scope, clause: GroupByClause): [name: string, key: GroupKey] {
  if ('fn' in clause) {
    if (!isDateFunction(clause.fn)) {
      throw unsupportedFunction(scope, clause.fn);
    }
    const operand = scalarFunction(scope, clause.fn);
    return [functionKey(scope, clause.fn), { ...operand, groupBy: operand.sql }];
  }
  const { field, sql: column } = scope.resolve(clause.field);
  if (!fieldTraits(field).groupable) {
    throw scope.context.text.malformedAt(
      clause.field,
      `field '${field.name}' can not be grouped in a query call`,
    );
  }
  const groupBy = collated(column, field);
  // Of texts that differ in case only, one stands for the group.
  const shown = groupBy === column ? column : sql`min(${column})`;
  return [fieldKey(scope, clause.field), { sql: shown, type: field.type, name: field.name, field, groupBy }];
}

/** A grouped field by the path that leads to it, however it was written. */
function fieldKey(scope: Scope, path: string): string {
  const { place, field } = scope.resolve(path);
  return [...place.path, field.name].join('.').toLowerCase();
}

function functionKey(scope: Scope, call: FunctionExp | FieldFunctionExpression): string {
  return `${functionName(call)}(${fieldKey(scope, fieldArgument(scope, call))})`;
}

/** A field, date function or aggregate in SELECT, HAVING or ORDER BY of a grouped query. */
function groupOperand(
  scope: Scope,
  keys: Map<string, GroupKey>,
  expression: { field: string } | { fn: FunctionExp | FieldFunctionExpression },
): Operand {
  if ('fn' in expression && isAggregateFunction(expression.fn)) {
    return aggregateFunction(scope, expression.fn);
  }
  if ('fn' in expression && !isDateFunction(expression.fn)) {
    throw unsupportedFunction(scope, expression.fn);
  }
  const key = 'fn' in expression ? functionKey(scope, expression.fn) : fieldKey(scope, expression.field);
  const found = keys.get(key);
  if (found === undefined) {
    const written = 'fn' in expression ? writtenFunction(expression.fn) : expression.field;
    throw scope.context.text.malformedAt(written, `Field must be grouped or aggregated: ${written}`);
  }
  return found;
}

function selectGroups(
  scope: Scope,
  fields: SelectedField[],
  keys: Map<string, GroupKey>,
): { columns: Fragment[]; outputs: Output[] } {
  const columns: Fragment[] = [];
  const outputs = new Map<string, Output>();
  let unnamed = 0;
  for (const selected of fields) {
    if (selected.type === 'FieldSubquery' || selected.type === 'FieldTypeof') {
      throw new SalesforceError(
        'MALFORMED_QUERY',
        'Child queries cannot be selected with aggregate functions or GROUP BY',
      );
    }
    const isFunction = selected.type === 'FieldFunctionExpression';
    const operand = groupOperand(
      scope,
      keys,
      isFunction ? { fn: selected } : { field: writtenPath(selected) },
    );
    const key = writtenAlias(selected) ?? (isFunction ? `expr${unnamed++}` : operand.name);
    if (outputs.has(key.toLowerCase())) {
      throw scope.context.text.malformedAt(key, `duplicate alias: ${key}`);
    }
    const column = columns.push(operand.sql) - 1;
    const { type, field } = operand;
    outputs.set(
      key.toLowerCase(),
      field === undefined
        ? {
            kind: 'aggregate',
            key,
            column,
            type,
            displayName: isFunction ? displayName(scope, selected) : key,
          }
        : { kind: 'field', key, column, field, objectName: scope.object.name },
    );
  }
  return { columns, outputs: [...outputs.values()] };
}

/** A function as column headings show it: `avg(Account.AnnualRevenue)`. */
function displayName(scope: Scope, call: FieldFunctionExpression): string {
  const { place, field } = scope.resolve(fieldArgument(scope, call));
  return `${functionName(call).toLowerCase()}(${[...place.path, field.name].join('.')})`;
}
