import type { GlobalValueSet, Schema } from '../schema/schema.ts';
import { splitTranslationName } from './translations.ts';
import { readPicklistValues } from './custom-field.ts';
import { elementsOf, textOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Reads a global value set; translations that the org has already are kept. */
export function readGlobalValueSet(xml: XmlElement, existing: GlobalValueSet | undefined): GlobalValueSet {
  return {
    values: readPicklistValues(elementsOf(xml, 'customValue')),
    translations: existing?.translations ?? {},
  };
}

/**
 * Takes the translation of a global value set; `fullName` is `Colour-fr`. Throws Error for a set or a value that the
 * org does not have.
 */
export function applyValueSetTranslation(schema: Schema, fullName: string, xml: XmlElement): void {
  const { objectName: name, language } = splitTranslationName(fullName);
  const set = schema.globalValueSets.get(name.toLowerCase());
  if (set === undefined) throw new Error(`no GlobalValueSet named ${name} found`);
  for (const element of elementsOf(xml, 'valueTranslation')) {
    const original = textOf(element, 'masterLabel') ?? '';
    const translation = textOf(element, 'translation');
    const known = set.values.find((value) => value.label === original || value.value === original);
    if (known === undefined) throw new Error(`GlobalValueSet ${name} has no value ${original}`);
    if (translation !== undefined) (set.translations[language] ??= {})[known.value] = translation;
  }
}

/** Gives every field that takes its values from a global value set the values and translations which that now has. */
export function alignValueSets(schema: Schema): void {
  for (const object of schema.objects.values()) {
    for (const { picklist } of object.fields.values()) {
      const set = schema.globalValueSets.get(picklist?.globalValueSet?.toLowerCase() ?? '');
      if (picklist === undefined || set === undefined) continue;
      picklist.values = set.values;
      picklist.valueTranslations = set.translations;
    }
  }
}
