import { expect } from 'chai';
import { isAbsent } from '../../src/scoring/absent.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';
import { wilsonProportion } from '../../src/scoring/statistics/wilson.ts';
import {
  countOutcomes,
  dealsLeftOut,
  reasonAgreement,
  reasonShares,
  winRate,
  winRateByCompetitor,
  winRateBySegment,
} from '../../src/scoring/win-loss.ts';
import type { ClosedDeal, GroupWinRate, ReasonShare } from '../../src/scoring/win-loss.ts';

const deal = (id: string, isWon: boolean, part: Partial<ClosedDeal> = {}): ClosedDeal => ({
  id,
  isWon,
  competitors: [],
  buyerReasons: [],
  countsInWinRate: true,
  ...part,
});
const nothing = { absent: 'nothing' };
const short = (rates: GroupWinRate[]) =>
  rates.map(({ group, winRate: rate }) => (isAbsent(rate) ? [group] : [group, rate.count, rate.of]));

describe('the win rate', () => {
  it('is won of closed, with its Wilson interval', () => {
    const deals = [deal('a', true), deal('b', false), deal('c', false), deal('d', true), deal('e', false)];
    expect(winRate(deals)).to.deep.equal(wilsonProportion(2, 5));
  });

  it('keeps a deal that is left out of the analysis, so that leaving out hides no loss', () => {
    const deals = [deal('a', true), deal('b', false, { leftOutReason: 'The buyer asked us not to ask' })];
    expect(winRate(deals)).to.include({ count: 1, of: 2 });
  });

  it('leaves out a deal that does not count, such as a duplicate', () => {
    const deals = [deal('a', true), deal('b', false, { leftOutReason: 'Duplicate', countsInWinRate: false })];
    expect(winRate(deals)).to.include({ count: 1, of: 1 });
  });

  it('is absent without closed deals', () => {
    expect(winRate([])).to.deep.equal(nothing);
    expect(winRate([deal('a', true, { countsInWinRate: false })])).to.deep.equal(nothing);
  });

  it('is that of each segment, deals without one last', () => {
    const deals = [
      deal('a', true, { segment: 'Retail' }),
      deal('b', false),
      deal('c', false, { segment: 'Banking' }),
      deal('d', false, { segment: 'Retail' }),
    ];
    expect(short(winRateBySegment(deals))).to.deep.equal([
      ['Banking', 0, 1],
      ['Retail', 1, 2],
      [undefined, 0, 1],
    ]);
  });

  it('is that of the deals on which a competitor was present, whoever took them; two competitors, two groups', () => {
    const deals = [
      deal('a', true, { competitors: ['Orbit', 'Zenith', 'Orbit'] }),
      deal('b', false, { competitors: ['Orbit'] }),
      deal('c', true),
    ];
    expect(short(winRateByCompetitor(deals))).to.deep.equal([
      ['Orbit', 1, 2],
      ['Zenith', 1, 1],
      [undefined, 1, 1],
    ]);
  });

  it('adds up: the segments, and the outcomes, make the whole, in 200 random portfolios', () => {
    const random = seededRandom(13);
    for (let run = 0; run < 200; run += 1) {
      const deals = Array.from({ length: Math.floor(random() * 30) }, (_, index) =>
        deal(`d${index}`, random() < 0.4, {
          lostTo: ([undefined, 'Competitor', 'No Decision'] as const)[Math.floor(random() * 3)],
          segment: random() < 0.2 ? undefined : `s${Math.floor(random() * 4)}`,
          competitors: ['x', 'y', 'z'].filter(() => random() < 0.4),
          countsInWinRate: random() < 0.8,
        }),
      );
      const counting = deals.filter(({ countsInWinRate }) => countsInWinRate);
      const won = counting.filter(({ isWon }) => isWon).length;
      expect(winRate(deals)).to.deep.equal(wilsonProportion(won, counting.length));
      const segments = short(winRateBySegment(deals)) as [string, number, number][];
      expect(segments.reduce((sum, [, count]) => sum + count, 0)).to.equal(won);
      expect(segments.reduce((sum, [, , of]) => sum + of, 0)).to.equal(counting.length);
      for (const [name, count, of] of short(winRateByCompetitor(deals)) as [string, number, number][]) {
        const present = counting.filter(({ competitors }) =>
          name === undefined ? competitors.length === 0 : competitors.includes(name),
        );
        expect([count, of]).to.deep.equal([present.filter(({ isWon }) => isWon).length, present.length]);
      }
      const outcomes = countOutcomes(deals);
      expect(outcomes.won).to.equal(won);
      expect(Object.values(outcomes).reduce((sum: number, count: number) => sum + count, 0)).to.equal(
        counting.length,
      );
    }
  });
});

describe('the outcomes of deals', () => {
  it('tell a loss to a competitor from one to no decision, and from one of which nobody has said', () => {
    const deals = [
      deal('a', true, { lostTo: 'Competitor' }),
      deal('b', false, { lostTo: 'Competitor' }),
      deal('c', false, { lostTo: 'No Decision' }),
      deal('d', false),
      deal('e', false, { countsInWinRate: false }),
    ];
    expect(countOutcomes(deals)).to.deep.equal({
      won: 1,
      lostToCompetitor: 1,
      lostToNoDecision: 1,
      lostUnsaid: 1,
    });
  });
});

describe('the reasons for winning and losing', () => {
  const deals = [
    deal('a', true, { buyerReasons: ['Service', 'Price'], repReason: 'Relationship' }),
    deal('b', false, { buyerReasons: ['Price'], repReason: 'Price' }),
    deal('c', false, { buyerReasons: ['Product Fit', 'Price'], repReason: 'Price' }),
    deal('d', false, { repReason: 'Price' }),
    deal('e', false, { buyerReasons: ['Service'], repReason: 'Service', leftOutReason: 'Test record' }),
    deal('f', true, { buyerReasons: ['Service'], leftOutReason: '  ' }),
  ];

  it('are shares among wins and, apart, among losses, of all that buyers gave', () => {
    expect(reasonShares(deals, 'buyer')).to.deep.equal({
      wins: [
        { reason: 'Service', count: 2, share: 2 / 3 },
        { reason: 'Price', count: 1, share: 1 / 3 },
      ],
      losses: [
        { reason: 'Price', count: 2, share: 2 / 3 },
        { reason: 'Product Fit', count: 1, share: 1 / 3 },
      ],
    });
  });

  it('are shares of what reps gave, beside them', () => {
    expect(reasonShares(deals, 'rep')).to.deep.equal({
      wins: [{ reason: 'Relationship', count: 1, share: 1 }],
      losses: [{ reason: 'Price', count: 3, share: 1 }],
    });
  });

  it('add up to one on each side', () => {
    for (const side of ['buyer', 'rep'] as const) {
      for (const shares of Object.values(reasonShares(deals, side)) as ReasonShare[][]) {
        expect(shares.reduce((sum, { share }) => sum + share, 0)).to.be.closeTo(1, 1e-12);
      }
    }
  });

  it('agree as often as buyer and rep name the same one, of all buyers who did where the rep did', () => {
    // a: 0 of 2, b: 1 of 1, c: 1 of 2; e is left out, f has no reason of the rep
    expect(reasonAgreement(deals)).to.deep.equal(wilsonProportion(2, 5));
  });

  it('are absent where nobody gave any', () => {
    expect(reasonShares([deal('a', true)], 'buyer')).to.deep.equal({ wins: nothing, losses: nothing });
    expect(reasonAgreement([deal('a', true, { repReason: 'Price' })])).to.deep.equal(nothing);
  });
});

describe('deals that are left out', () => {
  it('are listed with their reason and with what they are left out of; also those without a reason', () => {
    const deals = [
      deal('a', true),
      deal('b', false, { leftOutReason: 'Renewal without a choice' }),
      deal('c', false, { leftOutReason: 'Duplicate', countsInWinRate: false }),
      deal('d', false, { leftOutReason: ' ', countsInWinRate: false }),
    ];
    expect(dealsLeftOut(deals)).to.deep.equal([
      { dealId: 'b', isWon: false, reason: 'Renewal without a choice', countsInWinRate: true },
      { dealId: 'c', isWon: false, reason: 'Duplicate', countsInWinRate: false },
      { dealId: 'd', isWon: false, reason: undefined, countsInWinRate: false },
    ]);
  });

  it('are refused when one is given twice, as everything of win/loss is', () => {
    const twice = [deal('a', true), deal('a', true)];
    for (const compute of [
      winRate,
      winRateBySegment,
      winRateByCompetitor,
      countOutcomes,
      dealsLeftOut,
      reasonAgreement,
      (deals: ClosedDeal[]) => reasonShares(deals, 'rep'),
    ]) {
      expect(() => compute(twice)).to.throw(RangeError, 'a is given twice');
    }
  });
});
