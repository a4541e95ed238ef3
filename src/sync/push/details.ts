import type { Response } from '../../feedback/response.ts';
import type { LeasedParcel, Outcome } from '../../outbox/outbox.ts';
import { answerRecord, hasRoomForAnswer } from '../../salesforce/answer-records.ts';
import type { RowOutcome, SObjectRecord } from '../../salesforce/org.ts';
import { outcomeOfFailure } from './outcomes.ts';
import type { Moment } from './outcomes.ts';
import type { PlacedParcel } from './rows.ts';

/** A response whose own record is in the org, and whose details are not all there yet. */
export type PlacedResponse = Extract<LeasedParcel, { kind: 'response' }> & PlacedParcel;

export type Refusal = Extract<RowOutcome, { success: false }>;

/** What of a response's answers can be written, and what cannot. */
export interface AnswerRows {
  records: SObjectRecord[];
  /** Keys that the survey has no question for. */
  unknown: string[];
}

/**
 * The answers of a response to single questions, as records: of two to the same question the last one counts.
 * @param questions record ids of the survey's questions, by key
 */
export function answerRows(
  { externalId, answers = [] }: Response,
  questions: ReadonlyMap<string, string> | undefined,
): AnswerRows {
  const byQuestion = new Map(answers.map((answer) => [answer.question, answer]));
  const records: SObjectRecord[] = [];
  const unknown: string[] = [];
  for (const [key, answer] of byQuestion) {
    const questionId = questions?.get(key);
    if (questionId === undefined || !hasRoomForAnswer(externalId, key)) unknown.push(key);
    else records.push(answerRecord(externalId, answer, questionId));
  }
  return { records, unknown };
}

/**
 * What follows for a response from its details: it waits when one of them may be taken later, is set aside when one was
 * refused or has no question in the survey, and is confirmed when all of them are there. The response itself, and those of
 * its details that were taken, are in the org in any case.
 */
export function outcomeOfDetails(
  parcel: PlacedResponse,
  refusals: readonly Refusal[],
  unknown: readonly string[],
  moment: Moment,
): Outcome {
  const [refusal] = refusals.toSorted((a, b) => Number(a.kind === 'refused') - Number(b.kind === 'refused'));
  if (refusal !== undefined) return outcomeOfFailure(parcel.content.externalId, parcel, refusal, moment);
  if (unknown.length === 0) return { outcome: 'confirmed', touchedAccountId: parcel.place.accountId };
  const reason = { code: 'Unknown Question', detail: unknown.join(', ') };
  return { outcome: 'setAside', reason, listedInOrg: false };
}

/** The record that says of an invitation that its answer has come. */
export function answeredRecord(invitationId: string): SObjectRecord {
  return { Id: invitationId, Status__c: 'Answered' };
}
