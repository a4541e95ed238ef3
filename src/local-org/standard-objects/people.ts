import { makeField, makeObject } from '../schema/builders.ts';
import type { ObjectDefinition } from '../schema/schema.ts';
import { addressFields, checkbox, derived, lookup, picklist, restrictedPicklist, text } from './fields.ts';

/** Languages that a user may choose here; each is shown where a translation was deployed. */
const LANGUAGES = [
  'en_US',
  'en_GB',
  'fr',
  'de',
  'es',
  'it',
  'ja',
  'nl_NL',
  'pt_BR',
  'sv',
  'da',
  'fi',
  'zh_CN',
];

const always = { permissionable: false };

/**
 * User: key prefix 005. Needs a user name in the form of an e-mail address, unique in the org, and the keys of
 * time zone, locale, encoding and language. Users are switched off, never deleted.
 */
export const user: ObjectDefinition = makeObject(
  'User',
  '005',
  [
    text('Username', 80, { required: true, unique: true }),
    text('LastName', 80, { required: true }),
    text('FirstName', 40, always),
    derived(text('Name', 121, { label: 'Full Name', ...always })),
    text('CompanyName', 80, always),
    text('Division', 80, always),
    text('Department', 80, always),
    text('Title', 80, always),
    ...addressFields('').map((field) => ({ ...field, ...always })),
    makeField('Email', 'email', { required: true, length: 128 }),
    makeField('Phone', 'phone', always),
    makeField('MobilePhone', 'phone', always),
    text('Alias', 8, { required: true }),
    text('CommunityNickname', 40, { label: 'Nickname', ...always }),
    checkbox('IsActive', { label: 'Active', defaultValue: 'true', ...always }),
    text('TimeZoneSidKey', 40, { label: 'Time Zone', required: true }),
    lookup('UserRoleId', 'UserRole', { label: 'Role ID', children: 'Users', ...always }),
    text('LocaleSidKey', 40, { label: 'Locale', required: true }),
    lookup('ProfileId', 'Profile', { required: true, children: 'Users', onDelete: 'restrict' }),
    derived(picklist('UserType', ['Standard'], { preset: 'Standard', ...always })),
    restrictedPicklist('LanguageLocaleKey', LANGUAGES, { label: 'Language', required: true }),
    restrictedPicklist('EmailEncodingKey', ['UTF-8', 'ISO-8859-1', 'Shift_JIS', 'ISO-2022-JP', 'EUC-JP'], {
      label: 'Email Encoding',
      required: true,
    }),
    text('EmployeeNumber', 20, always),
    lookup('ManagerId', 'User', { children: 'ManagedUsers', ...always }),
    text('FederationIdentifier', 512, {
      label: 'SAML Federation ID',
      unique: true,
      caseSensitive: true,
      ...always,
    }),
  ],
  { deletable: false, sharingModel: 'Read' },
);

/** UserRole: key prefix 00E; a place in the role hierarchy. */
export const userRole: ObjectDefinition = makeObject(
  'UserRole',
  '00E',
  [
    text('Name', 80, { required: true }),
    text('DeveloperName', 80, always),
    lookup('ParentRoleId', 'UserRole', { ...always, onDelete: 'restrict' }),
    text('RollupDescription', 80, always),
  ],
  { label: 'Role', sharingModel: 'Read' },
);

/** Group: key prefix 00G; public groups and queues. */
export const group: ObjectDefinition = makeObject(
  'Group',
  '00G',
  [
    text('Name', 40, { required: true }),
    text('DeveloperName', 80, always),
    restrictedPicklist('Type', ['Regular', 'Queue', 'Role', 'Organization'], {
      preset: 'Regular',
      ...always,
    }),
    makeField('Email', 'email', always),
  ],
  { sharingModel: 'Read' },
);
