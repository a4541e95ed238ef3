import { checkedTime } from './checked.ts';

const millisecondsPerDay = 86_400_000;

/** A month of the Gregorian calendar, in some time zone. */
export interface Month {
  year: number;
  /** 1 to 12. */
  month: number;
}

/** The calendar of one time zone: where its months begin, daylight saving time included. */
export interface MonthCalendar {
  /** The month that a moment falls in. @throws RangeError when it is no valid date */
  monthOf(moment: Date): Month;
  /** The first moment of a month. */
  startOf(month: Month): Date;
}

/**
 * The months of a time zone, by the runtime's own time zone data.
 * @param timeZone IANA name, such as `Europe/Paris`
 * @throws RangeError when there is no such time zone
 */
export function monthsIn(timeZone: string): MonthCalendar {
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

  /** What clocks of the zone show at a moment, as if it were UTC. */
  const clockAt = (moment: number): number => {
    const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of format.formatToParts(moment)) shown[type] = Number(value);
    const { year = NaN, month = NaN, day, hour, minute, second } = shown;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };

  const monthOf = (moment: Date): Month => {
    const clock = new Date(clockAt(checkedTime(moment, 'A moment').getTime()));
    return { year: clock.getUTCFullYear(), month: clock.getUTCMonth() + 1 };
  };

  const startOf = ({ year, month }: Month): Date => {
    const midnight = Date.UTC(year, month - 1, 1);
    // midnight by the offset of the day before and by that of the day after: they differ where clocks are put forward or
    // back that night, and then the month begins with the earlier of those that lie in it
    const candidates = [midnight - millisecondsPerDay, midnight + millisecondsPerDay]
      .map((moment) => midnight - (clockAt(moment) - moment))
      .sort((one, other) => one - other);
    const start = candidates.find((moment) => clockAt(moment) >= midnight) ?? midnight;
    return new Date(start);
  };

  return { monthOf, startOf };
}

/** A month so many months later, or earlier if negative. */
export function addMonths({ year, month }: Month, months: number): Month {
  const count = year * 12 + (month - 1) + months;
  return { year: Math.floor(count / 12), month: (((count % 12) + 12) % 12) + 1 };
}

/** The first day of a month as the org writes dates, `2026-07-01`. */
export function firstDayOf({ year, month }: Month): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
}
