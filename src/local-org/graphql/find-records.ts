import { getNamedType } from 'graphql';
import type { FieldNode, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { objectOf } from '../schema/schema.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import { execute } from '../soql/execute.ts';
import type { Row } from '../soql/outputs.ts';
import { Scope } from '../soql/scope.ts';
import { balanced, keyword, list, sql } from '../soql/sql.ts';
import type { Fragment } from '../soql/sql.ts';
import type { GraphqlContext } from './context.ts';
import { filterSql, referenceColumn } from './filter.ts';
import { recordOrder } from './order.ts';
import { connectionOf, readPage } from './paging.ts';
import type { Connection, Page } from './paging.ts';
import { RecordNode } from './record-node.ts';
import { RecordPlan } from './record-plan.ts';
import type { ChildPlan, LinkPlan } from './record-plan.ts';
import type { SelectedField, SelectionReader } from './selection.ts';

/** Finds records for the fields of one request. */
export class RecordFinder {
  readonly #context: GraphqlContext;
  readonly #schema: GraphQLSchema;
  readonly #reader: SelectionReader;

  constructor(context: GraphqlContext, schema: GraphQLSchema, reader: SelectionReader) {
    this.#context = context;
    this.#schema = schema;
    this.#reader = reader;
  }

  /** The page of records that a field such as `Account(first: 20)` asks for. */
  page(object: ObjectDefinition, selected: SelectedField): Connection<RecordNode> {
    const given = this.#reader.argumentsOf(selected);
    const page = readPage(given);
    const scope = this.#scope(object);
    const plan = this.#plan(scope, this.#recordNodes(selected), { children: true, relationships: true });
    const filter = filterOf(scope, given);
    const order = recordOrder(scope, this.#reader.writtenArgument(selected.nodes[0]!, 'orderBy'));
    const rows = this.#rows(
      sql`SELECT ${list(plan.columns, ', ')} ${scope.from()} WHERE ${filter} ${order} LIMIT ${page.size + 1} OFFSET ${page.offset}`,
    );
    const nodes = this.#nodes(scope, plan, rows.slice(0, page.size));
    const more = rows.length > page.size ? [...nodes, nodes.at(-1)!] : nodes;
    return connectionOf(more, page, () => this.#count(object, given));
  }

  /** Records by their ids, as `nodes` selects them; those that are not there are missing in the answer. */
  byIds(
    object: ObjectDefinition,
    ids: readonly string[],
    nodes: readonly FieldNode[],
    relationships = true,
  ): Map<string, RecordNode> {
    const scope = this.#scope(object);
    const plan = this.#plan(scope, nodes, { children: false, relationships });
    const among = sql`t0."Id" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
    const filter = balanced([...scope.implicitConditions(), among], 'AND');
    const rows = this.#rows(sql`SELECT ${list(plan.columns, ', ')} ${scope.from()} WHERE ${filter}`);
    return new Map(this.#nodes(scope, plan, rows, relationships).map((node) => [node.id, node]));
  }

  #scope(object: ObjectDefinition): Scope {
    return new Scope(this.#context.query, object);
  }

  #rows(statement: Fragment): Row[] {
    return execute(this.#context.query, statement);
  }

  #plan(
    scope: Scope,
    nodes: readonly FieldNode[],
    limits: { children: boolean; relationships: boolean },
  ): RecordPlan {
    const type = this.#schema.getType(scope.object.name) as GraphQLObjectType;
    return new RecordPlan(scope, type, nodes, this.#reader, limits);
  }

  /** The nodes of `edges { node }` below a connection. */
  #recordNodes({ field, nodes }: SelectedField): FieldNode[] {
    const connection = getNamedType(field.type) as GraphQLObjectType;
    const edge = getNamedType(connection.getFields()['edges']!.type) as GraphQLObjectType;
    return this.#reader.nodesBelow(edge, this.#reader.nodesBelow(connection, nodes, 'edges'), 'node');
  }

  #count(object: ObjectDefinition, given: Record<string, unknown>): number {
    const scope = this.#scope(object);
    const filter = filterOf(scope, given);
    return Number(this.#rows(sql`SELECT count(*) ${scope.from()} WHERE ${filter}`)[0]?.[0]);
  }

  #nodes(scope: Scope, plan: RecordPlan, rows: Row[], relationships = true): RecordNode[] {
    for (const link of plan.links) this.#findLinked(scope, link, rows);
    const nodes = rows.map((row) => new RecordNode(row, plan, relationships));
    const ids = nodes.map(({ id }) => id);
    for (const child of plan.children.values()) this.#findChildren(child, ids);
    return nodes;
  }

  #findLinked(scope: Scope, link: LinkPlan, rows: Row[]): void {
    const byObject = Map.groupBy(rows, (row) => row[link.objectNameColumn]);
    for (const [name, some] of byObject) {
      const object = typeof name === 'string' ? objectOf(scope.context.schema, name) : undefined;
      if (object === undefined || this.#schema.getType(object.name) === undefined) continue;
      const ids = [...new Set(some.map((row) => String(row[link.idColumn])))];
      for (const [id, node] of this.byIds(object, ids, link.nodes)) link.found.set(id, node);
    }
  }

  /** One query for the children of all parents; each parent has a page of its own. */
  #findChildren({ reference, object, selected, found }: ChildPlan, parentIds: string[]): void {
    const given = this.#reader.argumentsOf(selected);
    const page = readPage(given);
    const scope = this.#scope(object);
    const limits = { children: false, relationships: true };
    const plan = this.#plan(scope, this.#recordNodes(selected), limits);
    const parent = referenceColumn(reference);
    const order = recordOrder(scope, this.#reader.writtenArgument(selected.nodes[0]!, 'orderBy'));
    const parentColumn = plan.column(parent);
    const rankColumn = plan.column(sql`row_number() OVER (PARTITION BY ${parent} ${order})`);
    const filter = balanced([childrenOf(reference, parentIds), filterOf(scope, given)], 'AND');
    const names = plan.columns.map((column, index) => sql`${column} AS ${keyword(`c${index}`)}`);
    const rank = keyword(`c${rankColumn}`);
    const rows = this.#rows(
      sql`SELECT * FROM (SELECT ${list(names, ', ')} ${scope.from()} WHERE ${filter}) WHERE ${rank} > ${page.offset} AND ${rank} <= ${page.offset + page.size + 1} ORDER BY ${rank}`,
    );
    let counts: Map<string, number> | undefined;
    const count = (parentId: string): number => {
      counts ??= this.#countChildren(reference, object, given, parentIds);
      return counts.get(parentId) ?? 0;
    };
    this.#pages(scope, plan, rows, { page, parentColumn, parentIds, found, count });
  }

  #pages(
    scope: Scope,
    plan: RecordPlan,
    rows: Row[],
    into: {
      page: Page;
      parentColumn: number;
      parentIds: string[];
      found: Map<string, Connection<RecordNode>>;
      count: (parentId: string) => number;
    },
  ): void {
    const nodes = this.#nodes(scope, plan, rows);
    const byParent = Map.groupBy(nodes, (_node, index) => String(rows[index]![into.parentColumn]));
    for (const id of into.parentIds) {
      into.found.set(
        id,
        connectionOf(byParent.get(id) ?? [], into.page, () => into.count(id)),
      );
    }
  }

  #countChildren(
    reference: Field,
    object: ObjectDefinition,
    given: Record<string, unknown>,
    parentIds: string[],
  ): Map<string, number> {
    const scope = this.#scope(object);
    const filter = balanced([childrenOf(reference, parentIds), filterOf(scope, given)], 'AND');
    const parent = referenceColumn(reference);
    const rows = this.#rows(
      sql`SELECT ${parent}, count(*) ${scope.from()} WHERE ${filter} GROUP BY ${parent}`,
    );
    return new Map(rows.map(([id, count]) => [String(id), Number(count)]));
  }
}

/** All that decides which records a field finds: `where`, `scope`, the recycle bin and sharing. */
export function filterOf(scope: Scope, given: Record<string, unknown>): Fragment {
  const mine = given['scope'] === 'MINE' ? [sql`t0."OwnerId" = ${scope.context.userId}`] : [];
  return balanced([...scope.implicitConditions(), ...mine, filterSql(scope, given['where'])], 'AND');
}

function childrenOf(reference: Field, parentIds: string[]): Fragment {
  return sql`${referenceColumn(reference)} IN (SELECT value FROM json_each(${JSON.stringify(parentIds)}))`;
}
