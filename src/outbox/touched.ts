import { randomInt } from 'node:crypto';
import type { Statements } from './engine.ts';
import { listOf } from './engine.ts';
import type { Claim, TouchedAccount } from './outbox.ts';
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
     ON CONFLICT (account_id) DO UPDATE SET mark = touched_account.mark + 1`,
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
       WHERE account_id > $1 AND (holder IS NULL OR held_until <= $2)
       ORDER BY account_id LIMIT $3 FOR UPDATE SKIP LOCKED)
     UPDATE touched_account SET holder = $4, held_until = $5
     FROM next WHERE touched_account.account_id = next.account_id
     RETURNING touched_account.account_id, touched_account.mark`,
    after,
    now.getTime(),
    limit,
    holderOf(worker),
    leaseEnd(request),
  );
  return rows
    .map((row) => ({ accountId: String(row['account_id']), mark: Number(row['mark']) }))
    .sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
}

/** Takes accounts off the list, but for those touched again; all of them are given back. */
export async function settleTouchedAccounts(
  statements: Statements,
  done: readonly TouchedAccount[],
  kept: readonly TouchedAccount[],
): Promise<void> {
  const ids = listOf(
    'account_id',
    [...done, ...kept].map(({ accountId }) => accountId),
  );
  await statements.all(
    `SELECT account_id FROM touched_account
     WHERE account_id IN (SELECT account_id FROM rows($1 AS item: account_id text)) ORDER BY account_id FOR UPDATE`,
    ids,
  );
  await statements.run(
    `DELETE FROM touched_account
     WHERE (account_id, mark) IN (SELECT account_id, mark FROM rows($1 AS item: account_id text, mark integer))`,
    JSON.stringify(done.map(({ accountId, mark }) => ({ account_id: accountId, mark }))),
  );
  await statements.run(
    `UPDATE touched_account SET holder = NULL, held_until = 0
     WHERE account_id IN (SELECT account_id FROM rows($1 AS item: account_id text))`,
    ids,
  );
}
