import { randomUUID } from 'node:crypto';
import { setImmediate as otherRequests } from 'node:timers/promises';
import { SalesforceError } from '../errors.ts';
import type { Org } from '../org.ts';
import type { BulkJob } from './bulk-job.ts';
import { COLUMN_DELIMITERS, LINE_ENDINGS } from './csv-rows.ts';
import type { JobStore } from './job-store.ts';
import { openQuery } from './query-pages.ts';

/** Rows of an answer that are kept together; all chunks but the last have so many. */
export const ANSWERS_PER_CHUNK = 2_000;

/**
 * Carries out query jobs in the background, one after another and page by page; other requests are answered between
 * pages. A job that was cut short begins anew with the next start.
 */
export class QueryProcessor {
  readonly #org: Org;
  readonly #jobs: JobStore;
  readonly #log: (message: string) => void;
  #stopping = false;
  #work: Promise<void> | undefined;

  constructor(options: { org: Org; jobs: JobStore; log: (message: string) => void }) {
    this.#org = options.org;
    this.#jobs = options.jobs;
    this.#log = options.log;
  }

  /** Looks for jobs that wait, and carries them out. */
  wake(): void {
    this.#work ??= this.#run()
      .catch((error: unknown) => {
        this.#log(`error: bulk queries are not answered before the next start: ${String(error)}`);
      })
      .finally(() => {
        this.#work = undefined;
      });
  }

  /** Stops after the page that is being read. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#work;
  }

  async #run(): Promise<void> {
    await otherRequests();
    while (!this.#stopping) {
      const [job] = this.#jobs.waiting('query');
      if (job === undefined) return;
      await this.#answer(job);
    }
  }

  async #answer(job: BulkJob): Promise<void> {
    try {
      const { query = '', operation } = job.settings;
      this.#jobs.removeRows(job);
      const modifiedAt = this.#org.clock().toISOString();
      this.#jobs.update(job, { state: 'InProgress', startedAt: modifiedAt, modifiedAt });
      const open = openQuery(this.#org, { userId: job.userId }, query, operation === 'queryAll');
      let chunk = 0;
      for (let rows = open.nextPage(); rows.length > 0; rows = open.nextPage()) {
        chunk = this.#keep(job, chunk, rows);
        await otherRequests();
        if (this.#stopping || this.#jobs.find('query', job.id)?.state !== 'InProgress') return;
      }
      this.#jobs.update(job, { state: 'JobComplete', modifiedAt: this.#org.clock().toISOString() });
    } catch (error) {
      const modifiedAt = this.#org.clock().toISOString();
      this.#jobs.update(job, { state: 'Failed', errorMessage: this.#reason(error), modifiedAt });
    }
  }

  /** Keeps a page of rows; returns the number of the next chunk. */
  #keep(job: BulkJob, firstChunk: number, rows: string[][]): number {
    const delimiter = COLUMN_DELIMITERS[job.settings.columnDelimiter];
    const ending = LINE_ENDINGS[job.settings.lineEnding];
    let chunk = firstChunk;
    this.#org.transact(() => {
      for (let start = 0; start < rows.length; start += ANSWERS_PER_CHUNK) {
        const part = rows.slice(start, start + ANSWERS_PER_CHUNK);
        const content = part.map((values) => values.join(delimiter) + ending).join('');
        this.#jobs.addChunk(job, chunk, part.length, content);
        chunk += 1;
      }
      const modifiedAt = this.#org.clock().toISOString();
      this.#jobs.count(job, { processed: rows.length, failed: 0, milliseconds: 0, modifiedAt });
    });
    return chunk;
  }

  #reason(error: unknown): string {
    if (error instanceof SalesforceError) return `InvalidBatch : ${error.errorCode}: ${error.message}`;
    const errorId = randomUUID();
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#log(`error ${errorId}: ${detail}`);
    return `An unexpected error occurred. Please include this ErrorId if you report it: ${errorId}`;
  }
}
