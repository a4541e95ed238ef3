import {
  GraphQLBoolean,
  GraphQLID,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql';
import type { GraphQLFieldConfigMap } from 'graphql';
import type { ScalarName } from './field-kinds.ts';
import { Long, VALUE_SCALARS } from './scalars.ts';
import type { TypeBook } from './type-book.ts';

/** What every field value has. Source: GraphQL API Developer Guide, "Schema Conventions". */
export const FieldValueInterface = new GraphQLInterfaceType({
  name: 'FieldValue',
  description: 'The value of a field, as it is and as the user is shown it.',
  fields: { displayValue: { type: GraphQLString } },
});

/** What every record has. */
export const RecordInterface = new GraphQLInterfaceType({
  name: 'Record',
  fields: {
    Id: { type: new GraphQLNonNull(GraphQLID) },
    ApiName: { type: new GraphQLNonNull(GraphQLString) },
    DisplayValue: { type: GraphQLString },
    WeakEtag: { type: new GraphQLNonNull(Long) },
  },
});

/** Where a page is within the whole result. */
export const PageInfo = new GraphQLObjectType({
  name: 'PageInfo',
  fields: {
    hasNextPage: { type: new GraphQLNonNull(GraphQLBoolean) },
    hasPreviousPage: { type: new GraphQLNonNull(GraphQLBoolean) },
    startCursor: { type: GraphQLString },
    endCursor: { type: GraphQLString },
  },
});

/** A whole number that counts. */
export const LongValue = makeValueType('LongValue', Long);

function makeValueType(
  name: string,
  scalar: (typeof VALUE_SCALARS)[ScalarName],
  hasLabel = false,
): GraphQLObjectType {
  const fields: GraphQLFieldConfigMap<unknown, unknown> = {
    value: { type: scalar },
    displayValue: { type: GraphQLString },
  };
  if (hasLabel) fields['label'] = { type: GraphQLString };
  return new GraphQLObjectType({ name, interfaces: [FieldValueInterface], fields });
}

/** The type of the values of fields of a scalar: `PicklistValue`, with the label beside it. */
export function valueType(book: TypeBook, scalar: ScalarName): GraphQLObjectType {
  const hasLabel = scalar === 'Picklist' || scalar === 'MultiPicklist';
  return book.once(`${scalar}Value`, (name) => makeValueType(name, VALUE_SCALARS[scalar], hasLabel));
}

/** A page of things, and the things with their cursors: `AccountConnection`, `AccountEdge`. */
export function connectionType(
  book: TypeBook,
  prefix: string,
  node: () => GraphQLObjectType,
): GraphQLObjectType {
  const edge = (): GraphQLObjectType =>
    book.once(
      `${prefix}Edge`,
      (name) =>
        new GraphQLObjectType({
          name,
          fields: () => ({ node: { type: node() }, cursor: { type: new GraphQLNonNull(GraphQLString) } }),
        }),
    );
  return book.once(
    `${prefix}Connection`,
    (name) =>
      new GraphQLObjectType({
        name,
        fields: () => ({
          edges: { type: new GraphQLList(edge()) },
          pageInfo: { type: new GraphQLNonNull(PageInfo) },
          totalCount: { type: new GraphQLNonNull(GraphQLInt) },
          pageResultCount: { type: new GraphQLNonNull(GraphQLInt) },
        }),
      }),
  );
}
