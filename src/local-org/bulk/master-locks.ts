import { SalesforceError } from '../errors.ts';
import type { Org } from '../org.ts';
import { findByValue } from '../records/references.ts';
import { RecordRefused } from '../records/save-result.ts';
import { toStored } from '../records/values.ts';
import { objectOf } from '../schema/schema.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import { normalizeId } from '../store/ids.ts';
import { readRow } from '../store/rows.ts';
import type { BulkSettings } from './bulk-job.ts';
import type { Column } from './columns.ts';

/**
 * The masters that chunks in flight together hold. Saving a detail locks its master until its transaction ends: of two
 * chunks of different batches that touch the same master at the same time, the later one does not get it.
 * Source: Salesforce, "Record Locking Cheat Sheet": inserting or changing a detail locks its master.
 */
export class MasterLocks {
  readonly #holders = new Map<string, string>();

  /**
   * Locks the masters of a chunk's rows for its batch.
   * @returns for the rows that did not get theirs, by their place in the chunk, the id of the master that is held.
   */
  take(batch: string, mastersOfRows: readonly (readonly string[])[]): Map<number, string> {
    const refused = new Map<number, string>();
    for (const [row, masters] of mastersOfRows.entries()) {
      const held = masters.find((id) => (this.#holders.get(id) ?? batch) !== batch);
      if (held === undefined) for (const id of masters) this.#holders.set(id, batch);
      else refused.set(row, held);
    }
    return refused;
  }
}

/** Finds the masters of rows, as named in the row, or else of the record that the row changes. */
export function masterFinder(
  org: Org,
  { object: objectName, operation, externalIdFieldName }: BulkSettings,
  columns: readonly Column[],
): (values: readonly string[] | undefined) => string[] {
  const object = objectOf(org.schema, objectName);
  const masters = [...(object?.fields.values() ?? [])].filter(
    ({ reference }) => reference?.masterDetail === true,
  );
  if (object === undefined || masters.length === 0) return () => [];
  const keyName = operation === 'upsert' ? externalIdFieldName : 'Id';
  const keyPlace = columns.findIndex((column) => column.kind === 'field' && column.field.name === keyName);
  return (values) => {
    if (values === undefined) return [];
    return masters.flatMap((master) => {
      const place = columns.findIndex((column) => fieldOfColumn(column) === master);
      const named = place < 0 ? undefined : namedMaster(org, columns[place]!, values[place] ?? '');
      return named ?? presentMaster(org, object, master, columns[keyPlace], values[keyPlace] ?? '') ?? [];
    });
  };
}

function fieldOfColumn(column: Column): Field {
  return column.kind === 'field' ? column.field : column.reference;
}

function namedMaster(org: Org, column: Column, text: string): string | undefined {
  if (column.kind === 'field') return normalizeId(text);
  return findRecord(org, column.target, column.key, text);
}

/** The master that the record has which a row is about; undefined where there is no such record yet. */
function presentMaster(
  org: Org,
  object: ObjectDefinition,
  master: Field,
  key: Column | undefined,
  text: string,
): string | undefined {
  const id = key?.kind === 'field' ? findRecord(org, object, key.field, text) : undefined;
  const value = id === undefined ? undefined : readRow(org.store, object, id)?.[master.name];
  return typeof value === 'string' ? value : undefined;
}

function findRecord(org: Org, object: ObjectDefinition, key: Field, text: string): string | undefined {
  try {
    const value = text === '' ? null : toStored(key, text);
    return value === null ? undefined : findByValue(org.store, object, key, value, 1)[0];
  } catch (error) {
    // Rows with such a value are refused by themselves.
    if (error instanceof RecordRefused || error instanceof SalesforceError) return undefined;
    throw error;
  }
}
