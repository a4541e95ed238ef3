import type { LiteralType, Query } from '@jetstreamapp/soql-parser-js';
import type { SalesforceError } from '../errors.ts';
import { readBooleanExpression } from './boolean-expression.ts';
import type { BooleanExpression, Comparison } from './boolean-expression.ts';
import { idValue } from './condition.ts';
import { plainText, readLiteral } from './literals.ts';
import type { Literal } from './literals.ts';
import { asList } from './parse.ts';
import type { Scope } from './scope.ts';

/** Source: Object Reference, "UserRecordAccess": "Up to 200 record IDs can be queried." */
export const MOST_RECORDS = 200;

/** What a query of UserRecordAccess asks about. */
export interface RecordAccessFilter {
  /** 18 characters, as all ids here. */
  userId: string;
  recordIds: string[];
  /** Access level fields and the values, 0 or 1, that they must have. */
  conditions: { field: string; value: number }[];
}

/**
 * Reads the WHERE of a query of UserRecordAccess: one UserId, one or more RecordIds, and access level fields, all
 * combined by AND.
 * @throws SalesforceError MALFORMED_QUERY for any other form; INVALID_FIELD for fields that cannot be filtered.
 */
export function readRecordAccessFilter(scope: Scope, query: Query): RecordAccessFilter {
  if (query.where === undefined) throw wrongForm(scope, 'UserRecordAccess');
  const expression = readBooleanExpression(query.where, scope.context.text);
  let userId: string | undefined;
  let recordIds: string[] | undefined;
  const conditions: RecordAccessFilter['conditions'] = [];
  for (const comparison of comparisonsOf(scope, expression)) {
    const { name, operator, literals } = readComparison(scope, comparison);
    if (name === 'UserId' && operator === '=' && userId === undefined) [userId] = idsOf(scope, literals);
    else if (name === 'RecordId' && ['=', 'IN'].includes(operator) && recordIds === undefined)
      recordIds = idsOf(scope, literals);
    else if (name.startsWith('Has') && operator === '=') conditions.push(conditionOf(scope, name, literals));
    else if (name === 'MaxAccessLevel')
      throw scope.context.text.errorAt(
        'INVALID_FIELD',
        name,
        `field '${name}' can not be filtered in a query call`,
      );
    else throw wrongForm(scope, name);
  }
  if (userId === undefined || recordIds === undefined) throw wrongForm(scope, 'WHERE');
  return { userId, recordIds, conditions };
}

function wrongForm(scope: Scope, token: string): SalesforceError {
  return scope.context.text.malformedAt(
    token,
    'UserRecordAccess must be filtered by UserId = [single ID] and by RecordId = [single ID] or RecordId IN ' +
      "[list of ID's]; access level fields may be added with AND",
  );
}

function comparisonsOf(scope: Scope, expression: BooleanExpression): Comparison[] {
  switch (expression.kind) {
    case 'comparison':
      return [expression.comparison];
    case 'and':
      return expression.terms.flatMap((term) => comparisonsOf(scope, term));
    default:
      throw wrongForm(scope, expression.kind);
  }
}

function readComparison(
  scope: Scope,
  comparison: Comparison,
): { name: string; operator: string; literals: Literal[] } {
  if ('valueQuery' in comparison || 'fn' in comparison) throw wrongForm(scope, 'WHERE');
  const { field, operator, value, literalType } = comparison;
  const types: LiteralType[] = asList<LiteralType>(literalType);
  const literals = asList<string>(value).map((text, index) => readLiteral(types[index] ?? types[0], text));
  return { name: scope.resolve(field).field.name, operator, literals };
}

function idsOf(scope: Scope, literals: Literal[]): string[] {
  return literals.map((literal) =>
    idValue(scope.context, literal.kind === 'string' ? plainText(literal.source) : ''),
  );
}

function conditionOf(scope: Scope, field: string, [literal]: Literal[]): { field: string; value: number } {
  if (literal?.kind !== 'boolean') {
    const message = `value of filter criterion for field '${field}' must be of type boolean and should not be enclosed in quotes`;
    throw scope.context.text.errorAt('INVALID_FIELD', field, message);
  }
  return { field, value: Number(literal.value) };
}
