/** Any value as text: a text as it is, everything else as JSON writes it; nothing for null and undefined. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
