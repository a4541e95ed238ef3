import type { Org, SaveError, SaveResult, Session } from '../org.ts';
import { objectOf } from '../schema/schema.ts';
import type { BulkSettings } from './bulk-job.ts';
import { recordOf } from './columns.ts';
import type { Column, RowError } from './columns.ts';

/** What became of a row: saved (`created` says whether the record is new), or refused. */
export type Outcome = { id: string; created: boolean } | { id: string; error: string };

/** Source: the format of `sf__Error` in Salesforce's own answers: `CODE:message:fields --`. */
function errorText(errors: readonly Pick<SaveError, 'statusCode' | 'message' | 'fields'>[]): string {
  return errors
    .map(({ statusCode, message, fields }) => `${statusCode}:${message}:${[...fields, '--'].join(' ')}`)
    .join('');
}

/** Why a row whose record, or whose master, another batch holds is refused. */
export function lockedRow(holds?: string): RowError {
  const which = holds === undefined ? 'this record' : `this record or 1 records: ${holds}`;
  return {
    statusCode: 'UNABLE_TO_LOCK_ROW',
    message: `unable to obtain exclusive access to ${which}`,
    fields: [],
  };
}

/** What a row whose quotes or number of values are wrong is told. */
function malformedRow(columns: number): RowError {
  return {
    statusCode: 'CLIENTINPUTERROR',
    message: `The row is no CSV of ${columns} columns: look at its quotes and delimiters`,
    fields: [],
  };
}

/**
 * Saves the rows of one chunk as the user who made the job, each on its own; rows in `refusals` are not tried.
 * @throws SalesforceError when the object is no longer there for the user.
 */
export function saveRows(
  org: Org,
  session: Session,
  job: { settings: BulkSettings; columns: readonly Column[] },
  rows: readonly (readonly string[] | undefined)[],
  refusals: ReadonlyMap<number, RowError>,
): Outcome[] {
  const records: Record<string, unknown>[] = [];
  const outcomes = rows.map((values, index): Outcome | undefined => {
    const read =
      values?.length === job.columns.length
        ? recordOf(job.columns, values)
        : { error: malformedRow(job.columns.length) };
    const id = 'record' in read ? idOf(read.record) : '';
    const error = refusals.get(index) ?? ('error' in read ? read.error : undefined);
    if (error !== undefined) return { id, error: errorText([error]) };
    if ('record' in read) records.push(read.record);
    return undefined;
  });
  const results = save(org, session, job.settings, records);
  let next = 0;
  return outcomes.map((outcome) => {
    if (outcome !== undefined) return outcome;
    const place = next++;
    return outcomeOf(results[place]!, idOf(records[place]!), job.settings.operation === 'insert');
  });
}

function idOf(record: Record<string, unknown>): string {
  return typeof record['Id'] === 'string' ? record['Id'] : '';
}

function outcomeOf(result: SaveResult, givenId: string, isInsert: boolean): Outcome {
  if (!result.success) return { id: givenId, error: errorText(result.errors) };
  return { id: result.id ?? '', created: result.created ?? isInsert };
}

function save(
  org: Org,
  session: Session,
  { operation, object, externalIdFieldName }: BulkSettings,
  records: Record<string, unknown>[],
): SaveResult[] {
  switch (operation) {
    case 'insert':
      return org.create(session, object, records);
    case 'update':
      return org.update(session, object, records);
    case 'upsert':
      return org.upsert(session, object, externalIdFieldName ?? 'Id', records);
    default:
      return deleteAll(org, session, object, records.map(idOf));
  }
}

/** Deletes records of this object; ids of others are refused, since the local org deletes by id alone. */
function deleteAll(org: Org, session: Session, objectName: string, ids: string[]): SaveResult[] {
  const prefix = objectOf(org.schema, objectName)?.keyPrefix ?? '';
  const own = ids.filter((id) => id.startsWith(prefix));
  const results = org.delete(session, own);
  let next = 0;
  return ids.map((id) => {
    if (id.startsWith(prefix)) return results[next++]!;
    const message = id === '' ? 'Id not specified in a delete call' : `bad id ${id}`;
    const statusCode = id === '' ? 'MISSING_ARGUMENT' : 'MALFORMED_ID';
    return { success: false, errors: [{ statusCode, message, fields: ['Id'] }] };
  });
}
