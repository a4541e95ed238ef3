import type { Access } from '../access/access.ts';
import { isMetadataType, objectOf } from '../schema/schema.ts';
import type { Field, ObjectDefinition, Schema } from '../schema/schema.ts';

/** What one field of a record's GraphQL type stands for. */
export type RecordPart =
  | { kind: 'id' | 'apiName' | 'displayValue' | 'weakEtag' }
  | { kind: 'field'; field: Field }
  /** The record that a reference to one object points to. */
  | { kind: 'parent'; reference: Field; relationship: string; object: ObjectDefinition }
  /** The record that a reference to several objects points to. */
  | { kind: 'link'; reference: Field; relationship: string; objects: ObjectDefinition[] }
  | { kind: 'children'; reference: Field; object: ObjectDefinition };

/** Setup objects that the User Interface API, and so this API, does not serve. */
const NOT_SERVED: ReadonlySet<string> = new Set([
  'PermissionSet',
  'PermissionSetAssignment',
  'PermissionSetGroup',
  'PermissionSetGroupComponent',
  'ObjectPermissions',
  'FieldPermissions',
  'UserRecordAccess',
  'Organization',
]);

/** The objects that the user may read by GraphQL. */
export function servedObjects(schema: Schema, access: Access): ObjectDefinition[] {
  return [...schema.objects.values()].filter((object) => isServed(object, access));
}

/** The fields of an object that the user may read, `Id` left out. */
export function readableFields(object: ObjectDefinition, access: Access): Field[] {
  return [...object.fields.values()].filter(
    (field) => field.type !== 'id' && access.canReadField(object.name, field.name),
  );
}

/**
 * All that can be selected of a record of an object, by name: what the user may not see is not there.
 * Source: GraphQL API Developer Guide, "Query Objects".
 */
export function recordParts(
  schema: Schema,
  access: Access,
  object: ObjectDefinition,
): Map<string, RecordPart> {
  const parts = new Map<string, RecordPart>([
    ['Id', { kind: 'id' }],
    ['ApiName', { kind: 'apiName' }],
    ['DisplayValue', { kind: 'displayValue' }],
    ['WeakEtag', { kind: 'weakEtag' }],
  ]);
  const add = (name: string, part: RecordPart): void => {
    if (!parts.has(name)) parts.set(name, part);
  };
  const fields = readableFields(object, access);
  for (const field of fields) add(field.name, { kind: 'field', field });
  for (const reference of fields) {
    const relationship = reference.reference?.relationshipName;
    if (relationship === undefined) continue;
    const objects = parentsOf(schema, access, reference);
    const [only] = objects;
    if (only === undefined) continue;
    if ((reference.reference?.to.length ?? 0) > 1)
      add(relationship, { kind: 'link', reference, relationship, objects });
    else add(relationship, { kind: 'parent', reference, relationship, object: only });
  }
  for (const child of servedObjects(schema, access)) {
    for (const reference of readableFields(child, access)) {
      const { childRelationshipName, to = [] } = reference.reference ?? {};
      if (childRelationshipName === undefined || !to.includes(object.name)) continue;
      add(childRelationshipName, { kind: 'children', reference, object: child });
    }
  }
  return parts;
}

/** The objects that a reference may point to and that the user may read by GraphQL. */
export function parentsOf(schema: Schema, access: Access, reference: Field): ObjectDefinition[] {
  return (reference.reference?.to ?? [])
    .map((name) => objectOf(schema, name))
    .filter((object) => object !== undefined)
    .filter((object) => isServed(object, access));
}

function isServed(object: ObjectDefinition, access: Access): boolean {
  return !NOT_SERVED.has(object.name) && !isMetadataType(object.name) && access.canReadObject(object.name);
}
