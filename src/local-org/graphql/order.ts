import { relationshipOf, objectOf } from '../schema/schema.ts';
import type { ObjectDefinition } from '../schema/schema.ts';
import { orderOperand, orderSql } from '../soql/order.ts';
import type { Scope } from '../soql/scope.ts';
import { sql } from '../soql/sql.ts';
import type { Fragment } from '../soql/sql.ts';

/** One field that records are sorted by. */
interface OrderClause {
  field: string;
  order: 'ASC' | 'DESC';
  nulls: 'FIRST' | 'LAST';
}

/**
 * An `orderBy` argument, its members in the order written, as SQL; the id decides between equals. Ascending and empty
 * values first unless said. Source: GraphQL API Developer Guide, "Order By Schema".
 * @throws SalesforceError for fields that cannot be sorted
 */
export function recordOrder(scope: Scope, orderBy: unknown): Fragment {
  const clauses = [...orderClauses(scope, scope.object, orderBy, [])];
  return orderSql(clauses, (clause) => orderOperand(scope, clause), [sql`t0."Id"`]);
}

function* orderClauses(
  scope: Scope,
  object: ObjectDefinition,
  orderBy: unknown,
  path: string[],
): Generator<OrderClause> {
  if (typeof orderBy !== 'object' || orderBy === null) return;
  for (const [name, given] of Object.entries(orderBy)) {
    if (given === null) continue;
    if (object.fields.has(name.toLowerCase())) {
      const { order, nulls } = given as { order?: unknown; nulls?: unknown };
      yield {
        field: [...path, name].join('.'),
        order: order === 'DESC' ? 'DESC' : 'ASC',
        nulls: nulls === 'LAST' ? 'LAST' : 'FIRST',
      };
      continue;
    }
    const target = relationshipOf(object, name)?.reference?.to[0];
    const parent = target === undefined ? undefined : objectOf(scope.context.schema, target);
    if (parent !== undefined) yield* orderClauses(scope, parent, given, [...path, name]);
  }
}
