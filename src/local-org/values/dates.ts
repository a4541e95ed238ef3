const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATETIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/i;

function isCalendarDate(text: string): boolean {
  const parts = DATE.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  date.setUTCFullYear(year);
  return year >= 1700 && year <= 4000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/**
 * A date in storage form, `YYYY-MM-DD`, from a date or from the date part of a date and time.
 * Returns undefined when the text is no date, or outside Salesforce's years (1700–4000).
 */
export function parseDate(text: string): string | undefined {
  const trimmed = text.trim();
  const date = DATETIME.test(trimmed) ? trimmed.slice(0, 10) : trimmed;
  return isCalendarDate(date) ? date : undefined;
}

/**
 * A date and time in storage form, `YYYY-MM-DDTHH:mm:ss.sssZ` (UTC). Without an offset the text is taken as UTC; a
 * plain date means its midnight in UTC. Salesforce keeps whole seconds: fractions are cut off.
 * Returns undefined when the text is no date and time.
 */
export function parseDatetime(text: string): string | undefined {
  const trimmed = text.trim();
  if (isCalendarDate(trimmed)) return `${trimmed}T00:00:00.000Z`;
  const parts = DATETIME.exec(trimmed);
  if (parts === null) return undefined;
  const [, date = '', time = '', seconds = ':00', offset = 'Z'] = parts;
  if (!isCalendarDate(date)) return undefined;
  const zone = /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset.toUpperCase();
  const instant = new Date(`${date}T${time}${seconds.slice(0, 3)}${zone}`);
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
}

/** An instant in storage form, cut to whole seconds as Salesforce's system times are. */
export function storedInstant(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}.000Z`;
}
