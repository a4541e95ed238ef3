import type { DeployedComponent, Field, ObjectDefinition, Schema } from '../schema/schema.ts';
import { isMetadataType, isStored, objectOf } from '../schema/schema.ts';
import { quoted } from '../store/database.ts';
import type { Store } from '../store/database.ts';
import { recordKey } from './custom-metadata.ts';
import type { Deletion } from './read-package.ts';

/** What has to leave the database with the components. */
export interface Removed {
  objects: ObjectDefinition[];
  fields: { object: ObjectDefinition; field: Field }[];
  /** Names of permission sets and groups. */
  permissionSets: string[];
}

/** What components are taken out of. */
export interface Deleting {
  store: Store;
  schema: Schema;
  removed: Removed;
}

/** Takes a component out. Throws Error when it may not be. */
type Delete = (deleting: Deleting, fullName: string) => void;

function splitName(fullName: string): [object: string, name: string] {
  const [object = '', name = ''] = fullName.split('.');
  return [object, name];
}

/** The rights to an object, or to one field of it, go with it. */
function forgetPermissions(schema: Schema, key: string): void {
  for (const set of schema.permissionSets.values()) {
    set.objects.delete(key);
    set.customMetadataTypes.delete(key);
    for (const field of set.fields.keys())
      if (field === key || field.startsWith(`${key}.`)) set.fields.delete(field);
  }
}

/** Takes out the components that go with another one and are not named for it. */
function forgetComponents(schema: Schema, goesToo: (component: DeployedComponent) => boolean): void {
  for (const [key, component] of schema.components) if (goesToo(component)) schema.components.delete(key);
}

function deleteObject({ schema, removed }: Deleting, fullName: string): void {
  const object = objectOf(schema, fullName);
  if (object?.custom !== true) throw new Error('Standard objects cannot be deleted');
  schema.objects.delete(fullName.toLowerCase());
  forgetPermissions(schema, fullName.toLowerCase());
  if (isMetadataType(fullName)) {
    for (const [key, record] of schema.customMetadata)
      if (record.typeName.toLowerCase() === fullName.toLowerCase()) schema.customMetadata.delete(key);
  }
  // records bear the name of their type without its ending: `Season.Winter` of Season__mdt
  const records = `${fullName.replace(/__mdt$/, '')}.`;
  forgetComponents(
    schema,
    (component) =>
      component.fullName.startsWith(`${fullName}.`) ||
      component.fullName.startsWith(`${fullName}-`) ||
      (component.type === 'CustomTab' && component.fullName === fullName) ||
      (component.type === 'CustomMetadata' && component.fullName.startsWith(records)),
  );
  removed.objects.push(object);
}

function deleteField({ schema, removed }: Deleting, fullName: string): void {
  const [objectName, name] = splitName(fullName);
  const object = objectOf(schema, objectName);
  const field = object?.fields.get(name.toLowerCase());
  if (object === undefined || field?.custom !== true) throw new Error('Standard fields cannot be deleted');
  object.fields.delete(name.toLowerCase());
  forgetPermissions(schema, fullName.toLowerCase());
  // its words in a language: `Account-fr.Colour__c`
  forgetComponents(
    schema,
    (component) =>
      component.type === 'CustomFieldTranslation' &&
      component.fullName.startsWith(`${objectName}-`) &&
      component.fullName.endsWith(`.${name}`),
  );
  removed.fields.push({ object, field });
}

/** Salesforce keeps permission sets that someone has. */
function requireUnassigned(store: Store, name: string): void {
  const assigned = store.first(
    'SELECT 1 FROM "PermissionSetAssignment" a JOIN "PermissionSet" s ON s."Id" = a."PermissionSetId" WHERE s."Name" = ? COLLATE NOCASE AND a."IsDeleted" = 0',
    name,
  );
  if (assigned !== undefined)
    throw new Error(`${name} is assigned to users: take the assignments away first`);
}

function deleteValueSet({ schema }: Deleting, fullName: string): void {
  for (const object of schema.objects.values()) {
    for (const field of object.fields.values()) {
      if (field.picklist?.globalValueSet?.toLowerCase() === fullName.toLowerCase())
        throw new Error(`The value set is used by ${object.name}.${field.name}`);
    }
  }
  schema.globalValueSets.delete(fullName.toLowerCase());
  forgetComponents(
    schema,
    (component) =>
      component.type === 'GlobalValueSetTranslation' && component.fullName.startsWith(`${fullName}-`),
  );
}

/**
 * A folder is deleted when it is empty. Source: Salesforce Help, "Delete Report or Dashboard Folders"; the words are those
 * that a deploy brought back in github.com/forcedotcom/cli/issues/164. There is no Recycle Bin here to be emptied.
 */
function requireEmpty(type: 'Report' | 'Dashboard'): Delete {
  return ({ schema }, folder) => {
    const within = [...schema.components.values()].filter(
      (component) => component.type === type && component.fullName.startsWith(`${folder}/`),
    );
    if (within.length === 0) return;
    const names = within.map(({ fullName }) => fullName.slice(folder.length + 1)).join(', ');
    throw new Error(
      `Before deleting this folder, you need to delete these ${type.toLowerCase()}s from the folder and the Recycle Bin.: ${names}`,
    );
  };
}

const DELETE: Partial<Record<string, Delete>> = {
  CustomObject: deleteObject,
  CustomField: deleteField,
  ValidationRule: ({ schema }, fullName) => {
    const [objectName, name] = splitName(fullName);
    const object = objectOf(schema, objectName);
    if (object !== undefined)
      object.validationRules = object.validationRules.filter((rule) => rule.name !== name);
  },
  PermissionSet: ({ store, schema, removed }, fullName) => {
    requireUnassigned(store, fullName);
    schema.permissionSets.delete(fullName.toLowerCase());
    removed.permissionSets.push(fullName);
  },
  PermissionSetGroup: ({ store, schema, removed }, fullName) => {
    requireUnassigned(store, fullName);
    schema.permissionSetGroups.delete(fullName.toLowerCase());
    removed.permissionSets.push(fullName);
  },
  CustomPermission: ({ schema }, fullName) => {
    schema.customPermissions.delete(fullName.toLowerCase());
    for (const set of schema.permissionSets.values()) set.customPermissions.delete(fullName.toLowerCase());
  },
  CustomLabel: ({ schema }, fullName) => void schema.labels.delete(fullName.toLowerCase()),
  CustomMetadata: ({ schema }, fullName) => {
    const [type, record] = splitName(fullName);
    schema.customMetadata.delete(recordKey(`${type}__mdt`, record));
  },
  GlobalValueSet: deleteValueSet,
  ReportFolder: requireEmpty('Report'),
  DashboardFolder: requireEmpty('Dashboard'),
};

/**
 * Takes a component out of the schema, with the rights that name it. What refers to it is found when the schema is
 * checked. Returns false when there is no such component; throws Error when it cannot be deleted.
 */
export function deleteComponent(deleting: Deleting, { type, fullName }: Deletion): boolean {
  const key = `${type}:${fullName}`;
  const component = deleting.schema.components.get(key);
  if (component === undefined) return false;
  const remove = DELETE[type];
  if (remove === undefined && component.hasBehaviour)
    throw new Error(`Deleting a ${type} is not supported by the local org`);
  remove?.(deleting, fullName);
  deleting.schema.components.delete(key);
  return true;
}

/** Takes what was removed out of the database, for good: there is no list of deleted objects and fields. */
export function dropRemoved(store: Store, removed: Removed): void {
  for (const object of removed.objects) store.database.exec(`DROP TABLE IF EXISTS ${quoted(object.name)}`);
  const gone = new Set(removed.objects.map(({ name }) => name));
  for (const { object, field } of removed.fields) {
    if (!isStored(field) || gone.has(object.name)) continue;
    const indexes = store.database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND instr(sql, ?) > 0")
      .all(object.name, quoted(field.name));
    for (const { name } of indexes) store.database.exec(`DROP INDEX ${quoted(String(name))}`);
    store.database.exec(`ALTER TABLE ${quoted(object.name)} DROP COLUMN ${quoted(field.name)}`);
  }
  store.forgetStatements();
  for (const name of removed.permissionSets) {
    const sets = 'SELECT "Id" FROM "PermissionSet" WHERE "Name" = ? COLLATE NOCASE';
    store.run(`DELETE FROM "PermissionSetGroupComponent" WHERE "PermissionSetId" IN (${sets})`, name);
    const groups = 'SELECT "Id" FROM "PermissionSetGroup" WHERE "DeveloperName" = ? COLLATE NOCASE';
    store.run(`DELETE FROM "PermissionSetGroupComponent" WHERE "PermissionSetGroupId" IN (${groups})`, name);
    store.run('DELETE FROM "PermissionSetGroup" WHERE "DeveloperName" = ? COLLATE NOCASE', name);
    store.run('DELETE FROM "PermissionSet" WHERE "Name" = ? COLLATE NOCASE', name);
  }
}
