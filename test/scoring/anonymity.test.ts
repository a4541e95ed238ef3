import { expect } from 'chai';
import { checkedThreshold, guardWave, lastScores, mayRaiseAlert } from '../../src/scoring/anonymity.ts';
import type { GuardedAnswer } from '../../src/scoring/anonymity.ts';

const now = new Date('2026-06-30T12:00:00Z');
const answer = (score: number, day: string, part: Partial<GuardedAnswer> = {}): GuardedAnswer => ({
  id: day,
  contactId: 'anna',
  isAnonymous: false,
  score,
  respondedAt: new Date(`${day}T12:00:00Z`),
  ...part,
});

describe('a wave of an anonymous survey', () => {
  it('shows nothing but its number of answers under five', () => {
    let computed = false;
    const result = guardWave(4, () => {
      computed = true;
      return -100;
    });
    expect(result).to.deep.equal({ absent: 'hidden', found: 4, needed: 5 });
    expect(computed).to.equal(false);
  });

  it('shows its result from five on, or from what the survey asks for', () => {
    expect(guardWave(5, () => 20)).to.equal(20);
    expect(guardWave(7, () => 20, 8)).to.deep.equal({ absent: 'hidden', found: 7, needed: 8 });
    expect(guardWave(8, () => 20, 8)).to.equal(20);
  });

  it('without answers has none', () => {
    expect(guardWave(0, () => 20)).to.deep.equal({ absent: 'nothing' });
  });

  it('is refused with a threshold below five, or a number of answers that is none', () => {
    for (const threshold of [4, 0, 5.5, NaN, Infinity]) {
      expect(() => checkedThreshold(threshold)).to.throw(RangeError, '5 or more');
      expect(() => guardWave(9, () => 1, threshold)).to.throw(RangeError, '5 or more');
    }
    expect(() => guardWave(-1, () => 1)).to.throw(RangeError, 'whole number');
  });
});

describe('an anonymous answer', () => {
  const anonymous = { isAnonymous: true };

  it('raises no alert, however low, even if a contact stands on it', () => {
    expect(mayRaiseAlert(answer(0, '2026-06-01', { ...anonymous, contactId: undefined }))).to.equal(false);
    expect(mayRaiseAlert(answer(0, '2026-06-01', anonymous))).to.equal(false);
    expect(mayRaiseAlert(answer(0, '2026-06-01'))).to.equal(true);
  });

  it('gives nobody a last score, even if a contact stands on it', () => {
    expect(lastScores([answer(2, '2026-06-01', anonymous)], now).size).to.equal(0);
    const both = [answer(9, '2026-05-01'), answer(2, '2026-06-01', anonymous)];
    expect(lastScores(both, now)).to.deep.equal(new Map([['anna', 9]]));
  });
});

describe('the last score of a contact', () => {
  it('is that of the newest answer, in any order, the higher id deciding between two of one instant', () => {
    const answers = [
      answer(3, '2026-01-01'),
      answer(8, '2026-03-01', { id: 'a' }),
      answer(7, '2026-03-01', { id: 'b' }),
      answer(10, '2026-07-01'),
      answer(5, '2020-01-01', { contactId: 'bert' }),
    ];
    const expected = [
      ['anna', 7],
      ['bert', 5],
    ];
    expect([...lastScores(answers, now)].sort()).to.deep.equal(expected);
    expect([...lastScores([...answers].reverse(), now)].sort()).to.deep.equal(expected);
  });

  it('is not that of an answer that was set aside, nor does such a one raise an alert', () => {
    const suspect = answer(0, '2026-06-01', { isVerified: false });
    expect(lastScores([answer(9, '2026-05-01'), suspect], now)).to.deep.equal(new Map([['anna', 9]]));
    expect(mayRaiseAlert(suspect)).to.equal(false);
  });

  it('is refused for a score that is none', () => {
    expect(() => lastScores([answer(11, '2026-05-01')], now)).to.throw(
      RangeError,
      'whole number from 0 to 10',
    );
    expect(() => lastScores([], new Date('never'))).to.throw(RangeError, 'Now');
  });
});
