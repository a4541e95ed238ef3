import { expect } from 'chai';
import { netPromoterInterval, netPromoterScore, total } from '../../src/scoring/net-promoter-score.ts';
import { isNarrow, shownScore, staleDays } from '../../src/scoring/shown-score.ts';
import type { HeadlineNumbers } from '../../src/scoring/shown-score.ts';

const scoredAt = new Date('2026-07-15T02:00:00Z');

/** The numbers of an account with so many promoters, passives and detractors, with what is to differ. */
function numbers(
  promoters: number,
  passives: number,
  detractors: number,
  differences: Partial<HeadlineNumbers> = {},
): HeadlineNumbers {
  const counts = { promoters, passives, detractors };
  return {
    answers: total(counts),
    score: netPromoterScore(counts),
    ...netPromoterInterval(counts),
    scoredAt,
    ...differences,
  };
}

describe('the score of an account is shown', () => {
  const kind = (it: HeadlineNumbers) => shownScore(it).kind;

  it('with its interval when the interval is narrow enough', () => {
    const shown = shownScore(numbers(19, 8, 9));
    expect(shown).to.deep.include({ kind: 'score', side: 'either' });
    expect(
      'score' in shown && [shown.score, shown.lower, shown.upper].map((x) => x.toFixed(2)),
    ).to.deep.equal(['27.78', '-0.44', '51.72']);
  });

  it('as people when the interval is wider than 30 points to each side', () => {
    expect(kind(numbers(5, 3, 2))).to.equal('people');
    expect(kind(numbers(3, 0, 0))).to.equal('people');
    expect(kind(numbers(9, 9, 9, { lower: -30, upper: 30 }))).to.equal('score');
    expect(kind(numbers(9, 9, 9, { lower: -30, upper: 30.1 }))).to.equal('people');
    expect(isNarrow({ lower: 20, upper: 80 })).to.equal(true);
    expect(isNarrow({ lower: 20, upper: 80.1 })).to.equal(false);
  });

  it('on the side of zero on which the whole interval lies', () => {
    const side = (it: HeadlineNumbers) => {
      const shown = shownScore(it);
      return 'side' in shown && shown.side;
    };
    expect(side(numbers(70, 20, 10))).to.equal('above');
    expect(side(numbers(10, 20, 70))).to.equal('below');
    expect(side(numbers(19, 8, 9))).to.equal('either');
    expect(side(numbers(70, 20, 10, { lower: 0 }))).to.equal('either');
    expect(side(numbers(10, 20, 70, { upper: 0 }))).to.equal('either');
  });

  it('as one voice, and no score, when there is one answer', () => {
    expect(shownScore(numbers(0, 0, 1, { lower: -100, upper: -100 }))).to.deep.equal({ kind: 'oneVoice' });
  });

  it('as nothing without answers, which tells never from no longer', () => {
    expect(shownScore({ answers: 0 })).to.deep.equal({ kind: 'none', never: true });
    expect(shownScore(numbers(0, 0, 0))).to.deep.equal({ kind: 'none', never: false });
  });

  for (const missing of ['score', 'lower', 'upper', 'scoredAt'] as const) {
    it(`as incomplete when ${missing} is absent, or null as an org says it`, () => {
      expect(kind(numbers(19, 8, 9, { [missing]: undefined }))).to.equal('incomplete');
      expect(kind(numbers(19, 8, 9, { [missing]: null }))).to.equal('incomplete');
    });
  }

  it('as incomplete when a number is none', () => {
    for (const wrong of [NaN, Infinity, '28']) {
      expect(kind(numbers(19, 8, 9, { score: wrong as number }))).to.equal('incomplete');
    }
  });

  it('never without its number of answers', () => {
    for (const wrong of [undefined, null, NaN, -3]) {
      expect(kind(numbers(19, 8, 9, { answers: wrong as number }))).to.equal('none');
    }
  });
});

describe('the age of a score', () => {
  it('is not worth a word within 24 hours', () => {
    expect(staleDays(scoredAt, new Date('2026-07-15T02:00:01Z'))).to.equal(undefined);
    expect(staleDays(scoredAt, new Date('2026-07-16T02:00:00Z'))).to.equal(undefined);
  });

  it('is told in whole days beyond 24 hours', () => {
    expect(staleDays(scoredAt, new Date('2026-07-16T02:00:01Z'))).to.equal(1);
    expect(staleDays(scoredAt, new Date('2026-07-18T01:59:59Z'))).to.equal(2);
    expect(staleDays(scoredAt, new Date('2027-07-15T02:00:00Z'))).to.equal(365);
  });

  it('is the same of dates and of ISO 8601', () => {
    expect(staleDays('2026-07-15T02:00:00Z', '2026-07-18T01:59:59Z')).to.equal(2);
  });

  it('is not guessed where a time is not known, or is none', () => {
    for (const unknown of [undefined, null, '', 'yesterday', new Date(NaN)]) {
      expect(staleDays(unknown, scoredAt)).to.equal(undefined);
      expect(staleDays(scoredAt, unknown)).to.equal(undefined);
    }
  });
});
