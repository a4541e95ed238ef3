import type { invitationStatuses } from '../feedback/invitation.ts';
import type { Measured } from './absent.ts';
import { checkedCount } from './checked.ts';

/** How far an invitation has come; the values of `Feedback_Invitation__c.Status__c`. */
export type InvitationStatus = (typeof invitationStatuses)[number];

/** What became of the people who were asked. Each of them is counted once; whole numbers, 0 or more. */
export interface ParticipationCounts {
  /** Answered to the end. */
  complete: number;
  /** Answered, and left questions open that a whole answer needs. */
  partial: number;
  /** Said no. */
  refusal: number;
  /** Never reached. */
  nonContact: number;
  /** Asked, and nothing is known since. */
  unknown: number;
}

/** Response rates, from 0 to 1, and the number of people they are a share of. */
export interface ResponseRates {
  asked: number;
  /** Complete answers alone. */
  rr1: number;
  /** Complete and partial answers. */
  rr2: number;
}

/**
 * What became of the invitations of a survey. Answered is complete unless it is said to be partial; opted out is a
 * refusal; bounced a non-contact; sent without an answer unknown. Planned and left out were not asked, and are not in it.
 *
 * AAPOR puts an e-mail that came back among the unknown (disposition 3.30). RR1 and RR2 divide by both alike, so they are the same.
 * @throws RangeError when a status is none of an invitation
 */
export function countParticipation(
  invitations: Iterable<{ status: InvitationStatus; isPartial?: boolean }>,
): ParticipationCounts {
  const counts: ParticipationCounts = { complete: 0, partial: 0, refusal: 0, nonContact: 0, unknown: 0 };
  for (const { status, isPartial } of invitations) {
    const outcome = status === 'Answered' && isPartial === true ? 'partial' : outcomes[status];
    if (outcome === undefined) throw new RangeError(`An invitation has no status ${String(status)}.`);
    if (outcome !== 'not asked') counts[outcome] += 1;
  }
  return counts;
}

const outcomes: Record<InvitationStatus, keyof ParticipationCounts | 'not asked'> = {
  Planned: 'not asked',
  Sent: 'unknown',
  Answered: 'complete',
  'Opted Out': 'refusal',
  Bounced: 'nonContact',
  'Left Out': 'not asked',
};

/**
 * The response rates RR1 = I / (I + P + R + NC + U) and RR2 = (I + P) / (the same), where I is complete, P partial,
 * R refusal, NC non-contact and U unknown: the two that take everyone of unknown fate for someone who should have
 * answered. While people may still answer they are provisional. Absent (`nothing`) when nobody was asked.
 *
 * Source: The American Association for Public Opinion Research, "Standard Definitions: Final Dispositions of Case Codes
 * and Outcome Rates for Surveys", 9th edition, 2016, "Response Rates". Its class O (others) has no state here.
 * @throws RangeError when a count is not a whole number
 */
export function responseRates(counts: ParticipationCounts): Measured<ResponseRates> {
  const { complete, partial, refusal, nonContact, unknown } = counts;
  for (const [outcome, count] of Object.entries(counts))
    checkedCount(count as number, `Of ${outcome}, the number`);
  const asked = complete + partial + refusal + nonContact + unknown;
  if (asked === 0) return { absent: 'nothing' };
  return { asked, rr1: complete / asked, rr2: (complete + partial) / asked };
}
