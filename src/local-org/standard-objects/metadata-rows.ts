import type { Schema } from '../schema/schema.ts';
import { quoted } from '../store/database.ts';
import type { Store } from '../store/database.ts';
import { updateRow } from '../store/rows.ts';
import { storedInstant } from '../values/dates.ts';
import { addRow, objectNamed } from './first-rows.ts';
import type { OrgIdentity } from './first-rows.ts';

/**
 * Gives every deployed record of a custom metadata type its row, so that queries find it. Rows of records that are no
 * longer deployed go; the others keep their ids.
 */
export function alignCustomMetadata(store: Store, schema: Schema, identity: OrgIdentity, now: Date): void {
  const by = { userId: identity.adminUserId, now: storedInstant(now) };
  const kept = new Set<string>();
  for (const { typeName, developerName, label, values } of schema.customMetadata.values()) {
    const type = objectNamed(schema, typeName.toLowerCase());
    const row = store.first(
      `SELECT * FROM ${quoted(type.name)} WHERE "DeveloperName" = ? COLLATE NOCASE`,
      developerName,
    );
    const all: Record<string, string | number | null> = {
      ...values,
      DeveloperName: developerName,
      QualifiedApiName: developerName,
      MasterLabel: label,
      Label: label,
      Language: 'en_US',
    };
    if (row === undefined) kept.add(addRow(store, type, identity.orgMark, by, all));
    else {
      kept.add(String(row['Id']));
      const changed = Object.keys(all).some((field) => all[field] !== row[field]);
      if (changed) updateRow(store, type, String(row['Id']), { ...all, SystemModstamp: by.now });
    }
  }
  for (const type of schema.objects.values()) {
    if (!type.name.endsWith('__mdt')) continue;
    for (const row of store.all(`SELECT "Id" FROM ${quoted(type.name)}`)) {
      const id = String(row['Id']);
      if (!kept.has(id)) store.run(`DELETE FROM ${quoted(type.name)} WHERE "Id" = ?`, id);
    }
  }
}
