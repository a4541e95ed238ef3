import { defaultWindowDays, windowStart } from './current-answers.ts';

/** How long an invitation may lie before no answer is called silence, in days of 24 hours. */
export const defaultPatienceDays = 14;

/**
 * The contacts who are silent at a given time: invited within the window and at least `patienceDays` ago, without an
 * answer within the window. Who was never invited is not silent.
 *
 * @param invitations those that were sent, to relationship surveys, of one account
 * @param answers those to relationship surveys, of the same account
 */
export function silentContacts(
  invitations: Iterable<{ contactId: string; sentAt: Date }>,
  answers: Iterable<{ contactId?: string; respondedAt: Date }>,
  now: Date,
  windowDays: number = defaultWindowDays,
  patienceDays: number = defaultPatienceDays,
): Set<string> {
  const start = windowStart(now, windowDays);
  const deadline = windowStart(now, patienceDays);
  const silent = new Set<string>();
  for (const { contactId, sentAt } of invitations) {
    if (sentAt > start && sentAt <= deadline) silent.add(contactId);
  }
  for (const { contactId, respondedAt } of answers) {
    if (contactId !== undefined && respondedAt > start && respondedAt <= now) silent.delete(contactId);
  }
  return silent;
}
