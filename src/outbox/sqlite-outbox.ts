import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { fingerprint } from './fingerprint.ts';
import { OutboxError } from './outbox.ts';
import type {
  LeasedParcel,
  ListedParcel,
  Outbox,
  OutboxCounts,
  OutboxErrorCode,
  Parcel,
  ParcelKind,
  PutResult,
  Settlement,
  TouchedAccount,
  Worker,
} from './outbox.ts';
import { openDatabase } from './sqlite-schema.ts';

/**
 * Opens the outbox kept in a SQLite file, making it when it is not there.
 * @param limits `maximumPages`: how large the file may grow, in pages of 4 KB; no limit by default
 * @throws OutboxError when that cannot be done
 */
export function openSqliteOutbox(path: string, limits: { maximumPages?: number } = {}): Outbox {
  try {
    const database = openDatabase(path);
    if (limits.maximumPages !== undefined) database.exec(`PRAGMA max_page_count = ${limits.maximumPages}`);
    return new SqliteOutbox(path, database);
  } catch (error) {
    throw asOutboxError(error, path);
  }
}

/** The outbox of one machine. SQLite works synchronously; the methods are promises because the contract is. */
class SqliteOutbox implements Outbox {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string, database: DatabaseSync) {
    this.#path = path;
    this.#database = database;
  }

  async put(parcels: readonly (Parcel & { origin: string })[], now: Date): Promise<PutResult[]> {
    return this.#transaction(() => parcels.map((parcel) => this.#putOne(parcel, now)));
  }

  #putOne(parcel: Parcel & { origin: string }, now: Date): PutResult {
    const { kind, content, origin } = parcel;
    const print = fingerprint(parcel);
    const known = this.#get(
      'SELECT fingerprint FROM parcel WHERE kind = ? AND external_id = ?',
      kind,
      content.externalId,
    );
    if (known?.['fingerprint'] === print) return 'unchanged';
    this.#run(
      `INSERT INTO parcel (kind, external_id, version, fingerprint, content, origin, state, due_at)
       VALUES (?1, ?2, 1, ?3, ?4, ?5, 'waiting', ?6)
       ON CONFLICT (kind, external_id) DO UPDATE SET version = version + 1, fingerprint = ?3, content = ?4, origin = ?5,
         attempts = 0, reason_code = NULL, reason_detail = NULL,
         due_at = iif(state = 'inFlight', due_at, ?6), state = iif(state = 'inFlight', state, 'waiting')`,
      kind,
      content.externalId,
      print,
      JSON.stringify(content),
      origin,
      now.getTime(),
    );
    return known === undefined ? 'new' : 'updated';
  }

  async lease(request: {
    kind: ParcelKind;
    worker: Worker;
    now: Date;
    leaseSeconds: number;
    limit: number;
  }): Promise<LeasedParcel[]> {
    const { kind, worker, now, leaseSeconds, limit } = request;
    return this.#transaction(() => {
      this.#freeLeasesOfTheDead(worker.host);
      const rows = this.#all(
        `UPDATE parcel SET state = 'inFlight', due_at = ?1, lease_host = ?2, lease_process = ?3, lease_worker = ?4
         WHERE kind = ?5 AND external_id IN (
           SELECT external_id FROM parcel
           WHERE kind = ?5 AND state IN ('waiting', 'inFlight') AND due_at <= ?6 ORDER BY due_at LIMIT ?7)
         RETURNING external_id, version, content, attempts, listed_in_org`,
        now.getTime() + leaseSeconds * 1000,
        worker.host,
        worker.processId,
        worker.name,
        kind,
        now.getTime(),
        limit,
      );
      return rows.map(
        (row) =>
          ({
            kind,
            content: JSON.parse(String(row['content'])) as unknown,
            version: Number(row['version']),
            attempts: Number(row['attempts']),
            listedInOrg: row['listed_in_org'] === 1,
          }) as LeasedParcel,
      );
    });
  }

  /** A worker of this machine whose process is gone will not come back for its parcels: they need not wait. */
  #freeLeasesOfTheDead(host: string): void {
    const holders = this.#all(
      `SELECT DISTINCT lease_process AS process FROM parcel
      WHERE state = 'inFlight' AND lease_host = ?`,
      host,
    );
    for (const { process: processId } of holders) {
      if (isAlive(Number(processId))) continue;
      this.#run(
        `UPDATE parcel SET state = 'waiting', due_at = 0 WHERE state = 'inFlight' AND lease_host = ? AND lease_process = ?`,
        host,
        Number(processId),
      );
    }
  }

  async settle(settlements: readonly Settlement[], now: Date): Promise<void> {
    this.#transaction(() => {
      for (const settlement of settlements) this.#settleOne(settlement, now);
    });
  }

  #settleOne(settlement: Settlement, now: Date): void {
    const { kind, externalId, version } = settlement;
    const id = [kind, externalId] as const;
    if (settlement.outcome === 'confirmed' && settlement.touchedAccountId !== undefined) {
      this.#touchOne(settlement.touchedAccountId);
    }
    const current = this.#get('SELECT version FROM parcel WHERE kind = ? AND external_id = ?', ...id);
    if (current === undefined) return;
    if (current['version'] !== version) {
      this.#run(
        `UPDATE parcel SET state = 'waiting', due_at = ? WHERE kind = ? AND external_id = ?`,
        now.getTime(),
        ...id,
      );
    } else if (settlement.outcome === 'confirmed') {
      this.#run(
        `UPDATE parcel SET state = 'confirmed', content = NULL, reason_code = NULL, reason_detail = NULL, listed_in_org = 0
         WHERE kind = ? AND external_id = ?`,
        ...id,
      );
    } else {
      const setAside = settlement.outcome === 'setAside';
      this.#run(
        `UPDATE parcel SET state = ?, due_at = ?, attempts = attempts + 1, reason_code = ?, reason_detail = ?,
           listed_in_org = max(listed_in_org, ?) WHERE kind = ? AND external_id = ?`,
        setAside ? 'setAside' : 'waiting',
        setAside ? now.getTime() : settlement.notBefore.getTime(),
        settlement.reason.code,
        settlement.reason.detail,
        setAside && settlement.listedInOrg ? 1 : 0,
        ...id,
      );
    }
  }

  async release(worker: Worker): Promise<void> {
    this.#transaction(() =>
      this.#run(
        `UPDATE parcel SET state = 'waiting', due_at = 0
         WHERE state = 'inFlight' AND lease_host = ? AND lease_process = ? AND lease_worker = ?`,
        worker.host,
        worker.processId,
        worker.name,
      ),
    );
  }

  async retrySetAside(now: Date): Promise<number> {
    return this.#transaction(() =>
      this.#run(
        `UPDATE parcel SET state = 'waiting', due_at = ?, attempts = 0 WHERE state = 'setAside'`,
        now.getTime(),
      ),
    );
  }

  async counts(): Promise<OutboxCounts> {
    const counts: OutboxCounts = { waiting: 0, inFlight: 0, confirmed: 0, setAside: 0 };
    for (const row of this.#all('SELECT state, count(*) AS n FROM parcel GROUP BY state')) {
      counts[row['state'] as keyof OutboxCounts] = Number(row['n']);
    }
    return counts;
  }

  async nextDue(kind: ParcelKind): Promise<Date | undefined> {
    const due = this.#get(
      `SELECT min(due_at) AS due FROM parcel WHERE kind = ? AND state IN ('waiting', 'inFlight')`,
      kind,
    )?.['due'];
    return due === null || due === undefined ? undefined : new Date(Number(due));
  }

  async listTroubled(limit: number): Promise<ListedParcel[]> {
    const rows = this.#all(
      `SELECT * FROM parcel WHERE state = 'setAside' OR (state = 'waiting' AND reason_code IS NOT NULL)
       ORDER BY due_at, external_id LIMIT ?`,
      limit,
    );
    return rows.map((row) => ({
      kind: row['kind'] as ParcelKind,
      externalId: String(row['external_id']),
      origin: String(row['origin']),
      attempts: Number(row['attempts']),
      reason: { code: String(row['reason_code']), detail: String(row['reason_detail']) },
      notBefore: row['state'] === 'waiting' ? new Date(Number(row['due_at'])) : undefined,
    }));
  }

  async touch(accountIds: readonly string[]): Promise<void> {
    this.#transaction(() => accountIds.forEach((accountId) => this.#touchOne(accountId)));
  }

  #touchOne(accountId: string): void {
    this.#run(
      'INSERT INTO touched_account VALUES (?, 1) ON CONFLICT (account_id) DO UPDATE SET mark = mark + 1',
      accountId,
    );
  }

  async touchedAccounts(limit: number, afterAccountId = ''): Promise<TouchedAccount[]> {
    const rows = this.#all(
      'SELECT account_id, mark FROM touched_account WHERE account_id > ? ORDER BY account_id LIMIT ?',
      afterAccountId,
      limit,
    );
    return rows.map((row) => ({ accountId: String(row['account_id']), mark: Number(row['mark']) }));
  }

  async clearTouched(accounts: readonly TouchedAccount[]): Promise<void> {
    this.#transaction(() => {
      for (const { accountId, mark } of accounts) {
        this.#run('DELETE FROM touched_account WHERE account_id = ? AND mark = ?', accountId, mark);
      }
    });
  }

  async watermark(name: string): Promise<Date | undefined> {
    const row = this.#get('SELECT reached FROM watermark WHERE name = ?', name);
    return row === undefined ? undefined : new Date(Number(row['reached']));
  }

  async setWatermark(name: string, reached: Date): Promise<void> {
    this.#transaction(() =>
      this.#run(
        'INSERT INTO watermark VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET reached = excluded.reached',
        name,
        reached.getTime(),
      ),
    );
  }

  async tieTo(organizationId: string): Promise<void> {
    const tied = this.#transaction(() => {
      this.#run('INSERT INTO organization VALUES (1, ?) ON CONFLICT DO NOTHING', organizationId);
      return String(this.#get('SELECT organization_id FROM organization')?.['organization_id']);
    });
    if (tied !== organizationId) throw new OutboxError('otherOrg', this.#path, new Error(tied));
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #transaction<Result>(work: () => Result): Result {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.#database.exec('COMMIT');
        return result;
      } catch (error) {
        // SQLite itself rolls back on some errors, a full disk among them
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw error;
      }
    } catch (error) {
      throw asOutboxError(error, this.#path);
    }
  }

  #prepared(sql: string): StatementSync {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #run(sql: string, ...values: (string | number)[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  #get(sql: string, ...values: (string | number)[]): Record<string, unknown> | undefined {
    return this.#prepared(sql).get(...values);
  }

  #all(sql: string, ...values: (string | number)[]): Record<string, unknown>[] {
    return this.#prepared(sql).all(...values);
  }
}

/** Whether a process of this machine lives; signal 0 asks without sending anything. */
function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to someone else
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** SQLite's result codes, by the number that node:sqlite reports as `errcode` (https://sqlite.org/rescode.html). */
const errorCodes: Record<number, OutboxErrorCode> = {
  5: 'busy',
  13: 'full',
  14: 'unreachable',
  26: 'notAnOutbox',
};

function asOutboxError(error: unknown, location: string): OutboxError {
  if (error instanceof OutboxError) return error;
  const resultCode = (error as { errcode?: number }).errcode;
  // the low byte of an extended result code is the plain code
  const code = resultCode === undefined ? 'notAnOutbox' : (errorCodes[resultCode & 0xff] ?? 'failed');
  return new OutboxError(code, location, error);
}
