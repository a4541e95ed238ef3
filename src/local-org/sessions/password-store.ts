import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

const KEY_BYTES = 32;
const COST = { N: 16384, r: 8, p: 1 };
const FAILURES_UNTIL_LOCKED = 10;
const LOCKED_MILLISECONDS = 15 * 60_000;

/**
 * Passwords of users, hashed by scrypt with a salt each. After ten failures in a row a user is locked out for
 * fifteen minutes, as by Salesforce's default password policy.
 */
export class PasswordStore {
  readonly #database: DatabaseSync;
  readonly #clock: () => Date;

  constructor(options: { database: DatabaseSync; clock: () => Date }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#database.exec(`
      CREATE TABLE IF NOT EXISTS _user_password (
        user_id TEXT PRIMARY KEY, salt BLOB NOT NULL, key BLOB NOT NULL,
        failures INTEGER NOT NULL DEFAULT 0, locked_until INTEGER NOT NULL DEFAULT 0
      ) STRICT;
    `);
  }

  /** Sets a user's password and lifts a lock. */
  async set(userId: string, password: string): Promise<void> {
    const salt = randomBytes(16);
    const key = await deriveKey(password, salt);
    this.#database
      .prepare('INSERT OR REPLACE INTO _user_password (user_id, salt, key) VALUES (?, ?, ?)')
      .run(userId, salt, key);
  }

  /**
   * Whether this is the user's password. An unknown user takes as long as a known one, so that the time of
   * the answer does not tell which user names exist.
   */
  async verify(userId: string | undefined, password: string): Promise<boolean> {
    const row =
      userId === undefined
        ? undefined
        : this.#database
            .prepare('SELECT salt, key, locked_until FROM _user_password WHERE user_id = ?')
            .get(userId);
    if (userId === undefined || row === undefined) {
      await deriveKey(password, Buffer.alloc(16));
      return false;
    }
    const derived = await deriveKey(password, row.salt as Uint8Array);
    const matches = timingSafeEqual(derived, row.key as Uint8Array);
    if (Number(row.locked_until) > this.#clock().getTime()) return false;
    this.#remember(userId, matches);
    return matches;
  }

  #remember(userId: string, matches: boolean): void {
    if (matches) {
      this.#database.prepare('UPDATE _user_password SET failures = 0 WHERE user_id = ?').run(userId);
      return;
    }
    this.#database.prepare('UPDATE _user_password SET failures = failures + 1 WHERE user_id = ?').run(userId);
    this.#database
      .prepare('UPDATE _user_password SET failures = 0, locked_until = ? WHERE user_id = ? AND failures >= ?')
      .run(this.#clock().getTime() + LOCKED_MILLISECONDS, userId, FAILURES_UNTIL_LOCKED);
  }
}

/** The key that scrypt derives from a password, off the main thread. */
async function deriveKey(password: string, salt: Uint8Array): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
