import type { ObjectDefinition } from '../schema/schema.ts';
import { quoted } from './database.ts';
import type { Row, Store, StoredValue } from './database.ts';
import { storedFields } from './tables.ts';

const insertStatements = new WeakMap<
  ObjectDefinition,
  { columns: string[]; sql: string; booleans: Set<string> }
>();

function insertOf(object: ObjectDefinition): { columns: string[]; sql: string; booleans: Set<string> } {
  const known = insertStatements.get(object);
  if (known !== undefined) return known;
  const fields = storedFields(object);
  const columns = fields.map((field) => field.name);
  const made = {
    columns,
    sql: `INSERT INTO ${quoted(object.name)} (${columns.map(quoted).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    booleans: new Set(fields.filter((field) => field.type === 'boolean').map((field) => field.name)),
  };
  insertStatements.set(object, made);
  return made;
}

/** The row of that id (18 characters), from the recycle bin too; undefined when there is none. */
export function readRow(store: Store, object: ObjectDefinition, id: string): Row | undefined {
  return store.first(`SELECT * FROM ${quoted(object.name)} WHERE "Id" = ?`, id);
}

/** Writes a new row; columns that `row` leaves out are empty, checkboxes unticked. */
export function insertRow(
  store: Store,
  object: ObjectDefinition,
  row: Readonly<Record<string, StoredValue | undefined>>,
): void {
  const { columns, sql, booleans } = insertOf(object);
  store.run(sql, ...columns.map((column) => row[column] ?? (booleans.has(column) ? 0 : null)));
}

/** Writes the columns in `changes` to the row of that id. */
export function updateRow(
  store: Store,
  object: ObjectDefinition,
  id: string,
  changes: Readonly<Record<string, StoredValue>>,
): void {
  const columns = Object.keys(changes);
  if (columns.length === 0) return;
  const assignments = columns.map((column) => `${quoted(column)} = ?`).join(', ');
  store.run(
    `UPDATE ${quoted(object.name)} SET ${assignments} WHERE "Id" = ?`,
    ...columns.map((column) => changes[column] ?? null),
    id,
  );
}
