import { children, picklistValues, text } from '../package-source.ts';
import type { Element } from '../package-source.ts';
import { objectOf, ofType, ownName } from './package.ts';
import type { Package, PackagedComponent } from './package.ts';
import { standardObjects, systemFields, systemParents } from './standard-objects.ts';

/** A field as others refer to it. */
export interface KnownField {
  /** Absent for fields of Salesforce's own. */
  component?: PackagedComponent;
  /** Whether a permission set may name it. */
  isPermissionable: boolean;
  /** The values of a picklist that belongs to the package. */
  values?: readonly string[];
  /** The object that a lookup of the package leads to. */
  referenceTo?: string;
}

/** An object as others refer to it. */
export interface KnownObject {
  name: string;
  /** Absent for objects of Salesforce's own. */
  component?: PackagedComponent;
  fields: Map<string, KnownField>;
  /** Where a relationship leads: `Contact__r` to Contact. */
  parents: Map<string, string>;
  /** Which object a list of children holds: `Feedback_Responses__r`, Feedback_Response__c. */
  lists: Map<string, string>;
}

/** What an org knows once the package is installed, as far as the package refers to it. */
export interface Catalogue {
  objects: Map<string, KnownObject>;
  valueSets: Map<string, readonly string[]>;
  /** Names of the components of a type. */
  names: (type: string) => ReadonlySet<string>;
}

const catalogues = new WeakMap<Package, Catalogue>();

/** The catalogue of a package, made once. */
export function catalogueOf(installed: Package): Catalogue {
  const known = catalogues.get(installed) ?? makeCatalogue(installed);
  catalogues.set(installed, known);
  return known;
}

function makeCatalogue(installed: Package): Catalogue {
  const valueSets = new Map(
    ofType(installed, 'GlobalValueSet').map(({ fullName, content }) => [
      fullName,
      children(content, 'customValue').map((value) => text(value, 'fullName') ?? ''),
    ]),
  );
  const fields = ofType(installed, 'CustomField');
  const objects = new Map<string, KnownObject>(
    Object.keys(standardObjects).map((name) => [name, standardObject(name)]),
  );
  for (const component of ofType(installed, 'CustomObject'))
    if (!objects.has(component.fullName)) objects.set(component.fullName, customObject(component, fields));
  for (const component of fields) addField(objects, valueSets, component);
  return {
    objects,
    valueSets,
    names: (type) => new Set(ofType(installed, type).map(({ fullName }) => fullName)),
  };
}

const fixed: KnownField = { isPermissionable: false };

function standardObject(name: string): KnownObject {
  const { fields = [], fixed: required = [], parents = {}, lists = {} } = standardObjects[name] ?? {};
  return {
    name,
    fields: new Map<string, KnownField>([
      ...[...systemFields, ...required].map((field) => [field, fixed] as const),
      ...fields.map((field) => [field, { isPermissionable: true }] as const),
    ]),
    parents: new Map(Object.entries({ ...systemParents, ...parents })),
    lists: new Map(Object.entries(lists)),
  };
}

function customObject(component: PackagedComponent, fields: PackagedComponent[]): KnownObject {
  const isType = component.fullName.endsWith('__mdt');
  const isDetail = fields.some(
    (field) => objectOf(field) === component.fullName && isMasterDetail(field.content),
  );
  const names = isType
    ? ['DeveloperName', 'MasterLabel', 'QualifiedApiName', 'Language', 'NamespacePrefix']
    : [...systemFields, 'Name', ...(isDetail ? [] : ['OwnerId'])];
  return {
    name: component.fullName,
    component,
    fields: new Map(names.map((name) => [name, fixed])),
    parents: new Map(
      isType ? [] : Object.entries({ ...systemParents, ...(isDetail ? {} : { Owner: 'User' }) }),
    ),
    lists: new Map(),
  };
}

function addField(
  objects: Map<string, KnownObject>,
  valueSets: ReadonlyMap<string, readonly string[]>,
  component: PackagedComponent,
): void {
  const object = objects.get(objectOf(component));
  if (object === undefined) return;
  const { content } = component;
  const name = ownName(component);
  const referenceTo = text(content, 'referenceTo');
  const set = children(content, 'valueSet').map((one) => text(one, 'valueSetName'))[0];
  const own = picklistValues(content);
  const values = set === undefined ? (own.length > 0 ? own : undefined) : valueSets.get(set);
  object.fields.set(name, {
    component,
    // who may read a custom metadata type may read all of it
    isPermissionable:
      !object.name.endsWith('__mdt') && text(content, 'required') !== 'true' && !isMasterDetail(content),
    ...(values === undefined ? {} : { values }),
    ...(referenceTo === undefined ? {} : { referenceTo }),
  });
  if (referenceTo === undefined) return;
  object.parents.set(name.replace(/__c$/, '__r'), referenceTo);
  const list = text(content, 'relationshipName');
  if (list !== undefined) objects.get(referenceTo)?.lists.set(`${list}__r`, object.name);
}

/** Whether a field makes its object a detail of another. */
export function isMasterDetail(field: Element): boolean {
  return text(field, 'type') === 'MasterDetail';
}

/** The object that a detail belongs to; absent for objects that stand by themselves. */
export function masterOf(object: KnownObject): string | undefined {
  return [...object.fields.values()].find(({ component }) => component && isMasterDetail(component.content))
    ?.referenceTo;
}

/** A field by its path from an object, such as `Contact__r.Account.Name`; or what in the path is not there. */
export function followPath(
  { objects }: Catalogue,
  objectName: string,
  path: string,
): { field: KnownField } | { problem: string } {
  const names = path.replaceAll(':User', '').split('.');
  const last = names.pop() ?? '';
  let object = objects.get(objectName);
  if (object === undefined) return { problem: `there is no object ${objectName}` };
  for (const name of names) {
    const next: string | undefined = object.parents.get(name);
    if (next === undefined) return { problem: `${object.name} has no relationship ${name}` };
    const parent = objects.get(next);
    if (parent === undefined) return { problem: `there is no object ${next}` };
    object = parent;
  }
  const field = object.fields.get(last);
  return field === undefined ? { problem: `${object.name} has no field ${last}` } : { field };
}

/** What is wrong with a reference to a field; nothing when it is there. */
export function fieldProblem(catalogue: Catalogue, object: string, path: string): string | undefined {
  const found = followPath(catalogue, object, path);
  return 'problem' in found ? found.problem : undefined;
}

/** What is wrong with a value that a picklist is compared with; fields that are no picklist of the package take any. */
export function valueProblem(
  catalogue: Catalogue,
  object: string,
  path: string,
  value: string,
): string | undefined {
  const found = followPath(catalogue, object, path);
  if ('problem' in found || found.field.values === undefined || value === '') return undefined;
  return found.field.values.includes(value) ? undefined : `${object}.${path} has no value “${value}”`;
}
