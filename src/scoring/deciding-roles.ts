import type { Role } from './roles.ts';

/** The roles of those who decide: the ones that `Account.Feedback_Silent_Deciders__c` counts. */
export const decidingRoles: readonly Role[] = ['Decision Maker', 'Executive Sponsor', 'Economic Buyer'];

/** Whether someone of this role decides. Who has no known role is not taken for someone who does. */
export function decides(role: Role | undefined): boolean {
  return role !== undefined && decidingRoles.includes(role);
}
