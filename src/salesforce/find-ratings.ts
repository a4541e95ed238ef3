import { relationshipSurveyTypes } from '../feedback/survey.ts';
import { queryInParts } from './find.ts';
import type { Queries } from './joined-queries.ts';
import { soql } from './soql.ts';

/** A question of a relationship survey whose answers are grades that count towards a theme. */
export interface FoundRatedQuestion {
  id: string;
  surveyId: string;
  key: string;
  theme: string;
  lowest: number;
  highest: number;
  weight?: number;
}

/** A grade that was given to one question of a response. */
export interface FoundGrade {
  responseId: string;
  questionId: string;
  value: number;
}

/**
 * The rated questions of the org's relationship surveys, those of a survey in its order. What a validation rule refuses and
 * an older package did not, a question without a scale, or with a weight below zero, is not among them.
 */
export async function findRatedQuestions(org: Queries): Promise<FoundRatedQuestion[]> {
  interface Row {
    Id: string;
    Survey__c: string;
    Key__c: string;
    Theme__c: string;
    Lowest__c: number;
    Highest__c: number;
    Weight__c: number | null;
  }
  const rows = await org.query<Row>(
    soql`SELECT Id, Survey__c, Key__c, Theme__c, Lowest__c, Highest__c, Weight__c FROM Feedback_Question__c
      WHERE Kind__c = 'Rating' AND Theme__c != null AND Lowest__c != null AND Highest__c != null
        AND Survey__r.Type__c IN ${relationshipSurveyTypes}
      ORDER BY Survey__c, Order__c, Id`,
  );
  return rows
    .map((row) => ({
      id: row.Id,
      surveyId: row.Survey__c,
      key: row.Key__c,
      theme: row.Theme__c,
      lowest: row.Lowest__c,
      highest: row.Highest__c,
      weight: row.Weight__c ?? undefined,
    }))
    .filter(({ lowest, highest, weight = 1 }) => lowest < highest && weight >= 0);
}

/** The grades in relationship surveys that these accounts gave after a time. */
export async function findGrades(
  org: Queries,
  accountIds: Iterable<string>,
  after: Date,
): Promise<FoundGrade[]> {
  const rows = await queryInParts<{ Response__c: string; Question__c: string; Number__c: number }>(
    org,
    accountIds,
    (part) => soql`SELECT Response__c, Question__c, Number__c FROM Feedback_Answer__c
      WHERE Response__r.Account__c IN ${part} AND Response__r.Responded_At__c > ${after}
        AND Response__r.Survey__r.Type__c IN ${relationshipSurveyTypes}
        AND Question__r.Kind__c = 'Rating' AND Number__c != null`,
  );
  return rows.map((row) => ({
    responseId: row.Response__c,
    questionId: row.Question__c,
    value: row.Number__c,
  }));
}
