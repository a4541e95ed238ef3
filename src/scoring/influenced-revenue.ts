import { checkedDay, monthsBefore } from './calendar-day.ts';
import type { CalendarDay } from './calendar-day.ts';

/** For how long before a deal closes feedback is associated with it, in calendar months. */
export const defaultAssociationMonths = 12;

/** An action plan as far as the ledger needs it. */
export interface LedgerPlan {
  id: string;
  /** The value of `Feedback_Action_Plan__c.Status__c`. */
  status: 'Open' | 'In Progress' | 'Done' | 'Confirmed by Customer' | 'Reopened' | 'Cancelled';
  openedOn: CalendarDay;
  /** When it was done, for a plan that is; where that is not known, only its opening counts. */
  doneOn?: CalendarDay;
  /** The deal that it names. */
  dealId?: string;
  /** The people whose feedback it answers. */
  contactIds: readonly string[];
  /** The response with which it began. */
  responseId?: string;
}

/** A won deal as far as the ledger needs it. */
export interface WonDeal {
  id: string;
  closedOn: CalendarDay;
  /** Absent where the deal has none. It may be negative, as a credit is. */
  amount?: number;
  /** The people on its contact roles. */
  contactIds: readonly string[];
}

/** One deal in the ledger, with the chain that leads to it: response → action plan → deal. */
export interface LedgerEntry {
  dealId: string;
  closedOn: CalendarDay;
  amount?: number;
  /** The earliest plan that is associated with the deal. */
  planId: string;
  /** Absent for a plan that no response began. */
  responseId?: string;
  /** Whether the plan names the deal itself, or a person on its contact roles. */
  through: 'deal' | 'contact';
}

/** The revenue that is associated with feedback: the two came together; that one caused the other is not said. */
export interface RevenueLedger {
  /** In order of closing, then by id; every deal once. */
  entries: LedgerEntry[];
  /** Sum of the amounts, in `currency`. */
  total: number;
  /** The one currency of all amounts. */
  currency: string;
  /** Entries without an amount, which the total does not contain. */
  withoutAmount: number;
  /** The window of association, in calendar months. */
  months: number;
}

/**
 * The ledger of revenue associated with feedback. A won deal enters it when a plan that names the deal, or a person who
 * is on the deal's contact roles, was open or done on some day before the deal closed (not the day itself) and at most
 * `months` calendar months before (that day included). Each deal enters once, under the plan that was opened first, and
 * of those of one day the one of the lowest id. Cancelled plans associate nothing. Without such deals it is empty, and
 * its total 0: nothing is associated.
 *
 * @param deals those won; the same deal given again, as a join does, stays one deal
 * @param currency of all amounts: convert them first, this function adds numbers
 * @throws RangeError when a day does not exist, a plan was done before it was opened, an amount is not finite, the
 * window is not a whole number of months from 1 to 1200, or one deal is given with different facts
 */
export function associatedRevenue(
  deals: Iterable<WonDeal>,
  plans: Iterable<LedgerPlan>,
  currency: string,
  months: number = defaultAssociationMonths,
): RevenueLedger {
  if (!Number.isInteger(months) || months < 1) {
    throw new RangeError(`The window is a whole number of months, 1 or more; got ${String(months)}.`);
  }
  if (currency.trim() === '') throw new RangeError('The ledger needs the currency of its amounts.');
  const known = new PlanIndex(plans);
  const entries: LedgerEntry[] = [];
  for (const deal of distinct(deals)) {
    const first = monthsBefore(deal.closedOn, months);
    const earliest = known
      .plansOf(deal)
      .filter((plan) => plan.openedOn < deal.closedOn && lastDayOf(plan) >= first)
      .reduce<LedgerPlan | undefined>((other, plan) => (isEarlier(plan, other) ? plan : other), undefined);
    if (earliest !== undefined) entries.push(entryOf(deal, earliest));
  }
  entries.sort((a, b) =>
    a.closedOn === b.closedOn ? compare(a.dealId, b.dealId) : compare(a.closedOn, b.closedOn),
  );
  return {
    entries,
    total: entries.reduce((sum, { amount }) => sum + (amount ?? 0), 0),
    currency,
    withoutAmount: entries.filter(({ amount }) => amount === undefined).length,
    months,
  };
}

/** Plans by the deal they name and by the people they name. */
class PlanIndex {
  readonly #byDeal = new Map<string, LedgerPlan[]>();
  readonly #byContact = new Map<string, LedgerPlan[]>();

  constructor(plans: Iterable<LedgerPlan>) {
    for (const plan of plans) {
      checkedDay(plan.openedOn, `The opening of ${plan.id}`);
      if (plan.doneOn !== undefined && checkedDay(plan.doneOn, `The end of ${plan.id}`) < plan.openedOn) {
        throw new RangeError(`The plan ${plan.id} was done on ${plan.doneOn}, before it was opened.`);
      }
      if (plan.status === 'Cancelled') continue;
      if (plan.dealId !== undefined) append(this.#byDeal, plan.dealId, plan);
      for (const contactId of plan.contactIds) append(this.#byContact, contactId, plan);
    }
  }

  plansOf({ id, contactIds }: WonDeal): LedgerPlan[] {
    return [
      ...(this.#byDeal.get(id) ?? []),
      ...contactIds.flatMap((contactId) => this.#byContact.get(contactId) ?? []),
    ];
  }
}

function append(index: Map<string, LedgerPlan[]>, key: string, plan: LedgerPlan): void {
  const plans = index.get(key);
  if (plans === undefined) index.set(key, [plan]);
  else plans.push(plan);
}

/** The last day on which the plan was open or done; an open plan goes on. */
function lastDayOf({ status, openedOn, doneOn }: LedgerPlan): CalendarDay {
  const isOver = status === 'Done' || status === 'Confirmed by Customer';
  return isOver ? (doneOn ?? openedOn) : '9999-12-31';
}

function isEarlier(plan: LedgerPlan, other: LedgerPlan | undefined): boolean {
  if (other === undefined) return true;
  return plan.openedOn === other.openedOn ? plan.id < other.id : plan.openedOn < other.openedOn;
}

function entryOf(deal: WonDeal, plan: LedgerPlan): LedgerEntry {
  return {
    dealId: deal.id,
    closedOn: deal.closedOn,
    amount: deal.amount,
    planId: plan.id,
    responseId: plan.responseId,
    through: plan.dealId === deal.id ? 'deal' : 'contact',
  };
}

/** Each deal once, with the contacts of all the lines that gave it. */
function distinct(deals: Iterable<WonDeal>): Iterable<WonDeal> {
  const byId = new Map<string, WonDeal>();
  for (const deal of deals) {
    const { id, closedOn, amount, contactIds } = deal;
    checkedDay(closedOn, `The closing of ${id}`);
    if (amount !== undefined && !Number.isFinite(amount)) {
      throw new RangeError(`The amount of ${id} is a finite number; got ${String(amount)}.`);
    }
    const other = byId.get(id);
    if (other !== undefined && (other.closedOn !== closedOn || other.amount !== amount)) {
      throw new RangeError(`The deal ${id} is given with different amounts or days of closing.`);
    }
    byId.set(id, { ...deal, contactIds: [...(other?.contactIds ?? []), ...contactIds] });
  }
  return byId.values();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
