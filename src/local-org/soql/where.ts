import type { FunctionExp, HavingClause, LiteralType, WhereClause } from '@jetstreamapp/soql-parser-js';
import { fieldTraits } from '../schema/field-traits.ts';
import { readBooleanExpression } from './boolean-expression.ts';
import type { BooleanExpression, Comparison } from './boolean-expression.ts';
import { conditionSql, negation } from './condition.ts';
import type { Operand } from './condition.ts';
import type { QueryContext } from './context.ts';
import { readLiteral } from './literals.ts';
import type { Literal } from './literals.ts';
import { asList } from './parse.ts';
import { scalarFunction } from './scalar-functions.ts';
import type { Scope } from './scope.ts';
import { balanced, sql } from './sql.ts';
import type { Fragment } from './sql.ts';

/** `field IN (SELECT …)` or `field NOT IN (SELECT …)`. */
export type SemiJoinComparison = Extract<Comparison, { valueQuery: unknown }>;

/** How the parts of conditions are found; WHERE and HAVING differ in it. */
export interface ConditionCompiler {
  context: QueryContext;
  operandOf(expression: { field: string } | { fn: FunctionExp }): Operand;
  semiJoin(comparison: SemiJoinComparison): Fragment;
}

/**
 * WHERE or HAVING as SQL.
 * @throws SalesforceError MALFORMED_QUERY for missing parentheses and for semi-joins where they are not allowed,
 *   and what the conditions throw.
 */
export function clauseSql(clause: WhereClause | HavingClause, compiler: ConditionCompiler): Fragment {
  return expressionSql(readBooleanExpression(clause, compiler.context.text), compiler, true);
}

/** A field or function in WHERE; refuses fields that cannot be filtered. */
export function whereOperand(scope: Scope, expression: { field: string } | { fn: FunctionExp }): Operand {
  if ('fn' in expression) {
    return scalarFunction(scope, expression.fn);
  }
  const { field, sql: column } = scope.resolve(expression.field);
  if (!fieldTraits(field).filterable) {
    const message = `field '${field.name}' can not be filtered in a query call`;
    throw scope.context.text.errorAt('INVALID_FIELD', expression.field, message);
  }
  return { sql: column, type: field.type, name: field.name, field };
}

function expressionSql(
  expression: BooleanExpression,
  compiler: ConditionCompiler,
  topLevel: boolean,
): Fragment {
  switch (expression.kind) {
    case 'and':
      return balanced(
        expression.terms.map((term) => expressionSql(term, compiler, topLevel)),
        'AND',
      );
    case 'or':
      return balanced(
        expression.terms.map((term) => expressionSql(term, compiler, false)),
        'OR',
      );
    case 'not':
      return negation(expressionSql(expression.term, compiler, false));
    case 'comparison':
      return comparisonSql(expression.comparison, compiler, topLevel);
  }
}

function comparisonSql(comparison: Comparison, compiler: ConditionCompiler, topLevel: boolean): Fragment {
  const { context } = compiler;
  if ('valueQuery' in comparison) {
    if (!topLevel) {
      const message = 'Semi join sub-selects are only allowed at the top level WHERE expressions';
      throw context.text.malformedAt(`${comparison.field} ${comparison.operator}`, message);
    }
    return compiler.semiJoin(comparison);
  }
  const operand = compiler.operandOf(
    'fn' in comparison ? { fn: comparison.fn } : { field: comparison.field },
  );
  return sql`(${conditionSql(context, operand, comparison.operator, literalsOf(comparison))})`;
}

function literalsOf({ value, literalType }: Exclude<Comparison, SemiJoinComparison>): Literal[] {
  const types: LiteralType[] = asList<LiteralType>(literalType);
  return asList<string>(value).map((text, index) => readLiteral(types[index] ?? types[0], text));
}
