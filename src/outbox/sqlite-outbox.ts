import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Engine, Statements, Value } from './engine.ts';
import { OutboxError } from './outbox.ts';
import type { Outbox, OutboxErrorCode } from './outbox.ts';
import { NotAnOutbox, openDatabase } from './sqlite-schema.ts';
import { StoredOutbox } from './stored-outbox.ts';

/**
 * Opens the outbox kept in a SQLite file, making it when it is not there, and bringing it up to date when an earlier
 * version of Rapport has made it.
 * @param limits `maximumPages`: how large the file may grow, in pages of 4 KB; no limit by default
 * @throws OutboxError when that cannot be done
 */
export function openSqliteOutbox(path: string, limits: { maximumPages?: number } = {}): Outbox {
  try {
    const database = openDatabase(path);
    if (limits.maximumPages !== undefined) database.exec(`PRAGMA max_page_count = ${limits.maximumPages}`);
    return new StoredOutbox(new SqliteEngine(path, database));
  } catch (error) {
    throw asOutboxError(error, path);
  }
}

/** SQLite of one machine. It works synchronously, with one connection: transactions go one after the other. */
class SqliteEngine implements Engine {
  readonly location: string;
  /** All who work on a file share their machine's clock. */
  readonly clockOffset = 0;
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();
  readonly #statements: Statements = {
    all: async (sql, ...values) => this.#prepare(sql).all(...bound(values)),
    run: async (sql, ...values) => Number(this.#prepare(sql).run(...bound(values)).changes),
    // a transaction that writes is alone from its beginning
    fence: async () => undefined,
  };
  #last: Promise<unknown> = Promise.resolve();

  constructor(path: string, database: DatabaseSync) {
    this.location = path;
    this.#database = database;
  }

  async read<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result> {
    return this.#inTurn('BEGIN', work);
  }

  async write<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result> {
    return this.#inTurn('BEGIN IMMEDIATE', work);
  }

  async purge(): Promise<void> {
    await this.#last;
    // a reader of another process may keep it from ending: then the log goes with one of the next, or when all have closed
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  async close(): Promise<void> {
    await this.#last;
    this.#database.close();
  }

  #inTurn<Result>(begin: string, work: (statements: Statements) => Promise<Result>): Promise<Result> {
    const result = this.#last.then(() => this.#transaction(begin, work));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #transaction<Result>(
    begin: string,
    work: (statements: Statements) => Promise<Result>,
  ): Promise<Result> {
    try {
      this.#database.exec(begin);
      try {
        const result = await work(this.#statements);
        this.#database.exec('COMMIT');
        return result;
      } catch (error) {
        // SQLite itself rolls back on some errors, a full disk among them
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw error;
      }
    } catch (error) {
      throw asOutboxError(error, this.location);
    }
  }

  #prepare(sql: string): StatementSync {
    const statement = this.#prepared.get(sql) ?? this.#database.prepare(inSqlite(sql));
    this.#prepared.set(sql, statement);
    return statement;
  }
}

/** The SQL of {@link Statements} in SQLite's dialect. */
function inSqlite(sql: string): string {
  return sql
    .replace(/ FOR UPDATE(?: OF \w+)?(?: SKIP LOCKED)?/g, '')
    .replace(/rows\(\$(\d+) AS (\w+): ([^)]*)\)/g, (_, parameter: string, alias: string, columns: string) => {
      const fields = columns.split(',').map((column) => column.trim().split(/\s+/)[0]!);
      const selected = fields.map((field) => `value ->> '${field}' AS ${field}`).join(', ');
      return `(SELECT ${selected} FROM json_each(?${parameter})) AS ${alias}`;
    })
    .replace(/\$(\d+)/g, '?$1');
}

function bound(values: readonly Value[]): SQLInputValue[] {
  return values.map((value) => value ?? null);
}

/** SQLite's result codes, by the number that node:sqlite reports as `errcode` (https://sqlite.org/rescode.html). */
const errorCodes: Record<number, OutboxErrorCode> = {
  5: 'busy',
  13: 'full',
  14: 'unreachable',
  26: 'notAnOutbox',
};

function asOutboxError(error: unknown, location: string): OutboxError {
  if (error instanceof OutboxError) return error;
  if (error instanceof NotAnOutbox) return new OutboxError('notAnOutbox', location, error);
  const resultCode = (error as { errcode?: number }).errcode ?? 0;
  // the low byte of an extended result code is the plain code
  return new OutboxError(errorCodes[resultCode & 0xff] ?? 'failed', location, error);
}
