import type { OpenAction } from './action.ts';

/** What a list of actions is doing at one moment. */
export interface Saves {
  actions: readonly OpenAction[];
  /** Ids of the actions that are being saved. */
  busy: readonly string[];
  /** Why actions could not be saved, by id. */
  failures: Readonly<Record<string, string>>;
}

/** What became of a save. */
export interface Outcome {
  subject: string;
  /** Why it was not saved, as the org says it; absent when it was. */
  failure?: string;
}

/**
 * What became of the saves that were under way before: one that failed, or one that is through, its action no longer
 * open. The list may come before the word that the save has ended, so an action that is gone is done, busy or not; one
 * that is still listed without a word has not been saved as far as anybody can tell.
 */
export function outcomesBetween(before: Saves, after: Saves): Outcome[] {
  const failureOf = (id: string) => (after.busy.includes(id) ? undefined : after.failures[id]);
  return before.actions
    .filter(({ id }) => before.busy.includes(id))
    .filter(({ id }) => failureOf(id) || !after.actions.some((action) => action.id === id))
    .map(({ id, subject }) => ({ subject, failure: failureOf(id) }));
}
