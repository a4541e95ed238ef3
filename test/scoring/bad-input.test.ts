import { expect } from 'chai';
import { accountMonths } from '../../src/scoring/account-months.ts';
import { scoreByMethods } from '../../src/scoring/account-methods.ts';
import { accountNumbers } from '../../src/scoring/account-numbers.ts';
import type { AccountAnswer, AccountFacts } from '../../src/scoring/account-numbers.ts';
import { accountReport } from '../../src/scoring/account-report.ts';
import { scoreAccount } from '../../src/scoring/account-score.ts';
import { accountTrust } from '../../src/scoring/account-trust.ts';
import { scoreAcrossAccounts, voteMethods } from '../../src/scoring/across-accounts.ts';
import { lastScores } from '../../src/scoring/anonymity.ts';
import { currentAnswers } from '../../src/scoring/current-answers.ts';
import { driversByAudience } from '../../src/scoring/drivers.ts';
import { scoreHierarchy } from '../../src/scoring/hierarchy.ts';
import { leadLag } from '../../src/scoring/lead-lag.ts';
import { defaultRules } from '../../src/scoring/scoring-rules.ts';
import { monthlySnapshots } from '../../src/scoring/trend.ts';
import { compareWaves } from '../../src/scoring/wave-comparison.ts';
import { weightedScore } from '../../src/scoring/weighted-score.ts';

const now = new Date('2026-06-30T12:00:00Z');
const moment = { now, timeZone: 'Europe/Paris' };
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const answer = (id: string, score: number, part: Partial<AccountAnswer> = {}): AccountAnswer => ({
  id,
  contactId: `contact ${id}`,
  score,
  respondedAt: daysAgo(10),
  ...part,
});
const factsOf = (answers: AccountAnswer[]): AccountFacts => ({
  accountId: 'account',
  answers,
  invitations: [],
  dealRoles: [],
  contactRoles: new Map(),
  openActions: [],
});
const themed = (answers: AccountAnswer[]) =>
  answers.map(({ score }, index) => ({
    audience: 'all',
    score,
    themes: new Map([
      ['Delivery', index % 2],
      ['Price', index % 2],
    ]),
  }));
const guide = new Map([['all', ['Delivery', 'Price']]]);
const named = (answers: AccountAnswer[]) => answers.map((one) => ({ ...one, isAnonymous: false }));

/** What is computed of the answers of an account at a time: expired and future ones are among them. */
const ofTime: Record<string, (answers: AccountAnswer[]) => unknown> = {
  scoreAccount: (answers) => scoreAccount(answers, now),
  accountNumbers: (answers) => accountNumbers(factsOf(answers), defaultRules, now),
  accountMonths: (answers) => accountMonths(factsOf(answers), defaultRules, moment),
  accountReport: (answers) => accountReport(factsOf(answers), {}, defaultRules, moment),
  monthlySnapshots: (answers) => monthlySnapshots(answers, { ...moment, months: 13 }),
  scoreHierarchy: (answers) =>
    scoreHierarchy(
      ['account'],
      () => answers,
      () => true,
      now,
    ),
  lastScores: (answers) => lastScores(named(answers), now),
};
/** What is computed of answers whatever their time. */
const ofAnswers: Record<string, (answers: AccountAnswer[]) => unknown> = {
  scoreByMethods,
  weightedScore: (answers) => weightedScore(answers.map((one) => ({ ...one, weight: 1 }))),
  compareWaves: (answers) => compareWaves(answers, answers),
  driversByAudience: (answers) => driversByAudience(themed(answers), guide),
  scoreAcrossAccounts: (answers) =>
    voteMethods.map((method) =>
      scoreAcrossAccounts(
        answers.map((one) => ({ counts: scoreAccount([one], now).counts, revenue: 1 })),
        method,
      ),
    ),
};
const all = { ...ofTime, ...ofAnswers };

/** The numbers in a result that are none, by their place. */
function nonsenseIn(result: unknown, place = 'result'): string[] {
  if (typeof result === 'number') return Number.isFinite(result) ? [] : [`${place}: ${result}`];
  if (result instanceof Date) return Number.isNaN(result.getTime()) ? [`${place}: no date`] : [];
  if (result instanceof Map) return nonsenseIn([...(result as Map<unknown, unknown>)], place);
  if (typeof result !== 'object' || result === null) return [];
  return Object.entries(result).flatMap(([name, value]) => nonsenseIn(value, `${place}.${name}`));
}

describe('what comes from outside into the numbers', () => {
  for (const [name, compute] of Object.entries(all)) {
    describe(`into ${name}`, () => {
      for (const score of [-1, 11, 7.5, NaN, Infinity, '9', '', null, undefined, true, [9]]) {
        it(`is refused when it has the score ${JSON.stringify(score) ?? 'undefined'} (${typeof score})`, () => {
          const wrong = answer('wrong', score as number);
          for (const answers of [[wrong], [answer('anna', 9), wrong, answer('bert', 3)]])
            expect(() => compute(answers)).to.throw(RangeError, 'A score is a whole number from 0 to 10');
        });
      }

      it('has a defined result when it is nothing, one answer, all alike, or all different: never NaN', () => {
        const many = (scoreOf: (index: number) => number) =>
          Array.from({ length: 60 }, (_, index) => answer(`a${index}`, scoreOf(index)));
        for (const answers of [
          [],
          [answer('anna', 0)],
          [answer('anna', 10)],
          [answer('anna', 10), answer('bert', 0)],
          many(() => 9),
          many(() => 8),
          many(() => 0),
          many((index) => index % 11),
        ])
          expect(nonsenseIn(compute(answers)), `${answers.length} answers`).to.deep.equal([]);
      });
    });
  }

  for (const [name, compute] of Object.entries(ofTime)) {
    describe(`into ${name}`, () => {
      const answers = [answer('anna', 9), answer('bert', 3), answer('cleo', 7)];

      it('does not count before its time', () => {
        const tomorrow = { contactId: 'contact anna', respondedAt: daysAgo(-1) };
        expect(compute([...answers, answer('later', 0, tomorrow)])).to.deep.equal(compute(answers));
      });

      it('counts once when it comes twice, with a name or without', () => {
        const anonymous = answer('nobody', 10, { contactId: undefined });
        const once = [...answers, anonymous];
        expect(compute([...once, ...once])).to.deep.equal(compute(once));
      });

      it('is refused when it is of no date', () => {
        const undated = answer('undated', 9, { respondedAt: new Date('never') });
        expect(() => compute([...answers, undated])).to.throw(RangeError, 'not a date that exists');
      });
    });
  }

  it('is no trust index when it is no grade, and no lag when nothing varies', () => {
    expect(nonsenseIn(accountTrust([answer('anna', 9)]))).to.deep.equal([]);
    const flat = Array.from({ length: 40 }, (_, index) => ({
      month: { year: 2023 + Math.floor(index / 12), month: 1 + (index % 12) },
      satisfaction: 4,
      relationship: 20,
    }));
    for (const months of [[], flat.slice(0, 1), flat]) expect(nonsenseIn(leadLag(months))).to.deep.equal([]);
    expect(() => currentAnswers([], new Date('never'))).to.throw(RangeError, 'not a date that exists');
  });
});
