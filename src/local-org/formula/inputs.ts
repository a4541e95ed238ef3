import { fieldOf, isMetadataType, objectOf } from '../schema/schema.ts';
import type { Field, ObjectDefinition, Schema } from '../schema/schema.ts';
import { FormulaError } from './tokens.ts';

/** A field reached from a record: through references, then the field itself. */
export interface FieldPath {
  /** Reference fields walked, with the object that each leads to. */
  steps: { field: Field; target: ObjectDefinition }[];
  /** The object that has the field. */
  object: ObjectDefinition;
  field: Field;
}

/** Something that a formula needs from outside when it is evaluated. */
export type FormulaInput =
  | { kind: 'field'; path: FieldPath; prior: boolean }
  | { kind: 'changed'; path: FieldPath }
  | { kind: 'isNew' }
  | { kind: 'today' }
  | { kind: 'now' }
  | { kind: 'user'; path: FieldPath }
  | { kind: 'organization'; path: FieldPath }
  | { kind: 'permission'; name: string }
  | { kind: 'constant'; value: string | number | boolean | null };

/** A type in the words of sformula. */
export type InputType =
  | 'id'
  | 'string'
  | 'picklist'
  | 'multipicklist'
  | 'boolean'
  | 'number'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime';

/** The type of a field in the words of sformula. */
export function inputTypeOf(field: Field): InputType {
  switch (field.type) {
    case 'id':
    case 'reference':
      return 'id';
    case 'int':
    case 'double':
      return 'number';
    case 'textarea':
    case 'email':
    case 'phone':
    case 'url':
    case 'string':
      return 'string';
    default:
      return field.type;
  }
}

function unknownField(path: string): FormulaError {
  return new FormulaError(`Field ${path} does not exist. Check spelling.`);
}

/** Resolves `Parent__r.Owner:User.Name` from an object; names in any case. Throws FormulaError when it leads nowhere. */
export function resolvePath(schema: Schema, root: ObjectDefinition, path: string): FieldPath {
  const parts = path.split('.');
  const steps: FieldPath['steps'] = [];
  let object = root;
  for (const part of parts.slice(0, -1)) {
    const [relationship = '', kind] = part.split(':');
    const field = [...object.fields.values()].find(
      (candidate) => candidate.reference?.relationshipName.toLowerCase() === relationship.toLowerCase(),
    );
    const targets = field?.reference?.to ?? [];
    const name =
      kind === undefined
        ? targets.length === 1
          ? targets[0]
          : undefined
        : targets.find((to) => to.toLowerCase() === kind.toLowerCase());
    const target = name === undefined ? undefined : objectOf(schema, name);
    if (field === undefined || target === undefined) throw unknownField(path);
    steps.push({ field, target });
    object = target;
  }
  const field = fieldOf(object, parts.at(-1) ?? '');
  if (field === undefined) throw unknownField(path);
  return { steps, object, field };
}

/**
 * Resolves `Setting__mdt.Default.Days__c`: the value is part of the formula, since the record changes by deploy alone.
 * Throws FormulaError when there is no such type, record or field.
 */
function resolveMetadata(schema: Schema, path: string): { input: FormulaInput; type: InputType } {
  const [, typeName = '', developerName = '', fieldName = '', ...rest] = path.split('.');
  const type = objectOf(schema, typeName);
  const record = schema.customMetadata.get(`${typeName}.${developerName}`.toLowerCase());
  const field = type === undefined || !isMetadataType(typeName) ? undefined : fieldOf(type, fieldName);
  if (record === undefined || field === undefined || rest.length > 0) throw unknownField(path);
  const standard: Record<string, string> = {
    DeveloperName: record.developerName,
    QualifiedApiName: record.developerName,
    MasterLabel: record.label,
    Label: record.label,
  };
  const stored = field.custom ? (record.values[field.name] ?? null) : standard[field.name];
  if (stored === undefined) throw unknownField(path);
  const value = field.type === 'boolean' ? stored === 1 : stored;
  return { input: { kind: 'constant', value }, type: inputTypeOf(field) };
}

/**
 * Resolves a path that begins with a `$` object: `$User.Id`, `$Profile.Name`, `$Permission.Approve`, `$Label.Greeting`,
 * `$CustomMetadata.Setting__mdt.Default.Days__c`.
 * Throws FormulaError for objects that the local org does not offer to formulas.
 */
export function resolveGlobal(schema: Schema, path: string): { input: FormulaInput; type: InputType } {
  const [global = '', ...rest] = path.split('.');
  const name = rest.join('.');
  const user = objectOf(schema, 'User');
  const organization = objectOf(schema, 'Organization');
  if (user === undefined || organization === undefined || name === '') throw unknownField(path);
  switch (global.toLowerCase()) {
    case '$user': {
      const resolved = resolvePath(schema, user, name);
      return { input: { kind: 'user', path: resolved }, type: inputTypeOf(resolved.field) };
    }
    case '$profile': {
      const resolved = resolvePath(schema, user, `Profile.${name}`);
      return { input: { kind: 'user', path: resolved }, type: inputTypeOf(resolved.field) };
    }
    case '$userrole': {
      const resolved = resolvePath(schema, user, `UserRole.${name}`);
      return { input: { kind: 'user', path: resolved }, type: inputTypeOf(resolved.field) };
    }
    case '$organization': {
      const resolved = resolvePath(schema, organization, name);
      return { input: { kind: 'organization', path: resolved }, type: inputTypeOf(resolved.field) };
    }
    case '$permission':
      if (!schema.customPermissions.has(name.toLowerCase())) throw unknownField(path);
      return { input: { kind: 'permission', name }, type: 'boolean' };
    case '$custommetadata':
      return resolveMetadata(schema, path);
    case '$label': {
      const label = schema.labels.get(name.toLowerCase());
      if (label === undefined) throw unknownField(path);
      return { input: { kind: 'constant', value: label.value }, type: 'string' };
    }
    default:
      throw new FormulaError(`The local org does not offer ${global} to formulas (in ${path})`);
  }
}
