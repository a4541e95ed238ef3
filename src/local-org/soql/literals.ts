import type { LiteralType } from '@jetstreamapp/soql-parser-js';
import { SalesforceError } from '../errors.ts';
import type { FieldType } from '../schema/schema.ts';

/** A value as a condition states it. */
export type Literal =
  | { kind: 'null' }
  /** `source` is the text between the quotes, still with its escapes. */
  | { kind: 'string'; source: string }
  | { kind: 'number'; value: number }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'date'; value: string }
  | { kind: 'datetime'; value: string }
  | { kind: 'period'; name: string; count: number };

const LARGEST_COUNT = 100_000;
/** Source: Salesforce limits, "SOQL: maximum length of a string in a WHERE clause". */
const LONGEST_STRING = 4_000;
const ESCAPES: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
  '%': '%',
  _: '_',
};

/**
 * Reads a literal as the parser found it.
 * @throws SalesforceError MALFORMED_QUERY for dates that do not exist and kinds that are not supported.
 */
export function readLiteral(type: LiteralType | undefined, text: string): Literal {
  switch (type) {
    case 'NULL':
      return { kind: 'null' };
    case 'STRING':
      return { kind: 'string', source: readString(text) };
    case 'INTEGER':
    case 'DECIMAL':
      return { kind: 'number', value: Number(text) };
    case 'BOOLEAN':
      return { kind: 'boolean', value: text.toUpperCase() === 'TRUE' };
    case 'DATE':
      return { kind: 'date', value: readDate(text) };
    case 'DATETIME':
      return { kind: 'datetime', value: readDateTime(text) };
    case 'DATE_LITERAL':
    case 'DATE_N_LITERAL':
      return readPeriod(text);
    default:
      throw new SalesforceError('MALFORMED_QUERY', `The value ${text} is of a kind that is not supported`);
  }
}

/**
 * The text that a string literal stands for.
 * @throws SalesforceError MALFORMED_QUERY for an escape that SOQL does not know.
 */
export function plainText(source: string): string {
  return replaceEscapes(source, (character) => ESCAPES[character]);
}

/** The pattern that a string literal after LIKE stands for, for SQL's LIKE with `\` as its escape character. */
export function likePattern(source: string): string {
  return replaceEscapes(source, (character) =>
    ['%', '_', '\\'].includes(character) ? `\\${character}` : ESCAPES[character],
  );
}

/** How Salesforce names the type that a field wants its values in. */
export function typeName(type: FieldType): string {
  switch (type) {
    case 'datetime':
      return 'dateTime';
    case 'currency':
    case 'percent':
      return 'double';
    case 'id':
    case 'reference':
      return 'ID';
    case 'boolean':
    case 'date':
    case 'double':
    case 'int':
      return type;
    default:
      return 'string';
  }
}

function replaceEscapes(source: string, replace: (character: string) => string | undefined): string {
  return source.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (sequence: string, escaped: string) => {
    if (escaped.length > 1) {
      return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    }
    const character = replace(escaped);
    if (character === undefined) {
      throw new SalesforceError(
        'MALFORMED_QUERY',
        `Invalid string literal '${source}'. Illegal character sequence '${sequence}' in string literal.`,
      );
    }
    return character;
  });
}

function readString(text: string): string {
  const source = text.slice(1, -1);
  if (source.length > LONGEST_STRING) {
    throw new SalesforceError(
      'MALFORMED_QUERY',
      `The string literal ${text.slice(0, 20)}… is longer than ${LONGEST_STRING} characters`,
    );
  }
  return source;
}

function readDate(text: string): string {
  const date = new Date(`${text}T00:00:00.000Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) {
    throw new SalesforceError('MALFORMED_QUERY', `Invalid date: ${text}`);
  }
  return text;
}

/** Any offset, with or without its colon, and with or without seconds' fractions, becomes UTC. */
function readDateTime(text: string): string {
  readDate(text.slice(0, 10));
  const moment = new Date(text.toUpperCase().replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (Number.isNaN(moment.getTime())) {
    throw new SalesforceError('MALFORMED_QUERY', `Invalid datetime: ${text}`);
  }
  return moment.toISOString();
}

function readPeriod(text: string): Literal {
  const [name = '', count] = text.toUpperCase().split(':');
  if (name.includes('FISCAL')) {
    throw new SalesforceError('MALFORMED_QUERY', `Fiscal date literals such as ${name} are not supported`);
  }
  if (Number(count ?? 0) > LARGEST_COUNT) {
    throw new SalesforceError('MALFORMED_QUERY', `numeric value out of range: ${count}`);
  }
  return { kind: 'period', name, count: Number(count ?? 0) };
}
