import type { PermissionSetGroupDefinition, Schema } from '../schema/schema.ts';
import { quoted } from '../store/database.ts';
import type { Store, StoredValue } from '../store/database.ts';
import { updateRow } from '../store/rows.ts';
import { storedInstant } from '../values/dates.ts';
import { addRow, objectNamed } from './first-rows.ts';
import type { OrgIdentity } from './first-rows.ts';

/** Where rows are written, and on whose behalf. */
interface Writing {
  store: Store;
  schema: Schema;
  orgMark: string;
  by: { userId: string; now: string };
}

/** Writes the row that has that name, made if it is missing; returns its id. */
function writeRow(
  { store, schema, orgMark, by }: Writing,
  objectName: string,
  key: { field: string; value: string },
  values: Record<string, StoredValue>,
): string {
  const object = objectNamed(schema, objectName);
  const row = store.first(
    `SELECT "Id" FROM ${quoted(object.name)} WHERE ${quoted(key.field)} = ? COLLATE NOCASE`,
    key.value,
  );
  const all = { ...values, [key.field]: key.value };
  if (row === undefined) return addRow(store, object, orgMark, by, all);
  updateRow(store, object, String(row['Id']), all);
  return String(row['Id']);
}

/** Which sets a group has, as rows. */
function alignComponents(
  writing: Writing,
  groupId: string,
  { permissionSets }: PermissionSetGroupDefinition,
): void {
  const { store, schema, orgMark, by } = writing;
  const wanted = new Set(
    permissionSets.flatMap((name) => {
      const row = store.first('SELECT "Id" FROM "PermissionSet" WHERE "Name" = ? COLLATE NOCASE', name);
      return row === undefined ? [] : [String(row['Id'])];
    }),
  );
  const rows = store.all(
    'SELECT "Id", "PermissionSetId" FROM "PermissionSetGroupComponent" WHERE "PermissionSetGroupId" = ?',
    groupId,
  );
  for (const row of rows) {
    if (!wanted.delete(String(row['PermissionSetId'])))
      store.run('DELETE FROM "PermissionSetGroupComponent" WHERE "Id" = ?', String(row['Id']));
  }
  const object = objectNamed(schema, 'permissionsetgroupcomponent');
  for (const setId of wanted)
    addRow(store, object, orgMark, by, { PermissionSetGroupId: groupId, PermissionSetId: setId });
}

/**
 * Gives every deployed permission set and group a row, so that they can be found by name and assigned. A group also has
 * an aggregate permission set of its name: type Group, with PermissionSetGroupId.
 */
export function alignPermissionSets(store: Store, schema: Schema, identity: OrgIdentity, now: Date): void {
  const by = { userId: identity.adminUserId, now: storedInstant(now) };
  const writing: Writing = { store, schema, orgMark: identity.orgMark, by };
  for (const set of schema.permissionSets.values()) {
    writeRow(
      writing,
      'permissionset',
      { field: 'Name', value: set.name },
      {
        Label: set.label,
        Description: set.description?.slice(0, 255) ?? null,
        IsCustom: 1,
        Type: 'Regular',
      },
    );
  }
  for (const group of schema.permissionSetGroups.values()) {
    const Description = group.description?.slice(0, 255) ?? null;
    const groupId = writeRow(
      writing,
      'permissionsetgroup',
      { field: 'DeveloperName', value: group.name },
      { MasterLabel: group.label, Description, Status: 'Updated' },
    );
    writeRow(
      writing,
      'permissionset',
      { field: 'Name', value: group.name },
      { Label: group.label, Description, IsCustom: 1, Type: 'Group', PermissionSetGroupId: groupId },
    );
    alignComponents(writing, groupId, group);
  }
}
