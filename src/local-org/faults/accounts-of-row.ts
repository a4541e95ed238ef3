import type { RecordContext, RowValues } from '../records/context.ts';
import { objectOfId } from '../records/references.ts';
import type { ObjectDefinition } from '../schema/schema.ts';
import { readRow } from '../store/rows.ts';

/** Details of details, three levels deep, are as far as Salesforce goes. */
const MOST_LEVELS = 4;

/** The accounts that a row is, refers to, or hangs on through its masters: what writing it may wait for. */
export function accountsOf(
  context: RecordContext,
  object: ObjectDefinition,
  row: RowValues,
  level = 0,
): Set<string> {
  const accounts = new Set<string>();
  if (object.name === 'Account' && typeof row['Id'] === 'string') accounts.add(row['Id']);
  for (const field of object.fields.values()) {
    const id = row[field.name];
    if (field.reference === undefined || typeof id !== 'string') continue;
    if (field.reference.to.includes('Account')) accounts.add(id);
    else if (field.reference.masterDetail && level < MOST_LEVELS) {
      const master = objectOfId(context.schema, id);
      const masterRow = master === undefined ? undefined : readRow(context.store, master, id);
      if (master === undefined || masterRow === undefined) continue;
      for (const account of accountsOf(context, master, masterRow as RowValues, level + 1))
        accounts.add(account);
    }
  }
  return accounts;
}
