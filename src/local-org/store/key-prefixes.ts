import { isMetadataType } from '../schema/schema.ts';
import { customKeyPrefix } from './ids.ts';
import type { Store } from './database.ts';

/**
 * The key prefix of a custom object (`a00`, `a01`, …) or custom metadata type (`m00`, …): given when it is first
 * deployed, kept for ever after, whatever order later deploys have.
 */
export function keyPrefixOf(store: Store, objectName: string): string {
  const known = store.first('SELECT prefix FROM _key_prefix WHERE object = ? COLLATE NOCASE', objectName)?.[
    'prefix'
  ];
  if (typeof known === 'string') return known;
  const kind = isMetadataType(objectName) ? 'm' : 'a';
  const others = store.first('SELECT count(*) AS n FROM _key_prefix WHERE substr(prefix, 1, 1) = ?', kind);
  const prefix = customKeyPrefix(kind, Number(others?.['n'] ?? 0));
  store.run('INSERT INTO _key_prefix (object, prefix) VALUES (?, ?)', objectName, prefix);
  return prefix;
}
