import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';

/** An element of metadata: text, nested elements, or several of them. */
type Element = { [name: string]: Element | Element[] | string | undefined };

/** A field as the dictionary tells of it. */
export interface DictionaryField {
  name: string;
  label: string;
  frenchLabel: string;
  /** In words: `Number(5, 2)`, `Picklist`, `Detail of Account`. */
  type: string;
  /** What is true of the field beside its type: `required`, `unique`, `external id`. */
  traits: string[];
  values: string[];
  description: string;
  /** The object that the field points to, and whether its record is a detail of that one. */
  reference?: { to: string; isMaster: boolean };
}

/** An object of the package, or the fields that the package adds to one of Salesforce's own. */
export interface DictionaryObject {
  name: string;
  label: string;
  frenchLabel: string;
  description: string;
  /** `Private`, `Read`, `ControlledByParent`; absent for objects of Salesforce and metadata types. */
  sharingModel?: string;
  fields: DictionaryField[];
  rules: { name: string; description: string; message: string }[];
}

const parser = new XMLParser({
  ignoreDeclaration: true,
  parseTagValue: false,
});

function read(path: string): Element {
  const document = parser.parse(readFileSync(path, 'utf8')) as Record<string, Element>;
  return Object.values(document)[0] ?? {};
}

const text = (element: Element | undefined, name: string): string => {
  const value = element?.[name];
  return typeof value === 'string' ? value : '';
};
const inside = (element: Element, name: string): Element => (element[name] ?? {}) as Element;
const all = (element: Element, name: string): Element[] => [element[name] ?? []].flat() as Element[];

/**
 * Reads the data model of the package from its metadata: own objects, then metadata types, then objects of Salesforce,
 * each in the order of their names.
 * @param root folder of the project
 */
export function readModel(root: string): DictionaryObject[] {
  const folder = join(root, 'force-app/main/default/objects');
  const rank = (name: string) => (name.endsWith('__c') ? 0 : name.endsWith('__mdt') ? 1 : 2);
  return readdirSync(folder)
    .toSorted((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1))
    .map((name) => readObject(root, name));
}

function readObject(root: string, name: string): DictionaryObject {
  const folder = join(root, 'force-app/main/default/objects', name);
  const french = join(root, 'force-app/french/default/objectTranslations', `${name}-fr`);
  const own = join(folder, `${name}.object-meta.xml`);
  const object = existsSync(own) ? read(own) : {};
  const translated = join(french, `${name}-fr.objectTranslation-meta.xml`);
  const cases = existsSync(translated) ? all(read(translated), 'caseValues') : [];
  return {
    name,
    label: text(object, 'label') || name,
    frenchLabel: text(
      cases.find((one) => text(one, 'plural') === 'false'),
      'value',
    ),
    description: text(object, 'description'),
    sharingModel: text(object, 'sharingModel') || undefined,
    fields: filesOf(join(folder, 'fields')).map((path) => readField(root, french, read(path))),
    rules: filesOf(join(folder, 'validationRules')).map((path) => {
      const rule = read(path);
      return {
        name: text(rule, 'fullName'),
        description: text(rule, 'description'),
        message: text(rule, 'errorMessage'),
      };
    }),
  };
}

function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .map((name) => join(folder, name));
}

function readField(root: string, french: string, field: Element): DictionaryField {
  const name = text(field, 'fullName');
  const translated = join(french, `${name}.fieldTranslation-meta.xml`);
  const to = text(field, 'referenceTo');
  return {
    name,
    label: text(field, 'label'),
    frenchLabel: existsSync(translated) ? text(read(translated), 'label') : '',
    type: typeOf(field),
    traits: traitsOf(field),
    values: valuesOf(root, field),
    description: text(field, 'description'),
    reference: to === '' ? undefined : { to, isMaster: text(field, 'type') === 'MasterDetail' },
  };
}

function typeOf(field: Element): string {
  const type = text(field, 'type');
  const named = type === 'MasterDetail' ? 'Detail' : type;
  if (text(field, 'referenceTo') !== '')
    return `${named} of ${text(field, 'referenceTo')}`.replace('Lookup of', 'Lookup to');
  const [length, precision, scale] = ['length', 'precision', 'scale'].map((part) => text(field, part));
  const size = precision === '' ? length : `${Number(precision) - Number(scale)}, ${scale}`;
  const sized = size === '' ? type : `${type}(${size})`;
  if (text(field, 'formula') !== '') return `Formula: ${sized}`;
  return type === 'Summary' ? `Summary: ${text(field, 'summaryOperation')}` : sized;
}

function traitsOf(field: Element): string[] {
  const traits: string[] = [];
  if (text(field, 'required') === 'true' || text(field, 'type') === 'MasterDetail') traits.push('required');
  if (text(field, 'unique') === 'true') traits.push('unique');
  if (text(field, 'externalId') === 'true') traits.push('external id');
  if (text(field, 'defaultValue') !== '') traits.push(`default ${text(field, 'defaultValue')}`);
  return traits;
}

function valuesOf(root: string, field: Element): string[] {
  const set = inside(field, 'valueSet');
  const shared = text(set, 'valueSetName');
  if (shared === '')
    return all(inside(set, 'valueSetDefinition'), 'value').map((one) => text(one, 'fullName'));
  const path = join(root, 'force-app/main/default/globalValueSets', `${shared}.globalValueSet-meta.xml`);
  return all(read(path), 'customValue').map((one) => text(one, 'fullName'));
}
