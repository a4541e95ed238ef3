import { randomInt } from 'node:crypto';
import type { Statements } from './engine.ts';
import { listOf } from './engine.ts';
import type { Claim, TouchedAccount, Worker } from './outbox.ts';
import { holderOf, leaseEnd, signOn } from './workers.ts';

/** Puts accounts on the list of those whose numbers are to be written, or notes that they have changed again. */
export async function touchAccounts(statements: Statements, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return;
  // an account that is listed anew begins at a random mark: one that was handed out before never fits it again
  const touches = [...new Set(accountIds)].map((accountId) => ({
    account_id: accountId,
    mark: randomInt(2 ** 40),
  }));
  await statements.run(
    `INSERT INTO touched_account (account_id, mark)
     SELECT account_id, mark FROM rows($1 AS item: account_id text, mark integer) WHERE true ORDER BY account_id
     ON CONFLICT (account_id) DO UPDATE SET mark = touched_account.mark + 1, not_before = 0, attempts = 0`,
    JSON.stringify(touches),
  );
}

/** Hands out touched accounts that no one holds, in the order of their ids. */
export async function leaseTouchedAccounts(
  statements: Statements,
  request: Claim & { limit: number; after?: string },
): Promise<TouchedAccount[]> {
  const { worker, now, limit, after = '' } = request;
  await signOn(statements, worker);
  const rows = await statements.all(
    `WITH next AS MATERIALIZED (
       SELECT account_id FROM touched_account
       WHERE account_id > $1 AND not_before <= $2 AND (holder IS NULL OR held_until <= $2)
       ORDER BY account_id LIMIT $3 FOR UPDATE SKIP LOCKED)
     UPDATE touched_account SET holder = $4, held_until = $5
     FROM next WHERE touched_account.account_id = next.account_id
     RETURNING touched_account.account_id, touched_account.mark, touched_account.attempts`,
    after,
    now.getTime(),
    limit,
    holderOf(worker),
    leaseEnd(request),
  );
  return rows
    .map((row) => ({
      accountId: String(row['account_id']),
      mark: Number(row['mark']),
      attempts: Number(row['attempts']),
    }))
    .sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
}

/**
 * Takes accounts off the list, but for those touched again; all of them are given back. What another worker has taken over,
 * because the lease ran out, is touched: the numbers that were written so late may be older than those of the other.
 */
export async function settleTouchedAccounts(
  statements: Statements,
  worker: Worker,
  done: readonly TouchedAccount[],
  kept: readonly (TouchedAccount & { notBefore?: Date })[],
): Promise<void> {
  const ids = [...done, ...kept].map(({ accountId }) => accountId);
  const rows = await statements.all(
    `SELECT account_id, holder FROM touched_account
     WHERE account_id IN (SELECT account_id FROM rows($1 AS item: account_id text)) ORDER BY account_id FOR UPDATE`,
    listOf('account_id', ids),
  );
  const held = new Set(
    rows.filter(({ holder }) => holder === holderOf(worker)).map((row) => String(row['account_id'])),
  );
  const written = done.filter(({ accountId }) => held.has(accountId));
  await statements.run(
    `DELETE FROM touched_account
     WHERE (account_id, mark) IN (SELECT account_id, mark FROM rows($1 AS item: account_id text, mark integer))`,
    JSON.stringify(written.map(({ accountId, mark }) => ({ account_id: accountId, mark }))),
  );
  await statements.run(
    `UPDATE touched_account SET holder = NULL, held_until = 0
     WHERE account_id IN (SELECT account_id FROM rows($1 AS item: account_id text))`,
    listOf('account_id', [...held]),
  );
  // touched again since they were handed out, they are due at once
  await statements.run(
    `UPDATE touched_account SET not_before = item.not_before, attempts = attempts + 1
     FROM rows($1 AS item: account_id text, mark integer, not_before integer)
     WHERE touched_account.account_id = item.account_id AND touched_account.mark = item.mark`,
    JSON.stringify(
      kept
        .filter(({ accountId }) => held.has(accountId))
        .map(({ accountId, mark, notBefore }) => ({
          account_id: accountId,
          mark,
          not_before: notBefore?.getTime() ?? 0,
        })),
    ),
  );
  await touchAccounts(
    statements,
    ids.filter((id) => !held.has(id)),
  );
}
