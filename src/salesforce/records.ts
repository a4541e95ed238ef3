import type { Invitation } from '../feedback/invitation.ts';
import type { Category, Response } from '../feedback/response.ts';
import type { LastFeedback } from './find-last-feedback.ts';
import type { SObjectRecord } from './org.ts';

/** The field by which every object of the package is upserted. */
export const externalIdField = 'External_Id__c';

/** Why an answer found no place in the org; the values of `Feedback_Unmatched__c.Reason__c`. */
export type UnmatchedReason =
  'Unknown Contact' | 'Ambiguous Contact' | 'Contact Without Account' | 'Unknown Survey';

/** Where an answer or invitation belongs. */
export interface Place {
  accountId: string;
  contactId: string;
  surveyId: string;
}

/** An answer as `Feedback_Response__c`. */
export function responseRecord(
  response: Response,
  place: Place & { invitationId?: string; category: Category },
): SObjectRecord {
  return {
    External_Id__c: response.externalId,
    Account__c: place.accountId,
    Contact__c: place.contactId,
    Survey__c: place.surveyId,
    Invitation__c: place.invitationId ?? null,
    Score__c: response.score,
    Category__c: place.category,
    Comment__c: response.comment ?? null,
    Channel__c: response.channel,
    Language__c: response.language ?? null,
    Responded_At__c: response.respondedAt,
  };
}

/** An invitation as `Feedback_Invitation__c`. */
export function invitationRecord(invitation: Invitation, place: Place): SObjectRecord {
  return {
    External_Id__c: invitation.externalId,
    Account__c: place.accountId,
    Contact__c: place.contactId,
    Survey__c: place.surveyId,
    Status__c: invitation.status,
    Channel__c: invitation.channel,
    Sent_At__c: invitation.sentAt ?? null,
    ...reasons(invitation),
  };
}

/** One reason of the file is two fields in the org: why someone was selected is not why someone was left out. */
function reasons({ status, reason = null }: { status: string; reason?: string | null }): SObjectRecord {
  const isLeftOut = status === 'Left Out';
  return { Reason__c: isLeftOut ? reason : null, Selected_Because__c: isLeftOut ? null : reason };
}

/**
 * An answer that found no place, as `Feedback_Unmatched__c`. `details` names what was found, within 255 characters. One
 * that is already listed keeps its status: someone may have dismissed it. But where its contact is named, someone has resolved
 * it, and it finds no place all the same: it is open again, with the new reason.
 */
export function unmatchedRecord(
  response: Response,
  reason: UnmatchedReason,
  details: string,
  isListed: boolean,
): SObjectRecord {
  return {
    ...(isListed && response.respondent.contactId === undefined ? {} : { Status__c: 'Open' }),
    External_Id__c: response.externalId,
    Reason__c: reason,
    Details__c: details.slice(0, 255),
    Email__c: response.respondent.email ?? null,
    Survey_Key__c: response.survey,
    Score__c: response.score,
    Comment__c: response.comment ?? null,
    Channel__c: response.channel,
    Responded_At__c: response.respondedAt,
  };
}

/** Marks the `Feedback_Unmatched__c` of an answer as resolved: it has found its place since. */
export function resolvedRecord(response: Response, contactId: string): SObjectRecord {
  return {
    External_Id__c: response.externalId,
    Status__c: 'Resolved',
    Contact__c: contactId,
    Response__r: { External_Id__c: response.externalId },
  };
}

interface WrittenScore {
  score?: number;
  interval?: { lower: number; upper: number };
  answers: number;
  counts: { promoters: number; passives: number; detractors: number };
  silent: number;
}

/** What an account's page and list views show of its numbers. Shares of people are from 0 to 1. */
export function accountNumbersRecord(
  accountId: string,
  numbers: WrittenScore & {
    silentDeciders: number;
    /** Absent without a wave. */
    coverage?: number;
    openActions: number;
    lateActions: number;
    health: string;
    lastAnswer?: Date;
    windowDays: number;
    scoredAt: Date;
  },
): SObjectRecord {
  return {
    Id: accountId,
    Feedback_NPS__c: numbers.score ?? null,
    Feedback_NPS_Lower__c: numbers.interval?.lower ?? null,
    Feedback_NPS_Upper__c: numbers.interval?.upper ?? null,
    Feedback_Answers__c: numbers.answers,
    Feedback_Promoters__c: numbers.counts.promoters,
    Feedback_Passives__c: numbers.counts.passives,
    Feedback_Detractors__c: numbers.counts.detractors,
    Feedback_Silent__c: numbers.silent,
    Feedback_Silent_Deciders__c: numbers.silentDeciders,
    Feedback_Coverage__c: percent(numbers.coverage),
    Feedback_Open_Actions__c: numbers.openActions,
    Feedback_Late_Actions__c: numbers.lateActions,
    Feedback_Health__c: numbers.health,
    Feedback_Last_Answer__c: numbers.lastAnswer?.toISOString() ?? null,
    Feedback_Window_Days__c: numbers.windowDays,
    Feedback_Scored_At__c: numbers.scoredAt.toISOString(),
  };
}

/** What a snapshot is known by: the account that it was computed for, and the month, given by its first day. */
export function snapshotKey(accountId: string, month: string): string {
  return `${accountId}:${month.slice(0, 7)}`;
}

/**
 * The numbers of an account for one month, as `Feedback_Snapshot__c`. There is one for each account and month: its external
 * id is made of both.
 * @param numbers `month` is the first day of the month, `2026-07-01`; `coverage` a share from 0 to 1;
 *   `trustIndex` from 0 to 100
 */
export function snapshotRecord(
  accountId: string,
  numbers: WrittenScore & {
    month: string;
    sharedAnswers: number;
    inScope?: number;
    coverage?: number;
    trustIndex?: number;
  },
  computedAt: Date,
): SObjectRecord {
  return {
    External_Id__c: snapshotKey(accountId, numbers.month),
    Account__c: accountId,
    Month__c: numbers.month,
    Method__c: 'All Answers Alike',
    NPS__c: numbers.score ?? null,
    NPS_Lower__c: numbers.interval?.lower ?? null,
    NPS_Upper__c: numbers.interval?.upper ?? null,
    Answers__c: numbers.answers,
    Promoters__c: numbers.counts.promoters,
    Passives__c: numbers.counts.passives,
    Detractors__c: numbers.counts.detractors,
    Shared_Answers__c: numbers.sharedAnswers,
    Silent__c: numbers.silent,
    In_Scope__c: numbers.inScope ?? null,
    Coverage__c: percent(numbers.coverage),
    Trust_Index__c: numbers.trustIndex ?? null,
    Computed_At__c: computedAt.toISOString(),
  };
}

/** When a person last gave a score and last was asked, as the fields of a `Contact`. */
export function lastFeedbackRecord({ score, answeredAt, askedAt }: LastFeedback): SObjectRecord {
  return {
    Feedback_Last_Score__c: score ?? null,
    Feedback_Last_Answer__c: answeredAt?.toISOString() ?? null,
    Feedback_Last_Asked__c: askedAt?.toISOString() ?? null,
  };
}

/** Percent fields hold 80 for 80%. */
function percent(share: number | undefined): number | null {
  return share === undefined ? null : 100 * share;
}
