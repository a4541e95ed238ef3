import { basename } from 'node:path';
import type { Outbox, Parcel, PutResult } from '../outbox/outbox.ts';
import { IntakeError } from './intake-error.ts';
import type { RefusedLine } from './intake-error.ts';
import type { InvitationMapping, ResponseMapping } from './mapping.ts';
import type { RowResult } from './parcels.ts';
import { toInvitation, toResponse } from './parcels.ts';
import { openTable } from './table.ts';
import type { Row } from './table.ts';

/** What became of a file. Always: read = new + updated + unchanged + erased + left out + refused. */
export interface ImportReport {
  file: string;
  /** Rows below the header. */
  read: number;
  stored: Record<PutResult, number>;
  /** Rows that the mapping says are no answers by customers, such as previews. */
  leftOut: number;
  refused: number;
  /** The first {@link mostListed} refused rows, in the order of the file. */
  refusedLines: RefusedLine[];
}

/** How many refused rows a report lists; beyond that the file itself is wrong, and not its rows. */
export const mostListed = 10_000;

/** Rows stored in one transaction. */
const batchSize = 500;

/** What is taken in, and where to. */
export interface ImportRequest {
  path: string;
  /** External id of the survey, for rows that name none. */
  survey?: string;
  /** A name of the WHATWG Encoding Standard; `utf-8` by default. */
  encoding?: string;
  outbox: Outbox;
  now: Date;
  /** Told after each batch how many rows have been read. */
  onProgress?: (read: number) => void;
}

/** The outbox failed in the middle of a file: what `report` counts is stored, the rest is not. */
export class ImportInterrupted extends Error {
  readonly report: ImportReport;

  constructor(report: ImportReport, cause: unknown) {
    super(`the import of ${report.file} was interrupted after ${report.read} rows`, { cause });
    this.name = 'ImportInterrupted';
    this.report = report;
  }
}

/**
 * Takes the answers of a CSV file into the outbox. The same file again changes nothing; a corrected row replaces the
 * answer of its id. Rows that are wrong are refused and listed, the others are stored.
 *
 * @throws IntakeError when the file or its columns cannot be used; then nothing was taken in
 * @throws ImportInterrupted when the outbox fails; what was stored stays, and importing again completes it
 */
export async function importResponses(
  request: ImportRequest & { mapping: ResponseMapping },
): Promise<ImportReport> {
  const { mapping, survey, now } = request;
  return importFile(request, mapping, (cells) => toResponse(cells, mapping, { survey, now }));
}

/** Takes the invitations of a CSV file into the outbox, as {@link importResponses} does answers. */
export async function importInvitations(
  request: ImportRequest & { mapping: InvitationMapping },
): Promise<ImportReport> {
  const { mapping, survey, now } = request;
  return importFile(request, mapping, (cells) => toInvitation(cells, mapping, { survey, now }));
}

async function importFile(
  request: ImportRequest,
  mapping: ResponseMapping | InvitationMapping,
  convert: (cells: Record<string, string>) => RowResult,
): Promise<ImportReport> {
  const { path, encoding = 'utf-8', outbox, now, onProgress } = request;
  const table = await openTable({ path, format: mapping.format, encoding });
  checkColumns(table.columns, mapping, request);
  const file = basename(path);
  const report: ImportReport = {
    file,
    read: 0,
    stored: { new: 0, updated: 0, unchanged: 0, erased: 0 },
    leftOut: 0,
    refused: 0,
    refusedLines: [],
  };
  for await (const rows of batches(table.rows)) {
    const accepted: (Parcel & { origin: string })[] = [];
    const refused: RefusedLine[] = [];
    let leftOut = 0;
    for (const { line, cells, problem } of rows) {
      const result: RowResult = problem === undefined ? convert(cells) : { problems: [problem] };
      if ('parcel' in result) accepted.push({ ...result.parcel, origin: `${file}:${line}` });
      else if ('leftOut' in result) leftOut += 1;
      else refused.push({ line, problems: result.problems });
    }
    const results = await outbox.put(accepted, now).catch((error: unknown) => {
      throw new ImportInterrupted(report, error);
    });
    for (const result of results) report.stored[result] += 1;
    report.read += rows.length;
    report.leftOut += leftOut;
    report.refused += refused.length;
    report.refusedLines.push(...refused.slice(0, mostListed - report.refusedLines.length));
    onProgress?.(report.read);
  }
  return report;
}

function checkColumns(
  columns: string[],
  mapping: ResponseMapping | InvitationMapping,
  request: { path: string; survey?: string },
): void {
  // who names the survey of all rows need not have a column for it
  const { survey, ...others } = mapping.columns;
  const surveyColumn = request.survey === undefined ? survey : undefined;
  const questions = 'questions' in mapping ? mapping.questions : [];
  const needed = [
    surveyColumn,
    ...Object.values(others),
    ...[...mapping.skip, ...questions].map(({ column }) => column),
  ];
  const missing = needed.filter((name) => name !== undefined && !columns.includes(name));
  if (missing.length > 0) {
    const found = columns.length > 30 ? [...columns.slice(0, 30), '…'] : columns;
    throw new IntakeError('columnsMissing', [
      request.path,
      missing.join(', '),
      found.join(', '),
      mapping.name,
    ]);
  }
  const { columns: mapped, constants } = mapping;
  if (mapped.survey === undefined && constants.survey === undefined && request.survey === undefined) {
    throw new IntakeError('surveyMissing', [request.path]);
  }
}

async function* batches(rows: AsyncIterable<Row>): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length === batchSize) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
