import { unexpected } from './bulk-transport.ts';

/** What to take of each record. */
export interface RowShape<Row> {
  /** Positions of the columns that are wanted. */
  columns: readonly number[];
  /** @param values in the order of `columns`; the array is used again for the next record */
  toRow: (values: readonly string[]) => Row;
}

const quote = 0x22;
const comma = 0x2c;
const newline = 0x0a;
const carriageReturn = 0x0d;

/** A record has at most 400,000 characters (Bulk API 2.0 Limits), each of up to four bytes, and its quotes doubled. */
const mostRecordBytes = 8_000_000;

/**
 * Reads CSV that comes in pieces, as Bulk API writes it: comma, line feed (or carriage return and line feed), quotes
 * doubled within quotes. Works on bytes, and makes strings only of the columns that are wanted.
 *
 * Gives out whole records only: what a cut left over is never seen.
 */
export class CsvReader<Row> {
  readonly #choose: (header: readonly string[]) => RowShape<Row>;
  #shape: RowShape<Row> | undefined;
  /** By column, its place among the values; -1 where it is not wanted. */
  #places: Int32Array = new Int32Array(0);
  #values: string[] = [];
  /** The beginning of a record whose end has not come yet. */
  #rest: Buffer | undefined;

  /** @param choose what to take, by the names of the columns */
  constructor(choose: (header: readonly string[]) => RowShape<Row>) {
    this.#choose = choose;
  }

  /** The records that are complete with this piece. */
  push(piece: Buffer): Row[] {
    const rows: Row[] = [];
    const begun = this.#rest;
    if (begun === undefined) return this.#readAll(piece, rows);
    // most often the first line end ends the record that had begun: then the piece need not be copied
    const lineEnd = piece.indexOf(newline) + 1;
    this.#readAll(Buffer.concat([begun, piece.subarray(0, lineEnd)]), rows);
    if (lineEnd > 0 && this.#rest === undefined) return this.#readAll(piece.subarray(lineEnd), rows);
    return this.#readAll(Buffer.concat([begun, piece]), rows);
  }

  /** The last record, where the file does not end with a line end. To be called only when all of the file has come. */
  end(): Row[] {
    const rows = this.#rest === undefined ? [] : this.push(Buffer.of(newline));
    if (this.#rest !== undefined) throw unexpected('the CSV ends within quotes');
    return rows;
  }

  #readAll(bytes: Buffer, rows: Row[]): Row[] {
    let start = 0;
    while (start < bytes.length) {
      const end = this.#readRecord(bytes, start);
      if (end === -1) break;
      if (this.#shape === undefined) this.#begin(this.#values);
      else if (!isBlank(bytes, start)) rows.push(this.#shape.toRow(this.#values));
      start = end;
    }
    this.#rest = start < bytes.length ? bytes.subarray(start) : undefined;
    if (bytes.length - start > mostRecordBytes) throw unexpected('a record of the CSV has no end');
    return rows;
  }

  #begin(header: string[]): void {
    const names = header.map((name) => name.replace(/^\uFEFF/, ''));
    this.#shape = this.#choose(names);
    this.#places = new Int32Array(names.length).fill(-1);
    this.#shape.columns.forEach((column, place) => (this.#places[column] = place));
    this.#values = new Array<string>(this.#shape.columns.length);
  }

  /** Puts the values of the record into `#values`; returns where the next one begins, or -1 while this one has no end. */
  #readRecord(bytes: Buffer, start: number): number {
    const places = this.#shape === undefined ? undefined : this.#places;
    const values = this.#values;
    if (places === undefined) values.length = 0;
    else values.fill('');
    const { length } = bytes;
    let at = start;
    for (let column = 0; ; column += 1) {
      const place = places === undefined ? column : (places[column] ?? -1);
      let byte: number;
      if (bytes[at] === quote) {
        let close = at + 1;
        let hasQuotes = false;
        for (;;) {
          while (close < length && bytes[close] !== quote) close += 1;
          if (close + 1 >= length) return -1;
          if (bytes[close + 1] !== quote) break;
          hasQuotes = true;
          close += 2;
        }
        if (place !== -1) {
          const text = bytes.toString('utf8', at + 1, close);
          values[place] = hasQuotes ? text.replaceAll('""', '"') : text;
        }
        at = close + 1;
        byte = bytes[at]!;
        // what follows a closing quote up to the next comma belongs to nothing
        while (byte !== comma && byte !== newline) {
          at += 1;
          if (at >= length) return -1;
          byte = bytes[at]!;
        }
      } else {
        let stop = at;
        while (stop < length && bytes[stop] !== comma && bytes[stop] !== newline) stop += 1;
        if (stop >= length) return -1;
        byte = bytes[stop]!;
        if (place !== -1) {
          const hasReturn = byte === newline && stop > at && bytes[stop - 1] === carriageReturn;
          values[place] = bytes.toString('utf8', at, hasReturn ? stop - 1 : stop);
        }
        at = stop;
      }
      at += 1;
      if (byte === newline) return at;
      if (at >= length) return -1;
    }
  }
}

function isBlank(bytes: Buffer, start: number): boolean {
  return bytes[start] === newline || (bytes[start] === carriageReturn && bytes[start + 1] === newline);
}
