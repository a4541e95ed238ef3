import type { Invitation } from '../feedback/invitation.ts';
import type { Category, Response } from '../feedback/response.ts';
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
 * that is already listed keeps its status: someone may have dismissed it.
 */
export function unmatchedRecord(
  response: Response,
  reason: UnmatchedReason,
  details: string,
  isListed: boolean,
): SObjectRecord {
  return {
    ...(isListed ? {} : { Status__c: 'Open' }),
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

/** What an account's page and list views show of its score. */
export function accountScoreRecord(
  accountId: string,
  score: {
    score?: number;
    interval?: { lower: number; upper: number };
    answers: number;
    counts: { promoters: number; passives: number; detractors: number };
    silent: number;
    lastAnswer?: Date;
    windowDays: number;
    scoredAt: Date;
  },
): SObjectRecord {
  return {
    Id: accountId,
    Feedback_NPS__c: score.score ?? null,
    Feedback_NPS_Lower__c: score.interval?.lower ?? null,
    Feedback_NPS_Upper__c: score.interval?.upper ?? null,
    Feedback_Answers__c: score.answers,
    Feedback_Promoters__c: score.counts.promoters,
    Feedback_Passives__c: score.counts.passives,
    Feedback_Detractors__c: score.counts.detractors,
    Feedback_Silent__c: score.silent,
    Feedback_Last_Answer__c: score.lastAnswer?.toISOString() ?? null,
    Feedback_Window_Days__c: score.windowDays,
    Feedback_Scored_At__c: score.scoredAt.toISOString(),
  };
}
