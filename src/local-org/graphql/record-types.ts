import {
  getNamedType,
  GraphQLID,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
  GraphQLUnionType,
} from 'graphql';
import type {
  GraphQLFieldConfig,
  GraphQLFieldConfigArgumentMap,
  GraphQLFieldResolver,
  GraphQLOutputType,
} from 'graphql';
import type { ObjectDefinition } from '../schema/schema.ts';
import { asText } from '../values/as-text.ts';
import type { GraphqlContext } from './context.ts';
import { graphqlError } from './errors.ts';
import { fieldKind } from './field-kinds.ts';
import { fieldValue } from './field-value.ts';
import { filterType, orderByType, scopeType } from './filter-types.ts';
import type { RecordNode } from './record-node.ts';
import { recordParts } from './record-parts.ts';
import type { RecordPart } from './record-parts.ts';
import { Long } from './scalars.ts';
import type { TypeBook } from './type-book.ts';
import { connectionType, RecordInterface, valueType } from './value-types.ts';

/** The type of the records of an object: `Account`. */
export function recordType(book: TypeBook, object: ObjectDefinition): GraphQLObjectType {
  return book.once(
    object.name,
    (name) =>
      new GraphQLObjectType<RecordNode, GraphqlContext>({
        name,
        interfaces: [RecordInterface],
        fields: () => {
          const parts = recordParts(book.schema, book.access, object);
          return Object.fromEntries(
            [...parts].map(([partName, part]) => [partName, partField(book, object, part)]),
          );
        },
      }),
  );
}

/** The type of a page of records of an object: `AccountConnection`. */
export function recordConnectionType(book: TypeBook, object: ObjectDefinition): GraphQLObjectType {
  return connectionType(book, object.name, () => recordType(book, object));
}

/** The arguments of a field that answers a page of records. Children have no scope of their own. */
export function pageArguments(
  book: TypeBook,
  object: ObjectDefinition,
  isChild: boolean,
): GraphQLFieldConfigArgumentMap {
  return {
    first: { type: GraphQLInt },
    after: { type: GraphQLString },
    where: { type: filterType(book, object) },
    orderBy: { type: orderByType(book, object) },
    upperBound: { type: GraphQLInt },
    ...(isChild ? {} : { scope: { type: scopeType(book, object) } }),
  };
}

function partField(
  book: TypeBook,
  object: ObjectDefinition,
  part: RecordPart,
): GraphQLFieldConfig<RecordNode, GraphqlContext> {
  const make = (
    type: GraphQLOutputType,
    resolve: GraphQLFieldResolver<RecordNode, GraphqlContext>,
  ): GraphQLFieldConfig<RecordNode, GraphqlContext> => ({ type, resolve, extensions: { part } });
  switch (part.kind) {
    case 'id':
      return make(new GraphQLNonNull(GraphQLID), (node) => node.id);
    case 'apiName':
      return make(new GraphQLNonNull(GraphQLString), (node) => node.object.name);
    case 'displayValue':
      return make(GraphQLString, (node) => asText(node.value(node.object.nameField)));
    case 'weakEtag':
      return make(new GraphQLNonNull(Long), (node) => Date.parse(asText(node.value('SystemModstamp'))));
    case 'field':
      return make(valueType(book, fieldKind(part.field).scalar), (node, _given, { access }) =>
        fieldValue(node.value(part.field.name), part.field, access),
      );
    case 'parent':
      return make(recordType(book, part.object), (node) =>
        withRelationships(node, part.relationship).parent(part.reference.name),
      );
    case 'link':
      return make(linkType(book, object, part.relationship, part.objects), (node) =>
        withRelationships(node, part.relationship).linked(part.reference.name),
      );
    case 'children':
      return {
        ...make(recordConnectionType(book, part.object), (node, _given, _context, info) =>
          withRelationships(node, info.fieldName).children(info.fieldNodes[0]!),
        ),
        args: pageArguments(book, part.object, true),
      };
  }
}

/** Source: GraphQL API Developer Guide, "Mutations": what a change answers has no parents and no children. */
function withRelationships(node: RecordNode, name: string): RecordNode {
  if (node.hasRelationships) return node;
  throw graphqlError(
    'DataFetchingException',
    `Field '${name}' is not currently available in mutation results`,
  );
}

/** The type of a record that may be of several objects: `Case_Owner`. */
function linkType(
  book: TypeBook,
  object: ObjectDefinition,
  relationship: string,
  objects: ObjectDefinition[],
): GraphQLUnionType {
  return book.once(
    `${object.name}_${relationship}`,
    (name) =>
      new GraphQLUnionType({
        name,
        types: () => objects.map((target) => recordType(book, target)),
        resolveType: (source) => (source as RecordNode).object.name,
      }),
  );
}

/** The object type behind a type, whatever lists and exclamation marks are around it. */
export function objectTypeOf(type: GraphQLOutputType): GraphQLObjectType {
  return getNamedType(type) as GraphQLObjectType;
}
