import { parseQuery } from '@jetstreamapp/soql-parser-js';
import type { FieldType as SelectedField, Query, QueryBase, Subquery } from '@jetstreamapp/soql-parser-js';
import { SalesforceError } from '../errors.ts';
import { markNegations, unmarkedToken } from './negation-marker.ts';
import { QueryText } from './query-text.ts';

/** Characters in a query. Source: Salesforce limits, "SOQL statement length". */
const LONGEST_QUERY = 100_000;
const LARGEST_OFFSET = 2_000;
const LARGEST_LIMIT = 2_147_483_647;
const CHILD_LEVELS = 5;

/** A query that has been read. */
export interface ParsedQuery {
  query: Query & { sObject: string; fields: SelectedField[] };
  text: QueryText;
  /** Whether the query itself asks for records in the recycle bin. */
  allRows: boolean;
}

/**
 * Reads a query, and refuses clauses that are not supported here.
 *
 * @throws SalesforceError MALFORMED_QUERY where the query cannot be read or is not supported;
 *   QUERY_TOO_COMPLICATED above 100,000 characters; NUMBER_OUTSIDE_VALID_RANGE for an offset above 2,000.
 */
export function parseSoql(soql: string): ParsedQuery {
  if (soql.length > LONGEST_QUERY) {
    throw new SalesforceError(
      'QUERY_TOO_COMPLICATED',
      `SOQL statements cannot be longer than ${LONGEST_QUERY} characters.`,
    );
  }
  const text = new QueryText(soql);
  text.refuseUnreadable();
  // The parser does not know ALL ROWS.
  const trimmed = soql.trimEnd();
  const withoutAllRows = trimmed.replace(/\sALL\s{1,100}ROWS$/i, '');
  const query = readQuery(withoutAllRows, text);
  const { sObject, fields } = query;
  if (sObject === undefined || fields === undefined || fields.length === 0) {
    throw new SalesforceError('MALFORMED_QUERY', 'A query must have the form SELECT fields FROM object.');
  }
  refuseUnsupported(query, text, 0);
  return { query: { ...query, sObject, fields }, text, allRows: withoutAllRows.length < trimmed.length };
}

/** One or many, as the parser gives clauses that can be repeated. */
export function asList<Item>(item: Item | Item[] | undefined): Item[] {
  if (item === undefined) {
    return [];
  }
  return Array.isArray(item) ? item : [item];
}

function readQuery(soql: string, text: QueryText): Query {
  try {
    return parseQuery(markNegations(text, soql));
  } catch (error) {
    if (error instanceof SalesforceError) {
      throw error;
    }
    if (error instanceof RangeError) {
      throw new SalesforceError('QUERY_TOO_COMPLICATED', 'The query has too many conditions.');
    }
    const message = error instanceof Error ? error.message : String(error);
    const token = unmarkedToken(unexpectedToken(message) ?? '');
    if (token === '') {
      throw new SalesforceError('MALFORMED_QUERY', "unexpected token: '<EOF>'");
    }
    throw text.malformedAt(token, `unexpected token: '${token}'`);
  }
}

/** The parser's messages end in "found: 'X'", "found --> 'X' <--" or name a character. */
function unexpectedToken(message: string): string | undefined {
  return (
    /found(?::| -->) ?'([^']*)'[^']*$/s.exec(message)?.[1] ??
    /expecting EOF but found: (\S+)/.exec(message)?.[1] ??
    /unexpected character: ->(.)<-/s.exec(message)?.[1]
  );
}

function refuseUnsupported(query: QueryBase | Subquery, text: QueryText, level: number): void {
  const refusals: [refused: unknown, token: string, what: string][] = [
    [query.withSecurityEnforced, 'WITH', 'WITH SECURITY_ENFORCED'],
    [query.withAccessLevel, 'WITH', 'WITH USER_MODE and WITH SYSTEM_MODE'],
    [query.withDataCategory, 'WITH', 'WITH DATA CATEGORY'],
    [query.update, 'UPDATE', 'UPDATE TRACKING and UPDATE VIEWSTAT'],
    [query.for === 'UPDATE', 'UPDATE', 'FOR UPDATE'],
    [query.fields?.some((field) => field.type === 'FieldTypeof'), 'TYPEOF', 'TYPEOF'],
    [level > 0 && (query.groupBy ?? query.having), 'GROUP', 'GROUP BY in a child query'],
    [level >= CHILD_LEVELS, 'SELECT', `Child queries nested deeper than ${CHILD_LEVELS} levels`],
  ];
  const refusal = refusals.find(([refused]) => refused !== undefined && refused !== false);
  if (refusal) {
    throw text.malformedAt(refusal[1], `${refusal[2]} is not supported`);
  }
  if ((query.limit ?? 0) > LARGEST_LIMIT) {
    throw text.malformedAt('LIMIT', `numeric value out of range: ${query.limit}`);
  }
  if ((query.offset ?? 0) > LARGEST_OFFSET) {
    throw new SalesforceError(
      'NUMBER_OUTSIDE_VALID_RANGE',
      `Maximum SOQL offset allowed is ${LARGEST_OFFSET}`,
    );
  }
  for (const field of query.fields ?? []) {
    if (field.type === 'FieldSubquery') {
      refuseUnsupported(field.subquery, text, level + 1);
    }
  }
}
