import {
  GraphQLBoolean,
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql';
import type { GraphQLFieldConfigMap, GraphQLOutputType } from 'graphql';

const text = { type: GraphQLString };
const flag = { type: GraphQLBoolean };
const number = { type: GraphQLInt };
const texts = { type: new GraphQLList(GraphQLString) };
const listOf = (type: GraphQLOutputType): { type: GraphQLOutputType } => ({ type: new GraphQLList(type) });

const ReferenceToInfo = new GraphQLObjectType({
  name: 'ReferenceToInfo',
  fields: { ApiName: text, nameFields: texts },
});

const fieldFields: GraphQLFieldConfigMap<unknown, unknown> = {
  ApiName: text,
  calculated: flag,
  createable: flag,
  custom: flag,
  dataType: text,
  filterable: flag,
  inlineHelpText: text,
  label: text,
  length: number,
  nameField: flag,
  polymorphicForeignKey: flag,
  precision: number,
  reference: flag,
  referenceToInfos: listOf(ReferenceToInfo),
  relationshipName: text,
  required: flag,
  scale: number,
  sortable: flag,
  unique: flag,
  updateable: flag,
};

/** What every field's description has. */
export const FieldInterface = new GraphQLInterfaceType({
  name: 'Field',
  fields: fieldFields,
  resolveType: (source) =>
    (source as { isPicklist: boolean }).isPicklist ? 'PicklistField' : 'StandardField',
});

const PicklistValueInfo = new GraphQLObjectType({
  name: 'PicklistValueInfo',
  fields: { label: text, value: text },
});

const PicklistValues = new GraphQLObjectType({
  name: 'PicklistValues',
  fields: {
    recordTypeID: { type: GraphQLID },
    defaultValue: { type: PicklistValueInfo },
    picklistValues: listOf(PicklistValueInfo),
  },
});

/** The description of a picklist field, with its values. */
export const PicklistField = new GraphQLObjectType({
  name: 'PicklistField',
  interfaces: [FieldInterface],
  fields: { ...fieldFields, picklistValuesByRecordTypeIDs: listOf(PicklistValues) },
});

/** The description of any other field. */
export const StandardField = new GraphQLObjectType({
  name: 'StandardField',
  interfaces: [FieldInterface],
  fields: fieldFields,
});

const ChildRelationship = new GraphQLObjectType({
  name: 'ChildRelationship',
  fields: { childObjectApiName: text, fieldName: text, relationshipName: text },
});

const RecordTypeInfo = new GraphQLObjectType({
  name: 'RecordTypeInfo',
  fields: {
    available: flag,
    defaultRecordTypeMapping: flag,
    master: flag,
    name: text,
    recordTypeId: { type: GraphQLID },
  },
});

/** The description of an object. Source: GraphQL API Developer Guide, "Get Object Metadata". */
export const ObjectInfo = new GraphQLObjectType({
  name: 'ObjectInfo',
  fields: {
    ApiName: text,
    childRelationships: listOf(ChildRelationship),
    createable: flag,
    custom: flag,
    defaultRecordTypeId: { type: GraphQLID },
    deletable: flag,
    feedEnabled: flag,
    fields: listOf(FieldInterface),
    keyPrefix: text,
    label: text,
    labelPlural: text,
    layoutable: flag,
    mruEnabled: flag,
    nameFields: texts,
    queryable: flag,
    recordTypeInfos: listOf(RecordTypeInfo),
    searchable: flag,
    updateable: flag,
  },
});

/** One object to describe, or some of its fields. */
export const ObjectInfoInput = new GraphQLInputObjectType({
  name: 'ObjectInfoInput',
  fields: {
    apiName: { type: new GraphQLNonNull(GraphQLString) },
    fieldNames: { type: new GraphQLList(new GraphQLNonNull(GraphQLString)) },
    recordTypeIds: { type: new GraphQLList(new GraphQLNonNull(GraphQLID)) },
  },
});
