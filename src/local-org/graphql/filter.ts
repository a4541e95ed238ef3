import { SalesforceError } from '../errors.ts';
import { objectOf, relationshipOf } from '../schema/schema.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import { conditionSql, negation } from '../soql/condition.ts';
import type { ConditionOperator } from '../soql/condition.ts';
import type { Literal } from '../soql/literals.ts';
import { Scope } from '../soql/scope.ts';
import { balanced, identifier, keyword, sql } from '../soql/sql.ts';
import type { Fragment } from '../soql/sql.ts';
import { whereOperand } from '../soql/where.ts';
import { asText } from '../values/as-text.ts';
import { graphqlError } from './errors.ts';

type Input = Record<string, unknown>;

/** Conditions within conditions; far more would exhaust the call stack. */
const DEEPEST_LEVEL = 100;

const OPERATORS: Record<string, ConditionOperator> = {
  eq: '=',
  ne: '!=',
  lt: '<',
  gt: '>',
  lte: '<=',
  gte: '>=',
  like: 'LIKE',
  in: 'IN',
  nin: 'NOT IN',
  includes: 'INCLUDES',
  excludes: 'EXCLUDES',
};

/**
 * A `where` argument as SQL; its values are bound. All members of an object hold together, as with `and`.
 * Source: GraphQL API Developer Guide, "Field Operators", "Boolean Operators", "Semi-Join and Anti-Join Filters".
 * @throws SalesforceError as SOQL does for fields that cannot be compared so; GraphQLError for dates without one
 *   value and for nested semi-joins
 */
export function filterSql(scope: Scope, where: unknown): Fragment {
  return new FilterCompiler(scope, true).filter(where, scope.object, []);
}

class FilterCompiler {
  readonly #scope: Scope;
  readonly #semiJoinsAllowed: boolean;
  #level = 0;

  constructor(scope: Scope, semiJoinsAllowed: boolean) {
    this.#scope = scope;
    this.#semiJoinsAllowed = semiJoinsAllowed;
  }

  /** The conditions on a record that `path` leads to. */
  filter(where: unknown, object: ObjectDefinition, path: string[]): Fragment {
    this.#level += 1;
    if (this.#level > DEEPEST_LEVEL) {
      throw new SalesforceError('QUERY_TOO_COMPLICATED', 'The filter is nested too deeply.');
    }
    const members = Object.entries(asInput(where));
    const conditions = members.map(([name, given]) => this.#member(name, given, object, path));
    this.#level -= 1;
    return balanced(conditions, 'AND');
  }

  #member(name: string, given: unknown, object: ObjectDefinition, path: string[]): Fragment {
    switch (name) {
      case 'and':
      case 'or':
        return balanced(
          asItems(given).map((item) => this.filter(item, object, path)),
          name === 'and' ? 'AND' : 'OR',
        );
      case 'not':
        return negation(this.filter(given, object, path));
    }
    const field = object.fields.get(name.toLowerCase());
    if (field !== undefined) return this.#conditions(field, asInput(given), path);
    return this.#parent(name, asInput(given), object, path);
  }

  #parent(relationship: string, given: Input, object: ObjectDefinition, path: string[]): Fragment {
    const { schema } = this.#scope.context;
    const reference = relationshipOf(object, relationship);
    const to = reference?.reference?.to ?? [];
    const parent = objectOf(schema, to[0] ?? '');
    if (reference === undefined || parent === undefined) throw unknownMember(relationship, object);
    if (to.length === 1) return this.filter(given, parent, [...path, relationship]);
    const column = this.#scope.resolve([...path, reference.name].join('.')).sql;
    const conditions = Object.entries(given).map(([name, where]) => {
      const target = objectOf(schema, name);
      if (target === undefined) throw unknownMember(name, object);
      return sql`${column} IN (${this.#idsOf(target, where)})`;
    });
    return balanced(conditions, 'AND');
  }

  /** The ids of the records of an object that a filter finds, as a SELECT. */
  #idsOf(object: ObjectDefinition, where: unknown, fieldName = 'Id'): Fragment {
    const inner = new Scope(this.#scope.context, object);
    const { field, sql: column } = inner.resolve(fieldName);
    if (field.type !== 'id' && field.type !== 'reference') {
      throw graphqlError(
        'DataFetchingException',
        `The selected field '${field.name}' in the semi join must be an id or a reference`,
      );
    }
    const filter = new FilterCompiler(inner, false).filter(where, object, []);
    const conditions = [...inner.implicitConditions(), sql`${column} IS NOT NULL`, filter];
    return sql`SELECT ${column} ${inner.from()} WHERE ${balanced(conditions, 'AND')}`;
  }

  /** The conditions on one field; several operators hold together. */
  #conditions(field: Field, operators: Input, path: string[]): Fragment {
    const operand = whereOperand(this.#scope, { field: [...path, field.name].join('.') });
    const conditions = Object.entries(operators).map(([name, given]) => {
      if (name === 'inq' || name === 'ninq') return this.#join(operand.sql, name, asInput(given));
      const operator = OPERATORS[name];
      if (operator === undefined) throw unknownMember(name, this.#scope.object);
      const isList = Array.isArray(given);
      if (!isList && given === null && operator !== '=' && operator !== '!=') {
        throw graphqlError(
          'DataFetchingException',
          `The operator '${name}' of field '${field.name}' needs a value.`,
        );
      }
      // No record has one of no values.
      if (isList && given.length === 0) return keyword(name === 'in' || name === 'includes' ? '0' : '1');
      const literals = (isList ? given : [given]).map((value) => literalOf(field, operator, value));
      return sql`(${conditionSql(this.#scope.context, operand, operator, literals)})`;
    });
    return balanced(conditions, 'AND');
  }

  #join(column: Fragment, operator: 'inq' | 'ninq', given: Input): Fragment {
    if (!this.#semiJoinsAllowed) {
      throw graphqlError('DataFetchingException', 'Nesting of semi join sub-selects is not supported');
    }
    const { ApiName: fieldName, ...objects } = given;
    const [entry, ...others] = Object.entries(objects);
    const object = entry === undefined ? undefined : objectOf(this.#scope.context.schema, entry[0]);
    if (entry === undefined || object === undefined || others.length > 0) {
      throw graphqlError(
        'DataFetchingException',
        `The operator '${operator}' needs exactly one object and its ApiName`,
      );
    }
    const condition = sql`${column} IN (${this.#idsOf(object, entry[1], String(fieldName))})`;
    return operator === 'inq' ? condition : negation(condition);
  }
}

/** A value as SOQL's conditions take it, which read the escapes of SOQL's texts. */
function literalOf(field: Field, operator: ConditionOperator, value: unknown): Literal {
  if (value === null || value === undefined) return { kind: 'null' };
  if (field.type === 'date' || field.type === 'datetime') return dateLiteral(field, asInput(value));
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  // In a pattern `\%` and `\_` stand for the signs themselves: those escapes are the client's own.
  const backslash = operator === 'LIKE' ? /\\(?![%_])/g : /\\/g;
  return { kind: 'string', source: asText(value).replace(backslash, '\\\\') };
}

function dateLiteral(field: Field, input: Input): Literal {
  const [form, ...others] = Object.entries(input).filter(([, value]) => value !== null);
  if (form === undefined || others.length > 0) {
    throw graphqlError(
      'DataFetchingException',
      `A filter of field '${field.name}' needs one of value, literal and range.`,
    );
  }
  const [name, value] = form;
  if (name === 'value') {
    return { kind: field.type === 'date' ? 'date' : 'datetime', value: asText(value) };
  }
  if (name === 'literal') return { kind: 'period', name: asText(value), count: 0 };
  const [range, ...more] = Object.entries(asInput(value)).filter(([, count]) => count !== null);
  if (range === undefined || more.length > 0 || Number(range[1]) < 0) {
    throw graphqlError('DataFetchingException', `A range of field '${field.name}' needs exactly one period.`);
  }
  return { kind: 'period', name: range[0].toUpperCase(), count: Number(range[1]) };
}

function asInput(value: unknown): Input {
  return typeof value === 'object' && value !== null ? (value as Input) : {};
}

function asItems(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function unknownMember(name: string, object: ObjectDefinition): Error {
  return graphqlError('ValidationError', `Field '${name}' in type '${object.name}_Filter' is undefined`);
}

/** SQL of the column of the queried table that holds a reference. */
export function referenceColumn(reference: Field): Fragment {
  return sql`t0.${identifier(reference.name)}`;
}
