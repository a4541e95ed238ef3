import type { CustomLabelDefinition, ObjectDefinition, Schema } from '../schema/schema.ts';
import { emptySchema } from '../schema/builders.ts';
import { copySchema, schemaFromText } from '../schema/serialize.ts';
import { account, contact } from './accounts.ts';
import { opportunity, opportunityContactRole } from './opportunities.ts';
import { group, user, userRole } from './people.ts';
import { fieldPermissions, objectPermissions, userRecordAccess } from './permissions.ts';
import { caseObject, task } from './service.ts';
import {
  organization,
  permissionSet,
  permissionSetAssignment,
  permissionSetGroup,
  permissionSetGroupComponent,
  profile,
} from './setup.ts';

const STANDARD_OBJECTS: ObjectDefinition[] = [
  account,
  contact,
  opportunity,
  opportunityContactRole,
  caseObject,
  task,
  user,
  userRole,
  group,
  profile,
  permissionSet,
  permissionSetAssignment,
  permissionSetGroup,
  permissionSetGroupComponent,
  objectPermissions,
  fieldPermissions,
  userRecordAccess,
  organization,
];

/** The schema of an org to which nothing has been deployed: the standard objects (a copy of its own each time). */
function standardSchema(): Schema {
  const schema = emptySchema();
  for (const object of STANDARD_OBJECTS) schema.objects.set(object.name.toLowerCase(), object);
  return copySchema(schema);
}

/** Takes what was added to a standard object; its own fields stay as this version of the local org defines them. */
function addDeployed(standard: ObjectDefinition, deployed: ObjectDefinition): void {
  for (const [key, field] of deployed.fields) {
    if (field.custom) standard.fields.set(key, field);
    else Object.assign(standard.fields.get(key)?.translations ?? {}, field.translations);
  }
  standard.validationRules = deployed.validationRules;
  standard.translations = deployed.translations;
}

/** A label as it was kept: an earlier version of the local org kept its value alone. */
function wholeLabel(fullName: string, label: CustomLabelDefinition | string): CustomLabelDefinition {
  if (typeof label !== 'string') return label;
  return { fullName, language: 'en_US', protected: false, shortDescription: fullName, value: label };
}

/**
 * The schema that was kept, with the standard objects of this version of the local org under it.
 * `text` is what `schemaToText` gave, or undefined for a new org.
 */
export function openSchema(text: string | undefined): Schema {
  const standard = standardSchema();
  if (text === undefined) return standard;
  const kept = schemaFromText(text);
  for (const [key, object] of kept.objects) {
    const known = standard.objects.get(key);
    if (known === undefined) standard.objects.set(key, object);
    else addDeployed(known, object);
  }
  // What a later version of the local org added to schemas is missing in one that an earlier version kept.
  const labels = new Map([...kept.labels].map(([key, label]) => [key, wholeLabel(key, label)]));
  return { ...emptySchema(), ...kept, labels, objects: standard.objects };
}
