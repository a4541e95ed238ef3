import type { Measured } from './absent.ts';
import { wilsonProportion } from './statistics/wilson.ts';
import type { Proportion } from './statistics/wilson.ts';

/** A closed deal as win/loss sees it. */
export interface ClosedDeal {
  id: string;
  /** What the stage says. It decides whether the deal was won, whatever the outcome below says. */
  isWon: boolean;
  /** To whom a lost deal was lost; absent where nobody has said. */
  lostTo?: 'Competitor' | 'No Decision';
  segment?: string;
  /** Names of the competitors that were present on the deal, whoever took it. */
  competitors: readonly string[];
  /** One for each buyer who gave a reason, in an answer that is verified and no conversation. */
  buyerReasons: readonly string[];
  repReason?: string;
  /** Why the deal is left out of the analysis; absent or blank, it takes part. */
  leftOutReason?: string;
  /** Whether it counts in win rates, as it does when it is only left out of the analysis. */
  countsInWinRate: boolean;
}

/** How the deals ended that count in the win rate. */
export interface Outcomes {
  won: number;
  lostToCompetitor: number;
  lostToNoDecision: number;
  /** Lost, and nobody has said to whom. */
  lostUnsaid: number;
}

/** A group of deals and its win rate. */
export interface GroupWinRate {
  /** Absent for the deals that belong to no group. */
  group?: string;
  winRate: Measured<Proportion>;
}

/** How often a reason was given, of all reasons given on that side. */
export interface ReasonShare {
  reason: string;
  count: number;
  /** 0 to 1. */
  share: number;
}

/** Counts how the deals ended that count in the win rate. @throws RangeError when a deal is given twice */
export function countOutcomes(deals: Iterable<ClosedDeal>): Outcomes {
  const outcomes: Outcomes = { won: 0, lostToCompetitor: 0, lostToNoDecision: 0, lostUnsaid: 0 };
  for (const { isWon, lostTo } of dealsOfWinRate(deals)) {
    if (isWon) outcomes.won += 1;
    else if (lostTo === 'Competitor') outcomes.lostToCompetitor += 1;
    else if (lostTo === 'No Decision') outcomes.lostToNoDecision += 1;
    else outcomes.lostUnsaid += 1;
  }
  return outcomes;
}

/**
 * Won / closed, from 0 to 1, with its Wilson interval. Deals that were left out with a reason stay in it unless they do
 * not count in win rates at all, so that losses cannot be hidden. Absent (`nothing`) without such deals.
 * @throws RangeError when a deal is given twice
 */
export function winRate(deals: Iterable<ClosedDeal>): Measured<Proportion> {
  return rateOf(dealsOfWinRate(deals));
}

/** The win rate of each segment, by name; deals without a segment last. @throws RangeError when a deal is given twice */
export function winRateBySegment(deals: Iterable<ClosedDeal>): GroupWinRate[] {
  return rateByGroup(dealsOfWinRate(deals), ({ segment }) => [segment]);
}

/**
 * The win rate of the deals on which each competitor was present, by name; deals without a competitor last. A deal with
 * two competitors stands under both, so the groups do not add up to the deals.
 * @throws RangeError when a deal is given twice
 */
export function winRateByCompetitor(deals: Iterable<ClosedDeal>): GroupWinRate[] {
  return rateByGroup(dealsOfWinRate(deals), ({ competitors }) =>
    competitors.length === 0 ? [undefined] : competitors,
  );
}

/**
 * The reasons of one side as shares of the reasons given, among wins and, apart, among losses, the most frequent first
 * (equal ones by name). A rate by reason is not computed: it would be 0% or 100% by construction. Deals left out with a
 * reason have no part in it. A deal counts once for each buyer who gave a reason. Absent (`nothing`) without reasons.
 * @throws RangeError when a deal is given twice
 */
export function reasonShares(
  deals: Iterable<ClosedDeal>,
  side: 'buyer' | 'rep',
): { wins: Measured<ReasonShare[]>; losses: Measured<ReasonShare[]> } {
  const analysed = dealsOfAnalysis(deals);
  const reasons = (isWon: boolean) =>
    analysed
      .filter((deal) => deal.isWon === isWon)
      .flatMap(({ buyerReasons, repReason }) =>
        side === 'buyer' ? buyerReasons : repReason === undefined ? [] : [repReason],
      );
  return { wins: sharesOf(reasons(true)), losses: sharesOf(reasons(false)) };
}

/**
 * How often buyer and rep name the same reason: same / both given, from 0 to 1, with its Wilson interval. Every buyer
 * who gave a reason is compared with the rep of the deal. Absent (`nothing`) when no deal has both.
 * @throws RangeError when a deal is given twice
 */
export function reasonAgreement(deals: Iterable<ClosedDeal>): Measured<Proportion> {
  const pairs = dealsOfAnalysis(deals).flatMap(({ buyerReasons, repReason }) =>
    repReason === undefined ? [] : buyerReasons.map((buyerReason) => buyerReason === repReason),
  );
  return wilsonProportion(pairs.filter(Boolean).length, pairs.length);
}

/** A deal that does not take part in everything, and why. */
export interface DealLeftOut {
  dealId: string;
  isWon: boolean;
  /** Absent when it was taken out of the win rate, and nobody has said why. */
  reason?: string;
  countsInWinRate: boolean;
}

/** The deals that are left out of the analysis, of the win rate, or of both. @throws RangeError when a deal is given twice */
export function dealsLeftOut(deals: Iterable<ClosedDeal>): DealLeftOut[] {
  return eachOnce(deals)
    .filter((deal) => isLeftOut(deal) || !deal.countsInWinRate)
    .map((deal) => ({
      dealId: deal.id,
      isWon: deal.isWon,
      reason: isLeftOut(deal) ? deal.leftOutReason : undefined,
      countsInWinRate: deal.countsInWinRate,
    }));
}

function dealsOfWinRate(deals: Iterable<ClosedDeal>): ClosedDeal[] {
  return eachOnce(deals).filter(({ countsInWinRate }) => countsInWinRate);
}

function dealsOfAnalysis(deals: Iterable<ClosedDeal>): ClosedDeal[] {
  return eachOnce(deals).filter((deal) => !isLeftOut(deal));
}

function isLeftOut({ leftOutReason }: ClosedDeal): boolean {
  return leftOutReason !== undefined && leftOutReason.trim() !== '';
}

function eachOnce(deals: Iterable<ClosedDeal>): ClosedDeal[] {
  const seen = new Set<string>();
  const all = [...deals];
  for (const { id } of all) {
    if (seen.has(id)) throw new RangeError(`The deal ${id} is given twice.`);
    seen.add(id);
  }
  return all;
}

function rateOf(deals: readonly ClosedDeal[]): Measured<Proportion> {
  return wilsonProportion(deals.filter(({ isWon }) => isWon).length, deals.length);
}

function rateByGroup(
  deals: readonly ClosedDeal[],
  groupsOf: (deal: ClosedDeal) => readonly (string | undefined)[],
): GroupWinRate[] {
  const groups = new Map<string | undefined, ClosedDeal[]>();
  for (const deal of deals) {
    for (const group of new Set(groupsOf(deal))) {
      const members = groups.get(group);
      if (members === undefined) groups.set(group, [deal]);
      else members.push(deal);
    }
  }
  return [...groups]
    .sort(([a], [b]) => Number(a === undefined) - Number(b === undefined) || (a! < b! ? -1 : 1))
    .map(([group, members]) => ({ group, winRate: rateOf(members) }));
}

function sharesOf(reasons: readonly string[]): Measured<ReasonShare[]> {
  if (reasons.length === 0) return { absent: 'nothing' };
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, count, share: count / reasons.length }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
