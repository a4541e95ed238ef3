import type { Operator } from '@jetstreamapp/soql-parser-js';
import { SalesforceError } from '../errors.ts';
import type { Field, FieldType } from '../schema/schema.ts';
import { normalizeId } from '../store/ids.ts';
import type { QueryContext } from './context.ts';
import { dateLiteralRange, startOfDay } from './date-literals.ts';
import { likePattern, plainText, typeName } from './literals.ts';
import type { Literal } from './literals.ts';
import { balanced, identifier, keyword, sql } from './sql.ts';
import type { Fragment, SqlValue } from './sql.ts';
import { caseless, foldCase } from './text-functions.ts';

/** What stands on the left of a condition: a field, a function of one, or an aggregate. */
export interface Operand {
  sql: Fragment;
  type: FieldType;
  /** As errors name it. */
  name: string;
  /** The field itself, where it is not a function of one. */
  field?: Field;
}

/** The operators of SOQL; `<>` is another way to write `!=`. */
export type ConditionOperator = Operator | '<>';

const TEXT_TYPES: ReadonlySet<FieldType> = new Set([
  'string',
  'textarea',
  'picklist',
  'multipicklist',
  'email',
  'phone',
  'url',
]);
const NUMBER_TYPES: ReadonlySet<FieldType> = new Set(['int', 'double', 'currency', 'percent']);
const ID_TYPES: ReadonlySet<FieldType> = new Set(['id', 'reference']);
const ORDER_OPERATORS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

/**
 * One condition as SQL. Conditions that are not met because the field is empty may give NULL; {@link negation}
 * takes that for "not met", as SOQL does.
 *
 * @throws SalesforceError INVALID_FIELD where the value is not of the field's type,
 *   INVALID_QUERY_FILTER_OPERATOR where the field cannot be compared so.
 */
export function conditionSql(
  context: QueryContext,
  operand: Operand,
  operator: ConditionOperator,
  literals: Literal[],
): Fragment {
  switch (operator) {
    case 'IN':
      return isAnyOf(context, operand, literals);
    case 'NOT IN':
      return negation(isAnyOf(context, operand, literals));
    case 'INCLUDES':
      return includes(context, operand, literals);
    case 'EXCLUDES':
      return negation(includes(context, operand, literals));
    default:
      return comparison(context, operand, operator, literals[0] ?? { kind: 'null' });
  }
}

/** The opposite of a condition: met wherever the condition is not, also where the field is empty. */
export function negation(condition: Fragment): Fragment {
  return sql`NOT coalesce(${condition}, 0)`;
}

function comparison(
  context: QueryContext,
  operand: Operand,
  operator: ConditionOperator,
  literal: Literal,
): Fragment {
  if (operator === '=') {
    return isEqual(context, operand, literal);
  }
  if (operator === '!=' || operator === '<>') {
    return negation(isEqual(context, operand, literal));
  }
  if (operator === 'LIKE') {
    return isLike(context, operand, literal);
  }
  const unordered = operand.type === 'boolean' || operand.type === 'multipicklist' || literal.kind === 'null';
  if (unordered || !ORDER_OPERATORS.has(operator)) {
    throw invalidOperator(context, operand);
  }
  if (literal.kind === 'period') {
    const { from, until } = periodOf(context, operand, literal);
    const boundary = operator === '<' || operator === '>=' ? from : until;
    return sql`${operand.sql} ${keyword(operator.startsWith('<') ? '<' : '>=')} ${boundary}`;
  }
  const value = valueOf(context, operand, literal);
  if (typeof value === 'string' && TEXT_TYPES.has(operand.type)) {
    const { column, fold } = caseless(operand.sql, value);
    return sql`${column} ${keyword(operator)} ${fold(value)}`;
  }
  return sql`${operand.sql} ${keyword(operator)} ${value}`;
}

function isEqual(context: QueryContext, operand: Operand, literal: Literal): Fragment {
  if (operand.type === 'boolean') {
    // An empty checkbox, or one of a parent that is not there, counts as not ticked.
    const value = literal.kind === 'null' ? 0 : valueOf(context, operand, literal);
    return sql`coalesce(${operand.sql}, 0) = ${value}`;
  }
  if (literal.kind === 'null' || (literal.kind === 'string' && literal.source === '' && isTextual(operand))) {
    return sql`${operand.sql} IS NULL`;
  }
  if (literal.kind === 'period') {
    const { from, until } = periodOf(context, operand, literal);
    return sql`(${operand.sql} >= ${from} AND ${operand.sql} < ${until})`;
  }
  const value = valueOf(context, operand, literal);
  if (typeof value === 'string' && isCaseless(operand)) {
    const { column, fold } = caseless(operand.sql, value);
    return sql`${column} = ${fold(value)}`;
  }
  return sql`${operand.sql} = ${value}`;
}

function isAnyOf(context: QueryContext, operand: Operand, literals: Literal[]): Fragment {
  const values: SqlValue[] = [];
  const conditions: Fragment[] = [];
  for (const literal of literals) {
    const isText = literal.kind === 'string' && literal.source !== '';
    if ((isText && isTextual(operand)) || literal.kind === 'number') {
      values.push(valueOf(context, operand, literal));
    } else {
      conditions.push(isEqual(context, operand, literal));
    }
  }
  return balanced(values.length === 0 ? conditions : [...conditions, isInSet(operand, values)], 'OR');
}

/** The values go in as one bound list: a query may have thousands of them. */
function isInSet(operand: Operand, values: SqlValue[]): Fragment {
  const { column, fold } = isCaseless(operand)
    ? caseless(operand.sql, ...values.map(String))
    : { column: operand.sql, fold: (text: string) => text };
  const set = values.map((value) => (typeof value === 'string' ? fold(value) : value));
  return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(set)}))`;
}

function isLike(context: QueryContext, operand: Operand, literal: Literal): Fragment {
  if (!TEXT_TYPES.has(operand.type) || operand.type === 'multipicklist') {
    throw invalidOperator(context, operand);
  }
  if (literal.kind !== 'string') {
    throw typeMismatch(context, operand);
  }
  const pattern = likePattern(literal.source);
  const { column, fold } = caseless(operand.sql, pattern);
  return sql`${column} LIKE ${fold(pattern)} ESCAPE '\\'`;
}

/** `('a;b','c')`: both a and b, or c. */
function includes(context: QueryContext, operand: Operand, literals: Literal[]): Fragment {
  if (operand.type !== 'multipicklist') {
    throw invalidOperator(context, operand);
  }
  const chosen = sql`';' || ${identifier('soql_fold_case')}(${operand.sql}) || ';'`;
  const alternatives = literals.map((literal) => {
    if (literal.kind !== 'string') {
      throw typeMismatch(context, operand);
    }
    const parts = plainText(literal.source)
      .split(';')
      .filter((part) => part !== '');
    const each = parts.map((part) => sql`instr(${chosen}, ${`;${foldCase(part)};`}) > 0`);
    return each.length === 0 ? sql`${operand.sql} IS NULL` : balanced(each, 'AND');
  });
  return balanced(alternatives, 'OR');
}

function valueOf(context: QueryContext, operand: Operand, literal: Literal): SqlValue {
  const { type } = operand;
  if (literal.kind === 'string' && ID_TYPES.has(type)) {
    return idValue(context, plainText(literal.source));
  }
  if (literal.kind === 'string' && TEXT_TYPES.has(type)) {
    return plainText(literal.source);
  }
  if (literal.kind === 'number' && NUMBER_TYPES.has(type)) {
    return literal.value;
  }
  if (literal.kind === 'boolean' && type === 'boolean') {
    return literal.value ? 1 : 0;
  }
  if ((literal.kind === 'date' || literal.kind === 'datetime') && type === literal.kind) {
    return literal.value;
  }
  throw typeMismatch(context, operand);
}

/**
 * The 18 characters of an id that a condition names.
 * @throws SalesforceError INVALID_QUERY_FILTER_OPERATOR where it is not an id.
 */
export function idValue(context: QueryContext, text: string): string {
  const id = normalizeId(text);
  if (id === undefined) {
    throw context.text.errorAt('INVALID_QUERY_FILTER_OPERATOR', `'${text}'`, `invalid ID field: ${text}`);
  }
  return id;
}

/** The bounds of a date literal in the form in which the operand is stored. */
function periodOf(
  context: QueryContext,
  operand: Operand,
  literal: Extract<Literal, { kind: 'period' }>,
): { from: string; until: string } {
  if (operand.type !== 'date' && operand.type !== 'datetime') {
    throw typeMismatch(context, operand);
  }
  const { timeZone, locale } = context.access;
  const days = dateLiteralRange(literal.name, literal.count, context.now, timeZone, locale);
  if (days === undefined) {
    throw new SalesforceError('MALFORMED_QUERY', `The date literal ${literal.name} is not supported`);
  }
  return operand.type === 'date'
    ? days
    : { from: startOfDay(days.from, timeZone), until: startOfDay(days.until, timeZone) };
}

function isTextual(operand: Operand): boolean {
  return TEXT_TYPES.has(operand.type) || ID_TYPES.has(operand.type);
}

/**
 * Source: SOQL and SOSL Reference, "Comparison Operators": equality takes no notice of letter case, except for
 * unique case-sensitive fields.
 */
function isCaseless({ type, field }: Operand): boolean {
  return TEXT_TYPES.has(type) && !(field?.unique === true && field.caseSensitive);
}

function typeMismatch(context: QueryContext, operand: Operand): SalesforceError {
  const quotes = isTextual(operand) ? 'should be enclosed in quotes' : 'should not be enclosed in quotes';
  return context.text.errorAt(
    'INVALID_FIELD',
    operand.name,
    `value of filter criterion for field '${operand.name}' must be of type ${typeName(operand.type)} and ${quotes}`,
  );
}

function invalidOperator(context: QueryContext, operand: Operand): SalesforceError {
  const message = `invalid operator on ${operand.type} field '${operand.name}'`;
  return context.text.errorAt('INVALID_QUERY_FILTER_OPERATOR', operand.name, message);
}
