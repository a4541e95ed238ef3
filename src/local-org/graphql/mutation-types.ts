import {
  GraphQLBoolean,
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLNonNull,
  GraphQLObjectType,
} from 'graphql';
import type { GraphQLFieldConfig, GraphQLFieldConfigMap, GraphQLInputType } from 'graphql';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import type { GraphqlContext } from './context.ts';
import { fieldKind } from './field-kinds.ts';
import type { ChangeOperation, ChangePayload, Changes } from './mutate.ts';
import { readableFields } from './record-parts.ts';
import { recordType } from './record-types.ts';
import { IdOrRef, VALUE_SCALARS } from './scalars.ts';
import type { TypeBook } from './type-book.ts';

/** Whether one failed operation undoes all; it does unless said. */
export const UIAPIMutationsInput = new GraphQLInputObjectType({
  name: 'UIAPIMutationsInput',
  fields: { allOrNone: { type: GraphQLBoolean } },
});

const RecordDeleteInput = new GraphQLInputObjectType({
  name: 'RecordDeleteInput',
  fields: { Id: { type: new GraphQLNonNull(IdOrRef) } },
});

const RecordDeletePayload = new GraphQLObjectType<ChangePayload>({
  name: 'RecordDeletePayload',
  fields: { Id: { type: GraphQLID, resolve: ({ id }) => id } },
});

/** The three changes of every object that the user may read. Source: GraphQL API Developer Guide, "Mutations Schema". */
export function mutationsType(book: TypeBook): GraphQLObjectType {
  return new GraphQLObjectType<Changes, GraphqlContext>({
    name: 'UIAPIMutations',
    fields: () => {
      const fields: GraphQLFieldConfigMap<Changes, GraphqlContext> = {};
      for (const object of book.objects) {
        const created = representation(book, object, 'Create');
        const updated = representation(book, object, 'Update');
        if (created !== undefined) fields[`${object.name}Create`] = change(book, object, 'Create', created);
        if (updated !== undefined) fields[`${object.name}Update`] = change(book, object, 'Update', updated);
        if (object.deletable) {
          fields[`${object.name}Delete`] = operation(
            object,
            'Delete',
            RecordDeleteInput,
            RecordDeletePayload,
          );
        }
      }
      return fields;
    },
  });
}

/** The object and the kind of change of a field of `UIAPIMutations`. */
export function changeOf(field: { extensions: Readonly<Record<string, unknown>> }): ChangeOperation {
  return field.extensions['change'] as ChangeOperation;
}

function operation(
  object: ObjectDefinition,
  kind: ChangeOperation['kind'],
  input: GraphQLInputObjectType,
  payload: GraphQLObjectType,
): GraphQLFieldConfig<Changes, GraphqlContext> {
  return {
    type: payload,
    args: { input: { type: new GraphQLNonNull(input) } },
    resolve: (changes, _given, _context, info) => changes.payload(String(info.path.key)),
    extensions: { change: { object, kind } satisfies ChangeOperation },
  };
}

function change(
  book: TypeBook,
  object: ObjectDefinition,
  kind: 'Create' | 'Update',
  values: GraphQLInputObjectType,
): GraphQLFieldConfig<Changes, GraphqlContext> {
  const input = new GraphQLInputObjectType({
    name: `${object.name}${kind}Input`,
    fields: {
      ...(kind === 'Update' ? { Id: { type: new GraphQLNonNull(IdOrRef) } } : {}),
      [object.name]: { type: new GraphQLNonNull(values) },
    },
  });
  const payload = new GraphQLObjectType<ChangePayload>({
    name: `${object.name}${kind}Payload`,
    fields: () => ({
      Record: { type: recordType(book, object), resolve: ({ record }) => record() },
      ...(kind === 'Update' ? { success: { type: GraphQLBoolean, resolve: () => true } } : {}),
    }),
  });
  return operation(object, kind, input, payload);
}

/** The fields that the user may set; undefined when there are none. */
function representation(
  book: TypeBook,
  object: ObjectDefinition,
  kind: 'Create' | 'Update',
): GraphQLInputObjectType | undefined {
  const isOpen = kind === 'Create' ? object.createable : object.updateable;
  const fields = readableFields(object, book.access).filter(
    (field) =>
      (kind === 'Create' ? field.createable : field.updateable) &&
      book.access.canEditField(object.name, field.name),
  );
  if (!isOpen || fields.length === 0) return undefined;
  return new GraphQLInputObjectType({
    name: `${object.name}${kind}Representation`,
    fields: Object.fromEntries(fields.map((field) => [field.name, { type: inputType(field) }])),
  });
}

function inputType(field: Field): GraphQLInputType {
  return field.type === 'reference' ? IdOrRef : VALUE_SCALARS[fieldKind(field).scalar];
}
