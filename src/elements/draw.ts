import type { Drawing } from './drawing.ts';

/**
 * The drawing as a node, to be given to a template as a child. It is made node by node because Lightning Web Security
 * damages SVG within templates, and it is hidden from screen readers: the text beside a drawing says the same.
 */
export function draw({ attributes, paths }: Drawing): Element {
  const picture = node('svg', { ...attributes, 'aria-hidden': true });
  picture.append(...paths.map(([name, d]) => node('path', { class: name, d })));
  return picture;
}

function node(name: string, attributes: Readonly<Record<string, string | number | boolean>>): Element {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  return made;
}
