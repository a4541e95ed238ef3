import { makeField, makeObject, ownerField } from '../schema/builders.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import {
  addressFields,
  checkbox,
  currency,
  derived,
  longText,
  lookup,
  number,
  picklist,
  text,
} from './fields.ts';

/** Industries of a new org. */
const INDUSTRIES = [
  'Agriculture',
  'Apparel',
  'Banking',
  'Biotechnology',
  'Chemicals',
  'Communications',
  'Construction',
  'Consulting',
  'Education',
  'Electronics',
  'Energy',
  'Engineering',
  'Entertainment',
  'Environmental',
  'Finance',
  'Food & Beverage',
  'Government',
  'Healthcare',
  'Hospitality',
  'Insurance',
  'Machinery',
  'Manufacturing',
  'Media',
  'Not For Profit',
  'Recreation',
  'Retail',
  'Shipping',
  'Technology',
  'Telecommunications',
  'Transportation',
  'Utilities',
  'Other',
];

/** Into which record a deleted one was merged. Source: Object Reference, "Account", "Contact": `MasterRecordId`. */
function mergedInto(objectName: string): Field {
  return derived(lookup('MasterRecordId', objectName, { label: 'Master Record ID', permissionable: false }));
}

const LEAD_SOURCES = ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'];

/**
 * Account, as the Object Reference describes it: key prefix 001, owner a user, no required field but its name.
 */
export const account: ObjectDefinition = makeObject(
  'Account',
  '001',
  [
    mergedInto('Account'),
    text('Name', 255, { label: 'Account Name', required: true }),
    picklist(
      'Type',
      [
        'Prospect',
        'Customer - Direct',
        'Customer - Channel',
        'Channel Partner / Reseller',
        'Installation Partner',
        'Technology Partner',
        'Other',
      ],
      { label: 'Account Type' },
    ),
    lookup('ParentId', 'Account', { label: 'Parent Account ID', children: 'ChildAccounts' }),
    ...addressFields('Billing'),
    ...addressFields('Shipping'),
    makeField('Phone', 'phone', { label: 'Account Phone' }),
    makeField('Fax', 'phone', { label: 'Account Fax' }),
    text('AccountNumber', 40),
    makeField('Website', 'url'),
    text('Sic', 20, { label: 'SIC Code' }),
    picklist('Industry', INDUSTRIES),
    currency('AnnualRevenue', { scale: 0 }),
    number('NumberOfEmployees', 8, 0, { label: 'Employees' }),
    picklist('Ownership', ['Public', 'Private', 'Subsidiary', 'Other']),
    text('TickerSymbol', 20),
    longText('Description', 32000, { label: 'Account Description' }),
    picklist('Rating', ['Hot', 'Warm', 'Cold'], { label: 'Account Rating' }),
    text('Site', 80, { label: 'Account Site' }),
    picklist('AccountSource', LEAD_SOURCES),
    ownerField(['User']),
    derived(makeField('LastActivityDate', 'date', { permissionable: false, label: 'Last Activity' })),
  ],
  { labelPlural: 'Accounts' },
);

/**
 * Contact: key prefix 003. `Name` is compound: the system writes it from salutation, first and last name.
 * Deleting an account deletes its contacts.
 */
export const contact: ObjectDefinition = makeObject(
  'Contact',
  '003',
  [
    mergedInto('Contact'),
    lookup('AccountId', 'Account', { children: 'Contacts', onDelete: 'cascade' }),
    text('LastName', 80, { required: true }),
    text('FirstName', 40),
    picklist('Salutation', ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.']),
    derived(text('Name', 121, { label: 'Full Name', permissionable: false })),
    ...addressFields('Mailing'),
    ...addressFields('Other'),
    makeField('Phone', 'phone', { label: 'Business Phone' }),
    makeField('Fax', 'phone', { label: 'Business Fax' }),
    makeField('MobilePhone', 'phone'),
    makeField('HomePhone', 'phone'),
    makeField('AssistantPhone', 'phone'),
    lookup('ReportsToId', 'Contact', { children: 'ReportsTo' }),
    makeField('Email', 'email'),
    text('Title', 128),
    text('Department', 80),
    text('AssistantName', 40, { label: "Assistant's Name" }),
    picklist('LeadSource', LEAD_SOURCES),
    makeField('Birthdate', 'date'),
    longText('Description', 32000, { label: 'Contact Description' }),
    ownerField(['User']),
    checkbox('HasOptedOutOfEmail', { label: 'Email Opt Out' }),
    checkbox('HasOptedOutOfFax', { label: 'Fax Opt Out' }),
    checkbox('DoNotCall'),
    derived(makeField('LastActivityDate', 'date', { permissionable: false, label: 'Last Activity' })),
  ],
  { sharingModel: 'ControlledByParent' },
);
