import { TZDate } from '@date-fns/tz';

/** A day without a time zone: year, month from 0, day of the month (may overflow, as in `Date`). */
interface Day {
  year: number;
  month: number;
  day: number;
}

/** Days from `from` up to, but without, `until`, each as `YYYY-MM-DD`. */
export interface DayRange {
  from: string;
  until: string;
}

const DAYS_IN_WEEK = 7;
const SPECIFIC_DAYS: Record<string, [from: number, until: number]> = {
  YESTERDAY: [-1, 0],
  TODAY: [0, 1],
  TOMORROW: [1, 2],
  LAST_90_DAYS: [-90, 1],
  NEXT_90_DAYS: [1, 91],
};

/** The first day of a unit and how many days or months it moves by. */
const UNITS: Record<
  string,
  { days: number; months: number; start: (today: Day, firstDayOfWeek: number) => Day }
> = {
  WEEK: { days: DAYS_IN_WEEK, months: 0, start: startOfWeek },
  MONTH: { days: 0, months: 1, start: (today) => ({ ...today, day: 1 }) },
  QUARTER: {
    days: 0,
    months: 3,
    start: (today) => ({ ...today, month: today.month - (today.month % 3), day: 1 }),
  },
  YEAR: { days: 0, months: 12, start: (today) => ({ ...today, month: 0, day: 1 }) },
};

/**
 * The days that a date literal such as `TODAY` or `LAST_N_DAYS:7` stands for.
 * Source: SOQL and SOSL Reference, "Date Formats and Date Literals in WHERE".
 *
 * @param name the literal in capitals, without its number: `LAST_N_DAYS`
 * @param count the number of an `…_N_…` literal
 * @param now the moment of the query
 * @param timeZone IANA name of the user's zone
 * @param locale decides on which day weeks begin, e.g. `en_US` (Sunday) or `de_DE` (Monday)
 * @returns undefined for a literal that is not known here (fiscal years)
 */
export function dateLiteralRange(
  name: string,
  count: number,
  now: Date,
  timeZone: string,
  locale: string,
): DayRange | undefined {
  const zoned = new TZDate(now.getTime(), timeZone);
  const today: Day = { year: zoned.getFullYear(), month: zoned.getMonth(), day: zoned.getDate() };
  const specific = SPECIFIC_DAYS[name] ?? countedDays(name, count);
  if (specific) {
    return range({ ...today, day: today.day + specific[0] }, { ...today, day: today.day + specific[1] });
  }
  const steps = unitSteps(name, count);
  const unit = steps && UNITS[steps.unit];
  if (!steps || !unit) {
    return undefined;
  }
  const start = unit.start(today, firstDayOfWeek(locale));
  const moved = (by: number): Day => ({
    year: start.year,
    month: start.month + unit.months * by,
    day: start.day + unit.days * by,
  });
  return range(moved(steps.from), moved(steps.until));
}

/** The moment at which a day begins in a time zone, in UTC: `2026-03-01T23:00:00.000Z`. */
export function startOfDay(day: string, timeZone: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(new TZDate(year, month - 1, date, timeZone).getTime()).toISOString();
}

function countedDays(name: string, count: number): [number, number] | undefined {
  switch (name) {
    case 'LAST_N_DAYS':
      return [-count, 1];
    case 'NEXT_N_DAYS':
      return [1, count + 1];
    case 'N_DAYS_AGO':
      return [-count, 1 - count];
    default:
      return undefined;
  }
}

/** How many units before or after the current one a literal begins and ends. */
function unitSteps(name: string, count: number): { unit: string; from: number; until: number } | undefined {
  const near = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(name);
  if (near) {
    const from = { LAST: -1, THIS: 0, NEXT: 1 }[near[1] as 'LAST' | 'THIS' | 'NEXT'];
    return { unit: near[2] ?? '', from, until: from + 1 };
  }
  const counted = /^(LAST_N|NEXT_N|N)_(WEEK|MONTH|QUARTER|YEAR)S(_AGO)?$/.exec(name);
  switch (counted?.[1]) {
    case 'LAST_N':
      return { unit: counted[2] ?? '', from: -count, until: 0 };
    case 'NEXT_N':
      return { unit: counted[2] ?? '', from: 1, until: count + 1 };
    case 'N':
      return { unit: counted[2] ?? '', from: -count, until: 1 - count };
    default:
      return undefined;
  }
}

function startOfWeek(today: Day, firstDayOfWeek: number): Day {
  const dayOfWeek = new Date(Date.UTC(today.year, today.month, today.day)).getUTCDay();
  return { ...today, day: today.day - ((dayOfWeek - firstDayOfWeek + DAYS_IN_WEEK) % DAYS_IN_WEEK) };
}

/** 0 = Sunday … 6 = Saturday. */
function firstDayOfWeek(locale: string): number {
  try {
    const known = new Intl.Locale(locale.replaceAll('_', '-')) as Intl.Locale & {
      getWeekInfo?: () => { firstDay: number };
    };
    return (known.getWeekInfo?.().firstDay ?? DAYS_IN_WEEK) % DAYS_IN_WEEK;
  } catch {
    return 0;
  }
}

function range(from: Day, until: Day): DayRange {
  const text = ({ year, month, day }: Day) => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
  return { from: text(from), until: text(until) };
}
