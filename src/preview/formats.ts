import type { LanguageCode } from './messages/messages.ts';

/** How numbers and dates are written for one reader. */
export interface Formats {
  /** A whole number: 2,000. */
  count(value: number): string;
  /** A score, rounded, with its sign: +28, −14, 0. */
  score(value: number): string;
  /** An end of an interval, rounded: 52, −14, 0. */
  bound(value: number): string;
  /** A day: 14 Jul 2026. */
  day(moment: Date): string;
  /** A number of days before now: 2 days ago. */
  daysAgo(days: number): string;
}

const usualLocale: Record<LanguageCode, string> = { en: 'en-US', fr: 'fr-FR' };

/**
 * Formats in a language, by the reader's own locale where it is one of that language (en_GB: 14 Jul 2026).
 * @param locale Salesforce's or the standard's name of it: en_GB, fr-CA
 * @param timeZone IANA name, Europe/Paris; UTC when not given
 */
export function formatsFor(language: LanguageCode, locale?: string, timeZone = 'UTC'): Formats {
  const tag = localeTagOf(language, locale);
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0, signDisplay: 'negative' });
  const signed = new Intl.NumberFormat(tag, { maximumFractionDigits: 0, signDisplay: 'exceptZero' });
  const days = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone });
  const ago = new Intl.RelativeTimeFormat(tag, { numeric: 'always' });
  return {
    count: (value) => whole.format(value),
    score: (value) => withMinus(signed.format(value)),
    bound: (value) => withMinus(whole.format(value)),
    day: (moment) => days.format(moment),
    daysAgo: (number) => ago.format(-number, 'day'),
  };
}

/**
 * The standard's name of the locale in which a page of a language is written: the reader's own where it is one of that
 * language, so that no English page has French months.
 */
export function localeTagOf(language: LanguageCode, locale = ''): string {
  const named = locale.replaceAll('_', '-');
  return named === language || named.startsWith(`${language}-`) ? named : usualLocale[language];
}

/** A true minus sign: as wide as the plus, and read as one. */
function withMinus(text: string): string {
  return text.replace('-', '\u2212');
}
