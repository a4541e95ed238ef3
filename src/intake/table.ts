import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { parse } from 'csv-parse';
import type { CsvError, Options } from 'csv-parse';
import { IntakeError } from './intake-error.ts';
import type { Problem } from './intake-error.ts';

/** A row of a table: its cells by column name, or what is wrong with it. */
export interface Row {
  /** Line of the file on which it begins; the first line is 1. */
  line: number;
  cells: Record<string, string>;
  problem?: Problem;
}

export interface Table {
  columns: string[];
  rows: AsyncIterable<Row>;
}

/** Longest row in characters: beyond it, a quote was surely opened and never closed. */
const longestRow = 1_000_000;
const sampleBytes = 65_536;

/**
 * Opens a CSV file: commas, semicolons or tabs, found by its header. Everything that concerns the whole file is
 * checked before the first row is given out.
 *
 * @param file `encoding`: a name of the WHATWG Encoding Standard, such as `utf-8` or `windows-1252`
 * @throws IntakeError when the file is missing, empty, not text, not in that encoding, or not a Qualtrics export
 */
export async function openTable(file: {
  path: string;
  format: 'csv' | 'qualtrics';
  encoding: string;
}): Promise<Table> {
  const sample = await readSample(file.path);
  await checkEncoding(file.path, file.encoding);
  const rows = records(file.path, file.encoding, delimiterOf(sample));
  const header = await takeHeader(rows, file);
  return { columns: header.columns, rows: toRows(rows, header.columns) };
}

async function readSample(path: string): Promise<string> {
  const handle = await open(path).catch(() => {
    throw new IntakeError('fileMissing', [path]);
  });
  try {
    if (!(await handle.stat()).isFile()) throw new IntakeError('fileMissing', [path]);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    const sample = buffer.subarray(0, bytesRead);
    // every Office workbook is a zip archive, and begins as one
    if (sample.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004')))
      throw new IntakeError('fileIsWorkbook', [path]);
    if (sample.includes(0) || sample.subarray(0, 5).equals(Buffer.from('%PDF-'))) {
      throw new IntakeError('fileNotText', [path]);
    }
    const text = sample.toString('utf8');
    if (text.replace(/^\uFEFF/, '').trim() === '') throw new IntakeError('fileEmpty', [path]);
    return text;
  } finally {
    await handle.close();
  }
}

/** Reads the file once to its end, so that a wrong byte on the last line is told before the first row is stored. */
async function checkEncoding(path: string, encoding: string): Promise<void> {
  const decoder = decoderOf(encoding);
  try {
    for await (const chunk of createReadStream(path)) decoder.decode(chunk as Buffer, { stream: true });
    decoder.decode();
  } catch {
    throw new IntakeError('fileNotInEncoding', [path, encoding]);
  }
}

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new IntakeError('encodingUnknown', [encoding]);
  }
}

/** The separator that the first line has most often outside quotes; a comma when it has none. */
export function delimiterOf(sample: string): string {
  const firstLine = sample.replaceAll(/"(?:[^"]|"")*"/g, '').split(/\r?\n/, 1)[0] ?? '';
  const counted = [',', ';', '\t'].map((delimiter) => ({
    delimiter,
    count: firstLine.split(delimiter).length,
  }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}

interface Parsed {
  line: number;
  cells: string[];
  problem?: Problem;
}

async function* records(path: string, encoding: string, delimiter: string): AsyncGenerator<Parsed, void> {
  let broken: Parsed[] = [];
  // last line of the row before
  let end = 0;
  let surplus = 0;
  const options: Options<Parsed[], string[]> = {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: longestRow,
    // both callbacks run as the text is read, ahead of the loop below: broken rows travel with the next good one
    on_skip: (error?: CsvError): undefined => {
      broken.push({ line: end + 1, cells: [], problem: { code: 'brokenRow', values: [error?.code ?? ''] } });
    },
    on_record: (cells: string[], { lines }): Parsed[] => {
      // csv-parse counts a line break of two characters within quotes as two lines
      surplus += countIn(cells, /\r\n/g);
      end = lines - surplus;
      const all = [...broken, { line: end - countIn(cells, /\r\n|\r|\n/g), cells }];
      broken = [];
      return all;
    },
  };
  // the types of csv-parse know records of another shape only together with its `columns` option
  const parser = parse(options as unknown as Options);
  const decoded = Readable.from(decode(createReadStream(path), decoderOf(encoding)));
  // an error of the file ends the parser with it, and so the loop below
  pipeline(decoded, parser, () => undefined);
  for await (const group of parser as AsyncIterable<Parsed[]>) yield* group;
  yield* broken;
}

function countIn(cells: string[], pattern: RegExp): number {
  return cells.reduce((count, cell) => count + (cell.match(pattern)?.length ?? 0), 0);
}

async function* decode(chunks: AsyncIterable<unknown>, decoder: TextDecoder): AsyncGenerator<string, void> {
  for await (const chunk of chunks) yield decoder.decode(chunk as Buffer, { stream: true });
  yield decoder.decode();
}

async function takeHeader(
  rows: AsyncGenerator<Parsed, void>,
  file: { path: string; format: 'csv' | 'qualtrics' },
): Promise<{ columns: string[] }> {
  const first = (await rows.next()).value?.cells ?? [];
  let columns = first.map((name) => name.trim());
  if (file.format === 'qualtrics') {
    await rows.next();
    columns = importIds((await rows.next()).value?.cells ?? [], file.path);
  }
  const twice = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
  if (twice !== undefined) throw new IntakeError('columnTwice', [file.path, twice]);
  return { columns };
}

/** The third header row of a Qualtrics export names its columns for good: `{"ImportId":"QID1"}`. */
function importIds(cells: string[], path: string): string[] {
  const ids = cells.map((cell) => /^\s*\{\s*"ImportId"\s*:\s*"([^"]+)"/.exec(cell)?.[1]);
  if (ids.length === 0 || ids.some((id) => id === undefined)) throw new IntakeError('notQualtrics', [path]);
  return ids as string[];
}

async function* toRows(rows: AsyncGenerator<Parsed, void>, columns: string[]): AsyncGenerator<Row, void> {
  for await (const { line, cells, problem } of rows) {
    const named = Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? '']));
    if (problem !== undefined) yield { line, cells: {}, problem };
    else if (cells.length === columns.length) yield { line, cells: named };
    else {
      const values = [String(cells.length), String(columns.length)];
      yield { line, cells: named, problem: { code: 'cellCount', values } };
    }
  }
}
