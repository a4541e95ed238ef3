/**
 * What went wrong, in the org's own words.
 *
 * @param failure the `errors` of a GraphQL answer, or what was thrown: an Error, or a failed request with a `body`
 * @returns the messages, one after the other; empty when there is nothing to quote
 */
export function wordsOf(failure) {
  const parts = Array.isArray(failure) ? failure : [failure];
  const words = parts.map((part) => part?.body?.message ?? part?.message ?? '').filter(Boolean);
  return [...new Set(words)].join(' ');
}
