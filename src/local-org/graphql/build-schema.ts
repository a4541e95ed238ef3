import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  specifiedDirectives,
} from 'graphql';
import type { GraphQLFieldConfigMap, GraphQLResolveInfo } from 'graphql';
import type { Access } from '../access/access.ts';
import type { ObjectDefinition, Schema } from '../schema/schema.ts';
import { aggregateArguments, aggregateConnectionType } from './aggregate-types.ts';
import type { GraphqlContext } from './context.ts';
import { graphqlError } from './errors.ts';
import { findGroups } from './find-groups.ts';
import { RecordFinder } from './find-records.ts';
import { makeChanges } from './mutate.ts';
import { changeOf, mutationsType, UIAPIMutationsInput } from './mutation-types.ts';
import { objectInfos } from './object-info.ts';
import { ObjectInfo, ObjectInfoInput, PicklistField, StandardField } from './object-info-types.ts';
import { objectTypeOf, pageArguments, recordConnectionType, recordType } from './record-types.ts';
import { SelectionReader } from './selection.ts';
import type { SelectedField } from './selection.ts';
import { TypeBook } from './type-book.ts';

const MOST_QUERIES = 10;

/** `@optional`: a field that the user may not see is left out of the answer instead of failing the request. */
const optional = new GraphQLDirective({ name: 'optional', locations: [DirectiveLocation.FIELD] });

const schemas = new WeakMap<Access, { schema: Schema; made: GraphQLSchema }>();

/**
 * The GraphQL schema of a user: objects and fields that the user may not see are not in it. Made once for each state
 * of the org's metadata and of the user's permissions.
 * Source: GraphQL API Developer Guide, "Schema Conventions".
 */
export function userSchema(schema: Schema, access: Access): GraphQLSchema {
  const known = schemas.get(access);
  if (known?.schema === schema) return known.made;
  const made = buildSchema(new TypeBook(schema, access));
  schemas.set(access, { schema, made });
  return made;
}

function buildSchema(book: TypeBook): GraphQLSchema {
  const uiapi = new GraphQLObjectType<unknown, GraphqlContext>({
    name: 'UIAPI',
    fields: () => ({
      query: { type: recordQuery(book), resolve: countQueries },
      aggregate: { type: recordQueryAggregate(book), resolve: countQueries },
      objectInfos: {
        type: new GraphQLList(ObjectInfo),
        args: {
          apiNames: { type: new GraphQLList(GraphQLString) },
          objectInfoInputs: { type: new GraphQLList(new GraphQLNonNull(ObjectInfoInput)) },
        },
        resolve: (_source, given, context) => objectInfos(context, given as Record<string, unknown>),
      },
      ...currentUser(book),
    }),
  });
  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: { uiapi: { type: new GraphQLNonNull(uiapi), resolve: () => ({}) } },
    }),
    mutation: mutation(book),
    types: [PicklistField, StandardField],
    directives: [...specifiedDirectives, optional],
  });
}

/** Source: GraphQL API Developer Guide, "GraphQL API Query Limitations": ten queries a request. */
function countQueries(
  _source: unknown,
  _given: unknown,
  context: GraphqlContext,
  info: GraphQLResolveInfo,
): object {
  const reader = new SelectionReader(info);
  context.queries += reader.fieldsBelow(objectTypeOf(info.returnType), info.fieldNodes).length;
  if (context.queries <= MOST_QUERIES) return {};
  throw graphqlError('DataFetchingException', `A request can have up to ${MOST_QUERIES} queries.`);
}

function recordQuery(book: TypeBook): GraphQLObjectType {
  const field = (object: ObjectDefinition): GraphQLFieldConfigMap<unknown, GraphqlContext>[string] => ({
    type: recordConnectionType(book, object),
    args: pageArguments(book, object, false),
    resolve: (_source, _given, context, info) => finder(context, info).page(object, selectedOf(info)),
  });
  return new GraphQLObjectType<unknown, GraphqlContext>({
    name: 'RecordQuery',
    fields: () => Object.fromEntries(book.objects.map((object) => [object.name, field(object)])),
  });
}

function recordQueryAggregate(book: TypeBook): GraphQLObjectType {
  const field = (object: ObjectDefinition): GraphQLFieldConfigMap<unknown, GraphqlContext>[string] => ({
    type: aggregateConnectionType(book, object),
    args: aggregateArguments(book, object),
    resolve: (_source, _given, context, info) =>
      findGroups(context, object, selectedOf(info), new SelectionReader(info)),
  });
  return new GraphQLObjectType<unknown, GraphqlContext>({
    name: 'RecordQueryAggregate',
    fields: () => Object.fromEntries(book.objects.map((object) => [object.name, field(object)])),
  });
}

function currentUser(book: TypeBook): GraphQLFieldConfigMap<unknown, GraphqlContext> {
  const user = book.objects.find(({ name }) => name === 'User');
  if (user === undefined) return {};
  return {
    currentUser: {
      type: recordType(book, user),
      resolve: (_source, _given, context, info) => {
        const id = context.session.userId;
        return finder(context, info).byIds(user, [id], info.fieldNodes).get(id) ?? null;
      },
    },
  };
}

function mutation(book: TypeBook): GraphQLObjectType {
  return new GraphQLObjectType<unknown, GraphqlContext>({
    name: 'Mutation',
    fields: {
      uiapi: {
        type: new GraphQLNonNull(mutationsType(book)),
        args: { input: { type: UIAPIMutationsInput } },
        resolve: (_source, given: Record<string, unknown>, context, info) => {
          const input = given['input'] as { allOrNone?: boolean | null } | null | undefined;
          return changesOf(context, info, input?.allOrNone !== false);
        },
      },
    },
  });
}

function changesOf(context: GraphqlContext, info: GraphQLResolveInfo, allOrNone: boolean): unknown {
  const reader = new SelectionReader(info);
  const changes = reader.fieldsBelow(objectTypeOf(info.returnType), info.fieldNodes).map((selected) => ({
    ...changeOf(selected.field),
    key: selected.key,
    input: reader.argumentsOf(selected)['input'] as Record<string, unknown>,
    recordNodes: reader.nodesBelow(objectTypeOf(selected.field.type), selected.nodes, 'Record'),
  }));
  const found = new RecordFinder(context, info.schema, reader);
  return makeChanges(
    context,
    changes,
    allOrNone,
    (change, id) => found.byIds(change.object, [id], change.recordNodes, false).get(id) ?? null,
  );
}

function finder(context: GraphqlContext, info: GraphQLResolveInfo): RecordFinder {
  return new RecordFinder(context, info.schema, new SelectionReader(info));
}

/** The field that is being resolved, as selections are read. */
function selectedOf(info: GraphQLResolveInfo): SelectedField {
  const field = info.parentType.getFields()[info.fieldName]!;
  return { key: String(info.path.key), field, nodes: [...info.fieldNodes] };
}
