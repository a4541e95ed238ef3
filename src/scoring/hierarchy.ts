import type { Measured } from './absent.ts';
import { scoreAccount } from './account-score.ts';
import type { AccountScore } from './account-score.ts';
import { defaultWindowDays } from './current-answers.ts';
import type { ScoredAnswer } from './current-answers.ts';

/** Where an account stands in the hierarchy. */
export interface AccountPlace {
  id: string;
  /** The account right above; absent at the top. */
  parentId?: string;
}

/** The score of an ultimate parent with all accounts below it. */
export interface HierarchyScore extends AccountScore {
  /** Number of accounts, the ultimate parent included, with answers or without. */
  accounts: number;
}

/**
 * The ultimate parent of each account; an account without parent is its own. A parent that is not among the accounts stands
 * as one of which nothing more is known. Accounts that are each other's parents have no top: of such a cycle, and of all
 * below it, the account of the cycle with the smallest id is the ultimate parent, so that every answer counts once.
 *
 * @param accounts all of the org, in any order
 * @throws RangeError when an account is there twice
 */
export function ultimateParents(accounts: Iterable<AccountPlace>): Map<string, string> {
  const parents = new Map<string, string | undefined>();
  for (const { id, parentId } of accounts) {
    if (parents.has(id))
      throw new RangeError(`An account has one place in the hierarchy; ${id} is there twice.`);
    parents.set(id, parentId);
  }
  const tops = new Map<string, string>();
  for (const start of parents.keys()) {
    const path = new Set<string>();
    let at = start;
    // upwards to a top, to an account whose top is known, or round to an account of this path
    for (
      let next: string | undefined = start;
      next !== undefined && !path.has(next);
      next = parents.get(at)
    ) {
      at = next;
      if (tops.has(at)) break;
      path.add(at);
    }
    const top = tops.get(at) ?? topOf(at, parents);
    for (const id of path) tops.set(id, top);
  }
  return tops;
}

/** The accounts under each ultimate parent, itself included. @throws RangeError when an account is there twice */
export function hierarchies(accounts: Iterable<AccountPlace>): Map<string, string[]> {
  const members = new Map<string, string[]>();
  for (const [id, top] of ultimateParents(accounts)) {
    const others = members.get(top);
    if (others === undefined) members.set(top, [id]);
    else others.push(id);
  }
  return members;
}

/**
 * The score of an ultimate parent: of the answers of all its accounts, a contact who answered in two of them counting once,
 * with the newest answer. It is for those who may read every one of the accounts: for others it is hidden, since what is
 * missing could be had by subtraction.
 *
 * @param members the ids of all accounts under the ultimate parent, itself included, as `hierarchies` gives them
 * @param answersOf the answers of an account to relationship surveys, in any order
 * @param mayRead whether the one who asks may read an account
 * @returns absent: `hidden` when one account may not be read, `nothing` when there are no accounts
 * @throws RangeError when a score is not a whole number from 0 to 10
 */
export function scoreHierarchy(
  members: Iterable<string>,
  answersOf: (accountId: string) => Iterable<ScoredAnswer>,
  mayRead: (accountId: string) => boolean,
  now: Date,
  windowDays: number = defaultWindowDays,
): Measured<HierarchyScore> {
  const ids = new Set(members);
  if (ids.size === 0) return { absent: 'nothing' };
  for (const id of ids) if (!mayRead(id)) return { absent: 'hidden' };
  const answers = [...ids].flatMap((id) => [...answersOf(id)]);
  return { ...scoreAccount(answers, now, windowDays), accounts: ids.size };
}

/** The account at the top of where a way upwards ended: itself, or the smallest id of the cycle that it is on. */
function topOf(end: string, parents: ReadonlyMap<string, string | undefined>): string {
  let smallest = end;
  for (let next = parents.get(end); next !== undefined && next !== end; next = parents.get(next)) {
    if (next < smallest) smallest = next;
  }
  return smallest;
}
