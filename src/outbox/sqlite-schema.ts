import { DatabaseSync } from 'node:sqlite';

/** Marks a SQLite file as an outbox of ours ("Rapp" in ASCII), so that another database is never written to. */
const applicationId = 0x52617070;
const schemaVersion = 1;

const createTables = `
  CREATE TABLE parcel (
    kind TEXT NOT NULL,
    external_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    content TEXT,                    -- blanked once confirmed: what the org has need not be kept here
    origin TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'inFlight', 'confirmed', 'setAside')),
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL,         -- waiting: not before; in flight: end of the lease (ms since 1970)
    lease_host TEXT, lease_process INTEGER, lease_worker TEXT,
    reason_code TEXT, reason_detail TEXT,
    listed_in_org INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, external_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX parcel_line ON parcel (kind, state, due_at);
  CREATE TABLE touched_account (account_id TEXT PRIMARY KEY, mark INTEGER NOT NULL) STRICT;
  CREATE TABLE organization (only INTEGER PRIMARY KEY CHECK (only = 1), organization_id TEXT NOT NULL) STRICT;
  CREATE TABLE watermark (name TEXT PRIMARY KEY, reached INTEGER NOT NULL) STRICT;
`;

/**
 * Opens an outbox file, making it when it is not there. Acknowledged means on disk: write-ahead log with a full sync
 * at every commit.
 * @throws Error when the file is a database of something else, or of a newer version
 */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 10_000 });
  try {
    const found = database.prepare('PRAGMA application_id').get()?.['application_id'];
    const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
    const tables = database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'];
    if (tables !== 0 && found !== applicationId)
      throw new Error('this file is a database, but not an outbox');
    if (Number(version) > schemaVersion)
      throw new Error('this outbox was written by a newer version of Rapport');
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    if (tables === 0) createOutbox(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Two processes may open a new outbox at once: the second finds the tables made when it gets the lock. */
function createOutbox(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    if (database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] === 0) {
      database.exec(createTables);
      database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion};`);
    }
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
