import { isMetadataType } from '../schema/schema.ts';
import type {
  ObjectDefinition,
  ObjectPermission,
  PermissionSetDefinition,
  Schema,
} from '../schema/schema.ts';
import { elementsOf, flagOf, textOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Reads a permission set. Throws Error when it has no label. */
export function readPermissionSet(name: string, xml: XmlElement): PermissionSetDefinition {
  const label = textOf(xml, 'label');
  if (label === undefined) throw new Error('Required field is missing: label');
  const description = textOf(xml, 'description');
  const enabled = (tag: string): Set<string> =>
    new Set(
      elementsOf(xml, tag)
        .filter((element) => flagOf(element, 'enabled'))
        .map((element) => (textOf(element, 'name') ?? '').toLowerCase()),
    );
  return {
    name,
    label,
    ...(description === undefined ? {} : { description }),
    objects: new Map(
      elementsOf(xml, 'objectPermissions').map((element) => [
        (textOf(element, 'object') ?? '').toLowerCase(),
        {
          allowCreate: flagOf(element, 'allowCreate'),
          allowRead: flagOf(element, 'allowRead'),
          allowEdit: flagOf(element, 'allowEdit'),
          allowDelete: flagOf(element, 'allowDelete'),
          viewAllRecords: flagOf(element, 'viewAllRecords'),
          modifyAllRecords: flagOf(element, 'modifyAllRecords'),
        },
      ]),
    ),
    fields: new Map(
      elementsOf(xml, 'fieldPermissions').map((element) => [
        (textOf(element, 'field') ?? '').toLowerCase(),
        { readable: flagOf(element, 'readable'), editable: flagOf(element, 'editable') },
      ]),
    ),
    customPermissions: enabled('customPermissions'),
    userPermissions: enabled('userPermissions'),
    customMetadataTypes: enabled('customMetadataTypeAccesses'),
  };
}

/** Standard objects that can only be read with another one. */
const STANDARD_PARENTS: Record<string, string[]> = { contact: ['Account'], opportunity: ['Account'] };

function parentsOf(object: ObjectDefinition): string[] {
  const masters = [...object.fields.values()].flatMap((field) =>
    field.reference?.masterDetail === true ? field.reference.to : [],
  );
  return [...masters, ...(STANDARD_PARENTS[object.name.toLowerCase()] ?? [])];
}

type Right =
  'allowRead' | 'allowCreate' | 'allowEdit' | 'allowDelete' | 'viewAllRecords' | 'modifyAllRecords';

const RIGHTS: { right: Right; word: string; needs: Right[] }[] = [
  { right: 'allowCreate', word: 'Create', needs: ['allowRead'] },
  { right: 'allowEdit', word: 'Edit', needs: ['allowRead'] },
  { right: 'allowDelete', word: 'Delete', needs: ['allowRead', 'allowEdit'] },
  { right: 'viewAllRecords', word: 'View All', needs: ['allowRead'] },
  {
    right: 'modifyAllRecords',
    word: 'Modify All',
    needs: ['allowRead', 'allowEdit', 'allowDelete', 'viewAllRecords'],
  },
];

const WORDS: Record<Right, string> = {
  allowRead: 'Read',
  allowCreate: 'Create',
  allowEdit: 'Edit',
  allowDelete: 'Delete',
  viewAllRecords: 'View All',
  modifyAllRecords: 'Modify All',
};

function objectProblems(
  set: PermissionSetDefinition,
  object: ObjectDefinition,
  permission: ObjectPermission,
): string[] {
  const problems = RIGHTS.flatMap(({ right, word, needs }) => {
    const missing = permission[right] ? needs.filter((need) => !permission[need]) : [];
    if (missing.length === 0) return [];
    const list = missing.map((need) => `${WORDS[need]} ${object.name}`).join(', ');
    return `Permission ${word} ${object.name} depends on permission(s): ${list}`;
  });
  if (!permission.allowRead) return problems;
  const closed = parentsOf(object).filter(
    (parent) => set.objects.get(parent.toLowerCase())?.allowRead !== true,
  );
  if (closed.length > 0) {
    const list = closed.map((parent) => `Read ${parent}`).join(', ');
    problems.push(`Permission Read ${object.name} depends on permission(s): ${list}`);
  }
  return problems;
}

function fieldProblem(
  schema: Schema,
  key: string,
  permission: { readable: boolean; editable: boolean },
): string | undefined {
  const [objectName = '', fieldName = ''] = key.split('.');
  const object = schema.objects.get(objectName);
  const field = object?.fields.get(fieldName);
  if (object === undefined || field === undefined)
    return `In field: field - no CustomField named ${key} found`;
  const name = `${object.name}.${field.name}`;
  if (!field.permissionable) return `You cannot deploy to a required field: ${name}`;
  if (!permission.editable) return undefined;
  if (!field.createable && !field.updateable)
    return `Field ${name} cannot be editable: the system computes it`;
  return permission.readable ? undefined : `Field ${name} cannot be editable without being readable`;
}

/** Everything in a permission set that the org could not take: unknown names, required fields, missing prerequisites. */
export function permissionSetProblems(schema: Schema, set: PermissionSetDefinition): string[] {
  const problems: string[] = [];
  for (const [name, permission] of set.objects) {
    const object = schema.objects.get(name);
    if (object === undefined) problems.push(`In field: object - no CustomObject named ${name} found`);
    else if (isMetadataType(name))
      problems.push(`A custom metadata type has no object permissions: ${object.name}`);
    else problems.push(...objectProblems(set, object, permission));
  }
  for (const [key, permission] of set.fields) {
    const problem = fieldProblem(schema, key, permission);
    if (problem !== undefined) problems.push(problem);
  }
  for (const name of set.customMetadataTypes) {
    if (!isMetadataType(name) || !schema.objects.has(name))
      problems.push(`In field: customMetadataTypeAccesses - no custom metadata type named ${name} found`);
  }
  for (const name of set.customPermissions) {
    if (!schema.customPermissions.has(name))
      problems.push(`In field: name - no CustomPermission named ${name} found`);
  }
  return problems;
}
