import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
} from 'graphql';
import type { GraphQLInputFieldConfigMap, GraphQLInputType } from 'graphql';
import { fieldTraits } from '../schema/field-traits.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import { fieldKind } from './field-kinds.ts';
import type { ScalarName } from './field-kinds.ts';
import { parentsOf, readableFields } from './record-parts.ts';
import { VALUE_SCALARS } from './scalars.ts';
import type { TypeBook } from './type-book.ts';

/** Date literals without a number. Fiscal periods are left out: the local org has no fiscal year. */
const DATE_LITERALS = [
  'YESTERDAY',
  'TODAY',
  'TOMORROW',
  'LAST_90_DAYS',
  'NEXT_90_DAYS',
  ...['WEEK', 'MONTH', 'QUARTER', 'YEAR'].flatMap((unit) => [`LAST_${unit}`, `THIS_${unit}`, `NEXT_${unit}`]),
];

const RANGES = ['days', 'weeks', 'months', 'quarters', 'years'].flatMap((unit) => [
  `last_n_${unit}`,
  `next_n_${unit}`,
  `n_${unit}_ago`,
]);

const asEnum = (names: string[]): Record<string, object> =>
  Object.fromEntries(names.map((name) => [name, {}]));

const DateLiteral = new GraphQLEnumType({ name: 'DateLiteral', values: asEnum(DATE_LITERALS) });

const DateRange = new GraphQLInputObjectType({
  name: 'DateRange',
  description: 'A period that is so many days, weeks, … from today: exactly one of them.',
  fields: Object.fromEntries(RANGES.map((name) => [name, { type: GraphQLInt }])),
});

/** Ascending or descending. */
export const ResultOrder = new GraphQLEnumType({ name: 'ResultOrder', values: asEnum(['ASC', 'DESC']) });

/** Where empty values stand. */
export const NullOrder = new GraphQLEnumType({ name: 'NullOrder', values: asEnum(['FIRST', 'LAST']) });

const OrderByClause = new GraphQLInputObjectType({
  name: 'OrderByClause',
  fields: { order: { type: ResultOrder }, nulls: { type: NullOrder } },
});

const COMPARISONS = ['eq', 'ne', 'lt', 'gt', 'lte', 'gte'];

/** Operators that take one value, by scalar. Source: GraphQL API Developer Guide, "Field Operators". */
function singleOperators(scalar: ScalarName): string[] {
  switch (scalar) {
    case 'Boolean':
    case 'MultiPicklist':
      return ['eq', 'ne'];
    case 'ID':
    case 'Int':
    case 'Double':
    case 'Currency':
    case 'Percent':
    case 'Date':
    case 'DateTime':
      return COMPARISONS;
    default:
      return [...COMPARISONS, 'like'];
  }
}

function listOperators(scalar: ScalarName): string[] {
  if (scalar === 'Boolean') return [];
  return scalar === 'MultiPicklist' ? ['includes', 'excludes'] : ['in', 'nin'];
}

function operand(book: TypeBook, scalar: ScalarName): GraphQLInputType {
  if (scalar !== 'Date' && scalar !== 'DateTime') return VALUE_SCALARS[scalar];
  return book.once(
    `${scalar}Input`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: 'Exactly one of them.',
        fields: {
          value: { type: VALUE_SCALARS[scalar] },
          literal: { type: DateLiteral },
          range: { type: DateRange },
        },
      }),
  );
}

function operatorsType(book: TypeBook, scalar: ScalarName): GraphQLInputObjectType {
  return book.once(
    scalar === 'ID' ? 'IdOperators' : `${scalar}Operators`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        fields: () => {
          const type = operand(book, scalar);
          const fields: GraphQLInputFieldConfigMap = {};
          for (const operator of singleOperators(scalar)) fields[operator] = { type };
          for (const operator of listOperators(scalar)) fields[operator] = { type: new GraphQLList(type) };
          if (scalar === 'ID')
            for (const operator of ['inq', 'ninq']) fields[operator] = { type: joinType(book) };
          return fields;
        },
      }),
  );
}

/** `{ Contact: { … }, ApiName: "AccountId" }`: the ids in a field of the records that a filter finds. */
function joinType(book: TypeBook): GraphQLInputObjectType {
  return book.once(
    'JoinInput',
    (name) =>
      new GraphQLInputObjectType({
        name,
        fields: () => ({
          ...Object.fromEntries(
            book.objects.map((object) => [object.name, { type: filterType(book, object) }]),
          ),
          ApiName: { type: new GraphQLNonNull(GraphQLString) },
        }),
      }),
  );
}

/** What records of an object can be filtered by: `Account_Filter`. */
export function filterType(book: TypeBook, object: ObjectDefinition): GraphQLInputObjectType {
  return book.once(
    `${object.name}_Filter`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        fields: () => {
          const self = filterType(book, object);
          const fields: GraphQLInputFieldConfigMap = {
            and: { type: new GraphQLList(self) },
            or: { type: new GraphQLList(self) },
            not: { type: self },
            Id: { type: operatorsType(book, 'ID') },
          };
          for (const field of readableFields(object, book.access)) {
            if (!fieldTraits(field).filterable) continue;
            fields[field.name] ??= { type: operatorsType(book, fieldKind(field).scalar) };
            const parent = parentFilter(book, object, field);
            if (parent !== undefined) fields[field.reference!.relationshipName] ??= { type: parent };
          }
          return fields;
        },
      }),
  );
}

/** The filter of the record that a reference points to; of several objects, each has its own. */
function parentFilter(
  book: TypeBook,
  object: ObjectDefinition,
  reference: Field,
): GraphQLInputObjectType | undefined {
  const parents = parentsOf(book.schema, book.access, reference);
  const [only] = parents;
  if (only === undefined) return undefined;
  if (reference.reference!.to.length === 1) return filterType(book, only);
  return book.once(
    `${object.name}_${reference.reference!.relationshipName}_Filters`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        fields: () =>
          Object.fromEntries(parents.map((parent) => [parent.name, { type: filterType(book, parent) }])),
      }),
  );
}

/** What records of an object can be sorted by: `Account_OrderBy`. */
export function orderByType(book: TypeBook, object: ObjectDefinition): GraphQLInputObjectType {
  return book.once(
    `${object.name}_OrderBy`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        fields: () => {
          const fields: GraphQLInputFieldConfigMap = { Id: { type: OrderByClause } };
          for (const field of readableFields(object, book.access)) {
            if (fieldTraits(field).sortable) fields[field.name] ??= { type: OrderByClause };
            const [parent, ...others] = parentsOf(book.schema, book.access, field);
            if (parent === undefined || others.length > 0 || field.reference!.to.length > 1) continue;
            fields[field.reference!.relationshipName] ??= { type: orderByType(book, parent) };
          }
          return fields;
        },
      }),
  );
}

/** Which records of an object a query means: all, or the user's own. */
export function scopeType(book: TypeBook, object: ObjectDefinition): GraphQLEnumType {
  const names = object.fields.has('ownerid') ? ['EVERYTHING', 'MINE'] : ['EVERYTHING'];
  return book.once(
    `${object.name.toUpperCase()}_SCOPE`,
    (name) => new GraphQLEnumType({ name, values: asEnum(names) }),
  );
}

/** `{ group: true }`. */
export const GroupByClause = new GraphQLInputObjectType({
  name: 'GroupByClause',
  fields: { group: { type: GraphQLBoolean } },
});
