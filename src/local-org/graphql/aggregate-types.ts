import {
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql';
import type { GraphQLFieldConfig, GraphQLFieldConfigArgumentMap, GraphQLFieldConfigMap } from 'graphql';
import { fieldTraits } from '../schema/field-traits.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import type { AggregateNode, FieldAggregate } from './aggregate-node.ts';
import type { GraphqlContext } from './context.ts';
import { fieldKind } from './field-kinds.ts';
import type { ScalarName } from './field-kinds.ts';
import { filterType, GroupByClause, NullOrder, ResultOrder, scopeType } from './filter-types.ts';
import { readableFields } from './record-parts.ts';
import { VALUE_SCALARS } from './scalars.ts';
import type { TypeBook } from './type-book.ts';
import { connectionType, LongValue, valueType } from './value-types.ts';

/** The aggregate functions by their names in a selection, with their names in SOQL. */
export const AGGREGATE_FUNCTIONS = {
  count: 'COUNT',
  countDistinct: 'COUNT_DISTINCT',
  min: 'MIN',
  max: 'MAX',
  avg: 'AVG',
  sum: 'SUM',
} as const;

/** The name of an aggregate function in a selection. */
export type AggregateFunctionName = keyof typeof AGGREGATE_FUNCTIONS;

const NUMBERS: ReadonlySet<ScalarName> = new Set(['Int', 'Double', 'Currency', 'Percent']);

const AggregateFunction = new GraphQLEnumType({
  name: 'AggregateFunction',
  values: Object.fromEntries(Object.values(AGGREGATE_FUNCTIONS).map((name) => [name, {}])),
});

const GroupByType = new GraphQLEnumType({
  name: 'GroupByType',
  values: { GROUP_BY: {}, ROLLUP: {}, CUBE: {} },
});

const AggregateOrderByClause = new GraphQLInputObjectType({
  name: 'AggregateOrderByClause',
  fields: { function: { type: AggregateFunction }, order: { type: ResultOrder }, nulls: { type: NullOrder } },
});

/** The type of a page of groups: `AccountAggregateConnection`. Source: GraphQL API Developer Guide, "Aggregate Schema". */
export function aggregateConnectionType(book: TypeBook, object: ObjectDefinition): GraphQLObjectType {
  return connectionType(book, `${object.name}Aggregate`, () =>
    book.once(
      `${object.name}Result`,
      (name) =>
        new GraphQLObjectType<AggregateNode, GraphqlContext>({
          name,
          fields: () => ({
            aggregate: { type: aggregateType(book, object), resolve: (node) => node },
          }),
        }),
    ),
  );
}

/** The arguments of a field that answers groups. */
export function aggregateArguments(book: TypeBook, object: ObjectDefinition): GraphQLFieldConfigArgumentMap {
  return {
    first: { type: GraphQLInt },
    after: { type: GraphQLString },
    where: { type: filterType(book, object) },
    scope: { type: scopeType(book, object) },
    groupBy: { type: groupByType(book, object) },
    orderBy: { type: aggregateOrderType(book, object) },
  };
}

function aggregateType(book: TypeBook, object: ObjectDefinition): GraphQLObjectType {
  return book.once(
    `${object.name}Aggregate`,
    (name) =>
      new GraphQLObjectType<AggregateNode, GraphqlContext>({
        name,
        fields: () =>
          Object.fromEntries(
            allFields(book, object).map(
              (field): [string, GraphQLFieldConfig<AggregateNode, GraphqlContext>] => [
                field.name,
                {
                  type: fieldAggregateType(book, field),
                  resolve: (node) => node.field(field),
                  extensions: { aggregated: field },
                },
              ],
            ),
          ),
      }),
  );
}

/** The types differ by scalar and by which functions a field takes; long text takes none. */
function fieldAggregateType(book: TypeBook, field: Field): GraphQLObjectType {
  const { scalar } = fieldKind(field);
  return book.once(
    `${scalar}Aggregate`,
    (name) =>
      new GraphQLObjectType<FieldAggregate, GraphqlContext>({
        name,
        fields: () => {
          const own = valueType(book, scalar);
          const fields: GraphQLFieldConfigMap<FieldAggregate, GraphqlContext> = {
            value: { type: VALUE_SCALARS[scalar], resolve: (source) => source.grouped().value },
            displayValue: { type: GraphQLString, resolve: (source) => source.grouped().displayValue() },
          };
          if (scalar === 'Picklist') {
            fields['label'] = { type: GraphQLString, resolve: (source) => source.grouped().label() };
          }
          const add = (functionName: AggregateFunctionName, type: GraphQLObjectType): void => {
            fields[functionName] = { type, resolve: (source) => source.result(functionName) };
          };
          if (!fieldTraits(field).aggregatable) return fields;
          add('count', LongValue);
          add('countDistinct', LongValue);
          add('min', own);
          add('max', own);
          if (!NUMBERS.has(scalar)) return fields;
          add('avg', valueType(book, scalar === 'Int' ? 'Double' : scalar));
          add('sum', scalar === 'Int' ? LongValue : own);
          return fields;
        },
      }),
  );
}

function groupByType(book: TypeBook, object: ObjectDefinition): GraphQLInputObjectType {
  return book.once(
    `${object.name}_GroupBy`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        fields: () => ({
          ...Object.fromEntries(
            allFields(book, object)
              .filter((field) => fieldTraits(field).groupable)
              .map((field) => [field.name, { type: GroupByClause }]),
          ),
          type: { type: GroupByType },
        }),
      }),
  );
}

function aggregateOrderType(book: TypeBook, object: ObjectDefinition): GraphQLInputObjectType {
  return book.once(
    `${object.name}_AggregateOrderBy`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        fields: () =>
          Object.fromEntries(
            allFields(book, object)
              .filter((field) => fieldTraits(field).sortable)
              .map((field) => [field.name, { type: AggregateOrderByClause }]),
          ),
      }),
  );
}

function allFields(book: TypeBook, object: ObjectDefinition): Field[] {
  return [object.fields.get('id')!, ...readableFields(object, book.access)];
}
