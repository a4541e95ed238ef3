/**
 * Numbers from 0 to below 1 that look random, the same for the same seed. For tests alone: they can be foretold.
 * Source: G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8 (2003), shifts 13, 17, 5.
 */
export function randomNumbers(seed: number): () => number {
  // Zero would stay zero, and small seeds would begin alike.
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
