import { z } from 'zod';
import { respondent } from './respondent.ts';
import { text } from './text.ts';

/** How an answer was given; the values of `Feedback_Response__c.Channel__c`. */
export const channels = ['Email', 'Web', 'Phone', 'Interview', 'Conversation'] as const;
export type Channel = (typeof channels)[number];

/** Net Promoter categories; the values of `Feedback_Response__c.Category__c`. */
export type Category = 'Promoter' | 'Passive' | 'Detractor';

/** Longest comment that the org keeps, in characters (`Feedback_Response__c.Comment__c`). */
export const longestComment = 32_768;

/** What was answered to one question; a number, a text, or both. */
export const questionAnswer = z.strictObject({
  /** `Feedback_Question__c.Key__c`, unique within its survey. */
  question: text.min(1).max(40),
  number: z.number().optional(),
  text: text.max(longestComment).optional(),
});
export type QuestionAnswer = z.infer<typeof questionAnswer>;

/**
 * One answer of one person to one survey, the same shape whatever way it came in.
 * `externalId` is the source's name and the source's own id (`qualtrics:R_1x…`): the same id again is the same
 * answer, corrected.
 */
export const response = z.strictObject({
  externalId: text.min(1).max(255),
  /** External id of the survey in the org. */
  survey: text.min(1).max(255),
  respondent,
  /** The recommendation score: a whole number from 0 to 10, refused otherwise, never coerced. */
  score: z.int().min(0).max(10),
  /** What was answered to further questions of the survey, each named by its key. */
  answers: z.array(questionAnswer).optional(),
  comment: text.max(longestComment).optional(),
  channel: z.enum(channels),
  /** BCP 47 language of the answer, such as `fr` or `en-GB`. */
  language: text.max(10).optional(),
  /** When the person answered, ISO 8601 in UTC. */
  respondedAt: z.iso.datetime(),
});
export type Response = z.infer<typeof response>;
