import { hash } from 'node:crypto';
import type { Parcel } from './outbox.ts';

/** SHA-256 of a parcel's content, whatever the order of its properties: equal content, equal fingerprint. */
export function fingerprint(parcel: Parcel): string {
  return hash('sha256', JSON.stringify(sorted(parcel.content)));
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]),
  );
}
