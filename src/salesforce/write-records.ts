import { isOfRecords, isTooLong, kindOf, SalesforceFailure } from './failure.ts';
import type { FailureKind } from './failure.ts';
import type { OrgRequests } from './org-requests.ts';
import { planCalls } from './plan-calls.ts';

/** A record to write; references may be named by external id: `{ Survey__r: { External_Id__c: 'x' } }`. */
export type SObjectRecord = Record<string, unknown>;

/** What became of one record of a call. */
export type RowOutcome =
  { success: true; id: string } | { success: false; kind: FailureKind; code: string; message: string };

/**
 * Which records must not be in two calls at once, as a rule by the id of their master: the org locks it for each of its
 * details. Undefined where a record stands for itself.
 */
export type GroupOf = (record: SObjectRecord) => string | undefined;

/** Most records of one call of sObject Collections (REST API Developer Guide, "sObject Collections"). */
export const mostRecordsPerCall = 200;

interface Target {
  path: string;
  type: string;
  /** The field that says which record is meant. */
  keyField: string;
  groupOf: GroupOf | undefined;
}

/**
 * Writes records by sObject Collections, each on its own, several calls at once, and records of one group never in two of
 * them. Rows that the org could not lock are sent again a few times, those alone, after the others. A call that takes the
 * org too long is halved, and so is one that it refuses as a whole for what a record holds (a field removed or hidden, a
 * value of another type), until that record is found: it alone gets the refusal as its outcome. Where three records of a
 * call are refused alike, each by itself, all of the call are: then it costs four calls, else at most twice as many as it
 * has records, and two.
 *
 * The org refuses both when it finds a record twice in one call (DUPLICATE_VALUE). So such rows are made one, in which a
 * later value stands in place of an earlier one; each of them gets its outcome.
 *
 * @returns outcomes in the order of the records
 * @throws SalesforceFailure when a call fails; what was not sent by then is not sent any more, and nothing is under way
 */
export async function writeRecords(
  requests: OrgRequests,
  target: Target,
  records: readonly SObjectRecord[],
): Promise<RowOutcome[]> {
  const { rows, rowOf } = mergeRepeated(records, target.keyField);
  const outcomes = new Array<RowOutcome>(rows.length);
  let left = [...rows.keys()];
  for (let failures = 1; ; failures += 1) {
    await writeOnce(requests, target, rows, left, outcomes);
    left = left.filter((row) => isLocked(outcomes[row]!));
    if (left.length === 0 || failures >= requests.tries) break;
    await requests.backOff(failures, new SalesforceFailure('tryAgain', lockCode, 'rows are locked'));
  }
  return rowOf.map((row) => outcomes[row]!);
}

const lockCode = 'UNABLE_TO_LOCK_ROW';

function isLocked(outcome: RowOutcome): boolean {
  // a trigger that met a lock has another code, and names this one
  return (
    !outcome.success && outcome.kind === 'tryAgain' && `${outcome.code} ${outcome.message}`.includes(lockCode)
  );
}

/** Records that differ, and for each of those given which of them it is now. */
function mergeRepeated(
  records: readonly SObjectRecord[],
  keyField: string,
): { rows: SObjectRecord[]; rowOf: number[] } {
  const rows: SObjectRecord[] = [];
  const rowOfKey = new Map<unknown, number>();
  const rowOf = records.map((record) => {
    const key = keyField === 'Id' ? shortId(record.Id) : record[keyField];
    const known = key === undefined || key === null ? undefined : rowOfKey.get(key);
    if (known !== undefined) {
      rows[known] = { ...rows[known], ...record };
      return known;
    }
    rowOfKey.set(key, rows.length);
    return rows.push(record) - 1;
  });
  return { rows, rowOf };
}

/** An id has 15 characters, or 18 of which the last three only check the others. */
function shortId(id: unknown): unknown {
  return typeof id === 'string' ? id.slice(0, 15) : id;
}

/** Sends the rows that are left, and notes what becomes of them. */
async function writeOnce(
  requests: OrgRequests,
  target: Target,
  rows: readonly SObjectRecord[],
  left: readonly number[],
  outcomes: RowOutcome[],
): Promise<void> {
  const groups = left.map((row) => target.groupOf?.(rows[row]!));
  const calls = planCalls(groups, mostRecordsPerCall);
  let failure: Error | undefined;
  await Promise.all(
    calls.map(async (call) => {
      try {
        const ofCall = call.positions.map((position) => left[position]!);
        const sent = ofCall.map((row) => rows[row]!);
        const requireGoOn = () => {
          if (failure !== undefined) throw failure;
        };
        const send: Send = (part) => sendCall(requests, target, part, call.groups, requireGoOn);
        const answers = await sendInParts(send, sent);
        ofCall.forEach((row, index) => (outcomes[row] = answers[index]!));
      } catch (error) {
        failure ??= error as Error;
      }
    }),
  );
  if (failure !== undefined) throw failure;
}

interface Result {
  id?: string;
  success: boolean;
  errors: { statusCode: string; message: string; fields?: string[] }[];
}

/** @param requireGoOn throws when there is no use in sending any more */
async function sendCall(
  requests: OrgRequests,
  target: Target,
  records: readonly SObjectRecord[],
  groups: readonly string[],
  requireGoOn: () => void,
): Promise<RowOutcome[]> {
  const results = await requests.send<Result[]>({
    method: 'PATCH',
    path: target.path,
    groups,
    body: () => {
      requireGoOn();
      return {
        allOrNone: false,
        records: records.map((record) => ({ attributes: { type: target.type }, ...record })),
      };
    },
    isExpected: (answer) => Array.isArray(answer) && answer.length === records.length,
    isFinal: isTooLong,
  });
  return results.map((result) => toOutcome(result));
}

type Send = (records: readonly SObjectRecord[]) => Promise<RowOutcome[]>;

/** Sends records in one call, or where it fails for what is in it, in two, down to single ones. */
async function sendInParts(
  send: Send,
  records: readonly SObjectRecord[],
  isPart = false,
): Promise<RowOutcome[]> {
  try {
    return await send(records);
  } catch (error) {
    if (!(error instanceof SalesforceFailure) || !(isTooLong(error) || isOfRecords(error))) throw error;
    if (records.length === 1) return [outcomeOf(error)];
    if (!isPart && isOfRecords(error) && (await areAllRefused(send, records, error)))
      return records.map(() => outcomeOf(error));
    const middle = Math.ceil(records.length / 2);
    return [
      ...(await sendInParts(send, records.slice(0, middle), true)),
      ...(await sendInParts(send, records.slice(middle), true)),
    ];
  }
}

/** Whether the first, the middle and the last record are each refused by themselves, in the words of the whole call. */
async function areAllRefused(
  send: Send,
  records: readonly SObjectRecord[],
  { message }: SalesforceFailure,
): Promise<boolean> {
  for (const position of [0, Math.floor(records.length / 2), records.length - 1]) {
    const [outcome] = await sendInParts(send, [records[position]!]);
    if (outcome === undefined || outcome.success || outcome.message !== message) return false;
  }
  return true;
}

function outcomeOf({ kind, code, message }: SalesforceFailure): RowOutcome {
  return { success: false, kind, code, message };
}

function toOutcome(result: Result): RowOutcome {
  if (result.success) return { success: true, id: result.id ?? '' };
  const { statusCode = 'UNKNOWN_EXCEPTION', message = '', fields = [] } = result.errors[0] ?? {};
  const text = fields.length === 0 ? message : `${message} (${fields.join(', ')})`;
  return { success: false, kind: kindOf(statusCode, message), code: statusCode, message: text };
}

/**
 * Deletes records by their ids, each on its own, 200 to a call; they go to the recycle bin. One that is gone already is
 * deleted, so that this may be repeated.
 * Source: REST API Developer Guide, "Delete Multiple Records with sObject Collections".
 * @returns outcomes in the order of the ids
 */
export async function deleteRecords(requests: OrgRequests, ids: readonly string[]): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for (let start = 0; start < ids.length; start += mostRecordsPerCall) {
    const part = ids.slice(start, start + mostRecordsPerCall);
    const results = await requests.send<Result[]>({
      method: 'DELETE',
      path: `/composite/sobjects?ids=${part.map(encodeURIComponent).join(',')}&allOrNone=false`,
      isExpected: (answer) => Array.isArray(answer) && answer.length === part.length,
    });
    results.forEach((result, index) => {
      const isGone = result.errors?.[0]?.statusCode === 'ENTITY_IS_DELETED';
      outcomes.push(isGone ? { success: true, id: part[index]! } : toOutcome(result));
    });
  }
  return outcomes;
}
