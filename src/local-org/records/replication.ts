import { SalesforceError } from '../errors.ts';
import type { ObjectDefinition } from '../schema/schema.ts';
import { quoted } from '../store/database.ts';
import { storedInstant } from '../values/dates.ts';
import type { RecordContext, Session } from './context.ts';
import { lastPurge } from './recycle-bin.ts';

const DAY = 24 * 60 * 60_000;
/** How far back a client may ask. */
const LONGEST_REPLICATION = 30 * DAY;
/** How long deleted records are listed. */
const LONGEST_IN_BIN = 15 * DAY;
const MOST_IDS = 600_000;

/** A span of time, in storage form, from the minute of `start` up to the minute of `end`, which is not in it. */
export interface ReplicationWindow {
  start: string;
  end: string;
}

/** Ids of records that were added or changed, and up to when the list is complete. */
export interface UpdatedRecords {
  ids: string[];
  latestDateCovered: string;
}

/** Records that were deleted, and from when up to when the list is complete. */
export interface DeletedRecords {
  deletedRecords: { id: string; deletedDate: string }[];
  earliestDateAvailable: string;
  latestDateCovered: string;
}

function invalidDate(message: string): SalesforceError {
  return new SalesforceError('INVALID_REPLICATION_DATE', message);
}

function toMinute(instant: string): string {
  return `${instant.slice(0, 16)}:00.000Z`;
}

/**
 * Records of an object that were added or changed within a window, by `SystemModstamp`.
 * Source: REST API Developer Guide, "sObject Get Updated"; SOAP API Developer Guide, "getUpdated()".
 * @throws SalesforceError INVALID_REPLICATION_DATE where the window begins more than thirty days ago or is shorter than
 *   a minute; EXCEEDED_ID_LIMIT above 600,000 records.
 */
export function updatedRecords(
  context: RecordContext,
  session: Session,
  object: ObjectDefinition,
  given: ReplicationWindow,
): UpdatedRecords {
  const window = readWindow(context, given);
  const unseen = context.disturbance?.unseen(object.name, session.userId) ?? [];
  const rows = changedRows(context, object, window, 0).filter(({ id, at }) => !unseen.includes(`${id}${at}`));
  return { ids: rows.map(({ id }) => id), latestDateCovered: latestCovered(context, object, window) };
}

/**
 * Records of an object that were deleted within a window, and are still in the recycle bin, of the last fifteen days.
 * Once a record of the object was removed for good, windows that begin before are refused: the list would be incomplete.
 * Source: REST API Developer Guide, "sObject Get Deleted"; SOAP API Developer Guide, "getDeleted()", "GetDeletedResult".
 * @throws SalesforceError as {@link updatedRecords}, and INVALID_REPLICATION_DATE after such a removal.
 */
export function deletedRecords(
  context: RecordContext,
  object: ObjectDefinition,
  given: ReplicationWindow,
): DeletedRecords {
  const window = readWindow(context, given);
  const purged = lastPurge(context.store, object.name);
  if (purged !== undefined && window.start < toMinute(purged)) {
    throw invalidDate(`startDate before ${purged}, when records were removed from the recycle bin for good`);
  }
  const kept = storedInstant(new Date(context.clock().getTime() - LONGEST_IN_BIN));
  const start = window.start < kept ? kept : window.start;
  return {
    deletedRecords: changedRows(context, object, { ...window, start }, 1).map(({ id, at }) => ({
      id,
      deletedDate: at,
    })),
    earliestDateAvailable: purged !== undefined && purged > kept ? purged : kept,
    latestDateCovered: latestCovered(context, object, window),
  };
}

function readWindow({ clock }: RecordContext, given: ReplicationWindow): ReplicationWindow {
  const window = { start: toMinute(given.start), end: toMinute(given.end) };
  if (window.start >= window.end) throw invalidDate('endDate should exceed startDate by at least one minute');
  if (window.start < toMinute(new Date(clock().getTime() - LONGEST_REPLICATION).toISOString()))
    throw invalidDate('startDate cannot be more than 30 days ago');
  return window;
}

function changedRows(
  { store }: RecordContext,
  object: ObjectDefinition,
  { start, end }: ReplicationWindow,
  isDeleted: 0 | 1,
): { id: string; at: string }[] {
  const rows = store.all(
    `SELECT "Id", "SystemModstamp" AS at FROM ${quoted(object.name)} WHERE "IsDeleted" = ? AND "SystemModstamp" >= ? AND "SystemModstamp" < ? ORDER BY "SystemModstamp", "Id" LIMIT ?`,
    isDeleted,
    start,
    end,
    MOST_IDS + 1,
  );
  if (rows.length > MOST_IDS)
    throw new SalesforceError('EXCEEDED_ID_LIMIT', `More than ${MOST_IDS} ids; ask for a shorter time span`);
  return rows.map((row) => ({ id: String(row['Id']), at: String(row['at']) }));
}

/** Not later than now, and not later than the beginning of a transaction that has not ended yet. */
function latestCovered(
  { clock, disturbance }: RecordContext,
  object: ObjectDefinition,
  { end }: ReplicationWindow,
): string {
  const open = disturbance?.unseenSince(object.name);
  return [end, clock().toISOString(), ...(open === undefined ? [] : [open])].map(toMinute).toSorted()[0]!;
}
