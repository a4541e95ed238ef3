import { addDays } from 'date-fns/addDays';
import { differenceInCalendarDays } from 'date-fns/differenceInCalendarDays';
import { format } from 'date-fns/format';

/**
 * Moves every date in a text by whole days: those written `2026-06-30`, with or without a time behind, and those
 * written `30/06/2026`. Times of day stay.
 */
export function shiftDates(text: string, days: number): string {
  const shifted = (year: string, month: string, day: string, pattern: string) =>
    format(addDays(new Date(Number(year), Number(month) - 1, Number(day)), days), pattern);
  return text
    .replaceAll(/\b(\d{4})-(\d{2})-(\d{2})(?=T|\b)/g, (_, year: string, month: string, day: string) =>
      shifted(year, month, day, 'yyyy-MM-dd'),
    )
    .replaceAll(/\b(\d{2})\/(\d{2})\/(\d{4})\b/g, (_, day: string, month: string, year: string) =>
      shifted(year, month, day, 'dd/MM/yyyy'),
    );
}

/** Whole days from a reference date, written `2026-06-30`, to today. */
export function daysSince(referenceDate: string, today: Date): number {
  return differenceInCalendarDays(today, new Date(`${referenceDate}T00:00:00`));
}
