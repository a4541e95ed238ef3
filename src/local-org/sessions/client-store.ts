import { createPublicKey, timingSafeEqual } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { digestOf, newClientId, newClientSecret } from './token.ts';

/** What an OAuth client signs in with. */
export interface ClientCredentials {
  clientId: string;
  clientSecret: string;
}

/** What the org knows of a client. */
export interface KnownClient {
  runAsUserId: string;
  /** In PEM form; undefined where it has none, and cannot sign in by JWT bearer. */
  publicKey: string | undefined;
  secretMatches: (clientSecret: string) => boolean;
}

/** The OAuth clients of the org ("External Client Apps"), each with the user that it may run as. */
export class ClientStore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#database.exec(`
      CREATE TABLE IF NOT EXISTS _oauth_client (
        client_id TEXT PRIMARY KEY, secret_digest TEXT NOT NULL, run_as_user_id TEXT NOT NULL
      ) STRICT;
      CREATE TABLE IF NOT EXISTS _oauth_key (client_id TEXT PRIMARY KEY, pem TEXT NOT NULL) STRICT;
    `);
  }

  /**
   * Makes a client; this is the only time that its secret can be read.
   * @param certificate of the client, in PEM form, or its public key alone: then it may sign in by JWT bearer too
   * @throws Error when the certificate cannot be read
   */
  register(runAsUserId: string, certificate?: string): ClientCredentials {
    // only what is public of it is kept, whatever was given
    const publicKey = certificate === undefined ? undefined : createPublicKey(certificate);
    const credentials = { clientId: newClientId(), clientSecret: newClientSecret() };
    this.#database
      .prepare('INSERT INTO _oauth_client (client_id, secret_digest, run_as_user_id) VALUES (?, ?, ?)')
      .run(credentials.clientId, digestOf(credentials.clientSecret), runAsUserId);
    if (publicKey !== undefined) {
      this.#database
        .prepare('INSERT INTO _oauth_key (client_id, pem) VALUES (?, ?)')
        .run(credentials.clientId, publicKey.export({ type: 'spki', format: 'pem' }));
    }
    return credentials;
  }

  /** Forgets a client: nobody can sign in with it any more. Sessions that it made go on until they end. */
  remove(clientId: string): void {
    this.#database.prepare('DELETE FROM _oauth_client WHERE client_id = ?').run(clientId);
    this.#database.prepare('DELETE FROM _oauth_key WHERE client_id = ?').run(clientId);
  }

  /** What is known of a client by its id; `secretMatches` compares in constant time. */
  find(clientId: string): KnownClient | undefined {
    const row = this.#database
      .prepare(
        'SELECT secret_digest, run_as_user_id, pem FROM _oauth_client LEFT JOIN _oauth_key USING (client_id)' +
          ' WHERE client_id = ?',
      )
      .get(clientId);
    if (row === undefined) return undefined;
    const stored = Buffer.from(String(row.secret_digest), 'hex');
    return {
      runAsUserId: String(row.run_as_user_id),
      publicKey: typeof row.pem === 'string' ? row.pem : undefined,
      secretMatches: (clientSecret) => timingSafeEqual(stored, Buffer.from(digestOf(clientSecret), 'hex')),
    };
  }
}
