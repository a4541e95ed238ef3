/** How numbers and dates are written for one reader. */
export interface Formats {
  /** A number, rounded: 2,000, 52, −14, 0. */
  whole: (value: number) => string;
  /** A score, rounded, with its sign: +28, −14, 0. */
  score: (value: number) => string;
  /** The day of a moment: 14 Jul 2026. @param moment ISO 8601 */
  day: (moment: string) => string;
  /** A calendar date, which has no time zone. @param date YYYY-MM-DD */
  date: (date: string) => string;
  /** The calendar date of a moment where the reader is, as YYYY-MM-DD. @param moment ISO 8601 */
  dateOf: (moment: string) => string;
}

/**
 * The formats of a reader.
 * @param locale BCP 47 (en-GB); the browser's when not given
 * @param timeZone IANA name (Europe/Paris); the browser's when not given
 * @throws RangeError when either is not known to the browser
 */
export function formatsFor(locale: string | undefined, timeZone: string | undefined): Formats {
  const numbers = (signDisplay: 'negative' | 'exceptZero') =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay });
  const whole = numbers('negative');
  const signed = numbers('exceptZero');
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  // Swedish writes dates as YYYY-MM-DD
  const sortable = new Intl.DateTimeFormat('sv', { timeZone });
  return {
    whole: (value) => withMinus(whole.format(value)),
    score: (value) => withMinus(signed.format(value)),
    day: (iso) => day.format(new Date(iso)),
    date: (iso) => date.format(new Date(iso)),
    dateOf: (iso) => sortable.format(new Date(iso)),
  };
}

/** A true minus sign: as wide as the plus, and read as one. */
function withMinus(text: string): string {
  return text.replace('-', '\u2212');
}
