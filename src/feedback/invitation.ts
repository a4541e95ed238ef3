import { z } from 'zod';
import { respondent } from './respondent.ts';
import { text } from './text.ts';

/** Where an invitation stands; the values of `Feedback_Invitation__c.Status__c`. */
export const invitationStatuses = [
  'Planned',
  'Sent',
  'Answered',
  'Opted Out',
  'Bounced',
  'Left Out',
] as const;

/** How an invitation reaches its contact; the values of `Feedback_Invitation__c.Channel__c`. */
export const invitationChannels = ['Email', 'Web', 'Phone', 'Interview'] as const;

/** One person asked to answer one survey (or left out of it, with the reason). */
export const invitation = z.strictObject({
  externalId: text.min(1).max(255),
  /** External id of the survey in the org. */
  survey: text.min(1).max(255),
  respondent,
  status: z.enum(invitationStatuses),
  channel: z.enum(invitationChannels),
  /** When it was sent, ISO 8601 in UTC. */
  sentAt: z.iso.datetime().optional(),
  /** Why this person was selected, or left out. */
  reason: text.max(255).optional(),
});
export type Invitation = z.infer<typeof invitation>;
