/** User permission without which users, roles and assignments cannot be changed. */
export const SETUP_PERMISSION = 'ManageUsers';

/** User permission without which the rights that permission sets and profiles give cannot be read. */
export const VIEW_SETUP_PERMISSION = 'ViewSetup';

const SETUP_OBJECTS: ReadonlySet<string> = new Set([
  'user',
  'userrole',
  'group',
  'profile',
  'permissionset',
  'permissionsetassignment',
  'permissionsetgroup',
  'permissionsetgroupcomponent',
  'objectpermissions',
  'fieldpermissions',
  'userrecordaccess',
  'organization',
]);

/**
 * Whether an object can only be read by those who may view the setup.
 * Source: Object Reference, "ObjectPermissions" and "FieldPermissions", "Special Access Rules".
 */
export function isForSetupViewers(objectName: string): boolean {
  return ['objectpermissions', 'fieldpermissions'].includes(objectName.toLowerCase());
}

/**
 * Whether an object belongs to the org's setup: read by every user unless {@link isForSetupViewers}, written with the
 * permission "Manage Users".
 */
export function isSetupObject(objectName: string): boolean {
  return SETUP_OBJECTS.has(objectName.toLowerCase());
}
