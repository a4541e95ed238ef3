import type { Field, FieldType, ObjectDefinition, PicklistValue, Schema } from './schema.ts';

/** Longest value of a text-like type where nothing else is said, in characters. */
const DEFAULT_LENGTHS: Partial<Record<FieldType, number>> = {
  id: 18,
  reference: 18,
  string: 255,
  textarea: 255,
  picklist: 255,
  multipicklist: 4099,
  email: 80,
  phone: 40,
  url: 255,
};

/** Turns an API name into a readable label: `AnnualRevenue` → `Annual Revenue`, `AccountId` → `Account ID`. */
export function labelFromName(name: string): string {
  return name
    .replace(/__c$/, '')
    .replace(/_/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/ Id$/, ' ID');
}

/** A field with everything filled in that is not said. */
export function makeField(name: string, type: FieldType, details: Partial<Field> = {}): Field {
  const fixed =
    details.formula !== undefined || details.summary !== undefined || details.autoNumberFormat !== undefined;
  const length = DEFAULT_LENGTHS[type];
  return {
    name,
    label: labelFromName(name),
    translations: {},
    type,
    custom: name.endsWith('__c'),
    ...(length === undefined ? {} : { length }),
    required: false,
    unique: false,
    caseSensitive: false,
    externalId: false,
    createable: !fixed,
    updateable: !fixed,
    permissionable: !(details.required ?? false) && !(details.reference?.masterDetail ?? false),
    ...details,
  };
}

/** Picklist values from plain words; the one named by `defaultValue` is the default. */
export function picklistValues(values: string[], defaultValue?: string): PicklistValue[] {
  return values.map((value) => ({
    value,
    label: value,
    isDefault: value === defaultValue,
    isActive: true,
  }));
}

/** A reference to users that the system writes: who created, who last modified. */
function systemUser(name: string, relationshipName: string): Field {
  return makeField(name, 'reference', {
    reference: { to: ['User'], relationshipName, masterDetail: false, onDelete: 'setNull' },
    createable: false,
    updateable: false,
    permissionable: false,
  });
}

/** The fields that every object has; written by the system only. */
function systemFields(): Field[] {
  const fixed = { createable: false, updateable: false, permissionable: false };
  return [
    makeField('Id', 'id', fixed),
    makeField('IsDeleted', 'boolean', { ...fixed, label: 'Deleted' }),
    makeField('CreatedDate', 'datetime', fixed),
    systemUser('CreatedById', 'CreatedBy'),
    makeField('LastModifiedDate', 'datetime', fixed),
    systemUser('LastModifiedById', 'LastModifiedBy'),
    makeField('SystemModstamp', 'datetime', fixed),
  ];
}

/** Who owns a record: a user, or a queue where the object allows groups. */
export function ownerField(to: string[]): Field {
  return makeField('OwnerId', 'reference', {
    label: 'Owner ID',
    reference: { to, relationshipName: 'Owner', masterDetail: false, onDelete: 'restrict' },
    permissionable: false,
  });
}

/** An object with everything filled in that is not said, and the system fields put before its own. */
export function makeObject(
  name: string,
  keyPrefix: string,
  fields: Field[],
  details: Partial<Omit<ObjectDefinition, 'fields' | 'name' | 'keyPrefix'>> = {},
): ObjectDefinition {
  const label = details.label ?? labelFromName(name);
  return {
    name,
    label,
    labelPlural: `${label}s`,
    translations: {},
    custom: name.endsWith('__c'),
    keyPrefix,
    nameField: 'Name',
    sharingModel: 'ReadWrite',
    validationRules: [],
    createable: true,
    updateable: true,
    deletable: true,
    ...details,
    fields: new Map([...systemFields(), ...fields].map((field) => [field.name.toLowerCase(), field])),
  };
}

/** A schema without anything in it. */
export function emptySchema(): Schema {
  return {
    objects: new Map(),
    permissionSets: new Map(),
    permissionSetGroups: new Map(),
    customPermissions: new Map(),
    labels: new Map(),
    customMetadata: new Map(),
    globalValueSets: new Map(),
    // Orgs made since Winter '23 use Lightning Web Security. The Translation Workbench is off in a new org of
    // Salesforce; here it is on, as in a scratch org whose definition switches it on.
    settings: { lockerServiceNext: true, enableTranslationWorkbench: true },
    components: new Map(),
  };
}
