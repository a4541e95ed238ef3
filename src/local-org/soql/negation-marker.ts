import { SalesforceError } from '../errors.ts';
import type { QueryText } from './query-text.ts';

/** No API name ends with an underscore, so that no field can be called so. */
const MARKER = 'Negation__';

/**
 * Writes every negation of a query as a condition of its own: `(NOT (a = 1))` becomes
 * `(Negation__ = NULL AND (a = 1))`.
 *
 * The parser keeps only the first and the last of several negations in a row, and loses those of HAVING that
 * something follows; plain conditions it keeps faithfully.
 *
 * @throws SalesforceError MALFORMED_QUERY where the query itself uses the name that marks negations
 */
export function markNegations(text: QueryText, soql: string): string {
  if (text.withReplaced(soql, /Negation__/gi, '') !== soql) {
    throw new SalesforceError('MALFORMED_QUERY', `unexpected token: '${MARKER}'`);
  }
  return text.withReplaced(soql, /(?<![\w.])NOT(?![\w.])(?!\s+IN\b)/gi, `${MARKER} = NULL AND`);
}

/** Whether a condition stands for a negation. */
export function isNegationMarker(condition: object): boolean {
  return 'field' in condition && condition.field === MARKER;
}

/** What the query itself says where the parser names the marker or what follows it. */
export function unmarkedToken(token: string): string {
  return token === MARKER ? 'NOT' : token;
}
