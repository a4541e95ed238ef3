import type { QueryBase } from '@jetstreamapp/soql-parser-js';
import { negation } from './condition.ts';
import { readableObject, Scope } from './scope.ts';
import { balanced, sql } from './sql.ts';
import type { Fragment } from './sql.ts';
import { writtenPath } from './select.ts';
import { clauseSql, whereOperand } from './where.ts';
import type { SemiJoinComparison } from './where.ts';

const MOST_SEMI_JOINS = 2;

/** Everything that decides which records a query finds: WHERE, USING SCOPE, the recycle bin and sharing. */
export function filterSql(scope: Scope, query: QueryBase, conditions: Fragment[] = []): Fragment {
  return balanced(
    [
      ...scope.implicitConditions(),
      ...conditions,
      ...usingScope(scope, query.usingScope),
      ...where(scope, query, true),
    ],
    'AND',
  );
}

function where(scope: Scope, query: QueryBase, semiJoinsAllowed: boolean): Fragment[] {
  if (query.where === undefined) {
    return [];
  }
  const { context } = scope;
  let semiJoins = 0;
  const condition = clauseSql(query.where, {
    context,
    operandOf: (expression) => whereOperand(scope, expression),
    semiJoin: (comparison) => {
      semiJoins += 1;
      if (!semiJoinsAllowed) {
        throw context.text.malformedAt(comparison.field, 'Nesting of semi join sub-selects is not supported');
      }
      if (semiJoins > MOST_SEMI_JOINS) {
        const message = `Maximum ${MOST_SEMI_JOINS} semi join sub-selects are allowed`;
        throw context.text.malformedAt(comparison.field, message);
      }
      return semiJoinSql(scope, comparison);
    },
  });
  return [condition];
}

function usingScope(scope: Scope, name: string | undefined): Fragment[] {
  const { context, object } = scope;
  switch (name?.toLowerCase()) {
    case undefined:
    case 'everything':
      return [];
    case 'mine':
      if (object.fields.has('ownerid')) {
        return [sql`t0."OwnerId" = ${context.userId}`];
      }
      break;
  }
  throw context.text.malformedAt(name ?? '', `The scope '${name}' is not supported for ${object.name}`);
}

/**
 * `field IN (SELECT …)`: both sides are ids or references.
 * Source: SOQL and SOSL Reference, "Comparison Operators", "Semi-Joins with IN and Anti-Joins with NOT IN".
 */
function semiJoinSql(scope: Scope, { field: path, operator, valueQuery }: SemiJoinComparison): Fragment {
  const { context } = scope;
  const left = scope.resolve(path);
  const [selected, ...others] = valueQuery.fields ?? [];
  const isField = selected?.type === 'Field' || selected?.type === 'FieldRelationship';
  const refused =
    !isField ||
    others.length > 0 ||
    left.place !== scope.root ||
    (operator !== 'IN' && operator !== 'NOT IN') ||
    [
      valueQuery.limit,
      valueQuery.offset,
      valueQuery.orderBy,
      valueQuery.groupBy,
      valueQuery.having,
      valueQuery.for,
      valueQuery.update,
      valueQuery.withSecurityEnforced,
      valueQuery.withAccessLevel,
    ].some((part) => part !== undefined);
  if (refused) {
    const message =
      'A semi join compares a field of the object itself with the one field of a query without ORDER BY, LIMIT, ' +
      'OFFSET, GROUP BY, WITH and FOR';
    throw context.text.malformedAt(path, message);
  }
  const inner = new Scope(
    context,
    readableObject(context, valueQuery.sObject ?? ''),
    valueQuery.sObjectAlias,
  );
  const right = inner.resolve(writtenPath(selected));
  for (const side of [left, right]) {
    if (side.field.type !== 'id' && side.field.type !== 'reference') {
      const message = `The selected field '${side.field.name}' in the semi join must be an id or a reference`;
      throw context.text.malformedAt(side.field.name, message);
    }
  }
  const conditions = [
    ...inner.implicitConditions(),
    sql`${right.sql} IS NOT NULL`,
    ...usingScope(inner, valueQuery.usingScope),
    ...where(inner, valueQuery, false),
  ];
  const filter = balanced(conditions, 'AND');
  const condition = sql`${left.sql} IN (SELECT ${right.sql} ${inner.from()} WHERE ${filter})`;
  return operator === 'IN' ? condition : sql`(${negation(condition)})`;
}
