/** Characters between columns, by the names that jobs give them. */
export const COLUMN_DELIMITERS = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
} as const;

/** Ends of rows, by the names that jobs give them. */
export const LINE_ENDINGS = { LF: '\n', CRLF: '\r\n' } as const;

export type ColumnDelimiter = keyof typeof COLUMN_DELIMITERS;
export type LineEnding = keyof typeof LINE_ENDINGS;

/** Characters of one record. Source: Salesforce limits, "Bulk API and Bulk API 2.0 Limits and Allocations". */
const LONGEST_ROW = 400_000;

/** Thrown for CSV whose rows cannot be told apart; the message is what the job will say. */
export class BrokenCsv extends Error {}

/**
 * Cuts text that comes piece by piece into the rows of a CSV file, as written, without their line endings; a line
 * ending within quotes belongs to its row, an empty line is no row.
 */
export class RowCutter {
  readonly #lineEnding: LineEnding;
  #rest = '';

  constructor(lineEnding: LineEnding) {
    this.#lineEnding = lineEnding;
  }

  /** What was given and is not yet part of a row. */
  get rest(): string {
    return this.#rest;
  }

  /**
   * The rows that are complete with this piece. Where it throws, `rest` begins with the row at fault.
   * @throws BrokenCsv for a line ending other than the job's, and for a row that does not end.
   */
  push(piece: string): string[] {
    const text = this.#rest + piece;
    const rows: string[] = [];
    let start = 0;
    let quote = text.indexOf('"');
    let isQuoted = false;
    for (let newline = text.indexOf('\n'); newline >= 0; newline = text.indexOf('\n', newline + 1)) {
      while (quote >= 0 && quote < newline) {
        isQuoted = !isQuoted;
        quote = text.indexOf('"', quote + 1);
      }
      if (isQuoted) continue;
      const row = this.#withoutEnding(text.slice(start, newline));
      if (row === undefined) {
        this.#rest = text.slice(start);
        if (rows.length > 0) return rows;
        const setting = this.#lineEnding;
        throw new BrokenCsv(
          `ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is ${setting}`,
        );
      }
      if (row !== '') rows.push(row);
      start = newline + 1;
    }
    this.#rest = text.slice(start);
    if (this.#rest.length > LONGEST_ROW) {
      throw new BrokenCsv(
        `InvalidBatch : A record has more than ${LONGEST_ROW} characters. Look for a quote that is not closed.`,
      );
    }
    return rows;
  }

  /**
   * The last row, where the text does not end in a line ending.
   * @throws BrokenCsv when a quote is open.
   */
  end(): string[] {
    const rest = this.#rest;
    const rows = rest === '' ? [] : this.push(LINE_ENDINGS[this.#lineEnding]);
    if (this.#rest === '') return rows;
    this.#rest = rest;
    throw new BrokenCsv('InvalidBatch : The CSV data end within a quoted value.');
  }

  #withoutEnding(line: string): string | undefined {
    const hasReturn = line.endsWith('\r');
    if (hasReturn !== (this.#lineEnding === 'CRLF')) return undefined;
    return hasReturn ? line.slice(0, -1) : line;
  }
}

/** The rows of a text that holds whole rows only. */
export function rowsOf(text: string, lineEnding: LineEnding): string[] {
  return new RowCutter(lineEnding).push(text);
}

/**
 * The values of a row; undefined when its quotes are wrong: values are not trimmed, and a quote stands at the ends of a
 * value or is doubled. Source: Bulk API 2.0 Developer Guide, "Prepare CSV Files".
 */
export function valuesOf(row: string, delimiter: string): string[] | undefined {
  if (!row.includes('"')) return row.split(delimiter);
  const values: string[] = [];
  for (let start = 0; ;) {
    if (row[start] === '"') {
      const end = closingQuote(row, start + 1);
      if (end < 0) return undefined;
      values.push(row.slice(start + 1, end).replaceAll('""', '"'));
      if (end + 1 === row.length) return values;
      if (row[end + 1] !== delimiter) return undefined;
      start = end + 2;
    } else {
      const end = row.indexOf(delimiter, start);
      const value = row.slice(start, end < 0 ? undefined : end);
      if (value.includes('"')) return undefined;
      values.push(value);
      if (end < 0) return values;
      start = end + 1;
    }
  }
}

function closingQuote(row: string, from: number): number {
  let quote = row.indexOf('"', from);
  while (quote >= 0 && row[quote + 1] === '"') quote = row.indexOf('"', quote + 2);
  return quote;
}

/** A value as answers write it: always in quotes. */
export function quotedValue(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
