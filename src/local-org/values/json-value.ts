import type { FieldType } from '../schema/schema.ts';

/**
 * The JSON form of a stored value, as REST answers it: checkboxes as true or false, moments as
 * `2026-01-31T08:00:00.000+0000`, empty as null.
 */
export function jsonValue(stored: unknown, type: FieldType): unknown {
  if (stored === null || stored === undefined) return type === 'boolean' ? false : null;
  if (type === 'boolean') return stored !== 0;
  if (type === 'datetime' && typeof stored === 'string') return stored.replace(/Z$/, '+0000');
  return stored;
}
