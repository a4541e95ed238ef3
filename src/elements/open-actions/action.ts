/** An open action of an account, as the org holds it. */
export interface OpenAction {
  id: string;
  subject: string;
  /** Name of who is to do it. */
  assignee?: string;
  /** Calendar date, YYYY-MM-DD. */
  dueOn?: string;
  /** Whether the org counts it as late. */
  isLate: boolean;
  status: 'Open' | 'In Progress';
  /** Name of the plan that it belongs to. */
  plan: string;
  planId: string;
}
