import { relationshipSurveyTypes } from '../feedback/survey.ts';
import { queryInParts } from './find.ts';
import type { Queries } from './joined-queries.ts';
import { soql } from './soql.ts';

/** When a person last gave a score, and last was asked. Absent is what there is not. */
export interface LastFeedback {
  score?: number;
  answeredAt?: Date;
  askedAt?: Date;
}

/** A contact with what its feedback says, and what its record has of that. */
export interface FoundLastFeedback {
  contactId: string;
  accountId: string;
  now: LastFeedback;
  stored: LastFeedback;
}

/**
 * The contacts of these accounts, each with its newest score up to a time and its newest invitation, to whatever account
 * they belong: one query, and one more call for each further 2,000 contacts. A score is one of a relationship survey that
 * is not anonymous, verified, and no conversation; an invitation one to any survey.
 *
 * Source: SOQL and SOSL Reference, "Relationship Queries": a subquery has an order and a limit of its own.
 */
export async function findLastFeedback(
  org: Queries,
  accountIds: Iterable<string>,
  now: Date,
): Promise<FoundLastFeedback[]> {
  interface Row {
    Id: string;
    AccountId: string;
    Feedback_Last_Score__c: number | null;
    Feedback_Last_Answer__c: string | null;
    Feedback_Last_Asked__c: string | null;
    Feedback_Responses__r: { records: { Score__c: number; Responded_At__c: string }[] } | null;
    Feedback_Invitations__r: { records: { Sent_At__c: string }[] } | null;
  }
  const rows = await queryInParts<Row>(
    org,
    accountIds,
    (
      part,
    ) => soql`SELECT Id, AccountId, Feedback_Last_Score__c, Feedback_Last_Answer__c, Feedback_Last_Asked__c,
        (SELECT Score__c, Responded_At__c FROM Feedback_Responses__r
          WHERE Survey__r.Type__c IN ${relationshipSurveyTypes} AND Survey__r.Anonymous__c = false
            AND Channel__c != 'Conversation' AND Is_Verified__c = true AND Score__c != null
            AND Responded_At__c <= ${now}
          ORDER BY Responded_At__c DESC, Id DESC LIMIT 1),
        (SELECT Sent_At__c FROM Feedback_Invitations__r
          WHERE Sent_At__c != null ORDER BY Sent_At__c DESC LIMIT 1)
      FROM Contact WHERE AccountId IN ${part}`,
  );
  return rows.map((row) => {
    const [answer] = row.Feedback_Responses__r?.records ?? [];
    const [invitation] = row.Feedback_Invitations__r?.records ?? [];
    return {
      contactId: row.Id,
      accountId: row.AccountId,
      now: lastFeedback(answer?.Score__c, answer?.Responded_At__c, invitation?.Sent_At__c),
      stored: lastFeedback(
        row.Feedback_Last_Score__c,
        row.Feedback_Last_Answer__c,
        row.Feedback_Last_Asked__c,
      ),
    };
  });
}

function lastFeedback(
  score: number | null | undefined,
  answeredAt: string | null | undefined,
  askedAt: string | null | undefined,
): LastFeedback {
  return {
    score: score ?? undefined,
    answeredAt: dateOf(answeredAt),
    askedAt: dateOf(askedAt),
  };
}

/** A time as the org gives it; absent where it gives none. */
export function dateOf(value: string | null | undefined): Date | undefined {
  return value === null || value === undefined ? undefined : new Date(value);
}
