import type { Access } from '../access/access.ts';
import { fieldTraits, isLookupKey } from '../schema/field-traits.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import { fieldLabel, picklistLabel } from '../schema/labels.ts';

/** How describe names each type in SOAP terms. */
const SOAP_TYPES: Record<Field['type'], string> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  string: 'xsd:string',
  textarea: 'xsd:string',
  picklist: 'xsd:string',
  multipicklist: 'xsd:string',
  email: 'xsd:string',
  phone: 'xsd:string',
  url: 'xsd:string',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
};

/** System fields that every record has a value in. */
const ALWAYS_FILLED: ReadonlySet<string> = new Set([
  'CreatedById',
  'CreatedDate',
  'LastModifiedById',
  'LastModifiedDate',
  'OwnerId',
  'SystemModstamp',
]);

const ID_LENGTH = 18;
const PICKLIST_LENGTH = 255;
/** A character takes up to three bytes in describe's count. */
const BYTES_PER_CHARACTER = 3;

/**
 * A field as describe answers it, with the permissions of the user.
 * Source: SOAP API Developer Guide, "DescribeSObjectResult", "Field"; REST answers the same names.
 */
export function describeField(
  definition: ObjectDefinition,
  field: Field,
  access: Access,
): Record<string, unknown> {
  const editable = access.canEditField(definition.name, field.name);
  const length = describedLength(field);
  return {
    ...fieldTraits(field),
    aiPredictionField: false,
    autoNumber: field.autoNumberFormat !== undefined,
    byteLength: field.type === 'id' || field.type === 'reference' ? length : length * BYTES_PER_CHARACTER,
    calculated: field.formula !== undefined || field.summary !== undefined,
    calculatedFormula: field.formula?.expression ?? null,
    caseSensitive: field.caseSensitive,
    compoundFieldName: null,
    controllerName: null,
    createable: field.createable && editable,
    custom: field.custom,
    ...describeDefault(definition, field),
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.type === 'int' ? (field.precision ?? 9) : 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: field.type === 'textarea' ? 'plaintextarea' : null,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: field.formula?.blankAsZero ?? false,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: isLookupKey(definition, field),
    inlineHelpText: field.inlineHelpText ?? null,
    label: fieldLabel(field, access.language),
    length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.name === definition.nameField,
    nillable: isNillable(field),
    permissionable: field.permissionable,
    ...describePicklist(field, access.language),
    polymorphicForeignKey: (field.reference?.to.length ?? 0) > 1,
    precision: hasFraction(field) ? (field.precision ?? 18) : 0,
    queryByDistance: false,
    ...describeReference(definition, field),
    scale: hasFraction(field) ? (field.scale ?? 0) : 0,
    searchPrefilterable: false,
    soapType: SOAP_TYPES[field.type],
    type: field.type,
    unique: field.unique,
    updateable: field.updateable && editable,
  };
}

/** Whether a field may be empty. Checkboxes never are; nor is what the system fills in or metadata requires. */
function isNillable(field: Field): boolean {
  if (ALWAYS_FILLED.has(field.name)) return false;
  if (field.type === 'id' || field.type === 'boolean') return false;
  if (field.autoNumberFormat !== undefined || field.reference?.masterDetail === true) return false;
  return !field.required;
}

function hasFraction(field: Field): boolean {
  return field.type === 'double' || field.type === 'currency' || field.type === 'percent';
}

function describedLength(field: Field): number {
  if (field.type === 'id' || field.type === 'reference') return ID_LENGTH;
  if (field.type === 'picklist') return field.length ?? PICKLIST_LENGTH;
  const textual = SOAP_TYPES[field.type] === 'xsd:string';
  return textual ? (field.length ?? PICKLIST_LENGTH) : 0;
}

/** Checkboxes have a default value; other defaults are formulas, as in real describes. */
function describeDefault(definition: ObjectDefinition, field: Field): Record<string, unknown> {
  const isCheckbox = field.type === 'boolean' && field.formula === undefined;
  const hasDefault =
    field.defaultValue !== undefined || field.picklist?.values.some((value) => value.isDefault);
  const setBySystem = !field.createable && field.formula === undefined && field.summary === undefined;
  return {
    defaultValue: isCheckbox ? field.defaultValue?.toLowerCase() === 'true' : null,
    defaultValueFormula: isCheckbox ? null : (field.defaultValue ?? null),
    defaultedOnCreate:
      isCheckbox || hasDefault === true || setBySystem || (field.name === 'OwnerId' && definition.createable),
  };
}

function describePicklist(field: Field, language: string): Record<string, unknown> {
  const values = field.picklist?.values ?? [];
  return {
    picklistValues: values.map((value) => ({
      active: value.isActive,
      defaultValue: value.isDefault,
      label: picklistLabel(field, value, language),
      validFor: null,
      value: value.value,
    })),
    restrictedPicklist: field.picklist?.restricted ?? false,
  };
}

function describeReference(definition: ObjectDefinition, field: Field): Record<string, unknown> {
  const { reference } = field;
  return {
    cascadeDelete: reference?.onDelete === 'cascade',
    namePointing: (reference?.to.length ?? 0) > 1,
    referenceTargetField: null,
    referenceTo: reference?.to ?? [],
    relationshipName: reference?.relationshipName ?? null,
    relationshipOrder: masterDetailOrder(definition, field),
    restrictedDelete: reference?.onDelete === 'restrict',
    writeRequiresMasterRead: reference?.writeRequiresMasterRead ?? false,
  };
}

/** 0 for the first master of an object, 1 for the second. */
function masterDetailOrder(definition: ObjectDefinition, field: Field): number | null {
  if (field.reference?.masterDetail !== true) return null;
  const masters = [...definition.fields.values()].filter((other) => other.reference?.masterDetail === true);
  return masters.indexOf(field);
}
