import { makeField, makeObject } from '../schema/builders.ts';
import type { Field, ObjectDefinition, ValidationRule } from '../schema/schema.ts';
import { elementOf, flagOf, numberOf, textOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Endings of objects that are no custom objects and that the local org does not have. */
const OTHER_KINDS: Record<string, string> = {
  __e: 'Platform events are not supported by the local org',
  __b: 'Big objects are not supported by the local org',
  __x: 'External objects are not supported by the local org',
};

/** Why an object of that name cannot be deployed; undefined when it can. */
export function refusedObjectKind(name: string): string | undefined {
  return OTHER_KINDS[/__[a-z]+$/.exec(name)?.[0] ?? ''];
}

function nameField(xml: XmlElement): Field {
  const label = textOf(xml, 'label') ?? 'Name';
  if (textOf(xml, 'type') === 'AutoNumber') {
    return makeField('Name', 'string', {
      label,
      length: 80,
      autoNumberFormat: textOf(xml, 'displayFormat') ?? '{0}',
      permissionable: false,
    });
  }
  return makeField('Name', 'string', { label, length: numberOf(xml, 'length') ?? 80, permissionable: false });
}

/**
 * Reads a custom object: its own properties and name field. Fields and rules are pieces of their own; those that the
 * org has already are kept. Throws Error with what is missing.
 */
export function readCustomObject(
  name: string,
  xml: XmlElement,
  keyPrefix: string,
  existing: ObjectDefinition | undefined,
): ObjectDefinition {
  const label = textOf(xml, 'label');
  if (label === undefined) throw new Error('Must specify a non-empty label for the CustomObject');
  if (Object.keys(elementOf(xml, 'nameField')).length === 0)
    throw new Error('Must specify a nameField of type Text or AutoNumber');
  const description = textOf(xml, 'description');
  const made = makeObject(name, keyPrefix, [nameField(elementOf(xml, 'nameField'))], {
    label,
    labelPlural: textOf(xml, 'pluralLabel') ?? label,
    sharingModel: textOf(xml, 'sharingModel') ?? 'ReadWrite',
    ...(description === undefined ? {} : { description }),
  });
  if (existing !== undefined) {
    made.validationRules = existing.validationRules;
    made.translations = existing.translations;
    for (const [key, field] of existing.fields) {
      const own = made.fields.get(key);
      if (own === undefined) made.fields.set(key, field);
      else own.translations = field.translations;
    }
  }
  return made;
}

/** Reads a validation rule. Throws Error with what is missing. */
export function readValidationRule(name: string, xml: XmlElement): ValidationRule {
  const formula = textOf(xml, 'errorConditionFormula');
  const message = textOf(xml, 'errorMessage');
  if (formula === undefined) throw new Error('Required field is missing: errorConditionFormula');
  if (message === undefined) throw new Error('Required field is missing: errorMessage');
  const errorDisplayField = textOf(xml, 'errorDisplayField');
  return {
    name,
    active: flagOf(xml, 'active'),
    errorConditionFormula: formula,
    errorMessage: message,
    ...(errorDisplayField === undefined ? {} : { errorDisplayField }),
    messageTranslations: {},
  };
}
