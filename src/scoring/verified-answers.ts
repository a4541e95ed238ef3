/**
 * The answers that count in any score: those that the bot filter set aside stay out. They are not changed, so an answer
 * that is cleared again counts again as if it had always counted. An answer of which nothing is said is verified.
 */
export function verifiedAnswers<Answer extends { isVerified?: boolean }>(
  answers: Iterable<Answer>,
): Answer[] {
  return [...answers].filter(({ isVerified }) => isVerified !== false);
}
