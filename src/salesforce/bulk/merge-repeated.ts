import type { SObjectRecord } from '../org.ts';

/** Room for marks, in bits: so many that of a million ids few share a mark with another by chance. */
const marksInBits = 25;

/**
 * Records by external id, each once: of several with the same one, later values take the place of earlier ones.
 *
 * A map of a million ids takes more time and memory than writing their rows. So ids leave marks first, and only those that
 * find theirs already there are looked at closely.
 * @throws RangeError for a record without external id
 */
export function mergeRepeated(records: Iterable<SObjectRecord>, externalIdField: string): SObjectRecord[] {
  const all = Array.isArray(records) ? (records as readonly SObjectRecord[]) : [...records];
  const marks = new Uint32Array(2 ** (marksInBits - 5));
  const repeatedMarks = new Set<number>();
  for (const record of all) {
    const mark = markOf(idOf(record, externalIdField));
    const bit = 1 << (mark & 31);
    if ((marks[mark >>> 5]! & bit) !== 0) repeatedMarks.add(mark);
    else marks[mark >>> 5]! |= bit;
  }
  if (repeatedMarks.size === 0) return [...all];
  const rows: SObjectRecord[] = [];
  const positions = new Map<string, number>();
  for (const record of all) {
    const externalId = idOf(record, externalIdField);
    const mayBeRepeated = repeatedMarks.has(markOf(externalId));
    const earlier = mayBeRepeated ? positions.get(externalId) : undefined;
    if (earlier !== undefined) rows[earlier] = { ...rows[earlier], ...record };
    else if (mayBeRepeated) positions.set(externalId, rows.push(record) - 1);
    else rows.push(record);
  }
  return rows;
}

function idOf(record: SObjectRecord, externalIdField: string): string {
  const externalId = record[externalIdField];
  if (typeof externalId === 'string' && externalId !== '') return externalId;
  throw new RangeError(`a record has no ${externalIdField}, by which it would be upserted`);
}

/** FNV-1a, of which the upper bits are taken. */
function markOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> (32 - marksInBits);
}
