import type { Access } from '../access/access.ts';
import type { ObjectDefinition, Schema } from '../schema/schema.ts';
import { describeField } from './describe-field.ts';
import { objectLabels } from '../schema/labels.ts';

const MASTER_RECORD_TYPE = '012000000000000AAA';

/** What describe says of an object in every list: name, labels and what the user may do. */
export function describeObjectBriefly(
  definition: ObjectDefinition,
  access: Access,
  version: string,
): Record<string, unknown> {
  const { name } = definition;
  const address = `/services/data/${version}/sobjects/${name}`;
  const deletable = definition.deletable && access.canDelete(name);
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: definition.createable && access.canCreate(name),
    custom: definition.custom,
    customSetting: false,
    deepCloneable: false,
    deletable,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    // UserRecordAccess has no records of its own, and no prefix.
    keyPrefix: definition.keyPrefix === '' ? null : definition.keyPrefix,
    ...objectLabels(definition, access.language),
    layoutable: false,
    mergeable: ['Account', 'Contact'].includes(name),
    mruEnabled: false,
    name,
    queryable: true,
    replicateable: true,
    retrieveable: true,
    searchable: false,
    triggerable: false,
    undeletable: false,
    updateable: definition.updateable && access.canEdit(name),
    urls: { sobject: address, describe: `${address}/describe`, rowTemplate: `${address}/{ID}` },
  };
}

/** All objects that the user may read. Source: REST API Developer Guide, "Describe Global". */
export function describeGlobal(schema: Schema, access: Access, version: string): Record<string, unknown> {
  const sobjects = [...schema.objects.values()]
    .filter((definition) => access.canReadObject(definition.name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((definition) => describeObjectBriefly(definition, access, version));
  return { encoding: 'UTF-8', maxBatchSize: 200, sobjects };
}

/**
 * One object in full: its fields that the user may see, its children, and what the user may do.
 * Labels are in the user's language. Source: REST API Developer Guide, "sObject Describe".
 */
export function describeObject(
  schema: Schema,
  definition: ObjectDefinition,
  access: Access,
  version: string,
): Record<string, unknown> {
  const fields = [...definition.fields.values()]
    .filter((field) => access.canReadField(definition.name, field.name))
    .map((field) => describeField(definition, field, access));
  return {
    ...describeObjectBriefly(definition, access, version),
    actionOverrides: [],
    childRelationships: describeChildren(schema, definition, access),
    compactLayoutable: false,
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields,
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [
      {
        active: true,
        available: true,
        defaultRecordTypeMapping: true,
        developerName: 'Master',
        master: true,
        name: 'Master',
        recordTypeId: MASTER_RECORD_TYPE,
        urls: {},
      },
    ],
    searchLayoutable: false,
    sobjectDescribeOption: 'FULL',
    supportedScopes: [{ label: 'All records', name: 'everything' }],
  };
}

/** Which references of other objects the user may see point to this one. */
function describeChildren(
  schema: Schema,
  parent: ObjectDefinition,
  access: Access,
): Record<string, unknown>[] {
  const children: Record<string, unknown>[] = [];
  for (const child of schema.objects.values()) {
    for (const field of child.fields.values()) {
      if (field.reference === undefined || !field.reference.to.includes(parent.name)) continue;
      if (!access.canReadField(child.name, field.name)) continue;
      children.push({
        cascadeDelete: field.reference.onDelete === 'cascade',
        childSObject: child.name,
        deprecatedAndHidden: false,
        field: field.name,
        junctionIdListNames: [],
        junctionReferenceTo: [],
        relationshipName: field.reference.childRelationshipName ?? null,
        restrictedDelete: field.reference.onDelete === 'restrict',
      });
    }
  }
  return children;
}
