import type { Measured } from './absent.ts';
import { checkedAmount } from './checked.ts';
import { checkCounts, scoreInterval, total } from './net-promoter-score.ts';
import type { CategoryCounts, Interval } from './net-promoter-score.ts';
import { studentQuantile } from './statistics/distributions.ts';

/**
 * Whose voice counts the same across accounts: each respondent's; each account's, whatever the number of its answers; or
 * each unit of revenue's.
 */
export const voteMethods = ['respondents', 'accounts', 'revenue'] as const;
export type VoteMethod = (typeof voteMethods)[number];

/** An account as far as a score across accounts needs it. */
export interface AccountVotes {
  /** Its current answers. */
  counts: CategoryCounts;
  /** 0 or more, all accounts in one currency; absent where it is not known. */
  revenue?: number;
}

/** NPS across accounts. */
export interface ScoreAcrossAccounts {
  method: VoteMethod;
  /** −100 to 100, not rounded. */
  score: number;
  /** Clustered by account, in points of NPS, 0 or more. */
  standardError: number;
  /** 95% by t, clamped to ±100; absent (`allAlike`) when all accounts score the same, which leaves nothing to judge by. */
  interval: Measured<Interval>;
  /** One less than the number of accounts. */
  degreesOfFreedom: number;
  /** Number of accounts whose answers count. */
  accounts: number;
  /** Number of their answers. */
  answers: number;
  /** Accounts with answers that do not count, because their revenue is 0 or not known. */
  leftOut: number;
}

/** Under so many accounts no score across them is shown: the error would be anybody's guess. */
export const leastAccounts = 10;

/** An error below this, as a share, is rounding. */
const roundingError = 1e-12;

/**
 * NPS across accounts, S = Σwx/Σw, with x = +1, 0, −1. People of one account are not independent of each other, so that the
 * error is clustered by account: √(G/(G−1) · Σₐ(Σᵢ wᵢ(xᵢ−S))²) / Σw, read by t with G − 1 degrees of freedom.
 *
 * w of an answer is 1 by respondents, 1/n of its account by accounts, revenue/n by revenue.
 * Source: Liang & Zeger 1986; Cameron & Miller 2015, "A Practitioner's Guide to Cluster-Robust Inference", for G/(G−1) and t.
 *
 * @param accounts in any order; those without answers have no vote
 * @returns absent (`nothing`, `tooFew`) under ten accounts whose answers count
 * @throws RangeError when a count is not a whole number of 0 or more, or a revenue is negative or not finite
 */
export function scoreAcrossAccounts(
  accounts: Iterable<AccountVotes>,
  method: VoteMethod,
): Measured<ScoreAcrossAccounts> {
  const heard = [...accounts].filter((account) => total(checked(account).counts) > 0);
  const weights = weightsOf(heard, method);
  const voters = heard.flatMap(({ counts }, index) => {
    const [n, weight] = [total(counts), weights[index] ?? 0];
    return weight > 0 ? [{ n, weight, mean: (counts.promoters - counts.detractors) / n }] : [];
  });
  const groups = voters.length;
  if (groups === 0) return { absent: 'nothing' };
  if (groups < leastAccounts) return { absent: 'tooFew', found: groups, needed: leastAccounts };
  const sum = voters.reduce((all, { weight }) => all + weight, 0);
  const share = voters.reduce((all, { weight, mean }) => all + weight * mean, 0) / sum;
  // all answers of an account have the same weight, so that its Σᵢ wᵢ(xᵢ−S) is its whole weight times its distance
  const squares = voters.reduce((all, { weight, mean }) => all + (weight * (mean - share)) ** 2, 0);
  const standardError = Math.sqrt((groups / (groups - 1)) * squares) / sum;
  const alike = standardError < roundingError;
  return {
    method,
    score: 100 * share,
    standardError: alike ? 0 : 100 * standardError,
    interval: alike
      ? { absent: 'allAlike', found: groups }
      : scoreInterval({ share, standardError }, studentQuantile(0.975, groups - 1)),
    degreesOfFreedom: groups - 1,
    accounts: groups,
    answers: voters.reduce((all, { n }) => all + n, 0),
    leftOut: heard.length - groups,
  };
}

/** The weight of each account as a whole, against the heaviest, so that no sum overflows. */
function weightsOf(accounts: AccountVotes[], method: VoteMethod): number[] {
  const weights = accounts.map(({ counts, revenue }) => {
    if (method === 'accounts') return 1;
    return method === 'respondents' ? total(counts) : (revenue ?? 0);
  });
  const heaviest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  return weights.map((weight) => (weight === 0 ? 0 : weight / heaviest));
}

function checked(account: AccountVotes): AccountVotes {
  const { counts, revenue } = account;
  checkCounts(counts);
  if (revenue !== undefined) checkedAmount(revenue, 'A revenue');
  return account;
}
