import type { Measured } from './absent.ts';
import { checkedAmount, checkedTime } from './checked.ts';
import { decides } from './deciding-roles.ts';
import type { InvitationStatus } from './participation.ts';
import type { Role } from './roles.ts';

/** One person on behalf of one account. */
export interface PersonOfAccount {
  accountId: string;
  contactId: string;
}

/** An invitation of a relationship survey, as a line of that survey's sample. */
export interface SampleLine {
  surveyId: string;
  /** When the sample of the survey was frozen; absent while it is still being chosen. */
  frozenAt?: Date;
  /** Nobody can tell who answered an anonymous survey, so it puts nobody in scope. */
  isAnonymous?: boolean;
  accountId: string;
  /** Absent once the contact has been deleted. */
  contactId?: string;
  status: InvitationStatus;
}

/** Whom we wanted to hear, and whom we decided not to ask: each person of an account once. */
export interface Scope {
  people: PersonOfAccount[];
  leftOut: PersonOfAccount[];
}

/** A part of a whole. */
export interface Coverage {
  heard: number;
  of: number;
  /** `heard / of`, from 0 to 1. */
  share: number;
}

/**
 * Who is in scope: for each account, the frozen sample of its newest wave, without those who were left out of it, who
 * are named apart. A wave whose sample is not frozen yet, is frozen only after `now`, or is anonymous, is none.
 * @throws RangeError when a date does not exist
 */
export function peopleInScope(sample: Iterable<SampleLine>, now: Date): Scope {
  checkedTime(now, 'Now');
  const lines = [...sample].filter(
    ({ frozenAt, isAnonymous }) =>
      frozenAt !== undefined && isAnonymous !== true && checkedTime(frozenAt, 'A sample frozen at') <= now,
  );
  const newest = new Map<string, SampleLine>();
  for (const line of lines) {
    const other = newest.get(line.accountId);
    if (other === undefined || isNewerWave(line, other)) newest.set(line.accountId, line);
  }
  const inScope = new Map<string, PersonOfAccount>();
  const leftOut = new Map<string, PersonOfAccount>();
  for (const { surveyId, accountId, contactId, status } of lines) {
    if (contactId === undefined || newest.get(accountId)?.surveyId !== surveyId) continue;
    const group = status === 'Left Out' ? leftOut : inScope;
    group.set(keyOf({ accountId, contactId }), { accountId, contactId });
  }
  for (const key of inScope.keys()) leftOut.delete(key);
  return { people: [...inScope.values()], leftOut: [...leftOut.values()] };
}

function isNewerWave(line: SampleLine, other: SampleLine): boolean {
  const difference = line.frozenAt!.getTime() - other.frozenAt!.getTime();
  return difference === 0 ? line.surveyId > other.surveyId : difference > 0;
}

/** Someone who has a current answer. An anonymous answer tells of nobody that he or she was heard. */
export interface Voice {
  accountId: string;
  contactId?: string;
}

/** People heard / people in scope. Absent (`nothing`) without anyone in scope, so without a wave. */
export function contactCoverage({ people }: Scope, currentAnswers: Iterable<Voice>): Measured<Coverage> {
  const heard = keysOf(currentAnswers);
  return partOf(people.filter((person) => heard.has(keyOf(person))).length, people.length);
}

/**
 * Accounts heard / accounts in scope: an account is heard when anyone there is whose name we know, in its sample or
 * not. Absent (`nothing`) without a wave.
 */
export function accountCoverage({ people }: Scope, currentAnswers: Iterable<Voice>): Measured<Coverage> {
  const heard = accountsHeard(currentAnswers);
  const inScope = new Set(people.map(({ accountId }) => accountId));
  return partOf([...inScope].filter((accountId) => heard.has(accountId)).length, inScope.size);
}

/**
 * Revenue of the accounts heard / revenue of all accounts given, whether in a sample or not: it says how much of the
 * business has spoken. Accounts whose revenue is not known are on neither side, and counted. Absent (`nothing`) without
 * a wave, or without revenue.
 *
 * @param accounts every account of the business once, revenue in one currency
 * @throws RangeError when a revenue is negative or not finite, or an account is given twice
 */
export function revenueCoverage(
  { people }: Scope,
  currentAnswers: Iterable<Voice>,
  accounts: Iterable<{ accountId: string; revenue?: number }>,
): Measured<Coverage & { unknown: number }> {
  const heardAccounts = accountsHeard(currentAnswers);
  const seen = new Set<string>();
  let [heard, of, unknown] = [0, 0, 0];
  for (const { accountId, revenue } of accounts) {
    if (seen.has(accountId)) throw new RangeError(`The account ${accountId} is given twice.`);
    seen.add(accountId);
    if (revenue === undefined) unknown += 1;
    else {
      of += checkedAmount(revenue, `The revenue of ${accountId}`);
      if (heardAccounts.has(accountId)) heard += revenue;
    }
  }
  if (people.length === 0 || of === 0) return { absent: 'nothing' };
  return { heard, of, share: heard / of, unknown };
}

/**
 * People heard / people known among those who decide, whatever any sample says of them: it needs no wave.
 * Absent (`nothing`) when nobody is known to decide.
 *
 * @param contacts the contacts of the accounts in question, with their roles as far as known
 */
export function roleCoverage(
  contacts: Iterable<PersonOfAccount & { role?: Role }>,
  currentAnswers: Iterable<Voice>,
): Measured<Coverage> {
  const heard = keysOf(currentAnswers);
  const known = new Set([...contacts].filter(({ role }) => decides(role)).map(keyOf));
  return partOf([...known].filter((key) => heard.has(key)).length, known.size);
}

function partOf(heard: number, of: number): Measured<Coverage> {
  return of === 0 ? { absent: 'nothing' } : { heard, of, share: heard / of };
}

/** Ids have no blanks. */
function keyOf({ accountId, contactId }: PersonOfAccount): string {
  return `${accountId} ${contactId}`;
}

function keysOf(voices: Iterable<Voice>): Set<string> {
  const keys = new Set<string>();
  for (const { accountId, contactId } of voices) {
    if (contactId !== undefined) keys.add(keyOf({ accountId, contactId }));
  }
  return keys;
}

function accountsHeard(voices: Iterable<Voice>): Set<string> {
  return new Set(
    [...voices].filter(({ contactId }) => contactId !== undefined).map(({ accountId }) => accountId),
  );
}
