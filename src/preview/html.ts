/** A piece of markup that may go into a page as it is. Only `html` makes one. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a template: text and numbers are escaped, markup is kept, absent and false are left out. */
export type HtmlValue = string | number | Markup | readonly HtmlValue[] | undefined | false;

/**
 * Writes HTML with values in it. Every value is escaped, in text as in quoted attributes, unless `html` itself made it;
 * there is no way to let foreign text through unescaped.
 */
export function html(parts: TemplateStringsArray, ...values: HtmlValue[]): Markup {
  return { markup: parts.reduce((text, part, index) => `${text}${written(values[index - 1])}${part}`) };
}

function written(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(written).join('');
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}
