import { makeField, makeObject } from '../schema/builders.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import { textOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Source: Salesforce Help, "Custom Metadata Type Fields"; metadata relationships are not in the local org. */
const FIELD_TYPES: ReadonlySet<string> = new Set([
  'Checkbox',
  'Date',
  'DateTime',
  'Email',
  'LongTextArea',
  'Number',
  'Percent',
  'Phone',
  'Picklist',
  'Text',
  'TextArea',
  'Url',
]);

const MANAGEABILITIES: ReadonlySet<string> = new Set([
  'DeveloperControlled',
  'SubscriberControlled',
  'Locked',
]);

const VISIBILITIES: ReadonlySet<string> = new Set(['Public', 'Protected', 'PackageProtected']);

const fixed = { createable: false, updateable: false, permissionable: false };

/** The fields that every custom metadata type has. Source: Object Reference, "Custom Metadata Type__mdt". */
function standardFields(): Field[] {
  return [
    makeField('DeveloperName', 'string', {
      ...fixed,
      label: 'Custom Metadata Record Name',
      length: 40,
      required: true,
    }),
    makeField('MasterLabel', 'string', { ...fixed, label: 'Label', length: 40, required: true }),
    makeField('Language', 'picklist', { ...fixed, label: 'Master Language', length: 40 }),
    makeField('NamespacePrefix', 'string', { ...fixed, length: 15 }),
    makeField('Label', 'string', { ...fixed, length: 40 }),
    makeField('QualifiedApiName', 'string', { ...fixed, length: 70 }),
  ];
}

const SYSTEM_FIELDS: ReadonlySet<string> = new Set([
  'createddate',
  'createdbyid',
  'lastmodifieddate',
  'lastmodifiedbyid',
]);

/**
 * Reads a custom metadata type. Its records come by deploy alone; nobody writes them through the API.
 * Throws Error with what is missing or of no meaning for such a type.
 */
export function readMetadataType(
  name: string,
  xml: XmlElement,
  keyPrefix: string,
  existing: ObjectDefinition | undefined,
): ObjectDefinition {
  const label = textOf(xml, 'label');
  if (label === undefined) throw new Error('Must specify a non-empty label for the CustomObject');
  for (const tag of ['nameField', 'sharingModel', 'deploymentStatus']) {
    if (xml[tag] !== undefined) throw new Error(`Can not specify '${tag}' for a custom metadata type`);
  }
  const visibility = textOf(xml, 'visibility') ?? 'Public';
  if (!VISIBILITIES.has(visibility)) throw new Error(`'${visibility}' is not a valid value for visibility`);
  const description = textOf(xml, 'description');
  const made = makeObject(name, keyPrefix, standardFields(), {
    label,
    labelPlural: textOf(xml, 'pluralLabel') ?? label,
    custom: true,
    nameField: 'MasterLabel',
    sharingModel: 'Read',
    createable: false,
    updateable: false,
    deletable: false,
    ...(description === undefined ? {} : { description }),
  });
  for (const key of SYSTEM_FIELDS) made.fields.delete(key);
  const isDeleted = made.fields.get('isdeleted');
  if (isDeleted !== undefined) isDeleted.internal = true;
  if (existing !== undefined) {
    made.translations = existing.translations;
    for (const [key, field] of existing.fields) if (field.custom) made.fields.set(key, field);
  }
  return made;
}

/**
 * Makes a field one of a custom metadata type: nobody sets it through the API, and whoever may read the type may read
 * it. Throws Error for what such a type does not have.
 */
export function asMetadataTypeField(field: Field, xml: XmlElement): Field {
  const type = textOf(xml, 'type') ?? '';
  if (!FIELD_TYPES.has(type) || field.formula !== undefined)
    throw new Error(`A custom metadata type cannot have a field of type ${field.formula ? 'Formula' : type}`);
  const manageability = textOf(xml, 'fieldManageability');
  if (manageability !== undefined && !MANAGEABILITIES.has(manageability))
    throw new Error(`'${manageability}' is not a valid value for fieldManageability`);
  if (field.picklist !== undefined) {
    if (field.picklist.globalValueSet !== undefined)
      throw new Error('A picklist of a custom metadata type cannot take its values from a global value set');
    if (!field.picklist.restricted) throw new Error('Non-strict picklists are not supported on this object.');
  }
  return { ...field, ...fixed };
}
