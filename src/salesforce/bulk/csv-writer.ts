import type { SObjectRecord } from '../org.ts';

/** What a field is set to so that the org empties it; an empty value would leave it as it is. */
const emptied = '#N/A';

/** Most records of one batch: Salesforce cuts a job's rows into batches of so many, in their order. */
export const recordsPerBatch = 10_000;

/**
 * The columns of some records: all fields that any of them has, the external id first. A reference by external id,
 * `{ Survey__r: { External_Id__c: 'x' } }`, is the column `Survey__r.External_Id__c` (Bulk API 2.0 and Bulk API Developer
 * Guide, "Relationship Fields in a Header Row (2.0)").
 */
export function columnsOf(records: Iterable<SObjectRecord>, externalIdField: string): string[] {
  const columns = new Set([externalIdField]);
  for (const record of records) {
    for (const name in record) {
      const value = record[name];
      if (!isReference(value)) columns.add(name);
      else for (const inner in value) columns.add(`${name}.${inner}`);
    }
  }
  return [...columns];
}

/**
 * The first line, with its end.
 * @throws RangeError for what cannot be the name of a field
 */
export function csvHeader(columns: readonly string[]): string {
  const wrong = columns.find((name) => !/^\w+(\.\w+)?$/.test(name));
  if (wrong !== undefined) throw new RangeError(`"${wrong}" is not the name of a field`);
  return `${columns.join(',')}\n`;
}

/**
 * A record's line, with its end: `undefined` leaves a field as it is, `null` and empty text empty it, dates are written in
 * UTC. Text is always quoted. The text `#N/A` cannot be said in CSV: the org takes it for no value.
 *
 * Source: Bulk API 2.0 and Bulk API Developer Guide, "Prepare CSV Files", "Valid CSV Record Rows", "Valid Date Format in
 * Records (2.0)".
 * @throws RangeError for a value that no field can hold
 */
export function csvLine(values: readonly unknown[]): string {
  let line = csvValue(values[0]);
  for (let index = 1; index < values.length; index += 1) line += `,${csvValue(values[index])}`;
  return `${line}\n`;
}

function csvValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      if (value === '') return emptied;
      return value.includes('"') ? `"${value.replaceAll('"', '""')}"` : `"${value}"`;
    case 'number':
      if (!Number.isFinite(value)) throw new RangeError(`no field holds ${value}`);
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'undefined':
      return '';
    default:
      if (value === null) return emptied;
      if (value instanceof Date) return value.toISOString();
      throw new RangeError(`no field holds a ${typeof value}`);
  }
}

function isReference(value: unknown): value is SObjectRecord {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}
