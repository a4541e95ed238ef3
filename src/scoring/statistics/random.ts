/** A source of numbers from 0 up to, not including, 1. */
export type Random = () => number;

/**
 * Random numbers that are the same for the same seed, so that a result drawn at random can be had again. Good enough for
 * resampling; not for secrets.
 *
 * Source: Chris Doty-Humphrey, PractRand, generator sfc32 (128 bits of state, passes BigCrush).
 * @param seed any whole number
 */
export function seededRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed is a whole number, not ${seed}`);
  let [a, b, c, counter] = [0, seed | 0, Math.floor(seed / 2 ** 32) | 0, 1];
  const next: Random = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // the first numbers still show the seed
  for (let skipped = 0; skipped < 12; skipped += 1) next();
  return next;
}
