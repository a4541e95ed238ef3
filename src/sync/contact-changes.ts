import type { FoundLastFeedback } from '../salesforce/find-last-feedback.ts';
import type { SObjectRecord } from '../salesforce/org.ts';
import { lastFeedbackRecord } from '../salesforce/records.ts';

/**
 * What is to be written to contacts, so that each says when it last gave a score and when it last was asked: only fields
 * that say something else. A write to a contact runs the automation of the org, and shows in its history.
 * @returns account id and record; none for a contact that says the right thing
 */
export function contactsToWrite(
  found: readonly FoundLastFeedback[],
): (readonly [accountId: string, record: SObjectRecord])[] {
  return found.flatMap(({ contactId, accountId, now, stored }) => {
    const before = lastFeedbackRecord(stored);
    const changed = Object.entries(lastFeedbackRecord(now)).filter(([name, value]) => value !== before[name]);
    return changed.length === 0
      ? []
      : [[accountId, { Id: contactId, ...Object.fromEntries<unknown>(changed) }] as const];
  });
}
