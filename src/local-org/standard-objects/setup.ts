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
    picklist('Type', ['Group', 'Profile', 'Regular', 'Session', 'Standard'], always),
    lookup('PermissionSetGroupId', 'PermissionSetGroup', always),
  ],
  readOnly,
);

/**
 * PermissionSetGroup: key prefix 0PG; a row for every deployed group. Its sets are put together into a permission set of
 * its own, of type Group, which assignments of the group point to.
 */
export const permissionSetGroup: ObjectDefinition = makeObject(
  'PermissionSetGroup',
  '0PG',
  [
    text('DeveloperName', 80, { required: true }),
    text('MasterLabel', 80, { required: true }),
    text('Description', 255, always),
    text('NamespacePrefix', 15, always),
    checkbox('HasActivationRequired', always),
    picklist('Status', ['Updated', 'Outdated', 'Updating', 'Failed'], always),
  ],
  { ...readOnly, label: 'Permission Set Group', nameField: 'DeveloperName' },
);

/** PermissionSetGroupComponent: key prefix 0PM; a row for every permission set of a group. */
export const permissionSetGroupComponent: ObjectDefinition = makeObject(
  'PermissionSetGroupComponent',
  '0PM',
  [
    lookup('PermissionSetGroupId', 'PermissionSetGroup', {
      required: true,
      children: 'PermissionSetGroupComponents',
    }),
    lookup('PermissionSetId', 'PermissionSet', { required: true, children: 'PermissionSetGroupComponents' }),
  ],
  { ...readOnly, label: 'Permission Set Group Component', nameField: 'Id' },
);

/**
 * PermissionSetAssignment: key prefix 0Pa; gives a permission set or a permission set group to a user. One of both is
 * given; a group's row also has the group's aggregate permission set.
 */
export const permissionSetAssignment: ObjectDefinition = makeObject(
  'PermissionSetAssignment',
  '0Pa',
  [
    lookup('PermissionSetId', 'PermissionSet', {
      ...always,
      updateable: false,
      children: 'Assignments',
      onDelete: 'cascade',
    }),
    lookup('PermissionSetGroupId', 'PermissionSetGroup', {
      ...always,
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
