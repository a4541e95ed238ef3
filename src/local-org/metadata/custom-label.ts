import type { CustomLabelDefinition } from '../schema/schema.ts';
import { flagOf, textOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Reads a custom label. Source: Metadata API Developer Guide, "CustomLabels". */
export function readCustomLabel(fullName: string, xml: XmlElement): CustomLabelDefinition {
  const categories = textOf(xml, 'categories');
  return {
    fullName,
    ...(categories === undefined ? {} : { categories }),
    language: textOf(xml, 'language') ?? 'en_US',
    protected: flagOf(xml, 'protected'),
    shortDescription: textOf(xml, 'shortDescription') ?? '',
    value: textOf(xml, 'value') ?? '',
  };
}
