import { Messages } from '@salesforce/core';
import { isAbsent } from '../scoring/absent.ts';
import type { Measured } from '../scoring/absent.ts';
import type { MethodScore } from '../scoring/account-methods.ts';
import { headlineOf } from '../scoring/account-report.ts';
import type { AccountReport } from '../scoring/account-report.ts';
import type { MonthlyNumbers } from '../scoring/account-months.ts';
import type { CategoryCounts, Interval } from '../scoring/net-promoter-score.ts';
import { shownScore } from '../scoring/shown-score.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.display.account');

/** One row of the table of methods; of that of the months beside it. */
export type MethodRow = Record<'method' | 'result' | 'answers' | 'interval', string>;
export type MonthRow = Record<
  'month' | 'result' | 'interval' | 'answers' | 'people' | 'silent' | 'shared',
  string
>;

const nothing = '–';

/** The headline: a score, or people in its place, with the number of answers, method, window and interval. */
export function headlineLines({ shown, numbers, rules }: AccountReport): string[] {
  const { answers, counts } = numbers;
  const method = messages.getMessage('method', [rules.windowDays, time(numbers.scoredAt)]);
  switch (shown.kind) {
    case 'none':
      return [messages.getMessage('shown.none', [rules.windowDays]), method];
    case 'oneVoice':
      return [messages.getMessage('shown.oneVoice', [onlyVoice(counts)]), method];
    case 'incomplete':
      return [messages.getMessage('shown.incomplete')];
    case 'people': {
      const values = [answers, people(counts), points(shown.score), range(shown)];
      return [messages.getMessage('shown.people', values), method];
    }
    case 'score':
      return [messages.getMessage('shown.score', [points(shown.score), range(shown), answers]), method];
  }
}

/** The three methods, a row each. */
export function methodRows({ methods, numbers }: AccountReport): MethodRow[] {
  const { waterfall } = methods;
  const category: MethodRow = isAbsent(waterfall)
    ? row(
        messages.getMessage('methods.waterfall'),
        messages.getMessage(numbers.answers === 0 ? 'nobody' : 'noRole'),
      )
    : {
        method: messages.getMessage('methods.waterfall'),
        result: messages.getMessage('decidedBy', [
          messages.getMessage(`category.${waterfall.category}`),
          waterfall.role,
          waterfall.deciders,
        ]),
        answers: String(waterfall.answers),
        interval: messages.getMessage('noInterval'),
      };
  return [
    scoreRow(messages.getMessage('methods.alike'), methods.alike, numbers.scoredAt),
    scoreRow(messages.getMessage('methods.roleWeighted'), methods.roleWeighted, numbers.scoredAt),
    category,
  ];
}

/** Who has spoken and who has not, coverage, actions and health, a line each. */
export function factLines(report: AccountReport): string[] {
  const { numbers, standings, deciders } = report;
  const { coverage, health } = numbers;
  const reasons = health.reasons.map((reason) => messages.getMessage(`reason.${reason}`)).join('; ');
  return [
    messages.getMessage('voices', [people(numbers.counts), numbers.silent, numbers.silentDeciders]),
    isAbsent(standings)
      ? messages.getMessage('noScope')
      : messages.getMessage('standings', [
          standings.heard,
          standings.silent,
          standings.waiting,
          standings.declined,
          standings.unreached,
          standings.lapsed,
          standings.notAsked,
        ]),
    ...(isAbsent(coverage)
      ? []
      : [messages.getMessage('coverage', [coverage.heard, coverage.of, Math.round(100 * coverage.share)])]),
    isAbsent(deciders)
      ? messages.getMessage('noDeciders')
      : messages.getMessage('deciders', [deciders.heard, deciders.of]),
    ...trustLines(report),
    messages.getMessage('actions', [numbers.openActions, numbers.lateActions]),
    reasons === ''
      ? messages.getMessage('health', [health.health])
      : messages.getMessage('healthBecause', [health.health, reasons]),
  ];
}

/** The trust index with its themes and the interviews behind each; nothing where no survey that counts has rated questions. */
function trustLines({ trust: { index, themes, absentThemes } }: AccountReport): string[] {
  if (themes.length === 0) return [];
  const score = decimals(1);
  const graded = themes.flatMap(({ theme, score: mean, interviews }) =>
    isAbsent(mean) ? [] : [messages.getMessage('theme', [theme, score.format(mean), interviews])],
  );
  const notGraded =
    absentThemes.length === 0 ? '' : ` ${messages.getMessage('themesNotGraded', [absentThemes.join(', ')])}`;
  const told = isAbsent(index)
    ? messages.getMessage('noTrust')
    : messages.getMessage('trust', [score.format(index), graded.join('; ')]);
  return [`${told}${notGraded}`];
}

/** The months, a row each. */
export function monthRows({ months }: AccountReport): MonthRow[] {
  return months.map((month) => ({
    month: month.month.slice(0, 7),
    ...shownNumbers(month),
    answers: String(month.answers),
    people: people(month.counts),
    silent: String(month.silent),
    shared: String(month.sharedAnswers),
  }));
}

/** What the sync has stored. */
export function storedLine({ stored }: AccountReport): string {
  if (stored.scoredAt === undefined) return messages.getMessage('neverStored');
  const { score, lower, upper, answers = 0, windowDays, health, scoredAt } = stored;
  const interval = lower === undefined || upper === undefined ? undefined : { lower, upper };
  const shown = shownNumbers({ score, answers, interval, scoredAt });
  return messages.getMessage('stored', [
    time(scoredAt),
    shown.result,
    shown.interval,
    answers,
    windowDays ?? nothing,
    health ?? nothing,
  ]);
}

/** What is stored otherwise than it is now, as one text; empty when nothing is. */
export function differencesText({ stored }: AccountReport): string {
  const text = (value: number | string | undefined) =>
    typeof value === 'number' && !Number.isInteger(value) ? decimals(2).format(value) : (value ?? nothing);
  return stored.differences
    .map(({ name, stored: before, now }) =>
      messages.getMessage('difference', [name, text(before), text(now)]),
    )
    .join('; ');
}

function scoreRow(method: string, measured: Measured<MethodScore>, scoredAt: Date): MethodRow {
  if (isAbsent(measured)) return row(method, messages.getMessage('nobody'));
  const { score, answers, effectiveAnswers, interval } = measured;
  const shown = shownNumbers({
    score,
    answers,
    interval: isAbsent(interval) ? undefined : interval,
    scoredAt,
  });
  const alike = Math.abs(effectiveAnswers - answers) < 0.05;
  return {
    method,
    ...shown,
    answers: alike
      ? String(answers)
      : messages.getMessage('weighing', [answers, decimals(1).format(effectiveAnswers)]),
  };
}

function row(method: string, result: string): MethodRow {
  return { method, result, answers: nothing, interval: nothing };
}

/** A score and its interval as the one rule has them shown: where they are too wide, neither. */
function shownNumbers(
  numbers: Pick<MonthlyNumbers, 'score' | 'answers' | 'interval' | 'scoredAt'>,
): Record<'result' | 'interval', string> {
  const shown = shownScore(headlineOf(numbers));
  if (shown.kind === 'score') return { result: points(shown.score), interval: range(shown) };
  const result =
    shown.kind === 'none'
      ? messages.getMessage('nobody')
      : messages.getMessage(shown.kind === 'oneVoice' ? 'oneVoice' : 'tooFew');
  return { result, interval: nothing };
}

function people({ promoters, passives, detractors }: CategoryCounts): string {
  return messages.getMessage('people', [promoters, passives, detractors]);
}

function onlyVoice({ promoters, passives }: CategoryCounts): string {
  const category = promoters > 0 ? 'Promoter' : passives > 0 ? 'Passive' : 'Detractor';
  return messages.getMessage(`category.${category}`);
}

const decimals = (digits: number) =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Points of NPS, with a true minus sign: 27.8, −0.4. */
function points(value: number): string {
  return decimals(1)
    .format(value)
    .replace(/^-0\.0$/, '0.0')
    .replace('-', '−');
}

function range({ lower, upper }: Interval): string {
  return `[${points(lower)}; ${points(upper)}]`;
}

function time(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
