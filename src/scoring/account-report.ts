import { isAbsent } from './absent.ts';
import type { Measured } from './absent.ts';
import { scoreByMethods } from './account-methods.ts';
import type { AccountMethods } from './account-methods.ts';
import { accountMonths, toldMonths } from './account-months.ts';
import type { MonthlyNumbers } from './account-months.ts';
import { accountNumbers, rolesOfPeople, scopeOf, voicesOf } from './account-numbers.ts';
import type { AccountFacts, AccountNumbers } from './account-numbers.ts';
import { accountTrust } from './account-trust.ts';
import { roleCoverage } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import { currentAnswers } from './current-answers.ts';
import type { ScoringRules } from './scoring-rules.ts';
import { shownScore, staleDays } from './shown-score.ts';
import type { HeadlineNumbers, ShownScore } from './shown-score.ts';
import { standings } from './silence.ts';
import type { Standing } from './silence.ts';
import type { TrustIndex } from './trust-index.ts';

/** The numbers of an account as its record has them: those that the last sync wrote. Absent is what it has not written. */
export interface StoredNumbers {
  score?: number;
  lower?: number;
  upper?: number;
  answers?: number;
  promoters?: number;
  passives?: number;
  detractors?: number;
  silent?: number;
  silentDeciders?: number;
  /** From 0 to 1. */
  coverage?: number;
  openActions?: number;
  lateActions?: number;
  health?: string;
  windowDays?: number;
  /** Absent when it was never scored. */
  scoredAt?: Date;
}

/** A number that the record has otherwise than it is now. */
export interface Difference {
  name: keyof StoredNumbers;
  stored?: number | string;
  now?: number | string;
}

/** Everything about the numbers of one account, with what is needed to read them rightly. */
export interface AccountReport {
  rules: ScoringRules;
  /** In which the months begin and end. */
  timeZone: string;
  /** As they are now, by all current answers alike; the interval is adjusted Wald, 95%. */
  numbers: AccountNumbers;
  /** How the headline is to be shown: as a score, as people, as one voice, or not at all. */
  shown: ShownScore;
  methods: AccountMethods;
  /** How many of the people in scope stand how with us; absent (`nothing`) without a wave. */
  standings: Measured<Record<Standing, number>>;
  /** People heard among those who are known to decide. */
  deciders: Measured<Coverage>;
  /** The trust index of the current answers, by theme. */
  trust: TrustIndex;
  /** From the first month in which there was something to say, thirteen at most, the running one last. */
  months: MonthlyNumbers[];
  stored: StoredNumbers & {
    /** Whole days since the sync wrote them, from 1; absent within 24 hours, and when it never did. */
    staleDays?: number;
    /** What is otherwise now; empty also when the sync has never written anything. */
    differences: Difference[];
  };
}

/**
 * The report of an account: its numbers by all three methods, who has spoken and who has not, its months, and whether what
 * is stored still says the same.
 *
 * @param stored what the record of the account has, rounded to two decimals
 * @throws RangeError when a score is not a whole number from 0 to 10, a date does not exist, or there is no such time zone
 */
export function accountReport(
  facts: AccountFacts,
  stored: StoredNumbers,
  rules: ScoringRules,
  { now, timeZone }: { now: Date; timeZone: string },
): AccountReport {
  const numbers = accountNumbers(facts, rules, now);
  const current = currentAnswers(facts.answers, now, rules.windowDays);
  const roles = rolesOfPeople(facts);
  const roled = current.map(({ score, contactId, roleThen, influence }) => ({
    score,
    influence,
    role: roleThen ?? (contactId === undefined ? undefined : roles.get(contactId)),
  }));
  const { accountId } = facts;
  const people = Array.from(roles, ([contactId, role]) => ({ accountId, contactId, role }));
  return {
    rules,
    timeZone,
    numbers,
    shown: shownScore(headlineOf(numbers)),
    methods: scoreByMethods(roled),
    standings: countStandings(facts, rules, now),
    deciders: roleCoverage(people, voicesOf(facts, current)),
    trust: accountTrust(current),
    months: toldMonths(accountMonths(facts, rules, { now, timeZone })),
    stored: {
      ...stored,
      staleDays: staleDays(stored.scoredAt, now),
      differences: stored.scoredAt === undefined ? [] : differencesOf(stored, numbers),
    },
  };
}

/** The numbers of an account, or of a month of it, as `shownScore` takes them. */
export function headlineOf({
  answers,
  score,
  interval,
  scoredAt,
}: Pick<AccountNumbers, 'answers' | 'score' | 'interval' | 'scoredAt'>): HeadlineNumbers {
  return { answers, score, lower: interval?.lower, upper: interval?.upper, scoredAt };
}

function countStandings(
  facts: AccountFacts,
  { windowDays, silenceDays }: ScoringRules,
  now: Date,
): Measured<Record<Standing, number>> {
  const inScope = scopeOf(facts, now).people.map(({ contactId }) => contactId);
  if (inScope.length === 0) return { absent: 'nothing' };
  const counts: Record<Standing, number> = {
    heard: 0,
    silent: 0,
    waiting: 0,
    declined: 0,
    unreached: 0,
    lapsed: 0,
    notAsked: 0,
  };
  const each = standings(inScope, facts.invitations, facts.answers, now, windowDays, silenceDays);
  for (const standing of each.values()) counts[standing] += 1;
  return counts;
}

/** What the org rounds to two decimals is the same when it is so near; a share is stored as a percentage. */
const rounding = 0.005 + 1e-9;

function differencesOf(stored: StoredNumbers, numbers: AccountNumbers): Difference[] {
  const { score, interval, counts, coverage } = numbers;
  const now: Omit<StoredNumbers, 'scoredAt'> = {
    score,
    lower: interval?.lower,
    upper: interval?.upper,
    answers: numbers.answers,
    ...counts,
    silent: numbers.silent,
    silentDeciders: numbers.silentDeciders,
    coverage: isAbsent(coverage) ? undefined : coverage.share,
    openActions: numbers.openActions,
    lateActions: numbers.lateActions,
    health: numbers.health.health,
    windowDays: numbers.windowDays,
  };
  const names = Object.keys(now) as (keyof typeof now)[];
  return names.flatMap((name) => {
    const [before, after] = [stored[name], now[name]];
    const margin = name === 'coverage' ? rounding / 100 : rounding;
    const same =
      typeof before === 'number' && typeof after === 'number'
        ? Math.abs(before - after) <= margin
        : before === after;
    return same ? [] : [{ name, stored: before, now: after }];
  });
}
