import { makeObject } from '../schema/builders.ts';
import type { ObjectDefinition } from '../schema/schema.ts';
import { checkbox, lookup, picklist } from './fields.ts';

const fixed = { createable: false, updateable: false, permissionable: false };
const readOnly = {
  createable: false,
  updateable: false,
  deletable: false,
  sharingModel: 'Read',
  nameField: 'Id',
};

/** The parent is written by the org alone: nothing is emptied or forbidden when a permission set goes. */
const parent = lookup('ParentId', 'PermissionSet', { ...fixed, relationship: 'Parent' });

/** The store needs `IsDeleted`; Salesforce does not have it on these objects, nor some of the other system fields. */
function without(object: ObjectDefinition, ...names: string[]): ObjectDefinition {
  for (const name of ['IsDeleted', ...names]) {
    const field = object.fields.get(name.toLowerCase());
    if (field !== undefined) object.fields.set(name.toLowerCase(), { ...field, internal: true });
  }
  return object;
}

/**
 * ObjectPermissions: key prefix 110; a row for every object that a permission set, group or profile gives a right to.
 * Source: Object Reference, "ObjectPermissions".
 */
export const objectPermissions: ObjectDefinition = without(
  makeObject(
    'ObjectPermissions',
    '110',
    [
      parent,
      picklist('SobjectType', [], fixed),
      checkbox('PermissionsCreate', fixed),
      checkbox('PermissionsRead', fixed),
      checkbox('PermissionsEdit', fixed),
      checkbox('PermissionsDelete', fixed),
      checkbox('PermissionsViewAllRecords', fixed),
      checkbox('PermissionsModifyAllRecords', fixed),
    ],
    { ...readOnly, label: 'Object Permissions', labelPlural: 'Object Permissions' },
  ),
);

/**
 * FieldPermissions: key prefix 01k; a row for every field that a permission set, group or profile lets be read.
 * Source: Object Reference, "FieldPermissions".
 */
export const fieldPermissions: ObjectDefinition = without(
  makeObject(
    'FieldPermissions',
    '01k',
    [
      parent,
      picklist('SobjectType', [], fixed),
      picklist('Field', [], fixed),
      checkbox('PermissionsRead', fixed),
      checkbox('PermissionsEdit', fixed),
    ],
    { ...readOnly, label: 'Field Permissions', labelPlural: 'Field Permissions' },
  ),
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
);

/** The levels of access to a record, the lowest first. Source: Object Reference, "UserRecordAccess", MaxAccessLevel. */
export const ACCESS_LEVELS = ['None', 'Read', 'Edit', 'Delete', 'Transfer', 'All'] as const;

/**
 * UserRecordAccess: no rows of its own and no key prefix; its queries are answered from the rights of the user.
 * Source: Object Reference, "UserRecordAccess".
 */
export const userRecordAccess: ObjectDefinition = without(
  makeObject(
    'UserRecordAccess',
    '',
    [
      lookup('UserId', 'User', fixed),
      picklist('RecordId', [], fixed),
      checkbox('HasReadAccess', fixed),
      checkbox('HasEditAccess', fixed),
      checkbox('HasDeleteAccess', fixed),
      checkbox('HasTransferAccess', fixed),
      checkbox('HasAllAccess', fixed),
      picklist('MaxAccessLevel', [...ACCESS_LEVELS], fixed),
    ],
    { ...readOnly, label: 'User Record Access', labelPlural: 'User Record Access' },
  ),
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
);
