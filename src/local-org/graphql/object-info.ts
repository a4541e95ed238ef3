import { describeField } from '../describe/describe-field.ts';
import { describeObjectBriefly } from '../describe/describe-object.ts';
import { objectOf } from '../schema/schema.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import type { GraphqlContext } from './context.ts';
import { graphqlError } from './errors.ts';
import { fieldKind } from './field-kinds.ts';
import { readableFields, recordParts, servedObjects } from './record-parts.ts';

type Description = Record<string, unknown>;

/** The only record type of an org without record types. */
const MASTER_RECORD_TYPE = '012000000000000AAA';
const MOST_OBJECTS = 2_000;

/**
 * The descriptions that `objectInfos` asks for, by `apiNames` or by `objectInfoInputs`; every one says what the user
 * may see and do. Source: GraphQL API Developer Guide, "Get Object Metadata".
 * @throws GraphQLError for objects and fields that the user may not see, and unless exactly one of the two is given
 */
export function objectInfos(context: GraphqlContext, given: Record<string, unknown>): Description[] {
  const { apiNames, objectInfoInputs } = given as {
    apiNames?: (string | null)[] | null;
    objectInfoInputs?: { apiName: string; fieldNames?: string[] | null }[] | null;
  };
  if ((apiNames ?? undefined) !== undefined && (objectInfoInputs ?? undefined) !== undefined) {
    throw graphqlError('DataFetchingException', 'Give either apiNames or objectInfoInputs, not both.');
  }
  const wanted: { apiName: string; fieldNames?: string[] | null }[] =
    objectInfoInputs ?? (apiNames ?? []).map((apiName) => ({ apiName: apiName ?? '' }));
  if (wanted.length > MOST_OBJECTS) {
    throw graphqlError(
      'DataFetchingException',
      `No more than ${MOST_OBJECTS} objects can be described at once.`,
    );
  }
  const served = new Set(servedObjects(context.org.schema, context.access));
  return wanted.map((input) => {
    const object = objectOf(context.org.schema, input.apiName);
    if (object === undefined || !served.has(object)) {
      throw graphqlError('DataFetchingException', `Object ${input.apiName} is not supported in UI API`, {
        errorCode: 'INVALID_TYPE',
      });
    }
    return objectInfo(context, object, input.fieldNames ?? undefined);
  });
}

function objectInfo(
  { org, access }: GraphqlContext,
  object: ObjectDefinition,
  fieldNames: readonly string[] | undefined,
): Description {
  const brief = describeObjectBriefly(object, access, '');
  const all = [object.fields.get('id')!, ...readableFields(object, access)];
  const unknown = fieldNames?.find((name) => !all.some((field) => field.name === name));
  if (unknown !== undefined) {
    throw graphqlError('DataFetchingException', `Field '${unknown}' in object '${object.name}' is undefined`);
  }
  const fields = all.filter((field) => fieldNames?.includes(field.name) ?? true);
  return {
    ...brief,
    ApiName: object.name,
    childRelationships: [...recordParts(org.schema, access, object)].flatMap(([relationshipName, part]) =>
      part.kind === 'children'
        ? [{ childObjectApiName: part.object.name, fieldName: part.reference.name, relationshipName }]
        : [],
    ),
    defaultRecordTypeId: MASTER_RECORD_TYPE,
    fields: fields.map((field) => fieldInfo({ org, access }, object, field)),
    nameFields: [object.nameField],
    recordTypeInfos: [
      {
        available: true,
        defaultRecordTypeMapping: true,
        master: true,
        name: 'Master',
        recordTypeId: MASTER_RECORD_TYPE,
      },
    ],
  };
}

function fieldInfo(
  { org, access }: Pick<GraphqlContext, 'org' | 'access'>,
  object: ObjectDefinition,
  field: Field,
): Description {
  const described = describeField(object, field, access);
  const values = (described['picklistValues'] as { active: boolean; defaultValue: boolean }[]).filter(
    ({ active }) => active,
  );
  return {
    ...described,
    isPicklist: field.picklist !== undefined,
    ApiName: field.name,
    dataType: fieldKind(field).dataType,
    reference: field.reference !== undefined,
    referenceToInfos: (field.reference?.to ?? []).map((name) => ({
      ApiName: name,
      nameFields: [objectOf(org.schema, name)?.nameField ?? 'Name'],
    })),
    required: field.required,
    picklistValuesByRecordTypeIDs: [
      {
        recordTypeID: MASTER_RECORD_TYPE,
        defaultValue: values.find(({ defaultValue }) => defaultValue) ?? null,
        picklistValues: values,
      },
    ],
  };
}
