import type { QuestionAnswer } from '../feedback/response.ts';
import type { SObjectRecord } from './org.ts';

/** Longest external id that the org keeps. */
const longestExternalId = 255;

/** The external id of what was answered to one question: that of the response, and the question's key. */
export function answerExternalId(responseExternalId: string, question: string): string {
  return `${responseExternalId}:${question}`;
}

/** Whether the org can keep an answer to a question of this response under its external id. */
export function hasRoomForAnswer(responseExternalId: string, question: string): boolean {
  return answerExternalId(responseExternalId, question).length <= longestExternalId;
}

/**
 * What was answered to one question, as `Feedback_Answer__c`.
 * @param questionId record id of the question
 */
export function answerRecord(
  responseExternalId: string,
  { question, number, text }: QuestionAnswer,
  questionId: string,
): SObjectRecord {
  return {
    External_Id__c: answerExternalId(responseExternalId, question),
    Response__r: { External_Id__c: responseExternalId },
    Question__c: questionId,
    Number__c: number ?? null,
    Text__c: text ?? null,
  };
}
