/** User permission without which users, roles and assignments cannot be changed. */
export const SETUP_PERMISSION = 'ManageUsers';

const SETUP_OBJECTS: ReadonlySet<string> = new Set([
  'user',
  'userrole',
  'group',
  'profile',
  'permissionset',
  'permissionsetassignment',
  'organization',
]);

/** Whether an object belongs to the org's setup: read by every user, written with the permission "Manage Users". */
export function isSetupObject(objectName: string): boolean {
  return SETUP_OBJECTS.has(objectName.toLowerCase());
}
