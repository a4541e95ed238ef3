import type { DatabaseSync } from 'node:sqlite';

const CALLS_BETWEEN_WRITES = 25;

/** How API calls are counted. */
export interface ApiUsageOptions {
  database: DatabaseSync;
  clock: () => Date;
  /** Calls that the org answers in a day (UTC). */
  dailyLimit: number;
}

/**
 * Counts API calls a day, as the org's daily limit needs. The count is written every 25 calls and on close:
 * a crash forgets a few calls, and no call waits for the disk.
 */
export class ApiUsage {
  readonly #database: DatabaseSync;
  readonly #clock: () => Date;
  #dailyLimit: number;
  #day: string;
  #used: number;
  #unwritten = 0;

  constructor(options: ApiUsageOptions) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#dailyLimit = options.dailyLimit;
    this.#database.exec(
      'CREATE TABLE IF NOT EXISTS _api_usage (day TEXT PRIMARY KEY, used INTEGER NOT NULL) STRICT',
    );
    this.#day = this.#today();
    this.#used = this.#readUsed();
  }

  /** Calls of this day so far. */
  get used(): number {
    this.#turnDay();
    return this.#used;
  }

  /** Sets how many calls of this day there were. For tests. */
  set used(calls: number) {
    this.#turnDay();
    this.#used = calls;
    this.#unwritten += 1;
  }

  /** Calls that this org answers in a day. */
  get dailyLimit(): number {
    return this.#dailyLimit;
  }

  /** Sets another daily limit, at once. */
  set dailyLimit(calls: number) {
    this.#dailyLimit = calls;
  }

  /** Counts one call. Returns whether it may be answered; refused calls are not counted. */
  count(): boolean {
    this.#turnDay();
    if (this.#used >= this.#dailyLimit) return false;
    this.#used += 1;
    this.#unwritten += 1;
    if (this.#unwritten >= CALLS_BETWEEN_WRITES) this.flush();
    return true;
  }

  /** The value of the header `Sforce-Limit-Info`. */
  toHeader(): string {
    return `api-usage=${this.#used}/${this.#dailyLimit}`;
  }

  /** Writes the count down. */
  flush(): void {
    if (this.#unwritten === 0) return;
    this.#database
      .prepare('INSERT OR REPLACE INTO _api_usage (day, used) VALUES (?, ?)')
      .run(this.#day, this.#used);
    this.#unwritten = 0;
  }

  #turnDay(): void {
    const today = this.#today();
    if (today === this.#day) return;
    this.flush();
    this.#day = today;
    this.#used = this.#readUsed();
  }

  #today(): string {
    return this.#clock().toISOString().slice(0, 10);
  }

  #readUsed(): number {
    const row = this.#database.prepare('SELECT used FROM _api_usage WHERE day = ?').get(this.#day);
    return row === undefined ? 0 : Number(row.used);
  }
}
