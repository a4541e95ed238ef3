import { randomBytes } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import type { Statements } from './engine.ts';
import { createTables, schemaVersion } from './schema.ts';
import { NotAnOutbox } from './sqlite-schema.ts';

// texts compare by code point, as in SQLite, whatever the language of the database
const tables = createTables({ text: 'text COLLATE "C"', integer: 'bigint', table: '', ordered: '' });

/** Each of its rows is written several times, and what waits is to be found among what is done. */
const vacuumSettings = `
  ALTER TABLE parcel SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);`;

/**
 * Makes the schema of an outbox where there is none. Whoever comes at the same time waits, and finds it made.
 * @throws NotAnOutbox when the schema is of something else, or of another version
 */
export async function createSchema(statements: Statements, schema: string): Promise<void> {
  await statements.fence('exclusive');
  const [found] = await statements.all(
    `SELECT count(*) AS schemas,
       (SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE nspname = $1 AND relkind IN ('r', 'p', 'v')) AS tables,
       (SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE nspname = $1 AND relname IN ('identity', 'parcel')) AS ours
     FROM pg_namespace WHERE nspname = $1`,
    schema,
  );
  if (Number(found?.['ours']) === 2) return checkVersion(statements);
  if (Number(found?.['tables']) > 0) throw new NotAnOutbox('this schema holds tables, but not an outbox');
  // asked for only where it is not there: an admin may have made it for a user who may not
  if (Number(found?.['schemas']) === 0) await statements.run(`CREATE SCHEMA ${escapeIdentifier(schema)}`);
  await statements.run(tables + vacuumSettings);
  await statements.run(
    'INSERT INTO identity (only_one, schema_version, hash_key) VALUES (1, $1, $2)',
    schemaVersion,
    randomBytes(32).toString('hex'),
  );
}

async function checkVersion(statements: Statements): Promise<void> {
  const [row] = await statements.all('SELECT schema_version FROM identity');
  const version = Number(row?.['schema_version']);
  if (version > schemaVersion) throw new NotAnOutbox('this outbox was written by a newer version of Rapport');
  if (version !== schemaVersion) throw new NotAnOutbox('this schema holds tables, but not an outbox');
}
