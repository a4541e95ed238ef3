import { expect } from 'chai';
import { isAbsent } from '../../src/scoring/absent.ts';
import { scoreAcrossAccounts, voteMethods } from '../../src/scoring/across-accounts.ts';
import type { AccountVotes, ScoreAcrossAccounts, VoteMethod } from '../../src/scoring/across-accounts.ts';
import { netPromoterScore } from '../../src/scoring/net-promoter-score.ts';
import { studentQuantile } from '../../src/scoring/statistics/distributions.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';

const random = seededRandom(17);
const below = (n: number) => Math.floor(random() * n);
const account = (
  promoters: number,
  passives: number,
  detractors: number,
  revenue?: number,
): AccountVotes => ({
  counts: { promoters, passives, detractors },
  revenue,
});
const randomAccounts = (n: number) =>
  Array.from({ length: n }, () => account(1 + below(5), below(4), below(6), 1000 * (1 + below(500))));

function score(accounts: AccountVotes[], method: VoteMethod): ScoreAcrossAccounts {
  const result = scoreAcrossAccounts(accounts, method);
  if (isAbsent(result)) throw new Error(`absent: ${result.absent}`);
  return result;
}

/** The formula of the method as it is written, answer by answer. */
function bruteForce(accounts: AccountVotes[], method: VoteMethod) {
  const answers = accounts.flatMap(({ counts, revenue = 0 }, cluster) => {
    const values = [
      ...Array<number>(counts.promoters).fill(1),
      ...Array<number>(counts.passives).fill(0),
      ...Array<number>(counts.detractors).fill(-1),
    ];
    const weight = { respondents: 1, accounts: 1 / values.length, revenue: revenue / values.length }[method];
    return values.map((x) => ({ cluster, weight, x }));
  });
  const sum = answers.reduce((all, { weight }) => all + weight, 0);
  const mean = answers.reduce((all, { weight, x }) => all + weight * x, 0) / sum;
  const clusters = [...new Set(answers.map(({ cluster }) => cluster))];
  const squares = clusters.map((one) => {
    const inside = answers.filter(({ cluster }) => cluster === one);
    return inside.reduce((all, { weight, x }) => all + weight * (x - mean), 0) ** 2;
  });
  const groups = clusters.length;
  const error = Math.sqrt((groups / (groups - 1)) * squares.reduce((all, one) => all + one, 0)) / sum;
  return { score: 100 * mean, standardError: 100 * error, groups };
}

describe('the score across accounts', () => {
  for (const method of voteMethods) {
    it(`by ${method} is the formula of the method, answer by answer, with t on one degree less than there are accounts`, () => {
      for (let run = 0; run < 100; run += 1) {
        const accounts = randomAccounts(10 + below(40));
        const result = score(accounts, method);
        const expected = bruteForce(accounts, method);
        expect(result).to.include({
          method,
          accounts: expected.groups,
          degreesOfFreedom: expected.groups - 1,
        });
        expect(result.score).to.be.closeTo(expected.score, 1e-9);
        expect(result.standardError).to.be.closeTo(expected.standardError, 1e-9);
        const reach = studentQuantile(0.975, expected.groups - 1) * expected.standardError;
        expect(result.interval)
          .to.have.property('lower')
          .closeTo(Math.max(-100, expected.score - reach), 1e-9);
        expect(result.interval)
          .to.have.property('upper')
          .closeTo(Math.min(100, expected.score + reach), 1e-9);
      }
    });

    it(`by ${method} does not depend on the order of the accounts`, () => {
      const accounts = randomAccounts(30);
      const turned = score([...accounts].reverse(), method);
      expect(turned.score).to.be.closeTo(score(accounts, method).score, 1e-9);
      expect(turned.standardError).to.be.closeTo(score(accounts, method).standardError, 1e-9);
    });

    it(`by ${method} is not shown under ten accounts with answers`, () => {
      const nine = [...randomAccounts(9), account(0, 0, 0, 5000)];
      expect(scoreAcrossAccounts(nine, method)).to.deep.equal({ absent: 'tooFew', found: 9, needed: 10 });
      expect(scoreAcrossAccounts([...nine, account(1, 0, 0, 5000)], method)).to.include({ accounts: 10 });
      expect(scoreAcrossAccounts([], method)).to.deep.equal({ absent: 'nothing' });
    });

    it(`by ${method} has no interval when all accounts score the same: nothing says how far another might lie`, () => {
      const alike = Array.from({ length: 12 }, () => account(1 + below(9), 0, 0, 1000));
      expect(score(alike, method)).to.deep.include({
        score: 100,
        standardError: 0,
        interval: { absent: 'allAlike', found: 12 },
      });
      const thirds = Array.from({ length: 11 }, (_, index) =>
        account(index + 1, 2 * (index + 1), 0, 7 * index + 1),
      );
      expect(score(thirds, method).interval).to.deep.equal({ absent: 'allAlike', found: 11 });
    });
  }

  it('by respondents is that of all answers together', () => {
    const accounts = randomAccounts(25);
    const sum = (kind: keyof AccountVotes['counts']) =>
      accounts.reduce((all, { counts }) => all + counts[kind], 0);
    const together = {
      promoters: sum('promoters'),
      passives: sum('passives'),
      detractors: sum('detractors'),
    };
    expect(score(accounts, 'respondents').score).to.be.closeTo(netPromoterScore(together) ?? NaN, 1e-9);
  });

  it('by accounts is the mean of their scores, however many people answered in each', () => {
    const accounts = randomAccounts(25);
    const mean = accounts.reduce((all, { counts }) => all + (netPromoterScore(counts) ?? NaN), 0) / 25;
    expect(score(accounts, 'accounts').score).to.be.closeTo(mean, 1e-9);
    const louder = accounts.map(({ counts: { promoters, passives, detractors }, revenue }, index) =>
      account(promoters * (index + 1), passives * (index + 1), detractors * (index + 1), revenue),
    );
    expect(score(louder, 'accounts').score).to.be.closeTo(mean, 1e-9);
  });

  it('is one and the same by every vote when each account has one answer and the same revenue', () => {
    const single = Array.from({ length: 40 }, () => {
      const kind = below(3);
      return account(Number(kind === 0), Number(kind === 1), Number(kind === 2), 5000);
    });
    const [respondents, ...others] = voteMethods.map((method) => ({ ...score(single, method), method: '' }));
    for (const other of others) expect(other).to.deep.equal(respondents);
    // and its error that of a plain mean: s/√n
    const mean = (respondents?.score ?? NaN) / 100;
    const squares = single.reduce(
      (all, { counts }) => all + (counts.promoters - counts.detractors - mean) ** 2,
      0,
    );
    expect(respondents?.standardError).to.be.closeTo(100 * Math.sqrt(squares / 39 / 40), 1e-9);
  });

  it('by revenue depends on proportions only, and an account split in two halves weighs what it weighed', () => {
    const accounts = randomAccounts(20);
    const inCents = accounts.map(({ counts, revenue = 0 }) => ({ counts, revenue: revenue * 100 }));
    expect(score(inCents, 'revenue').score).to.be.closeTo(score(accounts, 'revenue').score, 1e-9);
    const halves = accounts.flatMap(({ counts, revenue = 0 }) => [
      { counts, revenue: revenue / 2 },
      { counts, revenue: revenue / 2 },
    ]);
    expect(score(halves, 'revenue').score).to.be.closeTo(score(accounts, 'revenue').score, 1e-9);
    expect(score([...accounts, account(0, 0, 9, 1e308)], 'revenue').score).to.be.closeTo(-100, 1e-6);
  });

  it('by revenue leaves out accounts whose revenue is 0 or not known, and says how many', () => {
    const accounts = randomAccounts(15);
    const more = [...accounts, account(0, 0, 5), account(0, 0, 5, 0), account(0, 0, 0, 9)];
    expect(score(more, 'revenue')).to.deep.equal({ ...score(accounts, 'revenue'), leftOut: 2 });
    expect(score(more, 'accounts')).to.include({ accounts: 17, leftOut: 0 });
  });

  it('counts people of one account as less than as many of different accounts', () => {
    // ten opinions, each held by one person of an account, or by nine
    const opinions = [1, 1, 1, 0, 0, -1, 1, -1, 0, 1];
    const held = (people: number) =>
      opinions.map((x) => account(x > 0 ? people : 0, x === 0 ? people : 0, x < 0 ? people : 0));
    expect(score(held(9), 'respondents').standardError).to.be.closeTo(
      score(held(1), 'respondents').standardError,
      1e-9,
    );
  });

  it('has an interval that holds the truth about as often as it says, where accounts differ', () => {
    let held = 0;
    const runs = 1000;
    for (let run = 0; run < runs; run += 1) {
      // each account has a chance of its own to be promoted by its people: 50% in the mean, so that the truth is 0
      const accounts = Array.from({ length: 30 }, () => {
        const [chance, people] = [random(), 1 + below(8)];
        const promoters = Array.from({ length: people }, random).filter((one) => one < chance).length;
        return account(promoters, 0, people - promoters);
      });
      const { interval } = score(accounts, 'respondents');
      if (!isAbsent(interval) && interval.lower <= 0 && interval.upper >= 0) held += 1;
    }
    expect(held / runs).to.be.within(0.92, 0.975);
  });

  it('is refused for a count or a revenue that is none', () => {
    const accounts = randomAccounts(10);
    for (const wrong of [-1, NaN, Infinity]) {
      expect(() => scoreAcrossAccounts([...accounts, account(1, 0, 0, wrong)], 'accounts')).to.throw(
        RangeError,
        `A revenue is a number, 0 or more; got ${wrong}`,
      );
      expect(() => scoreAcrossAccounts([...accounts, account(wrong, 0, 0)], 'accounts')).to.throw(
        RangeError,
        `promoters is a whole number, 0 or more; got ${wrong}`,
      );
    }
  });
});
