/**
 * How a plain component says things where Rapport's elements cannot be used: the same texts, numbers and dates as the
 * elements (src/elements/wording.ts and formats.ts, which a test compares with this).
 *
 * @param labels texts by key; {0} and {1} in them stand for numbers, dates and names
 * @param locale BCP 47 (fr-FR): how numbers and dates are written, and which plural form is taken
 * @param timeZone IANA name (Europe/Paris): which day a moment belongs to
 */
export function wordingFor(labels, locale, timeZone) {
  const plurals = new Intl.PluralRules(locale);
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: 'negative' });
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: 'exceptZero' });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const say = (key, ...values) =>
    (labels?.[key] ?? '').replace(/\{(\d)\}/g, (_, index) => values[Number(index)] ?? '');
  return {
    /** A text, its places filled with the given values. */
    say,
    /** The text of a number in its plural form. */
    count: (key, number) =>
      say(`${key}${plurals.select(number) === 'one' ? 'One' : 'Many'}`, withMinus(whole.format(number))),
    /** A score, rounded, with its sign, the minus a true one: +28, −14, 0. */
    score: (value) => withMinus(signed.format(value)),
    /** A number, rounded: 2,000, 52, −14, 0. */
    whole: (value) => withMinus(whole.format(value)),
    /** The day of a moment, which is ISO 8601. */
    day: (moment) => days.format(new Date(moment)),
    /** A calendar date, YYYY-MM-DD. */
    date: (date) => dates.format(new Date(date)),
  };
}

function withMinus(text) {
  return text.replace('-', '\u2212');
}
