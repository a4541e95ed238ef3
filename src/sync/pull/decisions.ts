import { response as responseShape } from '../../feedback/response.ts';
import type { Response } from '../../feedback/response.ts';
import type { FoundDecision } from '../../salesforce/find-touched.ts';
import { externalIdField } from '../../salesforce/records.ts';
import type { Run } from '../run.ts';

/** What a pull has learned of the unmatched. */
export interface Decisions {
  /** External ids of those whose entry in the org has to be told of its response afterwards. */
  toBeLinked: string[];
}

/**
 * Does what people have decided in the org of answers that found no place: one that was given its contact flows, from the
 * outbox, or where the outbox does not have it, as the org's own entry holds it; one that was dismissed is let go.
 */
export async function followDecisions(run: Run, decisions: readonly FoundDecision[]): Promise<Decisions> {
  const { outbox, clock } = run;
  const dismissed = decisions.filter(({ isDismissed }) => isDismissed);
  if (dismissed.length > 0) {
    await outbox.dismiss(
      dismissed.map(({ externalId }) => externalId),
      clock(),
    );
  }
  const toBeLinked: string[] = [];
  for (const decision of decisions) {
    const { externalId, contactId, isDismissed } = decision;
    if (isDismissed || contactId === undefined) continue;
    if (await outbox.replaceContact(externalId, contactId, clock())) continue;
    const content = rebuiltResponse(decision);
    if (content === undefined) continue;
    const [result] = await outbox.put(
      [{ kind: 'response', origin: 'Feedback_Unmatched__c', content }],
      clock(),
    );
    if (result !== 'erased') toBeLinked.push(externalId);
  }
  return { toBeLinked };
}

/** An answer as its entry among the unmatched holds it; absent when something is missing there, or is no answer. */
export function rebuiltResponse(decision: FoundDecision): Response | undefined {
  const { externalId, contactId, survey, score, comment, channel, respondedAt } = decision;
  const moment = new Date(respondedAt ?? Number.NaN);
  if (Number.isNaN(moment.getTime())) return undefined;
  const { data } = responseShape.safeParse({
    externalId,
    survey,
    respondent: { contactId },
    score,
    comment,
    channel,
    respondedAt: moment.toISOString(),
  });
  return data;
}

/** Tells entries of the unmatched which response has become of them; those without one yet are left for the next pull. */
export async function linkResolved({ org }: Run, externalIds: readonly string[]): Promise<void> {
  const records = externalIds.map((externalId) => ({
    External_Id__c: externalId,
    Response__r: { External_Id__c: externalId },
  }));
  await org.upsert('Feedback_Unmatched__c', externalIdField, records);
}
