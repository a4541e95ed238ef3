import { isTooLong, kindOf, SalesforceFailure } from './failure.ts';
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
 * org too long is halved.
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
  return !outcome.success && outcome.code === lockCode;
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
        const answers = await sendCall(requests, target, sent, call.groups, () => {
          if (failure !== undefined) throw failure;
        });
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
  try {
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
  } catch (error) {
    if (!(error instanceof SalesforceFailure) || !isTooLong(error)) throw error;
    const { kind, code, message } = error;
    if (records.length === 1) return [{ success: false, kind, code, message }];
    const middle = Math.ceil(records.length / 2);
    return [
      ...(await sendCall(requests, target, records.slice(0, middle), groups, requireGoOn)),
      ...(await sendCall(requests, target, records.slice(middle), groups, requireGoOn)),
    ];
  }
}

function toOutcome(result: Result): RowOutcome {
  if (result.success) return { success: true, id: result.id ?? '' };
  const { statusCode = 'UNKNOWN_EXCEPTION', message = '', fields = [] } = result.errors[0] ?? {};
  const text = fields.length === 0 ? message : `${message} (${fields.join(', ')})`;
  return { success: false, kind: kindOf(statusCode, message), code: statusCode, message: text };
}
