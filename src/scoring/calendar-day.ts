import { addMonths, firstDayOf } from './months.ts';
import type { Month } from './months.ts';

/** A day of the calendar without time or zone, as Salesforce writes a date: `2026-02-28`. Days compare as text. */
export type CalendarDay = string;

/** The day itself. @throws RangeError when it is not written YYYY-MM-DD or is no day of the calendar */
export function checkedDay(day: CalendarDay, what: string): CalendarDay {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`).getTime() : NaN;
  // some engines take 30 February for 2 March
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(day)) {
    throw new RangeError(`${what} is a day such as 2026-02-28; got ${String(day)}.`);
  }
  return day;
}

/**
 * The same day of the month, a number of calendar months earlier; where that month is too short, its last day.
 * Twelve months before 29 February 2024 is 28 February 2023; twelve before 28 February 2025 is 28 February 2024.
 *
 * @param months a whole number from 0 to 1200
 * @throws RangeError when the day or the number of months is impossible
 */
export function monthsBefore(day: CalendarDay, months: number): CalendarDay {
  checkedDay(day, 'A day');
  if (!Number.isInteger(months) || months < 0 || months > 1200) {
    throw new RangeError(`Months are a whole number from 0 to 1200; got ${String(months)}.`);
  }
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const earlier = addMonths({ year, month }, -months);
  if (earlier.year < 0) throw new RangeError(`${months} months before ${day} there was no calendar.`);
  const earlierDate = Math.min(date, daysInMonth(earlier));
  return `${firstDayOf(earlier).slice(0, -2)}${String(earlierDate).padStart(2, '0')}`;
}

function daysInMonth({ year, month }: Month): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
