import { SalesforceError } from '../errors.ts';
import type { Store } from '../store/database.ts';
import type { BulkJob } from './bulk-job.ts';
import { BrokenCsv, LINE_ENDINGS, RowCutter } from './csv-rows.ts';
import { ROWS_PER_CHUNK } from './job-store.ts';
import type { JobStore } from './job-store.ts';

/** Source: Bulk API 2.0 Developer Guide, "Upload Job Data": 150 MB of base64, "upload data that does not exceed 100 MB". */
const LARGEST_UPLOAD = 100 * 1024 * 1024;
/** Characters that are gathered before they are written in one transaction. */
const CHARACTERS_PER_WRITE = 1024 * 1024;

/** What was received: the first row, and what is wrong with the rest where its rows could not be told apart. */
export interface ReceivedUpload {
  header: string | undefined;
  errorMessage: string | undefined;
}

interface PendingChunk {
  rows: number;
  content: string;
}

/**
 * Takes in the data of a job piece by piece, cut into chunks of rows; no more than about two megabytes are in memory.
 * Text after the place where rows can no longer be told apart is kept as it is, for the answer of unprocessed rows.
 */
export class Upload {
  readonly #job: BulkJob;
  readonly #jobs: JobStore;
  readonly #store: Store;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #cutter: RowCutter;
  readonly #ending: string;
  #header: string | undefined;
  #errorMessage: string | undefined;
  #rows: string[] = [];
  #pending: PendingChunk[] = [];
  #pendingCharacters = 0;
  #chunks = 0;
  #bytes = 0;

  constructor(job: BulkJob, jobs: JobStore, store: Store) {
    this.#job = job;
    this.#jobs = jobs;
    this.#store = store;
    this.#cutter = new RowCutter(job.settings.lineEnding);
    this.#ending = LINE_ENDINGS[job.settings.lineEnding];
  }

  /** @throws SalesforceError EXCEEDED_MAX_SIZE_REQUEST (413) beyond 100 MB. */
  add(piece: Uint8Array): void {
    this.#bytes += piece.length;
    if (this.#bytes > LARGEST_UPLOAD) {
      const limit = `${LARGEST_UPLOAD / 1024 / 1024} MB`;
      throw new SalesforceError('EXCEEDED_MAX_SIZE_REQUEST', `The data of a job must not exceed ${limit}.`, {
        status: 413,
      });
    }
    this.#addText(this.#decode(piece));
    if (this.#pendingCharacters >= CHARACTERS_PER_WRITE) this.#write();
  }

  /** Takes in the end of the data. */
  finish(): ReceivedUpload {
    this.#addText(this.#decode(undefined));
    if (this.#errorMessage === undefined) this.#cut(() => this.#cutter.end());
    this.#gather();
    this.#write();
    return { header: this.#header, errorMessage: this.#errorMessage };
  }

  #decode(piece: Uint8Array | undefined): string {
    try {
      return this.#decoder.decode(piece, { stream: piece !== undefined });
    } catch {
      this.#break('InvalidBatch : The CSV data are not in UTF-8.');
      return '';
    }
  }

  #addText(text: string): void {
    if (text === '') return;
    if (this.#errorMessage === undefined) this.#cut(() => this.#cutter.push(text));
    else this.#addChunk({ rows: 0, content: text });
  }

  #cut(cut: () => string[]): void {
    try {
      for (const row of cut()) this.#addRow(row);
    } catch (error) {
      if (!(error instanceof BrokenCsv)) throw error;
      this.#break(error.message);
    }
  }

  #break(message: string): void {
    this.#errorMessage ??= message;
    this.#gather();
    if (this.#cutter.rest !== '') this.#addChunk({ rows: 0, content: this.#cutter.rest });
  }

  #addRow(row: string): void {
    if (this.#header === undefined) this.#header = row;
    else if (this.#rows.push(row) === ROWS_PER_CHUNK) this.#gather();
  }

  #gather(): void {
    if (this.#rows.length === 0) return;
    const content = this.#rows.join(this.#ending) + this.#ending;
    this.#addChunk({ rows: this.#rows.length, content });
    this.#rows = [];
  }

  #addChunk(chunk: PendingChunk): void {
    this.#pending.push(chunk);
    this.#pendingCharacters += chunk.content.length;
  }

  #write(): void {
    this.#store.transact(() => {
      for (const { rows, content } of this.#pending) {
        this.#jobs.addChunk(this.#job, this.#chunks, rows, content);
        this.#chunks += 1;
      }
    });
    this.#pending = [];
    this.#pendingCharacters = 0;
  }
}
