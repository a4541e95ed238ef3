import type { LanguageCode } from './messages/messages.ts';

/** Sunday is 1 in Salesforce, 7 in the standard. */
interface WeekInfo {
  getWeekInfo(): { firstDay: number };
}

/** What an org without a currency of its own choice has. */
const currency = 'USD';

/**
 * The values of `@salesforce/i18n/*` for a reader, from the platform's own locale data; patterns are in CLDR letters, as
 * base components expect them. Source: LWC Developer Guide, "Internationalization".
 * @param language of the page
 * @param localeName Salesforce's or the standard's name, en_GB; the language alone when not given
 * @param timeZone IANA name; UTC when not given
 */
export function localeValues(
  language: LanguageCode,
  localeName?: string,
  timeZone = 'UTC',
): Record<string, unknown> {
  const locale = localeName?.replaceAll('_', '-') ?? language;
  const numbers = new Map(
    new Intl.NumberFormat(locale).formatToParts(-1_234_567.8).map(({ type, value }) => [type, value]),
  );
  const symbol = new Intl.NumberFormat(locale, { style: 'currency', currency })
    .formatToParts(1)
    .find(({ type }) => type === 'currency')?.value;
  const { firstDay } = (new Intl.Locale(locale) as unknown as WeekInfo).getWeekInfo();
  return {
    lang: language,
    locale,
    timeZone,
    currency,
    dir: 'ltr',
    firstDayOfWeek: (firstDay % 7) + 1,
    'number.decimalSeparator': numbers.get('decimal'),
    'number.groupingSeparator': numbers.get('group'),
    'number.minusSign': numbers.get('minusSign'),
    'number.currencySymbol': symbol,
    'dateTime.shortDateFormat': datePattern(locale, 'short'),
    'dateTime.mediumDateFormat': datePattern(locale, 'medium'),
    'dateTime.longDateFormat': datePattern(locale, 'long'),
    'dateTime.shortTimeFormat': timePattern(locale, 'short'),
    'dateTime.mediumTimeFormat': timePattern(locale, 'medium'),
  };
}

function datePattern(locale: string, dateStyle: 'short' | 'medium' | 'long'): string {
  const sample = new Date(Date.UTC(2026, 2, 4));
  return new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' })
    .formatToParts(sample)
    .map(({ type, value }) => {
      if (type === 'year') return value.length === 2 ? 'yy' : 'yyyy';
      if (type === 'month')
        return /^\d+$/.test(value) ? 'M'.repeat(value.length) : dateStyle === 'long' ? 'MMMM' : 'MMM';
      if (type === 'day') return 'd'.repeat(value.length);
      return value;
    })
    .join('');
}

function timePattern(locale: string, timeStyle: 'short' | 'medium'): string {
  const format = new Intl.DateTimeFormat(locale, { timeStyle, timeZone: 'UTC' });
  const hour = format.resolvedOptions().hour12 ? 'h' : 'H';
  return format
    .formatToParts(new Date(Date.UTC(2026, 2, 4, 5, 6, 7)))
    .map(({ type, value }) => {
      if (type === 'hour') return hour.repeat(value.length);
      if (type === 'minute') return 'mm';
      if (type === 'second') return 'ss';
      if (type === 'dayPeriod') return 'a';
      return value;
    })
    .join('');
}
