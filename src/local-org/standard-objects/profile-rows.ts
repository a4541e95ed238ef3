import type { Schema } from '../schema/schema.ts';
import type { Store } from '../store/database.ts';
import { storedInstant } from '../values/dates.ts';
import { addRow, objectNamed } from './first-rows.ts';
import type { OrgIdentity } from './first-rows.ts';

/**
 * Gives every profile the permission set that holds its rights, named by the profile's id as in Salesforce.
 * Source: Object Reference, "PermissionSet", IsOwnedByProfile and ProfileId.
 */
export function alignProfileSets(store: Store, schema: Schema, identity: OrgIdentity, now: Date): void {
  const by = { userId: identity.adminUserId, now: storedInstant(now) };
  const object = objectNamed(schema, 'permissionset');
  const missing = store.all(
    'SELECT "Id" FROM "Profile" WHERE "Id" NOT IN (SELECT "ProfileId" FROM "PermissionSet" WHERE "ProfileId" IS NOT NULL)',
  );
  for (const row of missing) {
    const ProfileId = String(row['Id']);
    addRow(store, object, identity.orgMark, by, {
      Name: `X${ProfileId}`,
      Label: ProfileId,
      IsOwnedByProfile: 1,
      ProfileId,
      Type: 'Profile',
    });
  }
}

/**
 * Gives every user the assignment of her profile's permission set, and takes that of an earlier profile away: in
 * Salesforce a profile appears among a user's assignments, and changes with the user's profile alone.
 */
export function alignProfileAssignments(
  store: Store,
  schema: Schema,
  identity: OrgIdentity,
  now: Date,
): void {
  store.run(
    'DELETE FROM "PermissionSetAssignment" WHERE "Id" IN (SELECT a."Id" FROM "PermissionSetAssignment" a JOIN "PermissionSet" s ON s."Id" = a."PermissionSetId" JOIN "User" u ON u."Id" = a."AssigneeId" WHERE s."IsOwnedByProfile" = 1 AND s."ProfileId" IS NOT u."ProfileId")',
  );
  const missing = store.all(
    'SELECT u."Id" AS user, s."Id" AS permissionSet FROM "User" u JOIN "PermissionSet" s ON s."ProfileId" = u."ProfileId" WHERE NOT EXISTS (SELECT 1 FROM "PermissionSetAssignment" a WHERE a."AssigneeId" = u."Id" AND a."PermissionSetId" = s."Id")',
  );
  const by = { userId: identity.adminUserId, now: storedInstant(now) };
  const object = objectNamed(schema, 'permissionsetassignment');
  for (const { user, permissionSet } of missing) {
    addRow(store, object, identity.orgMark, by, {
      AssigneeId: String(user),
      PermissionSetId: String(permissionSet),
    });
  }
}
