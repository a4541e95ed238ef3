import { SalesforceError } from '../errors.ts';
import { RecordRefused } from '../records/save-result.ts';
import { toStored } from '../records/values.ts';
import { fieldOf, isMetadataType, objectOf } from '../schema/schema.ts';
import type { CustomMetadataRecord, Field, ObjectDefinition, Schema } from '../schema/schema.ts';
import { elementOf, elementsOf, textOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** The `xsi:type`s that a value may have, by what the field holds. */
const NUMBERS = ['xsd:double', 'xsd:decimal', 'xsd:int', 'xsd:long', 'xsd:float'];
const VALUE_TYPES: Partial<Record<Field['type'], string[]>> = {
  boolean: ['xsd:boolean'],
  double: NUMBERS,
  percent: NUMBERS,
  date: ['xsd:date'],
  datetime: ['xsd:dateTime'],
};
const TEXT_VALUE_TYPES = ['xsd:string'];

/** A value in storage form from `<value xsi:type="xsd:double">5</value>`. Throws Error when it does not fit the field. */
function readValue(field: Field, values: XmlElement): string | number | null {
  if (typeof values['value'] === 'string')
    throw new Error(`Must specify an xsi:type for the value of field ${field.name}`);
  const element = elementOf(values, 'value');
  if (textOf(element, '@_xsi:nil') === 'true' || values['value'] === undefined)
    return field.type === 'boolean' ? 0 : null;
  const type = textOf(element, '@_xsi:type') ?? '(none)';
  const wanted = VALUE_TYPES[field.type] ?? TEXT_VALUE_TYPES;
  const text = textOf(element, '#text') ?? '';
  if (!wanted.includes(type)) {
    throw new Error(
      `Field ${field.name}: a value of type ${type} does not fit a field of type ${field.type}, which takes ${wanted[0]}`,
    );
  }
  try {
    return toStored(field, text);
  } catch (error) {
    if (error instanceof RecordRefused || error instanceof SalesforceError)
      throw new Error(`Field ${field.name}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** What a field of a new record has that is not given; default values of such fields are plain values. */
function defaultOf(field: Field): string | number | null {
  if (field.picklist !== undefined)
    return field.picklist.values.find((value) => value.isDefault && value.isActive)?.value ?? null;
  const text = field.defaultValue?.replace(/^(["'])(.*)\1$/s, '$2');
  if (text === undefined) return field.type === 'boolean' ? 0 : null;
  return toStored(field, text);
}

function typeOf(schema: Schema, name: string): ObjectDefinition {
  const type = objectOf(schema, `${name}__mdt`);
  if (type === undefined) throw new Error(`no CustomObject named ${name}__mdt found`);
  return type;
}

/**
 * Reads a record of a custom metadata type. `fullName` is `Setting.Default`. Fields that are not given keep the value
 * that the record has already; a new record has their default values.
 * Throws Error naming the field whose value does not fit, that is unknown, or that is required and empty.
 */
export function readMetadataRecord(schema: Schema, fullName: string, xml: XmlElement): CustomMetadataRecord {
  const [typeName = '', developerName = ''] = fullName.split('.');
  const type = typeOf(schema, typeName);
  if (!/^[A-Za-z](?:_?[A-Za-z0-9])*$/.test(developerName) || developerName.length > 40)
    throw new Error(
      `The name ${developerName} must begin with a letter, have at most 40 letters, digits and single underscores, and not end in one`,
    );
  const label = textOf(xml, 'label');
  if (label === undefined) throw new Error('Required field is missing: label');
  if (label.length > 40) throw new Error(`The label may have 40 characters at most: ${label}`);
  const existing = schema.customMetadata.get(recordKey(type.name, developerName));
  const fields = [...type.fields.values()].filter((field) => field.custom);
  const values: CustomMetadataRecord['values'] = {};
  for (const field of fields) values[field.name] = existing?.values[field.name] ?? null;
  if (existing === undefined) for (const field of fields) values[field.name] = defaultOf(field);
  for (const element of elementsOf(xml, 'values')) {
    const name = textOf(element, 'field') ?? '';
    const field = fieldOf(type, name);
    if (field?.custom !== true) throw new Error(`no CustomField named ${type.name}.${name} found`);
    values[field.name] = readValue(field, element);
  }
  const missing = fields.filter((field) => field.required && values[field.name] === null);
  if (missing.length > 0)
    throw new Error(`Required fields are missing: [${missing.map(({ name }) => name).join(', ')}]`);
  return { typeName: type.name, developerName, label, values };
}

/** The key of a record in the schema: `setting__mdt.default`. */
export function recordKey(typeName: string, developerName: string): string {
  return `${typeName}.${developerName}`.toLowerCase();
}

/** Values that two records of a type share where a field of it is unique, as problems of the later record. */
export function duplicateMetadataValues(schema: Schema): { record: CustomMetadataRecord; problem: string }[] {
  return [...schema.objects.values()]
    .filter(({ name }) => isMetadataType(name))
    .flatMap((type) => {
      const records = [...schema.customMetadata.values()].filter((record) => record.typeName === type.name);
      return [...type.fields.values()]
        .filter((field) => field.unique)
        .flatMap((field) => {
          const seen = new Map<string, CustomMetadataRecord>();
          return records.flatMap((record) => {
            const value = record.values[field.name] ?? null;
            if (value === null) return [];
            const key = field.caseSensitive ? String(value) : String(value).toLowerCase();
            const other = seen.get(key);
            seen.set(key, record);
            if (other === undefined) return [];
            const problem = `duplicate value found: ${field.name} duplicates value on record ${other.developerName}`;
            return { record, problem };
          });
        });
    });
}
