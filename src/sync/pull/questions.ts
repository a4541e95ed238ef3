import {
  dueQuestion,
  feedbackQuestions,
  openActionsQuestion,
  otherWindowQuestion,
  passingQuestions,
  peopleQuestions,
  scoredQuestion,
} from '../../salesforce/find-touched.ts';
import type { TouchedQuestion } from '../../salesforce/find-touched.ts';
import { windowStart } from '../../scoring/current-answers.ts';
import { firstDayOf, monthsIn } from '../../scoring/months.ts';
import type { Standing } from '../standing.ts';

/**
 * What is asked of the org to find the accounts whose numbers may have changed otherwise than by this sync's own answers:
 * - by the passing of time since the last pull: an answer or an invitation of theirs left the window, an invitation has
 *   lain so long that it is silence, an action became late; and with the first pull of a month every account that has
 *   numbers, so that each has its snapshot of the month
 * - by what others did in the org: answers, grades or invitations corrected or deleted, plans and actions, roles and deals,
 *   accounts and contacts merged; a rated question given another theme, scale or weight
 * - by the admin, who has changed the setting of the window
 *
 * Without a last pull, as after the loss of the outbox, every account that has numbers or open actions.
 * @param last the last pull, and from when on what others did is looked for
 */
export function touchedQuestions(
  { rules: { windowDays, silenceDays }, timeZone, userId }: Standing,
  last: { at: Date; since: Date } | undefined,
  now: Date,
): TouchedQuestion[] {
  if (last === undefined) return [scoredQuestion, openActionsQuestion, otherWindowQuestion(windowDays)];
  const { at, since } = last;
  const between = (days: number) => [windowStart(at, days), windowStart(now, days)] as const;
  const questions = [
    ...passingQuestions(between(windowDays), between(windowDays), between(silenceDays)),
    ...feedbackQuestions({ since, userId }),
    ...peopleQuestions({ since, userId }),
    otherWindowQuestion(windowDays),
  ];
  const dayOf = dayIn(timeZone);
  // the org says what is late by the day of the user who asks, which may still be yesterday here
  const [from, to] = [dayOf(new Date(at.getTime() - 86_400_000)), dayOf(now)];
  if (dayOf(at) !== to) questions.push(dueQuestion(from, to));
  const calendar = monthsIn(timeZone);
  const monthOf = (moment: Date) => firstDayOf(calendar.monthOf(moment));
  if (monthOf(at) !== monthOf(now)) questions.push(scoredQuestion);
  return questions;
}

/** The day that it is at a moment in a time zone: `2026-06-30`. */
function dayIn(timeZone: string): (moment: Date) => string {
  // Swedish writes dates as YYYY-MM-DD
  const format = new Intl.DateTimeFormat('sv', { timeZone });
  return (moment) => format.format(moment);
}
