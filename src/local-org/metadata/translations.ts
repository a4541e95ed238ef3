import type { ObjectDefinition } from '../schema/schema.ts';
import { elementsOf, flagOf, textOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Splits `Machine__c-fr` into object and language. Throws Error when it has no language. */
export function splitTranslationName(fullName: string): { objectName: string; language: string } {
  const dash = fullName.lastIndexOf('-');
  if (dash < 0) throw new Error('The name of a translation must be Object-language');
  return { objectName: fullName.slice(0, dash), language: fullName.slice(dash + 1) };
}

/** Takes the translation of one field: label and picklist values. Throws Error when the object has no such field. */
export function applyFieldTranslation(object: ObjectDefinition, language: string, xml: XmlElement): void {
  const name = textOf(xml, 'name') ?? '';
  const field = object.fields.get(name.toLowerCase());
  if (field === undefined) throw new Error(`no CustomField named ${object.name}.${name} found`);
  const label = textOf(xml, 'label');
  if (label !== undefined) field.translations[language] = label;
  for (const element of elementsOf(xml, 'picklistValues')) {
    const original = textOf(element, 'masterLabel');
    const translation = textOf(element, 'translation');
    const known = field.picklist?.values.find(
      (value) => value.label === original || value.value === original,
    );
    if (known === undefined) throw new Error(`Field ${name} has no picklist value ${original ?? ''}`);
    if (translation !== undefined && field.picklist !== undefined) {
      const translations = (field.picklist.valueTranslations[language] ??= {});
      translations[known.value] = translation;
    }
  }
}

/**
 * Takes the translation of an object: its own labels, its name field, messages of validation rules, and fields where
 * they are written inline. Throws Error for names that the object does not have.
 */
export function applyObjectTranslation(object: ObjectDefinition, language: string, xml: XmlElement): void {
  const labels = { label: object.label, labelPlural: object.labelPlural, ...object.translations[language] };
  for (const element of elementsOf(xml, 'caseValues')) {
    const value = textOf(element, 'value');
    if (value !== undefined) labels[flagOf(element, 'plural') ? 'labelPlural' : 'label'] = value;
  }
  object.translations[language] = labels;
  const nameLabel = textOf(xml, 'nameFieldLabel');
  const nameField = object.fields.get(object.nameField.toLowerCase());
  if (nameLabel !== undefined && nameField !== undefined) nameField.translations[language] = nameLabel;
  for (const element of elementsOf(xml, 'validationRules')) {
    const name = textOf(element, 'name');
    const message = textOf(element, 'errorMessage');
    const rule = object.validationRules.find((candidate) => candidate.name === name);
    if (rule === undefined) throw new Error(`no ValidationRule named ${object.name}.${name ?? ''} found`);
    if (message !== undefined) rule.messageTranslations[language] = message;
  }
  for (const element of elementsOf(xml, 'fields')) applyFieldTranslation(object, language, element);
}
