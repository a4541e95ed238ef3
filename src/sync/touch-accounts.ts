import type { Outbox } from '../outbox/outbox.ts';
import {
  findAccountsChanged,
  findAccountsHeardBetween,
  findAccountsInvitedBetween,
  findAccountsOfChangedGrades,
  findAccountsOfOtherWindow,
  findAccountsWithActionsDue,
  findAccountsWithOpenActions,
  findScoredAccounts,
  findScoredAccountsOfChangedPeople,
} from '../salesforce/find-changes.ts';
import type { SalesforceOrg } from '../salesforce/org.ts';
import { windowStart } from '../scoring/current-answers.ts';
import { firstDayOf, monthsIn } from '../scoring/months.ts';
import type { ScoringRules } from '../scoring/scoring-rules.ts';

const watermark = 'scored';

/**
 * Changes are looked for from so long before the last sync on: the clocks of the org and of this machine differ, and a
 * transaction of the org is seen only when it ends. An account that is scored once too often is none the worse.
 */
const overlapMinutes = 10;

/**
 * Marks the accounts whose numbers may have changed otherwise than by this sync's own answers:
 * - by the passing of time since the last sync: an answer or an invitation of theirs left the window, an invitation has
 *   lain so long that it is silence, an action became late; and with the first sync of a month every account that has
 *   numbers, so that each has its snapshot of the month
 * - by what others did in the org: answers, grades or invitations corrected, plans and actions, roles and deals; a rated
 *   question given another theme, scale or weight
 * - by the admin, who has changed the setting of the window
 *
 * Without a last sync, as after the loss of the outbox, every account that has numbers or open actions. It costs 12 calls,
 * and 2 more when a day or a month has begun; and one more for each further 2,000 records that have changed.
 */
export async function touchChanged(
  outbox: Outbox,
  org: SalesforceOrg,
  rules: ScoringRules,
  { now, timeZone }: { now: Date; timeZone: string },
): Promise<void> {
  const last = await outbox.watermark(watermark);
  if (last === undefined) {
    await outbox.touch(await findScoredAccounts(org));
    await outbox.touch(await findAccountsWithOpenActions(org));
  } else {
    await outbox.touch(await changedByTime(org, rules, last, now, timeZone));
    const question = {
      since: new Date(last.getTime() - overlapMinutes * 60_000),
      userId: await org.userId(),
    };
    await outbox.touch(await findAccountsChanged(org, question));
    await outbox.touch(await findAccountsOfChangedGrades(org, question));
    await outbox.touch(await findScoredAccountsOfChangedPeople(org, question));
  }
  await outbox.touch(await findAccountsOfOtherWindow(org, rules.windowDays));
  await outbox.setWatermark(watermark, now);
}

async function changedByTime(
  org: SalesforceOrg,
  { windowDays, silenceDays }: ScoringRules,
  last: Date,
  now: Date,
  timeZone: string,
): Promise<string[]> {
  const between = (days: number) => [windowStart(last, days), windowStart(now, days)] as const;
  const accounts = [
    ...(await findAccountsHeardBetween(org, ...between(windowDays))),
    ...(await findAccountsInvitedBetween(org, ...between(windowDays))),
    ...(await findAccountsInvitedBetween(org, ...between(silenceDays))),
  ];
  const dayOf = dayIn(timeZone);
  // the org says what is late by the day of the user who asks, which may still be yesterday here
  const [from, to] = [dayOf(new Date(last.getTime() - 86_400_000)), dayOf(now)];
  if (dayOf(last) !== to) accounts.push(...(await findAccountsWithActionsDue(org, from, to)));
  const calendar = monthsIn(timeZone);
  const monthOf = (moment: Date) => firstDayOf(calendar.monthOf(moment));
  if (monthOf(last) !== monthOf(now)) accounts.push(...(await findScoredAccounts(org)));
  return accounts;
}

/** The day that it is at a moment in a time zone: `2026-06-30`. */
function dayIn(timeZone: string): (moment: Date) => string {
  // Swedish writes dates as YYYY-MM-DD
  const format = new Intl.DateTimeFormat('sv', { timeZone });
  return (moment) => format.format(moment);
}
