/** A date without time, `{ day: '2026-07-01' }`: SOQL compares date fields with nothing else. */
export interface SoqlDay {
  day: string;
}

type SoqlValue = string | number | boolean | Date | SoqlDay | null | readonly (string | number)[];

/**
 * Writes SOQL with values in it: texts quoted and escaped, lists in parentheses, dates as datetime literals, so that no
 * value can become part of the query.
 *
 * Source: SOQL and SOSL Reference, "Quoted String Escape Sequences".
 * @throws RangeError for an empty list, which SOQL cannot say, and for a number, date or day that is none
 */
export function soql(parts: TemplateStringsArray, ...values: SoqlValue[]): string {
  return parts.reduce((text, part, index) => `${text}${literal(values[index - 1] ?? null)}${part}`);
}

function literal(value: SoqlValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `'${escape(value)}'`;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`SOQL has no number ${value}`);
    return String(value);
  }
  if ('day' in value) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(value.day)) throw new RangeError(`SOQL has no date ${value.day}`);
    return value.day;
  }
  if (value.length === 0) throw new RangeError('SOQL has no empty list');
  return `(${value.map((one) => literal(one)).join(', ')})`;
}

const escapes: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };

function escape(text: string): string {
  return text
    .replaceAll(/[\\'"]/g, '\\$&')
    .replaceAll(/[\n\r\t\b\f]/g, (character) => escapes[character] ?? '');
}

/** Room for the values of one query: the address of a request may have 16,384 bytes, and a query goes into it. */
const mostBytes = 10_000;

/** Splits a list of values so that each part fits into one query. */
export function partsForQuery(values: Iterable<string>): string[][] {
  const parts: string[][] = [];
  let room = 0;
  for (const value of new Set(values)) {
    // fetch also encodes apostrophes
    const bytes = encodeURIComponent(`'${escape(value)}', `).replaceAll("'", '%27').length;
    if (room < bytes || parts.length === 0) {
      parts.push([]);
      room = mostBytes;
    }
    parts.at(-1)?.push(value);
    room -= bytes;
  }
  return parts;
}
