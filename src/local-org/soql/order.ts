import type { OrderByClause } from '@jetstreamapp/soql-parser-js';
import { fieldTraits } from '../schema/field-traits.ts';
import type { Operand } from './condition.ts';
import { unsupportedFunction } from './scalar-functions.ts';
import type { Scope } from './scope.ts';
import { identifier, keyword, list, sql } from './sql.ts';
import type { Fragment } from './sql.ts';

const SORTED_AS_TEXT = new Set(['string', 'textarea', 'email', 'phone', 'url']);

/**
 * ORDER BY as SQL. Empty values come first unless NULLS LAST is said, in either direction.
 * @param last what decides between records that are equal otherwise, so that answers never change their order
 */
export function orderSql(
  clauses: OrderByClause[],
  operandOf: (clause: OrderByClause) => Operand,
  last: readonly Fragment[],
): Fragment {
  const terms = clauses.map((clause) => {
    const direction = clause.order === 'DESC' ? 'DESC' : 'ASC';
    const nulls = clause.nulls === 'LAST' ? 'NULLS LAST' : 'NULLS FIRST';
    return sql`${sortExpression(operandOf(clause))} ${keyword(direction)} ${keyword(nulls)}`;
  });
  const all = [...terms, ...last];
  return all.length === 0 ? keyword('') : sql`ORDER BY ${list(all, ', ')}`;
}

/** A field that records are sorted by; refuses fields that cannot be. */
export function orderOperand(scope: Scope, clause: OrderByClause): Operand {
  if ('fn' in clause) {
    throw unsupportedFunction(scope, clause.fn);
  }
  const { field, sql: column } = scope.resolve(clause.field);
  if (!fieldTraits(field).sortable) {
    throw scope.context.text.malformedAt(
      clause.field,
      `field '${field.name}' can not be sorted in a query call`,
    );
  }
  return { sql: column, type: field.type, name: field.name, field };
}

/**
 * Picklists are sorted in the order of their values, texts without regard to case and accents; so are picklists whose
 * values are not listed, such as names of objects.
 */
function sortExpression({ sql: column, type, field }: Operand): Fragment {
  const values = field?.picklist?.values ?? [];
  if (type === 'picklist' && values.length > 0) {
    const cases = values.map(({ value }, index) => sql`WHEN ${column} = ${value} THEN ${index}`);
    return sql`CASE WHEN ${column} IS NULL THEN NULL ${list(cases, ' ')} ELSE ${values.length} END`;
  }
  return SORTED_AS_TEXT.has(type) || type === 'picklist'
    ? sql`${identifier('soql_sort_key')}(${column})`
    : column;
}
