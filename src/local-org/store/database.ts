import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';

/** Prepared statements that are kept; beyond, the one prepared first is given up. */
const MOST_STATEMENTS = 500;

/** A record as it is stored: column by API name. */
export type Row = Record<string, SQLOutputValue>;

/** A value in storage form: text, number, 0/1, or null for empty. */
export type StoredValue = string | number | null;

/** An API name as an SQL identifier. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * Opens the org's database, `org.sqlite` in `directory` (made if missing), or one in memory.
 * What is committed is on disk: WAL with synchronous=FULL.
 */
export function openDatabase(directory: string | undefined): DatabaseSync {
  if (directory !== undefined) mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(directory === undefined ? ':memory:' : join(directory, 'org.sqlite'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
  database.exec(`
    CREATE TABLE IF NOT EXISTS _state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS _sequence (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS _key_prefix (object TEXT PRIMARY KEY, prefix TEXT NOT NULL UNIQUE) STRICT;
  `);
  return database;
}

/**
 * The database with what every part of the engine needs around it: prepared statements kept, nested transactions,
 * numbers that never repeat, and small named values.
 */
export class Store {
  readonly database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  /** The prepared statement of that SQL, prepared once. */
  statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.database.prepare(sql);
    for (const oldest of this.#statements.keys()) {
      if (this.#statements.size < MOST_STATEMENTS) break;
      this.#statements.delete(oldest);
    }
    this.#statements.set(sql, made);
    return made;
  }

  /** Forgets the prepared statements; needed after tables were altered. */
  forgetStatements(): void {
    this.#statements.clear();
  }

  /** The first row, or undefined. */
  first(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.statement(sql).get(...values);
  }

  /** All rows. */
  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.statement(sql).all(...values);
  }

  /** Runs a statement that changes something; returns how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.statement(sql).run(...values).changes);
  }

  /**
   * Runs `work` and returns its result. Either all that it wrote is kept or, when it throws or `keep` says no to its
   * result, nothing of it. May be nested; the outermost call commits to disk.
   */
  transact<Result>(work: () => Result, keep: (result: Result) => boolean = () => true): Result {
    const depth = this.#depth;
    this.statement(depth === 0 ? 'BEGIN IMMEDIATE' : `SAVEPOINT s${depth}`).run();
    this.#depth += 1;
    let settled = false;
    try {
      const result = work();
      if (keep(result)) {
        this.statement(depth === 0 ? 'COMMIT' : `RELEASE s${depth}`).run();
        settled = true;
      }
      return result;
    } finally {
      if (!settled) this.#undo(depth);
      this.#depth = depth;
    }
  }

  #undo(depth: number): void {
    // Some errors of the database, such as a full disk, end the transaction by themselves.
    if (!this.database.isTransaction) return;
    if (depth === 0) {
      this.statement('ROLLBACK').run();
      return;
    }
    this.statement(`ROLLBACK TO s${depth}`).run();
    this.statement(`RELEASE s${depth}`).run();
  }

  /** The next number of a named sequence, from 1. Kept with the transaction that takes it. */
  nextNumber(name: string): number {
    const row = this.first(
      'INSERT INTO _sequence (name, last) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last',
      name,
    );
    return Number(row?.['last']);
  }

  /** A small value kept under a name, or undefined. */
  state(name: string): string | undefined {
    const value = this.first('SELECT value FROM _state WHERE name = ?', name)?.['value'];
    return typeof value === 'string' ? value : undefined;
  }

  /** Keeps a small value under a name. */
  setState(name: string, value: string): void {
    this.run(
      'INSERT INTO _state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      name,
      value,
    );
  }
}
