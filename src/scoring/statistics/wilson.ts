import type { Measured } from '../absent.ts';
import { checkedCount } from '../checked.ts';

/** The standard normal deviate of a two-sided 95% interval. */
const z95 = 1.959963984540054;

/** A share with what is needed to read it rightly; all but the counts from 0 to 1. */
export interface Proportion {
  /** How many there are of which this is the share. */
  of: number;
  /** How many of them are counted. */
  count: number;
  share: number;
  /** Lower end of the 95% interval of the share. */
  lower: number;
  /** Upper end of the 95% interval of the share. */
  upper: number;
}

/**
 * A share with its 95% interval by Wilson's score method, without correction for continuity:
 * (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n). It never leaves 0 to 1, and stays a range where all or none count.
 * Absent (`nothing`) when there is nothing of which to take a share.
 *
 * Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference"; recommended as method 3
 * by Newcombe 1998, "Two-sided confidence intervals for the single proportion: comparison of seven methods".
 * @throws RangeError when a count is not a whole number, or more are counted than there are
 */
export function wilsonProportion(count: number, of: number): Measured<Proportion> {
  checkedCount(of, 'The number of cases');
  if (checkedCount(count, 'The number counted') > of) {
    throw new RangeError(`Of ${of} cases no ${count} can be counted.`);
  }
  if (of === 0) return { absent: 'nothing' };
  const share = count / of;
  const widening = z95 ** 2 / of;
  const middle = share + widening / 2;
  const reach = z95 * Math.sqrt((share * (1 - share)) / of + widening / (4 * of));
  return {
    of,
    count,
    share,
    // none counted gives 0 and all give 1 exactly: rounding must not say otherwise
    lower: count === 0 ? 0 : (middle - reach) / (1 + widening),
    upper: count === of ? 1 : (middle + reach) / (1 + widening),
  };
}
