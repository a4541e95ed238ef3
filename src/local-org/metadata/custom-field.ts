import { makeField } from '../schema/builders.ts';
import type { Field, FieldType, GlobalValueSet, PicklistValue, Reference } from '../schema/schema.ts';
import { readSummary } from './summary-field.ts';
import { elementOf, elementsOf, flagOf, numberOf, textOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Metadata types of fields and the describe types they become. */
const FIELD_TYPES: Record<string, FieldType> = {
  AutoNumber: 'string',
  Checkbox: 'boolean',
  Currency: 'currency',
  Date: 'date',
  DateTime: 'datetime',
  Email: 'email',
  Html: 'textarea',
  LongTextArea: 'textarea',
  Lookup: 'reference',
  MasterDetail: 'reference',
  MultiselectPicklist: 'multipicklist',
  Number: 'double',
  Percent: 'percent',
  Phone: 'phone',
  Picklist: 'picklist',
  // Becomes the type of what it summarizes once all fields are there.
  Summary: 'double',
  Text: 'string',
  TextArea: 'textarea',
  Url: 'url',
};

const FORMULA_TYPES: ReadonlySet<string> = new Set([
  'Checkbox',
  'Currency',
  'Date',
  'DateTime',
  'Number',
  'Percent',
  'Text',
]);

/** Longest text that a formula gives, in characters. */
const FORMULA_TEXT_LENGTH = 1300;

/** Picklist values shared by several fields, by name in lower case. */
export type GlobalValueSets = ReadonlyMap<string, GlobalValueSet>;

/** The values of a picklist or of a global value set, from their repeated element. */
export function readPicklistValues(elements: XmlElement[]): PicklistValue[] {
  return elements.flatMap((element) => {
    const value = textOf(element, 'fullName');
    if (value === undefined) return [];
    return {
      value,
      label: textOf(element, 'label') ?? value,
      isDefault: flagOf(element, 'default'),
      isActive: flagOf(element, 'isActive', true),
    };
  });
}

function readPicklist(xml: XmlElement, globals: GlobalValueSets): Partial<Field> {
  const valueSet = elementOf(xml, 'valueSet');
  if (textOf(valueSet, 'controllingField') !== undefined)
    throw new Error('Dependent picklists are not supported by the local org: every value would be taken');
  const shared = textOf(valueSet, 'valueSetName');
  const set = shared === undefined ? undefined : globals.get(shared.toLowerCase());
  if (shared !== undefined && set === undefined)
    throw new Error(`In field: valueSetName - no GlobalValueSet named ${shared} found`);
  return {
    picklist: {
      // A field that takes its values from a global value set is always restricted.
      restricted: shared !== undefined || flagOf(valueSet, 'restricted'),
      ...(shared === undefined ? {} : { globalValueSet: shared }),
      values:
        set?.values ?? readPicklistValues(elementsOf(elementOf(valueSet, 'valueSetDefinition'), 'value')),
      valueTranslations: {},
    },
  };
}

const ON_DELETE: Record<string, Reference['onDelete']> = {
  SetNull: 'setNull',
  Restrict: 'restrict',
  Cascade: 'cascade',
};

function readReference(name: string, type: string, xml: XmlElement): Partial<Field> {
  const to = textOf(xml, 'referenceTo');
  if (to === undefined) throw new Error(`Must specify 'referenceTo' for a CustomField of type ${type}`);
  if (xml['lookupFilter'] !== undefined)
    throw new Error('Lookup filters are not supported by the local org: every parent would be taken');
  const masterDetail = type === 'MasterDetail';
  const children = textOf(xml, 'relationshipName');
  const constraint = textOf(xml, 'deleteConstraint') ?? 'SetNull';
  const onDelete = masterDetail ? 'cascade' : ON_DELETE[constraint];
  if (onDelete === undefined) throw new Error(`'${constraint}' is not a valid value for deleteConstraint`);
  if (masterDetail) {
    if (children === undefined)
      throw new Error("Must specify 'relationshipName' for a CustomField of type MasterDetail");
    if (xml['required'] !== undefined)
      throw new Error("Can not specify 'required' for a CustomField of type MasterDetail");
    if (xml['deleteConstraint'] !== undefined)
      throw new Error("Can not specify 'deleteConstraint' for a CustomField of type MasterDetail");
  } else if (flagOf(xml, 'required') && onDelete === 'setNull') {
    throw new Error('must specify either cascade delete or restrict delete for required lookup foreign key');
  }
  const reference: Reference = {
    to: [to],
    relationshipName: name.replace(/__c$/, '__r'),
    ...(children === undefined ? {} : { childRelationshipName: `${children}__r` }),
    masterDetail,
    onDelete,
    ...(masterDetail
      ? {
          writeRequiresMasterRead: flagOf(xml, 'writeRequiresMasterRead'),
          reparentable: flagOf(xml, 'reparentableMasterDetail'),
        }
      : {}),
  };
  return masterDetail
    ? { reference, required: true, updateable: flagOf(xml, 'reparentableMasterDetail') }
    : { reference };
}

function readNumber(type: string, xml: XmlElement): Partial<Field> {
  const precision = numberOf(xml, 'precision');
  const scale = numberOf(xml, 'scale');
  if (precision === undefined || scale === undefined) {
    throw new Error(`Must specify 'precision' and 'scale' for a CustomField of type ${type}`);
  }
  if (precision > 18 || scale > precision)
    throw new Error('precision may be 18 at most, and scale not greater than precision');
  return { precision, scale };
}

function readLength(type: string, xml: XmlElement): Partial<Field> {
  if (type === 'TextArea') return { length: 255 };
  const length = numberOf(xml, 'length');
  if (length === undefined) throw new Error(`Must specify 'length' for a CustomField of type ${type}`);
  const longest = type === 'Text' ? 255 : 131072;
  if (length < 1 || length > longest)
    throw new Error(`length must be from 1 to ${longest} for a CustomField of type ${type}`);
  return { length };
}

function typeDetails(name: string, type: string, xml: XmlElement, globals: GlobalValueSets): Partial<Field> {
  switch (type) {
    case 'Number':
    case 'Currency':
    case 'Percent':
      return readNumber(type, xml);
    case 'Text':
    case 'TextArea':
    case 'LongTextArea':
    case 'Html':
      return readLength(type, xml);
    case 'Picklist':
    case 'MultiselectPicklist':
      return readPicklist(xml, globals);
    case 'Lookup':
    case 'MasterDetail':
      return readReference(name, type, xml);
    case 'Summary':
      return { precision: 18, scale: 0, summary: readSummary(xml) };
    case 'AutoNumber':
      return { length: 30, autoNumberFormat: textOf(xml, 'displayFormat') ?? '{0}' };
    case 'Checkbox':
      if (textOf(xml, 'defaultValue') === undefined)
        throw new Error("Must specify 'defaultValue' for a CustomField of type Checkbox");
      return {};
    default:
      return {};
  }
}

function formulaDetails(type: string, formula: string, xml: XmlElement): Partial<Field> {
  if (!FORMULA_TYPES.has(type)) throw new Error(`A formula field cannot be of type ${type}`);
  const scale = numberOf(xml, 'scale');
  const isNumber = type === 'Number' || type === 'Currency' || type === 'Percent';
  return {
    formula: { expression: formula, blankAsZero: textOf(xml, 'formulaTreatBlanksAs') === 'BlankAsZero' },
    ...(isNumber ? { precision: numberOf(xml, 'precision') ?? 18, scale: scale ?? 0 } : {}),
    ...(type === 'Text' ? { length: FORMULA_TEXT_LENGTH } : {}),
  };
}

/**
 * Reads a custom field. `name` is its own API name, without the object.
 * Throws Error saying what Salesforce, or the local org, would not take.
 */
export function readCustomField(name: string, xml: XmlElement, globals: GlobalValueSets): Field {
  const type = textOf(xml, 'type');
  const label = textOf(xml, 'label');
  if (!name.endsWith('__c')) throw new Error('Only custom fields can be deployed: the name must end in __c');
  if (label === undefined) throw new Error('Must specify a non-empty label for the CustomField');
  const fieldType = type === undefined ? undefined : FIELD_TYPES[type];
  if (type === undefined || fieldType === undefined)
    throw new Error(`Field type ${type ?? '(none)'} is not supported by the local org`);
  const formula = textOf(xml, 'formula');
  const description = textOf(xml, 'description');
  const inlineHelpText = textOf(xml, 'inlineHelpText');
  const defaultValue = formula === undefined ? textOf(xml, 'defaultValue') : undefined;
  return makeField(name, fieldType, {
    label,
    required: flagOf(xml, 'required'),
    unique: flagOf(xml, 'unique'),
    caseSensitive: flagOf(xml, 'caseSensitive'),
    externalId: flagOf(xml, 'externalId'),
    ...(description === undefined ? {} : { description }),
    ...(inlineHelpText === undefined ? {} : { inlineHelpText }),
    ...(defaultValue === undefined ? {} : { defaultValue }),
    ...(formula === undefined ? typeDetails(name, type, xml, globals) : formulaDetails(type, formula, xml)),
  });
}
