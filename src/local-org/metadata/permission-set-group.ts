import type { PermissionSetGroupDefinition, Schema } from '../schema/schema.ts';
import { flagOf, textOf, textsOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

/**
 * Reads a permission set group. Throws Error when it has no label, and for what would take rights away again or make
 * them depend on a session, which the local org does not do.
 */
export function readPermissionSetGroup(name: string, xml: XmlElement): PermissionSetGroupDefinition {
  const label = textOf(xml, 'label');
  if (label === undefined) throw new Error('Required field is missing: label');
  if (xml['mutingPermissionSets'] !== undefined)
    throw new Error('Muting permission sets are not supported by the local org: nothing would be muted');
  if (flagOf(xml, 'hasActivationRequired'))
    throw new Error('Session-based permission set groups are not supported by the local org');
  const description = textOf(xml, 'description');
  return {
    name,
    label,
    ...(description === undefined ? {} : { description }),
    permissionSets: textsOf(xml, 'permissionSets'),
  };
}

/** Everything in a permission set group that the org could not take: unknown sets, and a name that a set has already. */
export function permissionSetGroupProblems(schema: Schema, group: PermissionSetGroupDefinition): string[] {
  const problems = group.permissionSets
    .filter((name) => !schema.permissionSets.has(name.toLowerCase()))
    .map((name) => `In field: permissionSets - no PermissionSet named ${name} found`);
  // The group's own aggregate permission set bears the name of the group.
  if (schema.permissionSets.has(group.name.toLowerCase()))
    problems.push(`There is already a permission set named ${group.name}`);
  return problems;
}
