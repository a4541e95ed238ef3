/** What a survey is about; the values of `Feedback_Survey__c.Type__c`. */
export const surveyTypes = ['Relationship', 'Transactional', 'Win/Loss', 'Interview'] as const;
export type SurveyType = (typeof surveyTypes)[number];

/**
 * The kinds of survey whose answers make up the relationship score of an account.
 * Source: the method, "Current answer: relationship surveys only (interviews included)".
 */
export const relationshipSurveyTypes: readonly SurveyType[] = ['Relationship', 'Interview'];
