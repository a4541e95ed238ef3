import type { DatabaseSync } from 'node:sqlite';
import { digestOf, newAccessToken, newRefreshToken } from './token.ts';

/** How a session store is set up. */
export interface SessionStoreOptions {
  database: DatabaseSync;
  organizationId: string;
  clock: () => Date;
  /** Minutes without a request after which a session ends. */
  sessionMinutes: number;
}

/**
 * Who is signed in. Only digests of tokens are kept, in the org's own database, so that a token lives
 * through a restart and a stolen database gives none away.
 */
export class SessionStore {
  readonly #database: DatabaseSync;
  readonly #organizationId: string;
  readonly #clock: () => Date;
  readonly #lifetimeMilliseconds: number;
  #toSpoil = 0;

  constructor(options: SessionStoreOptions) {
    this.#database = options.database;
    this.#organizationId = options.organizationId;
    this.#clock = options.clock;
    this.#lifetimeMilliseconds = options.sessionMinutes * 60_000;
    this.#database.exec(`
      CREATE TABLE IF NOT EXISTS _session (
        token_digest TEXT PRIMARY KEY, user_id TEXT NOT NULL, expires_at INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE IF NOT EXISTS _refresh_token (
        token_digest TEXT PRIMARY KEY, user_id TEXT NOT NULL, client_id TEXT NOT NULL
      ) STRICT;
    `);
  }

  /** Seconds without a request after which a session ends. */
  get lifetimeSeconds(): number {
    return this.#lifetimeMilliseconds / 1000;
  }

  /** Signs the user in and returns the access token; this is the only time that it can be read. */
  issue(userId: string): string {
    const now = this.#clock().getTime();
    const token = newAccessToken(this.#organizationId);
    const spoiled = this.#toSpoil > 0;
    if (spoiled) this.#toSpoil -= 1;
    this.#database.prepare('DELETE FROM _session WHERE expires_at <= ?').run(now);
    this.#database
      .prepare('INSERT INTO _session (token_digest, user_id, expires_at) VALUES (?, ?, ?)')
      .run(digestOf(token), userId, spoiled ? now : now + this.#lifetimeMilliseconds);
    return token;
  }

  /**
   * The user whose access token this is, or undefined when it is unknown or has expired.
   * Each use moves the expiry (written at most once in a twentieth of the lifetime, to spare the disk).
   */
  findUserId(token: string): string | undefined {
    const digest = digestOf(token);
    const now = this.#clock().getTime();
    const row = this.#database
      .prepare('SELECT user_id, expires_at FROM _session WHERE token_digest = ?')
      .get(digest);
    if (row === undefined || Number(row.expires_at) <= now) return undefined;
    const expiresAt = now + this.#lifetimeMilliseconds;
    if (expiresAt - Number(row.expires_at) > this.#lifetimeMilliseconds / 20) {
      this.#database
        .prepare('UPDATE _session SET expires_at = ? WHERE token_digest = ?')
        .run(expiresAt, digest);
    }
    return String(row.user_id);
  }

  /** A token with which the given OAuth client can ask for new access tokens, until it is revoked. */
  issueRefreshToken(userId: string, clientId: string): string {
    const token = newRefreshToken();
    this.#database
      .prepare('INSERT INTO _refresh_token (token_digest, user_id, client_id) VALUES (?, ?, ?)')
      .run(digestOf(token), userId, clientId);
    return token;
  }

  /** The user whose refresh token this is, if it was given to this client. */
  findUserIdByRefreshToken(token: string, clientId: string): string | undefined {
    const row = this.#database
      .prepare('SELECT user_id FROM _refresh_token WHERE token_digest = ? AND client_id = ?')
      .get(digestOf(token), clientId);
    return row === undefined ? undefined : String(row.user_id);
  }

  /** Ends every session; refresh tokens stay good. */
  expireAll(): void {
    this.#database.exec('DELETE FROM _session');
  }

  /** The next so many sessions will have ended when they begin. For tests. */
  spoilNext(count: number): void {
    this.#toSpoil = count;
  }

  /** Ends a session, or makes a refresh token worthless. Returns whether there was such a token. */
  revoke(token: string): boolean {
    const digest = digestOf(token);
    const session = this.#database.prepare('DELETE FROM _session WHERE token_digest = ?').run(digest);
    const refresh = this.#database.prepare('DELETE FROM _refresh_token WHERE token_digest = ?').run(digest);
    return Number(session.changes) + Number(refresh.changes) > 0;
  }
}
