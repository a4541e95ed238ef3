import { setsNamed } from '../access/access.ts';
import { grantedByProfile, grantedBySets } from '../access/granted-permissions.ts';
import type { GrantedPermissions } from '../access/granted-permissions.ts';
import { PROFILES } from '../access/profiles.ts';
import type { ObjectDefinition, Schema } from '../schema/schema.ts';
import { quoted } from '../store/database.ts';
import type { Row, Store, StoredValue } from '../store/database.ts';
import { updateRow } from '../store/rows.ts';
import { storedInstant } from '../values/dates.ts';
import { addRow, objectNamed } from './first-rows.ts';
import type { OrgIdentity } from './first-rows.ts';

type Values = Record<string, StoredValue>;

/**
 * What the ids of object permissions begin with that nothing stands behind but "Modify All Data".
 * Source: Object Reference, "ObjectPermissions", "Usage".
 */
const MODIFY_ALL_DATA_PREFIX = '000';

function granted(schema: Schema, set: Row): GrantedPermissions {
  if (set['profile'] === null) return grantedBySets(schema, setsNamed(schema, String(set['Name'])));
  const profile = PROFILES.get(String(set['profile']));
  return profile === undefined ? grantedBySets(schema, []) : grantedByProfile(schema, profile);
}

function objectRows(ParentId: string, { objects }: GrantedPermissions): Values[] {
  return [...objects].map(([SobjectType, permission]) => ({
    ParentId,
    SobjectType,
    PermissionsCreate: Number(permission.allowCreate),
    PermissionsRead: Number(permission.allowRead),
    PermissionsEdit: Number(permission.allowEdit),
    PermissionsDelete: Number(permission.allowDelete),
    PermissionsViewAllRecords: Number(permission.viewAllRecords),
    PermissionsModifyAllRecords: Number(permission.modifyAllRecords),
  }));
}

function fieldRows(ParentId: string, { fields }: GrantedPermissions): Values[] {
  return [...fields].map(([Field, { object, readable, editable }]) => ({
    ParentId,
    SobjectType: object.name,
    Field,
    PermissionsRead: Number(readable),
    PermissionsEdit: Number(editable),
  }));
}

/** Where rows are written, and on whose behalf. */
interface Writing {
  store: Store;
  orgMark: string;
  by: { userId: string; now: string };
}

/** Makes the rows of an object be the wanted ones. Rows that stay keep their ids, unless those are to begin otherwise. */
function alignRows(
  { store, orgMark, by }: Writing,
  object: ObjectDefinition,
  wanted: readonly { prefix: string; values: Values }[],
): void {
  const keyOf = (row: Row | Values): string =>
    [row['ParentId'], row['SobjectType'], row['Field'] ?? ''].join(' ');
  const present = new Map(
    store.all(`SELECT * FROM ${quoted(object.name)}`).map((row) => [keyOf(row), row] as const),
  );
  const byPrefix = new Map(wanted.map(({ prefix }) => [prefix, { ...object, keyPrefix: prefix }]));
  for (const { prefix, values } of wanted) {
    const row = present.get(keyOf(values));
    if (row === undefined || !String(row['Id']).startsWith(prefix)) {
      addRow(store, byPrefix.get(prefix)!, orgMark, by, values);
      continue;
    }
    present.delete(keyOf(values));
    if (Object.keys(values).every((name) => values[name] === row[name])) continue;
    const stamp = { LastModifiedDate: by.now, LastModifiedById: by.userId, SystemModstamp: by.now };
    updateRow(store, object, String(row['Id']), { ...values, ...stamp });
  }
  for (const { Id } of present.values())
    store.run(`DELETE FROM ${quoted(object.name)} WHERE "Id" = ?`, String(Id));
}

/**
 * Gives every right to an object or a field a row of ObjectPermissions or FieldPermissions, below the permission set,
 * the aggregate permission set of a group or the profile's permission set that gives it. Source: Object Reference,
 * "ObjectPermissions", "FieldPermissions": where there is no right, there is no row.
 */
export function alignPermissionRows(store: Store, schema: Schema, identity: OrgIdentity, now: Date): void {
  const by = { userId: identity.adminUserId, now: storedInstant(now) };
  const writing: Writing = { store, orgMark: identity.orgMark, by };
  const objects = objectNamed(schema, 'objectpermissions');
  const fields = objectNamed(schema, 'fieldpermissions');
  const sets = store
    .all(
      'SELECT s."Id", s."Name", p."Name" AS profile FROM "PermissionSet" s LEFT JOIN "Profile" p ON p."Id" = s."ProfileId"',
    )
    .map((set) => ({ id: String(set['Id']), rights: granted(schema, set) }));
  const wantedObjects = sets.flatMap(({ id, rights }) => {
    const prefix = rights.modifiesAllData ? MODIFY_ALL_DATA_PREFIX : objects.keyPrefix;
    return objectRows(id, rights).map((values) => ({ prefix, values }));
  });
  const wantedFields = sets.flatMap(({ id, rights }) =>
    fieldRows(id, rights).map((values) => ({ prefix: fields.keyPrefix, values })),
  );
  alignRows(writing, objects, wantedObjects);
  alignRows(writing, fields, wantedFields);
}
