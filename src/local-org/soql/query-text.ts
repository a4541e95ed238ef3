import { SalesforceError } from '../errors.ts';

const CHARACTERS_BEFORE = 40;
const CHARACTERS_AFTER = 60;

/** A string literal; one that is never closed reaches to the end of the query. */
const LITERAL = /'(?:\\.|[^'\\])*('|\\?$)/gs;

/** Everything that SOQL is written with, outside of string literals. */
const UNREADABLE = /[^\w\s.,()<>=!:+\-']/;

/**
 * The query as it was written, and errors that point into it as Salesforce's do:
 *
 * ```
 * SELECT Foo FROM Account
 *        ^
 * ERROR at Row:1:Column:8
 * No such column 'Foo' on entity 'Account'. …
 * ```
 */
export class QueryText {
  readonly soql: string;
  /** The same with the inside of string literals blanked, so that looking for a name never finds a value. */
  readonly #names: string;

  constructor(soql: string) {
    this.soql = soql;
    this.#names = soql.replace(LITERAL, (literal) => `'${' '.repeat(Math.max(0, literal.length - 2))}'`);
  }

  /**
   * Refuses what no query can contain, which the parser would be very slow to find out.
   * @throws SalesforceError MALFORMED_QUERY
   */
  refuseUnreadable(): void {
    const open = [...this.soql.matchAll(LITERAL)].find((literal) => literal[1] !== "'");
    if (open) {
      const message = `line 1:${this.soql.length} mismatched character '<EOF>' expecting '''`;
      throw new SalesforceError('MALFORMED_QUERY', message);
    }
    const character = UNREADABLE.exec(this.#names);
    if (character) {
      const message = this.#pointedMessage(character.index, `unexpected token: '${character[0]}'`);
      throw new SalesforceError('MALFORMED_QUERY', message);
    }
  }

  /** `soql`, a beginning of this query, with words outside of string literals replaced. */
  withReplaced(soql: string, words: RegExp, replacement: string): string {
    let result = '';
    let end = 0;
    for (const { index, 0: word } of this.#names.slice(0, soql.length).matchAll(words)) {
      result += soql.slice(end, index) + replacement;
      end = index + word.length;
    }
    return result + soql.slice(end);
  }

  /** An error that points at the first place where `token` stands as a whole word, if it does. */
  errorAt(errorCode: string, token: string, message: string): SalesforceError {
    const offset = this.#offsetOf(token);
    return new SalesforceError(
      errorCode,
      offset === undefined ? message : this.#pointedMessage(offset, message),
    );
  }

  /** A MALFORMED_QUERY error that points at `token`. */
  malformedAt(token: string, message: string): SalesforceError {
    return this.errorAt('MALFORMED_QUERY', token, message);
  }

  #offsetOf(token: string): number | undefined {
    if (token.length === 0) {
      return undefined;
    }
    const escaped = token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s+');
    const startsWithWord = /^\w/.test(token) ? '(?<![\\w.])' : '';
    const endsWithWord = /\w$/.test(token) ? '(?!\\w)' : '';
    const found = new RegExp(`${startsWithWord}${escaped}${endsWithWord}`, 'i');
    const inNames = found.exec(this.#names);
    return (inNames ?? found.exec(this.soql))?.index;
  }

  #pointedMessage(offset: number, message: string): string {
    const before = this.soql.slice(0, offset);
    const lineStart = before.lastIndexOf('\n') + 1;
    const lineEnd = this.soql.indexOf('\n', offset);
    const row = before.split('\n').length;
    const column = offset - lineStart + 1;
    const from = Math.max(lineStart, offset - CHARACTERS_BEFORE);
    const until = Math.min(lineEnd === -1 ? this.soql.length : lineEnd, offset + CHARACTERS_AFTER);
    const excerpt = this.soql.slice(from, until);
    return `\n${excerpt}\n${' '.repeat(offset - from)}^\nERROR at Row:${row}:Column:${column}\n${message}`;
  }
}
