import type { Row, Store } from '../store/database.ts';
import type { BulkJob, BulkKind, BulkSettings, BulkState } from './bulk-job.ts';

/** Rows that are saved, or read, in one transaction. */
export const ROWS_PER_CHUNK = 200;

/** What changes of a job after it was made. */
type JobChanges = Partial<
  Pick<BulkJob, 'state' | 'header' | 'hasUpload' | 'errorMessage' | 'startedAt' | 'activeMilliseconds'>
> & { modifiedAt: string };

const COLUMNS: Record<keyof JobChanges, string> = {
  state: 'state',
  header: 'header',
  hasUpload: 'has_upload',
  errorMessage: 'error',
  startedAt: 'started_at',
  activeMilliseconds: 'active_milliseconds',
  modifiedAt: 'modified_at',
};

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function toJob(row: Row): BulkJob {
  return {
    id: String(row['id']),
    number: Number(row['number']),
    kind: String(row['kind']) as BulkKind,
    userId: String(row['user_id']),
    state: String(row['state']) as BulkState,
    settings: JSON.parse(String(row['settings'])) as BulkSettings,
    createdAt: String(row['created_at']),
    modifiedAt: String(row['modified_at']),
    startedAt: text(row['started_at']),
    header: text(row['header']),
    hasUpload: row['has_upload'] === 1,
    errorMessage: text(row['error']),
    processed: Number(row['processed']),
    failed: Number(row['failed']),
    activeMilliseconds: Number(row['active_milliseconds']),
  };
}

/**
 * Where jobs are kept with their rows: in the org's own database, so that what a chunk changed and what became of its
 * rows are written together or not at all. Rows are kept as they were sent, in chunks with their line endings.
 */
export class JobStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    this.#store.database.exec(`
      CREATE TABLE IF NOT EXISTS _bulk_job (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, user_id TEXT NOT NULL,
        state TEXT NOT NULL, settings TEXT NOT NULL, created_at TEXT NOT NULL, modified_at TEXT NOT NULL,
        started_at TEXT, header TEXT, has_upload INTEGER NOT NULL DEFAULT 0, error TEXT,
        processed INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
        active_milliseconds INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE INDEX IF NOT EXISTS _bulk_job_state ON _bulk_job (kind, state);
      CREATE TABLE IF NOT EXISTS _bulk_chunk (
        job INTEGER NOT NULL, number INTEGER NOT NULL, rows INTEGER NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (job, number)
      ) STRICT;
      CREATE TABLE IF NOT EXISTS _bulk_outcome (
        job INTEGER NOT NULL, chunk INTEGER NOT NULL, outcomes TEXT NOT NULL, PRIMARY KEY (job, chunk)
      ) STRICT;
    `);
  }

  add(job: BulkJob): void {
    this.#store.run(
      'INSERT INTO _bulk_job (number, id, kind, user_id, state, settings, created_at, modified_at, header) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      job.number,
      job.id,
      job.kind,
      job.userId,
      job.state,
      JSON.stringify(job.settings),
      job.createdAt,
      job.modifiedAt,
      job.header ?? null,
    );
  }

  find(kind: BulkKind, id: string): BulkJob | undefined {
    const row = this.#store.first('SELECT * FROM _bulk_job WHERE id = ? AND kind = ?', id, kind);
    return row === undefined ? undefined : toJob(row);
  }

  /** Jobs in the order in which they were made, from a number on, at most `limit`. */
  list(kind: BulkKind, from: number, limit: number): BulkJob[] {
    return this.#store
      .all(
        'SELECT * FROM _bulk_job WHERE kind = ? AND number >= ? ORDER BY number LIMIT ?',
        kind,
        from,
        limit,
      )
      .map(toJob);
  }

  /** Jobs that are to be processed, oldest first. */
  waiting(kind: BulkKind): BulkJob[] {
    return this.#store
      .all(
        "SELECT * FROM _bulk_job WHERE kind = ? AND state IN ('UploadComplete', 'InProgress') ORDER BY number",
        kind,
      )
      .map(toJob);
  }

  update(job: BulkJob, changes: JobChanges): void {
    const names = Object.keys(changes) as (keyof JobChanges)[];
    const values = names.map((name) => {
      const value = changes[name];
      return typeof value === 'boolean' ? Number(value) : (value ?? null);
    });
    const assignments = names.map((name) => `${COLUMNS[name]} = ?`).join(', ');
    this.#store.run(`UPDATE _bulk_job SET ${assignments} WHERE number = ?`, ...values, job.number);
  }

  remove({ number }: BulkJob): void {
    this.#store.transact(() => {
      this.removeRows({ number });
      this.#store.run('DELETE FROM _bulk_job WHERE number = ?', number);
    });
  }

  /** Forgets the rows of a job, and how many there were. */
  removeRows({ number }: Pick<BulkJob, 'number'>): void {
    this.#store.transact(() => {
      this.#store.run('DELETE FROM _bulk_chunk WHERE job = ?', number);
      this.#store.run('DELETE FROM _bulk_outcome WHERE job = ?', number);
      this.#store.run('UPDATE _bulk_job SET processed = 0, failed = 0 WHERE number = ?', number);
    });
  }

  /** Keeps rows; `count` is 0 for text that could not be cut into rows. */
  addChunk({ number }: BulkJob, chunk: number, count: number, content: string): void {
    this.#store.run(
      'INSERT INTO _bulk_chunk (job, number, rows, content) VALUES (?, ?, ?, ?)',
      number,
      chunk,
      count,
      Buffer.from(content),
    );
  }

  /** The numbers of the chunks that have, or do not yet have, outcomes. */
  chunks({ number }: BulkJob, which: 'done' | 'undone'): number[] {
    return this.#store
      .all(
        `SELECT number FROM _bulk_chunk c WHERE job = ? AND ${which === 'done' ? '' : 'NOT '}EXISTS (SELECT 1 FROM _bulk_outcome o WHERE o.job = c.job AND o.chunk = c.number) ORDER BY number`,
        number,
      )
      .map((row) => Number(row['number']));
  }

  /** The rows of a chunk with their line endings. @throws Error when the job was deleted meanwhile. */
  content({ id, number }: BulkJob, chunk: number): string {
    const row = this.#store.first(
      'SELECT content FROM _bulk_chunk WHERE job = ? AND number = ?',
      number,
      chunk,
    );
    if (row === undefined) throw new Error(`The rows of the bulk job ${id} were deleted.`);
    return Buffer.from(row['content'] as Uint8Array).toString('utf8');
  }

  /** Writes down what became of a chunk's rows. */
  addOutcomes({ number }: BulkJob, chunk: number, outcomes: string, counts: ChunkCounts): void {
    this.#store.run(
      'INSERT INTO _bulk_outcome (job, chunk, outcomes) VALUES (?, ?, ?)',
      number,
      chunk,
      outcomes,
    );
    this.count({ number }, counts);
  }

  /** Adds to what a job has done. */
  count({ number }: Pick<BulkJob, 'number'>, counts: ChunkCounts): void {
    this.#store.run(
      'UPDATE _bulk_job SET processed = processed + ?, failed = failed + ?, active_milliseconds = active_milliseconds + ?, modified_at = ? WHERE number = ?',
      counts.processed,
      counts.failed,
      counts.milliseconds,
      counts.modifiedAt,
      number,
    );
  }

  /** What became of a chunk's rows, as written; `[]` where they were not processed. */
  outcomes({ number }: BulkJob, chunk: number): string {
    const row = this.#store.first(
      'SELECT outcomes FROM _bulk_outcome WHERE job = ? AND chunk = ?',
      number,
      chunk,
    );
    return String(row?.['outcomes'] ?? '[]');
  }

  /** Forgets the jobs that ended before that instant (ISO 8601). */
  forgetEndedBefore(instant: string): void {
    const old = this.#store.all(
      "SELECT * FROM _bulk_job WHERE state IN ('JobComplete', 'Failed', 'Aborted') AND modified_at < ?",
      instant,
    );
    for (const row of old) this.remove(toJob(row));
  }
}

/** What a chunk adds to the numbers of its job. */
export interface ChunkCounts {
  processed: number;
  failed: number;
  milliseconds: number;
  /** ISO 8601. */
  modifiedAt: string;
}
