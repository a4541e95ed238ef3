import type { OpenAction } from '../../../src/elements/open-actions/action.ts';

/** An open action with an id, and what is to differ from the usual one. */
export function action(id: string, differences: Partial<OpenAction> = {}): OpenAction {
  return {
    id,
    subject: `Action ${id}`,
    assignee: 'Camille Roux',
    dueOn: '2026-07-20',
    isLate: false,
    status: 'Open',
    plan: 'Incident communication',
    planId: 'a01',
    ...differences,
  };
}
