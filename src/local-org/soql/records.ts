import type { QueryBase, Subquery } from '@jetstreamapp/soql-parser-js';
import { objectOf } from '../schema/schema.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import { execute } from './execute.ts';
import type { QueryContext } from './context.ts';
import { orderOperand, orderSql } from './order.ts';
import type { ChildRecords, JsonRecord, Output } from './outputs.ts';
import { asList } from './parse.ts';
import { Scope } from './scope.ts';
import { Selection } from './select.ts';
import { shapeRecord } from './shape.ts';
import { identifier, keyword, list, sql } from './sql.ts';
import type { Fragment } from './sql.ts';
import { filterSql } from './filter.ts';

/** Where the records of a child query hang: the reference to the parent, and the parents' ids. */
interface Parents {
  reference: Field;
  ids: string[];
}

/** Records that a query of fields finds, with the outputs that describe their columns. */
export interface FoundRecords {
  records: JsonRecord[];
  outputs: Output[];
}

/**
 * Answers a query of fields (not of aggregates), with its child queries.
 * @param afterId only records whose ids are larger: without ORDER BY, answers are in the order of ids
 */
export function findRecords(
  context: QueryContext,
  query: QueryBase,
  object: ObjectDefinition,
  afterId?: string,
): FoundRecords {
  const conditions = afterId === undefined ? [] : [sql`t0."Id" > ${afterId}`];
  const { rows, outputs } = findRows(context, query, object, { conditions });
  return { records: rows.map(({ record }) => record), outputs };
}

function findRows(
  context: QueryContext,
  query: QueryBase,
  object: ObjectDefinition,
  { parents, conditions = [] }: { parents?: Parents; conditions?: Fragment[] },
): { rows: { parentId: unknown; record: JsonRecord }[]; outputs: Output[] } {
  const scope = new Scope(context, object, query.sObjectAlias);
  const selection = new Selection(scope);
  const idColumn = selection.column(scope.idOf(scope.root));
  const parentColumn = parents && selection.column(sql`t0.${identifier(parents.reference.name)}`);
  selection.addAll(query.fields ?? [], query.limit);
  const filter = filterSql(scope, query, parents === undefined ? conditions : [belongsTo(parents)]);
  const order = orderSql(asList(query.orderBy), (clause) => orderOperand(scope, clause), [sql`t0."Id"`]);
  const bounds = parents === undefined ? limitSql(query) : keyword('');
  const columns = list(selection.columns, ', ');
  const found = execute(context, sql`SELECT ${columns} ${scope.from()} WHERE ${filter} ${order} ${bounds}`);

  const ids = found.map((row) => String(row[idColumn]));
  for (const { output, subquery } of selection.children) {
    const children = findChildren(context, subquery, object, ids);
    output.key = children.relationshipName;
    output.outputs = children.outputs;
    output.records = children.records;
  }
  const rows = found.map((row, index) => ({
    parentId: parentColumn === undefined ? undefined : row[parentColumn],
    record: shapeRecord(row, ids[index] ?? '', object.name, selection.outputs, context.apiVersion),
  }));
  return { rows, outputs: selection.outputs };
}

/** LIMIT and OFFSET as SQL. */
export function limitSql({ limit, offset }: QueryBase): Fragment {
  return limit === undefined && offset === undefined
    ? keyword('')
    : sql`LIMIT ${limit ?? -1} OFFSET ${offset ?? 0}`;
}

function belongsTo({ reference, ids }: Parents): Fragment {
  return sql`t0.${identifier(reference.name)} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
}

function findChildren(
  context: QueryContext,
  subquery: Subquery,
  parent: ObjectDefinition,
  ids: string[],
): { relationshipName: string; records: Map<string, ChildRecords>; outputs: Output[] } {
  const { child, reference, relationshipName } = childRelationship(
    context,
    parent,
    subquery.relationshipName,
  );
  const { rows, outputs } = findRows(context, subquery, child, { parents: { reference, ids } });
  const byParent = Map.groupBy(rows, ({ parentId }) => String(parentId));
  const records = new Map<string, ChildRecords>();
  for (const [id, siblings] of byParent) {
    const from = subquery.offset ?? 0;
    const until = subquery.limit === undefined ? undefined : from + subquery.limit;
    const page = siblings.slice(from, until).map(({ record }) => record);
    if (page.length > 0) {
      records.set(id, { totalSize: page.length, done: true, records: page });
    }
  }
  return { relationshipName, records, outputs };
}

function childRelationship(
  context: QueryContext,
  parent: ObjectDefinition,
  name: string,
): { child: ObjectDefinition; reference: Field; relationshipName: string } {
  const { schema, access } = context;
  for (const child of schema.objects.values()) {
    for (const reference of child.fields.values()) {
      const { childRelationshipName, to = [] } = reference.reference ?? {};
      const leadsHere = to.some((target) => objectOf(schema, target) === parent);
      if (leadsHere && childRelationshipName?.toLowerCase() === name.toLowerCase()) {
        if (access.canReadObject(child.name) && access.canReadField(child.name, reference.name)) {
          return { child, reference, relationshipName: childRelationshipName };
        }
      }
    }
  }
  throw context.text.errorAt(
    'INVALID_TYPE',
    name,
    `Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom ` +
      "relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or " +
      'the describe call for the appropriate names.',
  );
}
