import { ignoresCase, isStored } from '../schema/schema.ts';
import type { Field, ObjectDefinition, Schema } from '../schema/schema.ts';
import { quoted } from './database.ts';
import type { Store } from './database.ts';

/** Types whose columns hold numbers. */
const NUMERIC_TYPES: ReadonlySet<string> = new Set(['int', 'double', 'currency', 'percent']);

function columnType(field: Field): string {
  if (field.type === 'id') return 'TEXT PRIMARY KEY NOT NULL';
  if (field.type === 'boolean') return 'INTEGER NOT NULL DEFAULT 0';
  return NUMERIC_TYPES.has(field.type) ? 'REAL' : 'TEXT';
}

/** The fields that have a column, in the order of the schema. */
export function storedFields(object: ObjectDefinition): Field[] {
  return [...object.fields.values()].filter(isStored);
}

/**
 * The index that makes a field fast, or unique, or neither needed (undefined). Records in the recycle bin do not
 * keep their values from others.
 */
function indexOf(object: ObjectDefinition, field: Field): { name: string; sql: string } | undefined {
  const column = `${quoted(field.name)}${ignoresCase(field) ? ' COLLATE NOCASE' : ''}`;
  const table = quoted(object.name);
  if (field.unique) {
    const name = `unique:${object.name}.${field.name}:${ignoresCase(field) ? 'nocase' : 'case'}`;
    return {
      name,
      sql: `CREATE UNIQUE INDEX IF NOT EXISTS ${quoted(name)} ON ${table} (${column}) WHERE "IsDeleted" = 0`,
    };
  }
  const searched = field.externalId || field.name === 'SystemModstamp' || field.type === 'email';
  const walked = field.reference?.childRelationshipName !== undefined || field.name === 'OwnerId';
  if (!searched && !walked) return undefined;
  const name = `index:${object.name}.${field.name}:${ignoresCase(field) ? 'nocase' : 'case'}`;
  return { name, sql: `CREATE INDEX IF NOT EXISTS ${quoted(name)} ON ${table} (${column})` };
}

function alignIndexes(store: Store, object: ObjectDefinition): void {
  const wanted = [...object.fields.values()].flatMap((field) =>
    isStored(field) ? (indexOf(object, field) ?? []) : [],
  );
  const names = new Set(wanted.map((index) => index.name));
  const existing = store.database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND name LIKE '%:%'")
    .all(object.name);
  for (const { name } of existing) {
    if (typeof name === 'string' && !names.has(name)) store.database.exec(`DROP INDEX ${quoted(name)}`);
  }
  for (const index of wanted) store.database.exec(index.sql);
}

/**
 * Brings the tables to the schema: makes missing tables, adds missing columns and indexes, drops indexes that are no
 * longer right. Columns are never dropped: a deploy removes nothing.
 * Throws when a field becomes unique whose values are not.
 */
export function alignTables(store: Store, schema: Schema): void {
  for (const object of schema.objects.values()) {
    const fields = storedFields(object);
    const existing = store.database.prepare(`PRAGMA table_info(${quoted(object.name)})`).all();
    if (existing.length === 0) {
      const columns = fields.map((field) => `${quoted(field.name)} ${columnType(field)}`);
      store.database.exec(`CREATE TABLE ${quoted(object.name)} (${columns.join(', ')})`);
    } else {
      const known = new Set(existing.map((column) => String(column['name']).toLowerCase()));
      for (const field of fields.filter((candidate) => !known.has(candidate.name.toLowerCase()))) {
        store.database.exec(
          `ALTER TABLE ${quoted(object.name)} ADD COLUMN ${quoted(field.name)} ${columnType(field)}`,
        );
      }
    }
    alignIndexes(store, object);
  }
  store.forgetStatements();
}
