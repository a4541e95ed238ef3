import type { Schema } from './schema.ts';

interface TaggedMap {
  $map: [unknown, unknown][];
}
interface TaggedSet {
  $set: unknown[];
}

function isTaggedMap(value: unknown): value is TaggedMap {
  return typeof value === 'object' && value !== null && '$map' in value;
}

function isTaggedSet(value: unknown): value is TaggedSet {
  return typeof value === 'object' && value !== null && '$set' in value;
}

/** The schema as JSON text, so that an unchanged project need not be read again at the next start. */
export function schemaToText(schema: Schema): string {
  return JSON.stringify(schema, (_key, value: unknown) => {
    if (value instanceof Map) return { $map: [...value.entries()] };
    if (value instanceof Set) return { $set: [...value] };
    return value;
  });
}

/** The inverse of `schemaToText`. Throws SyntaxError when the text is not JSON. */
export function schemaFromText(text: string): Schema {
  return JSON.parse(text, (_key, value: unknown) => {
    if (isTaggedMap(value)) return new Map(value.$map);
    if (isTaggedSet(value)) return new Set(value.$set);
    return value;
  }) as Schema;
}

/** A copy that shares nothing with the original. */
export function copySchema(schema: Schema): Schema {
  return structuredClone(schema);
}
