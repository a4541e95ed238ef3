import type { CountedKey, LabelKey, Labels } from './labels.ts';

/** How an element says things: its labels, in its reader's language. */
export interface Wording {
  /** A label, its {0}, {1}… filled with the given values. */
  say: (key: LabelKey, ...values: string[]) => string;
  /** The label of a number in its plural form; {0} is the number, already written for the reader. */
  count: (key: CountedKey, number: number) => string;
}

/**
 * The wording of labels for one reader.
 * @param locale BCP 47; decides the plural form
 * @param writeNumber writes a whole number for the reader
 */
export function wordingOf(
  labels: Labels,
  locale: string | undefined,
  writeNumber: (number: number) => string,
): Wording {
  const plurals = new Intl.PluralRules(locale);
  const say = (key: LabelKey, ...values: string[]): string =>
    (labels[key] ?? '').replace(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? '');
  return {
    say,
    count: (key, number) =>
      say(`${key}${plurals.select(number) === 'one' ? 'One' : 'Many'}`, writeNumber(number)),
  };
}
