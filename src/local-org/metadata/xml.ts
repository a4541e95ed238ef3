/** An element of a metadata file as parsed: texts, elements, or lists of either where a tag is repeated. */
export interface XmlElement {
  [tag: string]: XmlValue | undefined;
}

/** What stands inside a tag. */
export type XmlValue = string | XmlElement | XmlValue[];

function isElement(value: XmlValue | undefined): value is XmlElement {
  return typeof value === 'object' && !Array.isArray(value);
}

/** The text of a tag; undefined when the tag is missing or empty. */
export function textOf(element: XmlElement, tag: string): string | undefined {
  const value = element[tag];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Whether a tag says `true`; `absent` when it is missing. */
export function flagOf(element: XmlElement, tag: string, absent = false): boolean {
  const value = textOf(element, tag);
  return value === undefined ? absent : value.toLowerCase() === 'true';
}

/** The number in a tag; undefined when it is missing or no number. */
export function numberOf(element: XmlElement, tag: string): number | undefined {
  const value = Number(textOf(element, tag) ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}

/** The element in a tag; an empty one when it is missing. */
export function elementOf(element: XmlElement, tag: string): XmlElement {
  const value = element[tag];
  return isElement(value) ? value : {};
}

/** The texts of a tag that may be repeated; none when it is missing. */
export function textsOf(element: XmlElement, tag: string): string[] {
  const value = element[tag];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter(
    (item): item is string => typeof item === 'string' && item !== '',
  );
}

/** The elements of a tag that may be repeated; none when it is missing. */
export function elementsOf(element: XmlElement, tag: string): XmlElement[] {
  const value = element[tag];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter(isElement);
}
