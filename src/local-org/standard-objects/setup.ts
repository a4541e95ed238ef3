import { makeField, makeObject } from '../schema/builders.ts';
import type { ObjectDefinition } from '../schema/schema.ts';
import { addressFields, checkbox, lookup, picklist, text } from './fields.ts';

const readOnly = { createable: false, updateable: false, deletable: false, sharingModel: 'Read' };
const always = { permissionable: false };

/** Organization: key prefix 00D; one row. Its languages and time zone are those of a new org. */
export const organization: ObjectDefinition = makeObject(
  'Organization',
  '00D',
  [
    text('Name', 80, { required: true }),
    ...addressFields('').map((field) => ({ ...field, ...always })),
    makeField('Phone', 'phone', always),
    text('InstanceName', 5, always),
    text('NamespacePrefix', 15, always),
    checkbox('IsSandbox', always),
    picklist('OrganizationType', ['Developer Edition', 'Enterprise Edition', 'Unlimited Edition'], always),
    makeField('TrialExpirationDate', 'datetime', always),
    text('LanguageLocaleKey', 40, always),
    text('DefaultLocaleSidKey', 40, always),
    text('TimeZoneSidKey', 40, always),
  ],
  readOnly,
);

/** Profile: key prefix 00e; the profiles of this org are fixed. */
export const profile: ObjectDefinition = makeObject(
  'Profile',
  '00e',
  [
    text('Name', 255, { required: true }),
    picklist('UserType', ['Standard'], { preset: 'Standard', ...always }),
    text('Description', 255, always),
  ],
  readOnly,
);

/** PermissionSet: key prefix 0PS; a row for every deployed permission set. They are made by a deploy, not here. */
export const permissionSet: ObjectDefinition = makeObject(
  'PermissionSet',
  '0PS',
  [
    text('Name', 80, { required: true }),
    text('Label', 80, { required: true }),
    text('Description', 255, always),
    text('NamespacePrefix', 15, always),
    checkbox('IsCustom', always),
    checkbox('IsOwnedByProfile', always),
    lookup('ProfileId', 'Profile', always),
  ],
  readOnly,
);

/** PermissionSetAssignment: key prefix 0Pa; gives a permission set to a user. */
export const permissionSetAssignment: ObjectDefinition = makeObject(
  'PermissionSetAssignment',
  '0Pa',
  [
    lookup('PermissionSetId', 'PermissionSet', {
      required: true,
      updateable: false,
      children: 'Assignments',
      onDelete: 'cascade',
    }),
    lookup('AssigneeId', 'User', {
      required: true,
      updateable: false,
      children: 'PermissionSetAssignments',
      onDelete: 'cascade',
    }),
  ],
  { label: 'Permission Set Assignment', nameField: 'Id', updateable: false, sharingModel: 'Read' },
);
