/** What a statement takes in place of `$1`, `$2` …; `undefined` is NULL. */
export type Value = string | number | undefined;
export type Row = Record<string, unknown>;

/**
 * Statements within one transaction. Both engines understand the same SQL, which is PostgreSQL's, apart from one thing:
 * `rows($1 AS item: name text, count integer)` stands for a table read from a JSON array of objects, so that any number
 * of rows is one statement. Integers are of 64 bits, times are milliseconds since 1970, texts compare by code point.
 * SQLite writes one transaction at a time: where it is the engine, row locks are left out.
 */
export interface Statements {
  all(sql: string, ...values: Value[]): Promise<Row[]>;
  /** Resolves to how many rows were changed. */
  run(sql: string, ...values: Value[]): Promise<number>;
  /**
   * Keeps `exclusive` transactions apart from all that are `shared` or `exclusive`, until the transaction ends. To be
   * taken before any row is locked.
   */
  fence(mode: 'shared' | 'exclusive'): Promise<void>;
}

/** A database that an outbox is kept in. Rejects with `OutboxError`. */
export interface Engine {
  /** Path or address; never with a password. */
  readonly location: string;
  read<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result>;
  /**
   * Runs a transaction, and resolves when it is on disk. `work` is run again when the transaction could not be
   * completed for a reason that passes: it must not change anything but the database.
   */
  write<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result>;
  /** How far the clock by which leases are told is ahead of this machine's, in milliseconds. */
  readonly clockOffset: number;
  /** Leaves nothing of what was deleted beside the tables, where the engine keeps that for a while. */
  purge(): Promise<void>;
  close(): Promise<void>;
}

/** Another process changed the same rows at the same time: the transaction begins anew. */
export class ChangedMeanwhile extends Error {
  override name = 'ChangedMeanwhile';
}

/** A column that may be NULL. */
export function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A column that may be NULL. */
export function optionalNumber(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

/** Rows for `rows(…)` from single values. */
export function listOf(name: string, values: Iterable<string | number>): string {
  return JSON.stringify(Array.from(values, (value) => ({ [name]: value })));
}
