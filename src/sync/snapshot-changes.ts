import type { FoundSnapshot } from '../salesforce/find-snapshots.ts';
import type { SObjectRecord } from '../salesforce/org.ts';
import { snapshotKey, snapshotRecord } from '../salesforce/records.ts';
import { toldMonths } from '../scoring/account-months.ts';
import type { MonthlyNumbers } from '../scoring/account-months.ts';

/** The org keeps two decimals. */
const rounding = 0.005 + 1e-9;

/** What is not compared: who and when it is, not what it says. */
const notNumbers = new Set(['External_Id__c', 'Account__c', 'Computed_At__c']);

/**
 * The snapshots of an account that are to be written: that of the running month, always, so that it says when it was
 * computed; and of the months before those that are missing or say something else, since a correction or a late answer has
 * changed them. So a month that has passed is left alone by a sync that brings nothing about it, and after every sync the
 * months are what a rebuild of all of them would make. Months before there was anything to say get none.
 *
 * @param months as they follow from the account's answers, oldest first
 * @param stored those in the org, of the same months
 */
export function snapshotsToWrite(
  accountId: string,
  months: readonly MonthlyNumbers[],
  stored: readonly FoundSnapshot[],
  now: Date,
): SObjectRecord[] {
  const byMonth = new Map(
    stored
      .filter((snapshot) => isOwn(accountId, snapshot))
      .map((snapshot) => [snapshot.month, snapshot.fields]),
  );
  const told = new Set(toldMonths(months).map(({ month }) => month));
  const running = months.at(-1)?.month;
  return months.flatMap((numbers) => {
    const { month } = numbers;
    const record = snapshotRecord(accountId, numbers, now);
    const other = byMonth.get(month);
    const write =
      other === undefined
        ? told.has(month)
        : (month === running && told.has(month)) || differs(record, other);
    return write ? [record] : [];
  });
}

/**
 * The snapshots that came to an account with another one that was merged into it: its own are computed from the answers of
 * both, and there is one a month.
 */
export function inheritedSnapshots(stored: readonly FoundSnapshot[]): FoundSnapshot[] {
  return stored.filter((snapshot) => !isOwn(snapshot.accountId, snapshot));
}

function isOwn(accountId: string, { externalId, month }: FoundSnapshot): boolean {
  return externalId === snapshotKey(accountId, month);
}

/** Whether two snapshots of one month say different things. */
export function differs(record: SObjectRecord, stored: SObjectRecord): boolean {
  return Object.entries(record).some(([name, value]) => {
    if (notNumbers.has(name)) return false;
    const other = stored[name] ?? null;
    return typeof value === 'number' && typeof other === 'number'
      ? Math.abs(value - other) > rounding
      : value !== other;
  });
}
