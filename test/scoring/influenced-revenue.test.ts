import { expect } from 'chai';
import { associatedRevenue } from '../../src/scoring/influenced-revenue.ts';
import type { LedgerPlan, WonDeal } from '../../src/scoring/influenced-revenue.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';
import type { Random } from '../../src/scoring/statistics/random.ts';

const plan = (id: string, openedOn: string, part: Partial<LedgerPlan> = {}): LedgerPlan => ({
  id,
  status: 'Open',
  openedOn,
  dealId: 'deal',
  contactIds: [],
  ...part,
});
const won = (closedOn: string, part: Partial<WonDeal> = {}): WonDeal => ({
  id: 'deal',
  closedOn,
  amount: 100,
  contactIds: [],
  ...part,
});
const isAssociated = (closedOn: string, one: LedgerPlan, months?: number) =>
  associatedRevenue([won(closedOn)], [one], 'EUR', months).entries.length === 1;

/** An independent second computation: asks of every day of the window whether the plan was open, or done, on it. */
function bruteForce(deals: WonDeal[], plans: LedgerPlan[], months: number): Map<string, string> {
  const ledger = new Map<string, string>();
  for (const deal of deals) {
    const credited: LedgerPlan[] = [];
    for (const one of plans) {
      const names =
        one.dealId === deal.id || one.contactIds.some((contactId) => deal.contactIds.includes(contactId));
      if (!names || one.status === 'Cancelled') continue;
      const isOver = one.status === 'Done' || one.status === 'Confirmed by Customer';
      for (const day of daysBefore(deal.closedOn, months)) {
        const last = isOver ? (one.doneOn ?? one.openedOn) : day;
        if (one.openedOn <= day && day <= last) {
          credited.push(one);
          break;
        }
      }
    }
    credited.sort((a, b) => `${a.openedOn} ${a.id}`.localeCompare(`${b.openedOn} ${b.id}`, 'en'));
    if (credited[0] !== undefined) ledger.set(deal.id, credited[0].id);
  }
  return ledger;
}

/** The days of the window, the last first: back to the same date so many months ago, or the last day before it. */
function daysBefore(closedOn: string, months: number): string[] {
  const [year, month, date] = closedOn.split('-').map(Number) as [number, number, number];
  const time = new Date(`${closedOn}T00:00:00Z`);
  const days: string[] = [];
  for (;;) {
    time.setUTCDate(time.getUTCDate() - 1);
    days.push(time.toISOString().slice(0, 10));
    const back = (year - time.getUTCFullYear()) * 12 + (month - 1 - time.getUTCMonth());
    if (back === months && time.getUTCDate() <= date) return days;
  }
}

const whole = (random: Random, below: number) => Math.floor(random() * below);
const someDay = (random: Random) =>
  new Date(Date.UTC(2023, 0, 1 + whole(random, 1100))).toISOString().slice(0, 10);

function randomPlan(random: Random, id: string): LedgerPlan {
  const openedOn = someDay(random);
  const later = someDay(random);
  const statuses = ['Open', 'In Progress', 'Done', 'Confirmed by Customer', 'Reopened', 'Cancelled'] as const;
  return {
    id,
    status: statuses[whole(random, statuses.length)]!,
    openedOn,
    doneOn: later >= openedOn && random() < 0.8 ? later : undefined,
    dealId: random() < 0.5 ? `d${whole(random, 6)}` : undefined,
    contactIds: ['x', 'y', 'z'].filter(() => random() < 0.3),
    responseId: random() < 0.7 ? `r of ${id}` : undefined,
  };
}

describe('a won deal is associated with feedback', () => {
  it('when a plan that names it was opened before it closed, at most twelve months before', () => {
    expect(isAssociated('2026-06-30', plan('p', '2026-06-29'))).to.equal(true);
    expect(isAssociated('2026-06-30', plan('p', '2026-06-30'))).to.equal(false);
    const done = { status: 'Done' as const };
    expect(isAssociated('2026-06-30', plan('p', '2025-06-30', { ...done, doneOn: '2025-06-30' }))).to.equal(
      true,
    );
    expect(isAssociated('2026-06-30', plan('p', '2025-06-29', { ...done, doneOn: '2025-06-29' }))).to.equal(
      false,
    );
  });

  it('when the plan was opened long ago, and was still open, or done only then', () => {
    expect(isAssociated('2026-06-30', plan('p', '2020-01-01', { status: 'In Progress' }))).to.equal(true);
    expect(
      isAssociated('2026-06-30', plan('p', '2020-01-01', { status: 'Reopened', doneOn: '2020-02-01' })),
    ).to.equal(true);
    const doneOn = (day: string) => plan('p', '2020-01-01', { status: 'Confirmed by Customer', doneOn: day });
    expect(isAssociated('2026-06-30', doneOn('2025-06-30'))).to.equal(true);
    expect(isAssociated('2026-06-30', doneOn('2025-06-29'))).to.equal(false);
    expect(isAssociated('2026-06-30', doneOn('2026-08-01'))).to.equal(true);
  });

  it('by calendar months: leap days and short months are right', () => {
    const doneOn = (day: string) => plan('p', '2020-01-01', { status: 'Done', doneOn: day });
    expect(isAssociated('2024-02-29', doneOn('2023-02-28'))).to.equal(true);
    expect(isAssociated('2024-02-29', doneOn('2023-02-27'))).to.equal(false);
    expect(isAssociated('2025-02-28', doneOn('2024-02-28'))).to.equal(true);
    expect(isAssociated('2025-02-28', doneOn('2024-02-27'))).to.equal(false);
    expect(isAssociated('2025-03-31', doneOn('2025-02-28'), 1)).to.equal(true);
    expect(isAssociated('2025-03-31', doneOn('2025-02-27'), 1)).to.equal(false);
  });

  it('when a person of the plan is on its contact roles', () => {
    const byContact = plan('p', '2026-01-01', { dealId: undefined, contactIds: ['anna'] });
    const ledger = (contactIds: string[]) =>
      associatedRevenue([won('2026-06-30', { contactIds })], [byContact], 'EUR').entries;
    expect(ledger(['bert', 'anna'])[0]).to.include({ planId: 'p', through: 'contact' });
    expect(ledger(['bert'])).to.deep.equal([]);
  });

  it('not by a plan that was cancelled, or names another deal', () => {
    expect(isAssociated('2026-06-30', plan('p', '2026-01-01', { status: 'Cancelled' }))).to.equal(false);
    expect(isAssociated('2026-06-30', plan('p', '2026-01-01', { dealId: 'other' }))).to.equal(false);
  });

  it('for its opening alone, by a plan that is done and does not say when', () => {
    expect(isAssociated('2026-06-30', plan('p', '2025-07-01', { status: 'Done' }))).to.equal(true);
    expect(isAssociated('2026-06-30', plan('p', '2025-06-01', { status: 'Done' }))).to.equal(false);
  });
});

describe('the ledger of associated revenue', () => {
  it('keeps the chain from the response over the earliest plan to the deal', () => {
    const plans = [
      plan('late', '2026-03-01', { responseId: 'r3' }),
      plan('b', '2026-01-01', { responseId: 'r2' }),
      plan('a', '2026-01-01', { responseId: 'r1', dealId: undefined, contactIds: ['anna'] }),
    ];
    const ledger = associatedRevenue([won('2026-06-30', { contactIds: ['anna'] })], plans, 'EUR');
    expect(ledger).to.deep.equal({
      entries: [
        {
          dealId: 'deal',
          closedOn: '2026-06-30',
          amount: 100,
          planId: 'a',
          responseId: 'r1',
          through: 'contact',
        },
      ],
      total: 100,
      currency: 'EUR',
      withoutAmount: 0,
      months: 12,
    });
  });

  it('says in which currency it is, and how many of its deals have no amount', () => {
    const deals = [won('2026-06-30'), won('2026-06-30', { id: 'free', amount: undefined })];
    const plans = [plan('p', '2026-01-01'), plan('q', '2026-01-01', { dealId: 'free' })];
    expect(associatedRevenue(deals, plans, 'CHF')).to.include({
      total: 100,
      currency: 'CHF',
      withoutAmount: 1,
    });
  });

  it('is empty, with a total of 0, when nothing is associated', () => {
    expect(associatedRevenue([won('2026-06-30')], [], 'EUR')).to.deep.equal({
      entries: [],
      total: 0,
      currency: 'EUR',
      withoutAmount: 0,
      months: 12,
    });
  });

  it('equals a second, independent computation, in 200 random histories', () => {
    const random = seededRandom(14);
    for (let run = 0; run < 200; run += 1) {
      const plans = Array.from({ length: whole(random, 12) }, (_, index) => randomPlan(random, `p${index}`));
      const deals = Array.from({ length: 6 }, (_, index) => ({
        id: `d${index}`,
        closedOn: someDay(random),
        amount: whole(random, 1000),
        contactIds: ['x', 'y', 'z'].filter(() => random() < 0.3),
      }));
      const months = 1 + whole(random, 18);
      const ledger = associatedRevenue(deals, plans, 'EUR', months);
      const found = new Map(ledger.entries.map(({ dealId, planId }) => [dealId, planId]));
      expect(found).to.deep.equal(bruteForce(deals, plans, months));
    }
  });

  it('cannot count a deal twice: neither more plans, nor the same lines again, nor another order raise its part', () => {
    const random = seededRandom(15);
    const shuffled = <Item>(items: Item[]) =>
      items
        .map((item) => ({ item, place: random() }))
        .sort((a, b) => a.place - b.place)
        .map(({ item }) => item);
    for (let run = 0; run < 200; run += 1) {
      const plans = Array.from({ length: whole(random, 12) }, (_, index) => randomPlan(random, `p${index}`));
      const deals = Array.from({ length: 6 }, (_, index) =>
        won(someDay(random), { id: `d${index}`, amount: 1 + whole(random, 1000), contactIds: ['x', 'y'] }),
      );
      const ledger = associatedRevenue(deals, plans, 'EUR');
      const again = shuffled([...deals, ...deals, ...deals]);
      const more = shuffled([...plans, ...plans, ...plans.map((one) => ({ ...one, id: `${one.id} copy` }))]);
      expect(associatedRevenue(again, more, 'EUR')).to.deep.equal(ledger);
      const ids = ledger.entries.map(({ dealId }) => dealId);
      expect(new Set(ids).size).to.equal(ids.length);
      const inLedger = deals.filter(({ id }) => ids.includes(id));
      expect(ledger.total).to.equal(inLedger.reduce((sum, { amount }) => sum + amount!, 0));
      // cut in two by deal, the parts make the whole
      const parts = [deals.slice(0, 2), deals.slice(2)].map(
        (part) => associatedRevenue(part, plans, 'EUR').total,
      );
      expect(parts[0]! + parts[1]!).to.equal(ledger.total);
    }
  });

  it('joins the contacts of a deal that comes in several lines', () => {
    const lines = [won('2026-06-30', { contactIds: ['bert'] }), won('2026-06-30', { contactIds: ['anna'] })];
    const byContact = plan('p', '2026-01-01', { dealId: undefined, contactIds: ['anna'] });
    expect(associatedRevenue(lines, [byContact], 'EUR').total).to.equal(100);
  });

  it('is refused with what cannot be', () => {
    const compute = (deals: WonDeal[], plans: LedgerPlan[] = [], currency = 'EUR', months = 12) =>
      associatedRevenue(deals, plans, currency, months);
    expect(() => compute([won('2026-06-31')])).to.throw(RangeError, 'closing of deal');
    expect(() => compute([won('2026-06-30', { amount: NaN })])).to.throw(RangeError, 'amount of deal');
    expect(() => compute([won('2026-06-30'), won('2026-06-30', { amount: 5 })])).to.throw(
      RangeError,
      'different',
    );
    expect(() => compute([], [plan('p', 'soon')])).to.throw(RangeError, 'opening of p');
    expect(() => compute([], [plan('p', '2026-02-01', { doneOn: '2026-01-01' })])).to.throw(
      RangeError,
      'before',
    );
    expect(() => compute([], [], ' ')).to.throw(RangeError, 'currency');
    for (const months of [0, -1, 1.5, NaN]) {
      expect(() => compute([], [], 'EUR', months)).to.throw(RangeError, 'whole number of months');
    }
  });
});
