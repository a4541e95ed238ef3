import type { Outbox, TouchedAccount } from '../outbox/outbox.ts';
import {
  findAccountsHeardBetween,
  findAccountsInvitedBetween,
  findRelationshipAnswers,
  findAccountsOfOtherWindow,
  findScoredAccounts,
  findSentInvitations,
} from '../salesforce/find.ts';
import { mostRecordsPerCall } from '../salesforce/org.ts';
import type { SalesforceOrg } from '../salesforce/org.ts';
import { accountScoreRecord } from '../salesforce/records.ts';
import { scoreAccount } from '../scoring/account-score.ts';
import type { ScoringRules } from '../scoring/scoring-rules.ts';
import { windowStart } from '../scoring/current-answers.ts';
import { silentContacts } from '../scoring/silence.ts';

/** An account that did not take its numbers; it is tried again by the next sync. */
export interface RefusedAccount {
  accountId: string;
  code: string;
  message: string;
}

const watermark = 'scored';

/** The org says so when there is no such account any more: then there is nothing left to score. */
const goneCodes = new Set(['ENTITY_IS_DELETED', 'INVALID_CROSS_REFERENCE_KEY']);

/**
 * Marks the accounts whose numbers change by the passing of time alone: since the last sync, an answer or an invitation
 * of theirs left the window, or an invitation has lain so long that it is silence. Without a last sync, as after the
 * loss of the outbox, every account that has a score. And the accounts that were scored with another window, when the
 * admin has changed that setting.
 */
export async function touchExpired(
  outbox: Outbox,
  org: SalesforceOrg,
  rules: ScoringRules,
  now: Date,
): Promise<void> {
  const last = await outbox.watermark(watermark);
  await outbox.touch(
    last === undefined ? await findScoredAccounts(org) : await changedByTime(org, rules, last, now),
  );
  await outbox.touch(await findAccountsOfOtherWindow(org, rules.windowDays));
  await outbox.setWatermark(watermark, now);
}

async function changedByTime(
  org: SalesforceOrg,
  { windowDays, silenceDays }: ScoringRules,
  last: Date,
  now: Date,
): Promise<string[]> {
  const between = (days: number) => [windowStart(last, days), windowStart(now, days)] as const;
  return [
    ...(await findAccountsHeardBetween(org, ...between(windowDays))),
    ...(await findAccountsInvitedBetween(org, ...between(windowDays))),
    ...(await findAccountsInvitedBetween(org, ...between(silenceDays))),
  ];
}

/** Computes the numbers of all touched accounts from the answers in the org, and writes them to the accounts. */
export async function scoreTouchedAccounts(
  outbox: Outbox,
  org: SalesforceOrg,
  rules: ScoringRules,
  now: Date,
  onProgress: (scored: number) => void,
): Promise<{ scored: number; refused: RefusedAccount[] }> {
  const refused: RefusedAccount[] = [];
  let scored = 0;
  let accounts = await outbox.touchedAccounts(mostRecordsPerCall);
  while (accounts.length > 0) {
    const outcome = await scoreBatch(org, accounts, rules, now);
    await outbox.clearTouched(outcome.done);
    scored += outcome.scored;
    refused.push(...outcome.refused);
    onProgress(scored);
    accounts = await outbox.touchedAccounts(mostRecordsPerCall, accounts.at(-1)?.accountId);
  }
  return { scored, refused };
}

async function scoreBatch(
  org: SalesforceOrg,
  accounts: readonly TouchedAccount[],
  { windowDays, silenceDays }: ScoringRules,
  now: Date,
): Promise<{ done: TouchedAccount[]; scored: number; refused: RefusedAccount[] }> {
  const ids = accounts.map(({ accountId }) => accountId);
  const start = windowStart(now, windowDays);
  const answers = Map.groupBy(await findRelationshipAnswers(org, ids, start), ({ accountId }) => accountId);
  const invitations = Map.groupBy(await findSentInvitations(org, ids, start), ({ accountId }) => accountId);
  const records = ids.map((id) => {
    const given = answers.get(id) ?? [];
    const silent = silentContacts(invitations.get(id) ?? [], given, now, windowDays, silenceDays).size;
    return accountScoreRecord(id, { ...scoreAccount(given, now, windowDays), silent });
  });
  const outcomes = await org.update('Account', records);
  // an answer of the hours to come will count by itself: its account stays marked until it does
  const isAwaited = (id: string) => (answers.get(id) ?? []).some(({ respondedAt }) => respondedAt > now);
  const done: TouchedAccount[] = [];
  const refused: RefusedAccount[] = [];
  let scored = 0;
  accounts.forEach((account, index) => {
    const outcome = outcomes[index]!;
    if (outcome.success) {
      scored += 1;
      if (!isAwaited(account.accountId)) done.push(account);
    } else if (goneCodes.has(outcome.code)) done.push(account);
    else refused.push({ accountId: account.accountId, code: outcome.code, message: outcome.message });
  });
  return { done, scored, refused };
}
