import type { DatabaseSync } from 'node:sqlite';
import { identifier, sql } from './sql.ts';
import type { Fragment } from './sql.ts';

const prepared = new WeakSet<DatabaseSync>();

/** Text with its letter case taken away, in every alphabet (SQLite's own NOCASE knows only A to Z). */
export function foldCase(text: string): string {
  return text.toLowerCase();
}

/** Text as it is sorted: without letter case, and accented letters beside the plain ones. */
function sortKey(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}

/** Gives a database the text functions that queries use; once for each open database. */
export function prepareTextFunctions(database: DatabaseSync): void {
  if (prepared.has(database)) {
    return;
  }
  const options = { deterministic: true, directOnly: true };
  const onText = (change: (text: string) => string) => (value: unknown) =>
    typeof value === 'string' ? change(value) : (value as null);
  database.function('soql_fold_case', options, onText(foldCase));
  database.function('soql_sort_key', options, onText(sortKey));
  prepared.add(database);
}

const isPlainLetters = (text: string) => /^[\x20-\x7e]*$/.test(text);

/**
 * Both sides of a text comparison that takes no notice of letter case. With plain letters the comparison is
 * left to SQLite's own collation, which is many times faster.
 */
export function caseless(
  column: Fragment,
  ...literals: string[]
): { column: Fragment; fold: (text: string) => string } {
  return literals.every(isPlainLetters)
    ? { column: sql`${column} COLLATE NOCASE`, fold: (text) => text }
    : { column: sql`${identifier('soql_fold_case')}(${column})`, fold: foldCase };
}
