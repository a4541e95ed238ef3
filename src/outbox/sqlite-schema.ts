import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { createTables, schemaVersion } from './schema.ts';

/** Marks a SQLite file as an outbox of ours ("Rapp" in ASCII), so that another database is never written to. */
const applicationId = 0x52617070;

const tables = createTables({
  text: 'TEXT',
  integer: 'INTEGER',
  table: ' STRICT',
  ordered: ' STRICT, WITHOUT ROWID',
});

/** The file or schema is something else, or of a newer version. */
export class NotAnOutbox extends Error {
  override name = 'NotAnOutbox';
}

/**
 * Opens an outbox file, making it when it is not there. Acknowledged means on disk: write-ahead log with a full sync
 * at every commit.
 * @throws NotAnOutbox when the file is a database of something else, or of a newer version
 */
export function openDatabase(path: string): DatabaseSync {
  makePrivate(path);
  const database = new DatabaseSync(path, { timeout: 10_000 });
  try {
    const found = versionOf(database);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    // what is deleted is written over with zeros: nobody can read it out of the file
    database.exec('PRAGMA secure_delete = ON;');
    // 64 MB of pages: with the usual 2 MB each commit of a large outbox reads its indexes anew
    database.exec('PRAGMA cache_size = -65536;');
    if (found !== schemaVersion) bringUpToDate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Makes the file, where it is not there, such that nobody but its owner may read it; its log gets the same rights. */
function makePrivate(path: string): void {
  if (path === ':memory:') return;
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch {
    // SQLite, which opens it next, says what is wrong
  }
}

/** 0 when there is nothing in the file. */
function versionOf(database: DatabaseSync): number {
  const pragma = (name: string) => Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
  if (database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] === 0) return 0;
  if (pragma('application_id') !== applicationId) {
    throw new NotAnOutbox('this file is a database, but not an outbox');
  }
  const version = pragma('user_version');
  if (version > schemaVersion) throw new NotAnOutbox('this outbox was written by a newer version of Rapport');
  return version;
}

/** Two processes may open an outbox at once: the second finds it done when it gets the lock. */
function bringUpToDate(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = versionOf(database);
    if (version === 1) database.exec('ALTER TABLE parcel RENAME TO parcel_1; DROP INDEX parcel_line;');
    if (version === 1) for (const name of kept) database.exec(`ALTER TABLE ${name} RENAME TO ${name}_1`);
    if (version < schemaVersion) {
      database.exec(tables);
      database
        .prepare('INSERT INTO identity (only_one, schema_version, hash_key) VALUES (1, ?, ?)')
        .run(schemaVersion, randomBytes(32).toString('hex'));
    }
    if (version === 1) database.exec(fromVersion1(Date.now()));
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion};`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Tables of version 1 whose names version 2 uses too. */
const kept = ['touched_account', 'watermark'];

/**
 * Moves everything from the tables of version 1. What was in flight waits: whoever had it worked with a version of
 * Rapport that this file is closed to from now on. All of it begins at the step `match`, as it did every time before.
 */
function fromVersion1(now: number): string {
  return `
  INSERT INTO parcel (kind, external_id, version, fingerprint, content, bytes, origin, put_at, given_at, email,
    contact, state, step, attempts, due_at, reason_code, reason_detail, listed_in_org)
  SELECT kind, external_id, version, fingerprint, content, coalesce(octet_length(content), 0), origin,
    min(due_at, ${now}),
    coalesce(CAST(round(unixepoch(coalesce(content ->> '$.respondedAt', content ->> '$.sentAt'), 'subsec') * 1000)
      AS INTEGER), min(due_at, ${now})),
    lower(content ->> '$.respondent.email'), substr(content ->> '$.respondent.contactId', 1, 15),
    CASE WHEN state = 'waiting' AND due_at > ${now} THEN 'resting' WHEN state = 'inFlight' THEN 'waiting' ELSE state END,
    iif(state = 'confirmed', NULL, 'match'), attempts, iif(state = 'waiting' AND due_at > ${now}, due_at, NULL),
    reason_code, reason_detail, listed_in_org
  FROM parcel_1;
  INSERT INTO tally (id, kind, state, change)
    SELECT 'version 1', kind, state, count(*) FROM parcel_1 WHERE state = 'confirmed' GROUP BY kind, state;
  INSERT INTO touched_account (account_id, mark) SELECT account_id, mark FROM touched_account_1;
  INSERT INTO watermark SELECT name, reached FROM watermark_1;
  UPDATE identity SET organization_id = (SELECT organization_id FROM organization);
  DROP TABLE parcel_1; DROP TABLE touched_account_1; DROP TABLE watermark_1; DROP TABLE organization;
`;
}
