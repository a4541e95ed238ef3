import type { FieldNode, GraphQLObjectType } from 'graphql';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import { aggregateFunction, collated } from '../soql/aggregate-functions.ts';
import type { Operand } from '../soql/condition.ts';
import { execute } from '../soql/execute.ts';
import { orderSql } from '../soql/order.ts';
import { Scope } from '../soql/scope.ts';
import { keyword, list, sql } from '../soql/sql.ts';
import type { Fragment } from '../soql/sql.ts';
import { asText } from '../values/as-text.ts';
import { AggregateNode } from './aggregate-node.ts';
import type { AggregateColumns } from './aggregate-node.ts';
import { AGGREGATE_FUNCTIONS } from './aggregate-types.ts';
import type { AggregateFunctionName } from './aggregate-types.ts';
import type { GraphqlContext } from './context.ts';
import { graphqlError, notSupportedHere } from './errors.ts';
import { filterOf } from './find-records.ts';
import { connectionOf, readPage } from './paging.ts';
import type { Connection } from './paging.ts';
import { objectTypeOf } from './record-types.ts';
import type { SelectedField, SelectionReader } from './selection.ts';

/** A field that records are grouped by. */
interface GroupKey extends Operand {
  groupBy: Fragment;
}

/**
 * The page of groups that a field such as `Account(groupBy: …)` below `aggregate` asks for. Without groups all records
 * are one; its `totalCount` counts records then.
 * @throws SalesforceError as SOQL does for fields that cannot be grouped or aggregated; GraphQLError for ROLLUP and CUBE
 */
export function findGroups(
  context: GraphqlContext,
  object: ObjectDefinition,
  selected: SelectedField,
  reader: SelectionReader,
): Connection<AggregateNode> {
  const given = reader.argumentsOf(selected);
  const page = readPage(given);
  const scope = new Scope(context.query, object);
  const keys = groupKeys(scope, given['groupBy']);
  const columns: AggregateColumns = { groups: new Map(), results: new Map() };
  const fragments: Fragment[] = [];
  for (const [name, key] of keys) columns.groups.set(name, fragments.push(key.sql) - 1);
  for (const { field, functionName } of selectedResults(selected, reader)) {
    const operand = aggregated(scope, functionName, field.name);
    columns.results.set(`${functionName}:${field.name}`, fragments.push(operand.sql) - 1);
  }
  if (fragments.length === 0) fragments.push(sql`count(*)`);
  const order = groupOrder(scope, keys, reader.writtenArgument(selected.nodes[0]!, 'orderBy'));
  const filter = filterOf(scope, given);
  const groups = [...keys.values()].map((key) => key.groupBy);
  const grouping = groups.length === 0 ? keyword('') : sql`GROUP BY ${list(groups, ', ')}`;
  const rows = execute(
    context.query,
    sql`SELECT ${list(fragments, ', ')} ${scope.from()} WHERE ${filter} ${grouping} ${order} LIMIT ${page.size + 1} OFFSET ${page.offset}`,
  );
  const nodes = rows.map((row) => new AggregateNode(row, columns, context.access));
  return connectionOf(nodes, page, () => {
    const counted = sql`SELECT 1 ${scope.from()} WHERE ${filter} ${grouping}`;
    return Number(execute(context.query, sql`SELECT count(*) FROM (${counted})`)[0]?.[0]);
  });
}

function groupKeys(scope: Scope, groupBy: unknown): Map<string, GroupKey> {
  const keys = new Map<string, GroupKey>();
  for (const [name, clause] of Object.entries((groupBy ?? {}) as Record<string, unknown>)) {
    if (name === 'type') {
      if (clause !== null && clause !== 'GROUP_BY')
        throw notSupportedHere(`groupBy of type ${asText(clause)}`);
      continue;
    }
    if ((clause as { group?: unknown } | null)?.group !== true) continue;
    const { field, sql: column } = scope.resolve(name);
    const folded = collated(column, field);
    // Of texts that differ in case only, one stands for the group.
    const shown = folded === column ? column : sql`min(${column})`;
    keys.set(field.name, { sql: shown, type: field.type, name: field.name, field, groupBy: folded });
  }
  return keys;
}

/** The functions that are selected below `edges { node { aggregate { … } } }`. */
function selectedResults(
  selected: SelectedField,
  reader: SelectionReader,
): { field: Field; functionName: AggregateFunctionName }[] {
  let type = objectTypeOf(selected.field.type);
  let nodes: readonly FieldNode[] = selected.nodes;
  for (const step of ['edges', 'node', 'aggregate']) {
    nodes = reader.nodesBelow(type, nodes, step);
    type = objectTypeOf(type.getFields()[step]!.type);
  }
  return reader.fieldsBelow(type, nodes).flatMap((aggregate) => {
    const field = aggregate.field.extensions['aggregated'] as Field | undefined;
    return field === undefined ? [] : resultsOf(aggregate, reader, field);
  });
}

function resultsOf(
  aggregate: SelectedField,
  reader: SelectionReader,
  field: Field,
): { field: Field; functionName: AggregateFunctionName }[] {
  const type: GraphQLObjectType = objectTypeOf(aggregate.field.type);
  return reader
    .fieldsBelow(type, aggregate.nodes)
    .flatMap(({ field: { name } }) =>
      Object.hasOwn(AGGREGATE_FUNCTIONS, name)
        ? [{ field, functionName: name as AggregateFunctionName }]
        : [],
    );
}

function aggregated(scope: Scope, functionName: AggregateFunctionName, fieldName: string): Operand {
  return aggregateFunction(scope, {
    functionName: AGGREGATE_FUNCTIONS[functionName],
    parameters: [fieldName],
    rawValue: `${AGGREGATE_FUNCTIONS[functionName]}(${fieldName})`,
  });
}

function groupOrder(scope: Scope, keys: Map<string, GroupKey>, orderBy: unknown): Fragment {
  const operands = new Map<object, Operand>();
  const clauses = Object.entries((orderBy ?? {}) as Record<string, unknown>).flatMap(([name, given]) => {
    if (typeof given !== 'object' || given === null) return [];
    const { function: soqlName, order, nulls } = given as Record<string, unknown>;
    const functionName = Object.entries(AGGREGATE_FUNCTIONS).find(([, soql]) => soql === soqlName)?.[0];
    const operand =
      functionName === undefined
        ? keys.get(name)
        : aggregated(scope, functionName as AggregateFunctionName, name);
    if (operand === undefined) {
      throw graphqlError('DataFetchingException', `Field must be grouped or aggregated: ${name}`);
    }
    const clause = {
      field: name,
      order: order === 'DESC' ? ('DESC' as const) : ('ASC' as const),
      nulls: nulls === 'LAST' ? ('LAST' as const) : ('FIRST' as const),
    };
    operands.set(clause, operand);
    return [clause];
  });
  const groups = [...keys.values()].map((key) => key.groupBy);
  return orderSql(clauses, (clause) => operands.get(clause)!, groups);
}
