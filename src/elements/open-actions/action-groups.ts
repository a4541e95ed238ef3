import type { OpenAction } from './action.ts';

/** When an action is to be done, seen from today, in the order in which they are shown. */
export const urgencies = ['late', 'dueToday', 'later'] as const;

/** An action without a date is for later. */
export type Urgency = (typeof urgencies)[number];

/** Actions of one urgency, the earliest date first. */
export interface ActionGroup {
  urgency: Urgency;
  actions: readonly OpenAction[];
}

const millisecondsPerDay = 86_400_000;

/**
 * How urgent an action is. The org's word that it is late stands; an action that was loaded before midnight becomes late
 * by the calendar, too.
 * @param today YYYY-MM-DD where the reader is; absent when the time is not known
 */
export function urgencyOf({ dueOn, isLate }: OpenAction, today: string | undefined): Urgency {
  if (isLate || (dueOn && today && dueOn < today)) return 'late';
  return dueOn && dueOn === today ? 'dueToday' : 'later';
}

/** Actions in the order in which they are to be done: late, today, later; the earliest date first, those without last. */
export function sortActions(actions: readonly OpenAction[], today: string | undefined): OpenAction[] {
  const rank = (action: OpenAction): string =>
    `${urgencies.indexOf(urgencyOf(action, today))} ${action.dueOn ?? 'without'}`;
  return [...actions].sort((one, other) => compare(rank(one), rank(other)));
}

/** Sorted actions under the urgencies that they have; urgencies without any are left out. */
export function groupActions(sorted: readonly OpenAction[], today: string | undefined): ActionGroup[] {
  return urgencies
    .map((urgency) => ({
      urgency,
      actions: sorted.filter((action) => urgencyOf(action, today) === urgency),
    }))
    .filter(({ actions }) => actions.length > 0);
}

/** Whole days from a date to today: 1 for yesterday. @param dueOn YYYY-MM-DD @param today YYYY-MM-DD */
export function daysLate(dueOn: string, today: string): number {
  return (Date.parse(today) - Date.parse(dueOn)) / millisecondsPerDay;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
