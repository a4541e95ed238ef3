import type { Claim, Outbox, TouchedAccount } from '../outbox/outbox.ts';
import { findLastFeedback } from '../salesforce/find-last-feedback.ts';
import type { FoundLastFeedback } from '../salesforce/find-last-feedback.ts';
import { findRatedQuestions } from '../salesforce/find-ratings.ts';
import type { FoundRatedQuestion } from '../salesforce/find-ratings.ts';
import { findSnapshots } from '../salesforce/find-snapshots.ts';
import type { FoundSnapshot } from '../salesforce/find-snapshots.ts';
import { JoinedQueries } from '../salesforce/joined-queries.ts';
import { mostRecordsPerCall } from '../salesforce/org.ts';
import type { RowOutcome, SalesforceOrg, SObjectRecord } from '../salesforce/org.ts';
import { accountNumbersRecord, externalIdField } from '../salesforce/records.ts';
import { isAbsent } from '../scoring/absent.ts';
import { accountMonths, factsNeededFrom, firstKeptMonth } from '../scoring/account-months.ts';
import { accountNumbers } from '../scoring/account-numbers.ts';
import { currentAnswers } from '../scoring/current-answers.ts';
import type { ScoringRules } from '../scoring/scoring-rules.ts';
import { contactsToWrite } from './contact-changes.ts';
import { nextTry } from './push/backoff.ts';
import { readAccountFacts } from './read-account-facts.ts';
import type { ReadAccount } from './read-account-facts.ts';
import { mostListed } from './run.ts';
import { inheritedSnapshots, snapshotsToWrite } from './snapshot-changes.ts';

/** What a sync writes about an account. */
export type WrittenObject = 'Account' | 'Contact' | 'Feedback_Snapshot__c' | 'Feedback_Response__c';

/** An account that did not take its numbers, or a part of them; it is tried again by the next sync. */
export interface RefusedAccount {
  accountId: string;
  /** What was refused: its own fields, those of a person, a monthly snapshot, or the mark of an answer that counts. */
  object: WrittenObject;
  code: string;
  message: string;
}

/** How and when accounts are scored. */
export interface ScoringMoment {
  rules: ScoringRules;
  now: Date;
  /** Of the org, by its IANA name: in which months begin and end. */
  timeZone: string;
}

/** The org says so when there is no such account any more: then there is nothing left to score. */
const goneCodes = new Set(['ENTITY_IS_DELETED', 'INVALID_CROSS_REFERENCE_KEY']);

/**
 * Computes the numbers of all touched accounts from what is in the org, and writes them: to the accounts, to their monthly
 * snapshots, to the answers that begin or cease to count, and to the people: when each last gave a score and last was asked.
 *
 * One call asks for the rated questions of the org. A batch of 200 accounts then costs four: two for six queries, or seven
 * where there are rated questions, the accounts, and the snapshots of the running month; and one more for each further 2,000
 * records read, 200 answers that begin or cease to count, 200 people of whom something has changed, and 200 snapshots of
 * earlier months that have changed. Those are found by comparing all of them with what the org has, which is one of the queries, and no call
 * is spent on months that stay as they are: twelve they would be, for each 200 accounts.
 */
export async function scoreTouchedAccounts(
  outbox: Outbox,
  org: SalesforceOrg,
  moment: ScoringMoment,
  claim: () => Claim,
  onProgress: (scored: number) => void,
): Promise<{ scored: number; refused: RefusedAccount[]; moreRefused: number }> {
  const refused: RefusedAccount[] = [];
  let moreRefused = 0;
  let scored = 0;
  const lease = (after?: string) => outbox.leaseTouched({ ...claim(), limit: mostRecordsPerCall, after });
  let accounts = await lease();
  const questions = accounts.length === 0 ? [] : await findRatedQuestions(org);
  while (accounts.length > 0) {
    const outcome = await scoreBatch(org, accounts, questions, moment);
    await outbox.settleTouched(claim().worker, outcome.done, outcome.kept);
    scored += outcome.scored;
    const listed = outcome.refused.slice(0, mostListed - refused.length);
    refused.push(...listed);
    moreRefused += outcome.refused.length - listed.length;
    onProgress(scored);
    accounts = await lease(accounts.at(-1)?.accountId);
  }
  return { scored, refused, moreRefused };
}

interface ScoredBatch {
  done: TouchedAccount[];
  /** To be scored again, not before a time. */
  kept: (TouchedAccount & { notBefore: Date })[];
  scored: number;
  refused: RefusedAccount[];
}

async function scoreBatch(
  org: SalesforceOrg,
  accounts: readonly TouchedAccount[],
  questions: readonly FoundRatedQuestion[],
  moment: ScoringMoment,
): Promise<ScoredBatch> {
  const { rules, now, timeZone } = moment;
  const ids = accounts.map(({ accountId }) => accountId);
  const neededFrom = factsNeededFrom(now, timeZone, rules.windowDays);
  const joined = new JoinedQueries(org);
  const [read, snapshots, people] = await Promise.all([
    readAccountFacts(joined, ids, neededFrom, questions),
    findSnapshots(joined, ids, firstKeptMonth(now, timeZone)),
    findLastFeedback(joined, ids, now),
  ]);
  const written = await writeAccounts(org, read, moment);
  const gone = new Set(ids.filter((id) => isGone(written.get(id))));
  for (const id of gone) read.delete(id);
  const refused = [
    ...refusalsOf('Account', [...written]),
    ...(await writeSnapshots(org, read, snapshots, moment)),
    ...(await markCurrent(org, read, moment)),
    ...(await writeContacts(
      org,
      people.filter(({ accountId }) => read.has(accountId)),
    )),
  ].filter(({ accountId }) => !gone.has(accountId));
  const isRefused = new Set(refused.map(({ accountId }) => accountId));
  const again = ({ accountId, attempts }: TouchedAccount): Date | undefined => {
    if (isRefused.has(accountId)) return nextTry('tryAgain', attempts, now, 0);
    // an answer of the hours to come will count by itself: its account stays marked until it does
    const ahead = (read.get(accountId)?.facts.answers ?? []).filter(({ respondedAt }) => respondedAt > now);
    return ahead.map(({ respondedAt }) => respondedAt).toSorted((a, b) => a.getTime() - b.getTime())[0];
  };
  const kept = accounts.flatMap((account) => {
    const notBefore = again(account);
    return notBefore === undefined ? [] : [{ ...account, notBefore }];
  });
  const isKept = new Set(kept.map(({ accountId }) => accountId));
  return {
    done: accounts.filter(({ accountId }) => !isKept.has(accountId)),
    kept,
    scored: ids.filter((id) => written.get(id)?.success).length,
    refused,
  };
}

async function writeAccounts(
  org: SalesforceOrg,
  read: ReadonlyMap<string, ReadAccount>,
  { rules, now }: ScoringMoment,
): Promise<Map<string, RowOutcome>> {
  const ids = [...read.keys()];
  const records = [...read].map(([id, { facts }]) => {
    const { coverage, health, ...numbers } = accountNumbers(facts, rules, now);
    return accountNumbersRecord(id, {
      ...numbers,
      health: health.health,
      coverage: isAbsent(coverage) ? undefined : coverage.share,
    });
  });
  const outcomes = await org.update('Account', records);
  return new Map(ids.map((id, index) => [id, outcomes[index]!]));
}

async function writeSnapshots(
  org: SalesforceOrg,
  read: ReadonlyMap<string, ReadAccount>,
  found: readonly FoundSnapshot[],
  { rules, now, timeZone }: ScoringMoment,
): Promise<RefusedAccount[]> {
  const months = new Map(
    [...read].map(([id, { facts }]) => [id, accountMonths(facts, rules, { now, timeZone })]),
  );
  const stored: Map<string, FoundSnapshot[]> = Map.groupBy(found, ({ accountId }) => accountId);
  const records = [...months].flatMap(([id, ofAccount]) =>
    snapshotsToWrite(id, ofAccount, stored.get(id) ?? [], now).map((record) => [id, record] as const),
  );
  const written = await write('Feedback_Snapshot__c', records, (rows) =>
    org.upsert('Feedback_Snapshot__c', externalIdField, rows),
  );
  const inherited = inheritedSnapshots(found);
  const removed = await org.remove(inherited.map(({ id }) => id));
  return [
    ...written,
    ...refusalsOf(
      'Feedback_Snapshot__c',
      inherited.map(({ accountId }, index) => [accountId, removed[index]!]),
    ),
  ];
}

/** Marks the answers that begin to count, and takes the mark from those that cease to. */
async function markCurrent(
  org: SalesforceOrg,
  read: ReadonlyMap<string, ReadAccount>,
  { rules, now }: ScoringMoment,
): Promise<RefusedAccount[]> {
  const records = [...read].flatMap(([accountId, { facts, found }]) => {
    const current = new Set(currentAnswers(facts.answers, now, rules.windowDays).map(({ id }) => id));
    return found
      .filter(({ id, isCurrent }) => isCurrent !== current.has(id))
      .map(({ id, isCurrent }) => [accountId, { Id: id, Is_Current__c: !isCurrent }] as const);
  });
  return write('Feedback_Response__c', records, (rows) => org.update('Feedback_Response__c', rows));
}

/** Writes to the people of accounts when they last gave a score and last were asked, where it has changed. */
async function writeContacts(
  org: SalesforceOrg,
  people: readonly FoundLastFeedback[],
): Promise<RefusedAccount[]> {
  const records = contactsToWrite(people);
  return write('Contact', records, (rows) => org.update('Contact', rows));
}

async function write(
  object: WrittenObject,
  records: readonly (readonly [accountId: string, record: SObjectRecord])[],
  send: (records: SObjectRecord[]) => Promise<RowOutcome[]>,
): Promise<RefusedAccount[]> {
  const outcomes = await send(records.map(([, record]) => record));
  return refusalsOf(
    object,
    records.map(([accountId], index) => [accountId, outcomes[index]!]),
  );
}

/** The first refusal of each account: the others mostly say the same. */
function refusalsOf(
  object: WrittenObject,
  outcomes: readonly (readonly [accountId: string, outcome: RowOutcome])[],
): RefusedAccount[] {
  const refused = new Map<string, RefusedAccount>();
  for (const [accountId, outcome] of outcomes) {
    if (outcome.success || refused.has(accountId)) continue;
    refused.set(accountId, { accountId, object, code: outcome.code, message: outcome.message });
  }
  return [...refused.values()];
}

function isGone(outcome: RowOutcome | undefined): boolean {
  return outcome !== undefined && !outcome.success && goneCodes.has(outcome.code);
}
