import type { Field, ObjectDefinition, PicklistValue } from './schema.ts';

/** What is translated, found by language: `fr_FR` and, failing that, `fr`. Undefined when there is no translation. */
export function translated<Translation>(
  translations: Record<string, Translation>,
  language: string,
): Translation | undefined {
  const [base = ''] = language.split('_');
  for (const key of [language, base]) {
    if (Object.hasOwn(translations, key)) return translations[key];
  }
  return undefined;
}

/** The label of a field in the user's language. */
export function fieldLabel(field: Field, language: string): string {
  return translated(field.translations, language) ?? field.label;
}

/** The labels of an object, for one record and for several, in the user's language. */
export function objectLabels(
  definition: ObjectDefinition,
  language: string,
): { label: string; labelPlural: string } {
  const { label, labelPlural } = definition;
  return { label, labelPlural, ...translated(definition.translations, language) };
}

/** The label of a picklist value in the user's language. */
export function picklistLabel(field: Field, value: PicklistValue, language: string): string {
  const labels = translated(field.picklist?.valueTranslations ?? {}, language) ?? {};
  return Object.hasOwn(labels, value.value) ? labels[value.value]! : value.label;
}
