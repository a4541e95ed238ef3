import { isMetadataType } from '../schema/schema.ts';
import type {
  Field,
  ObjectDefinition,
  ObjectPermission,
  PermissionSetDefinition,
  Schema,
} from '../schema/schema.ts';
import { EVERYTHING, together } from './object-permission.ts';
import type { ProfileDefinition } from './profiles.ts';
import { isSetupObject } from './setup-objects.ts';

/** The rights that one row of PermissionSet stands for: a permission set, all sets of a group, or a profile. */
export interface GrantedPermissions {
  /** By API name of the object; none without a right. */
  objects: Map<string, ObjectPermission>;
  /** By `Object.Field`; only fields that may at least be read. */
  fields: Map<string, { object: ObjectDefinition; readable: boolean; editable: boolean }>;
  /** Whether "Modify All Data" gives all objects, so that no object permission stands behind it. */
  modifiesAllData: boolean;
}

/** Contact roles follow the opportunity, activities follow user permissions. */
const WITHOUT_PERMISSIONS: ReadonlySet<string> = new Set(['OpportunityContactRole', 'Task']);

function objectsWithPermissions(schema: Schema): ObjectDefinition[] {
  return [...schema.objects.values()].filter(
    ({ name }) => !isSetupObject(name) && !isMetadataType(name) && !WITHOUT_PERMISSIONS.has(name),
  );
}

function objectsOf(
  schema: Schema,
  userPermissions: ReadonlySet<string>,
  permissionOf: (key: string) => ObjectPermission,
): Map<string, ObjectPermission> {
  const granted = objectsWithPermissions(schema).map(({ name }): [string, ObjectPermission] => {
    if (userPermissions.has('modifyalldata')) return [name, EVERYTHING];
    const permission = permissionOf(name.toLowerCase());
    const seesAll = userPermissions.has('viewalldata') ? { allowRead: true, viewAllRecords: true } : {};
    return [name, { ...permission, ...seesAll }];
  });
  return new Map(granted.filter(([, { allowRead }]) => allowRead));
}

function fieldsOf(
  schema: Schema,
  rightsTo: (object: ObjectDefinition, field: Field) => { readable: boolean; editable: boolean },
): GrantedPermissions['fields'] {
  const granted: GrantedPermissions['fields'] = new Map();
  for (const object of schema.objects.values()) {
    if (isSetupObject(object.name) || isMetadataType(object.name)) continue;
    for (const field of object.fields.values()) {
      const rights = field.permissionable ? rightsTo(object, field) : undefined;
      if (rights?.readable === true) granted.set(`${object.name}.${field.name}`, { object, ...rights });
    }
  }
  return granted;
}

/** What permission sets give together: one alone, or those of a group. */
export function grantedBySets(schema: Schema, sets: readonly PermissionSetDefinition[]): GrantedPermissions {
  const userPermissions = new Set(sets.flatMap((set) => [...set.userPermissions]));
  return {
    objects: objectsOf(schema, userPermissions, (key) => together(sets.map((set) => set.objects.get(key)))),
    fields: fieldsOf(schema, (object, field) => {
      const key = `${object.name}.${field.name}`.toLowerCase();
      const given = sets.flatMap((set) => set.fields.get(key) ?? []);
      return {
        readable: given.some(({ readable }) => readable),
        editable: given.some(({ editable }) => editable),
      };
    }),
    modifiesAllData: userPermissions.has('modifyalldata'),
  };
}

/** What a profile gives: standard fields alone, since a deploy gives a new custom field to no profile. */
export function grantedByProfile(schema: Schema, profile: ProfileDefinition): GrantedPermissions {
  const userPermissions = new Set(profile.userPermissions.map((name) => name.toLowerCase()));
  return {
    objects: objectsOf(schema, userPermissions, (key) => together([profile.objects.get(key)])),
    fields: fieldsOf(schema, (object, field) => {
      const opens = profile.everything || profile.objects.has(object.name.toLowerCase());
      const readable = !field.custom && profile.standardFieldsVisible && opens;
      return { readable, editable: readable && (field.createable || field.updateable) };
    }),
    modifiesAllData: userPermissions.has('modifyalldata'),
  };
}
