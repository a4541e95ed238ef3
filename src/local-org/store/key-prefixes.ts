import { customKeyPrefix } from './ids.ts';
import type { Store } from './database.ts';

/**
 * The key prefix of a custom object: given when it is first deployed (`a00`, `a01`, …), kept for ever after, whatever
 * order later deploys have.
 */
export function keyPrefixOf(store: Store, objectName: string): string {
  const known = store.first('SELECT prefix FROM _key_prefix WHERE object = ? COLLATE NOCASE', objectName)?.[
    'prefix'
  ];
  if (typeof known === 'string') return known;
  const count = Number(store.first('SELECT count(*) AS n FROM _key_prefix')?.['n'] ?? 0);
  const prefix = customKeyPrefix(count);
  store.run('INSERT INTO _key_prefix (object, prefix) VALUES (?, ?)', objectName, prefix);
  return prefix;
}
