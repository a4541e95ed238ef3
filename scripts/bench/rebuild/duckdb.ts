import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBResultReader } from '@duckdb/node-api';
import { accountCount, answerCount, answerSql, expired, now } from './answers.ts';

const inWindow = `responded_at > ${expired} AND responded_at <= ${now}`;
/** Instant and number of an answer in one whole number: the highest is the newest. */
const order = `((responded_at - ${expired}) * ${answerCount} + id)`;
const counts = `account,
  count(*) FILTER (score >= 9)::INTEGER AS promoters,
  count(*) FILTER (score BETWEEN 7 AND 8)::INTEGER AS passives,
  count(*) FILTER (score <= 6)::INTEGER AS detractors`;

/** The counts of all accounts, of the current answer of each contact and of all anonymous ones. */
const fromNewest = (newest: string) => `WITH newest AS (${newest})
  SELECT ${counts} FROM (
    SELECT account, score FROM newest
    UNION ALL SELECT account, score FROM answer WHERE contact IS NULL AND ${inWindow}
  ) GROUP BY account`;
const grouped = (newestScore: string) =>
  fromNewest(`SELECT account, ${newestScore} AS score FROM answer
    WHERE contact IS NOT NULL AND ${inWindow} GROUP BY account, contact`);

/** Ways to say the same in SQL; which is fastest is tried out. */
const queries = {
  'max() of instant, id and score in one number': grouped(`max(${order} * 16 + score) % 16`),
  'arg_max() by instant and id in one number': grouped(`arg_max(score, ${order})`),
  'arg_max() by instant alone': grouped('arg_max(score, responded_at)'),
  'arg_max() by instant and id': grouped('arg_max(score, (responded_at, id))'),
  'row_number()': `SELECT ${counts} FROM (
    SELECT account, score FROM answer WHERE ${inWindow}
    QUALIFY contact IS NULL
      OR row_number() OVER (PARTITION BY account, contact ORDER BY responded_at DESC, id DESC) = 1
  ) GROUP BY account`,
  'DISTINCT ON': fromNewest(`SELECT DISTINCT ON (account, contact) account, score FROM answer
    WHERE contact IS NOT NULL AND ${inWindow} ORDER BY account, contact, responded_at DESC, id DESC`),
};

/** DuckDB with all answers in a table in memory, on one thread. */
export class DuckDb {
  readonly #connection: DuckDBConnection;
  #query = '';

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  static async load(): Promise<DuckDb> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    await connection.run('SET threads = 1');
    await connection.run(`CREATE TABLE answer AS SELECT
      (${answerSql.id})::UINTEGER AS id, (${answerSql.account})::UINTEGER AS account,
      (${answerSql.contact})::UINTEGER AS contact, (${answerSql.respondedAt})::BIGINT AS responded_at,
      (${answerSql.score})::UTINYINT AS score FROM range(${answerCount}) AS numbers(i)`);
    return new DuckDb(connection);
  }

  async version(): Promise<string> {
    const reader = await this.#connection.runAndReadAll('SELECT version()');
    return String(reader.getRows()[0]?.[0]);
  }

  /** Tries all ways out, three times each, and keeps to the one whose best time is lowest from then on. Returns its name. */
  async chooseQuery(): Promise<string> {
    let [best, chosen] = [Number.POSITIVE_INFINITY, ''];
    for (let round = 0; round < 3; round += 1) {
      for (const [name, query] of Object.entries(queries)) {
        const began = performance.now();
        await this.#connection.runAndReadAll(query);
        const took = performance.now() - began;
        if (took < best) [best, chosen, this.#query] = [took, name, query];
      }
    }
    return chosen;
  }

  /** The counts, as DuckDB hands them over. */
  async count(): Promise<DuckDBResultReader> {
    return this.#connection.runAndReadAll(this.#query);
  }

  /** Writes its own table once more: less than what it takes to get the answers from elsewhere. */
  async copyTable(): Promise<void> {
    await this.#connection.run('CREATE OR REPLACE TABLE copy AS FROM answer');
  }

  /** Bytes in memory. */
  async memory(): Promise<number> {
    const reader = await this.#connection.runAndReadAll(
      'SELECT sum(memory_usage_bytes)::DOUBLE FROM duckdb_memory()',
    );
    return Number(reader.getRows()[0]?.[0]);
  }

  close(): void {
    this.#connection.closeSync();
  }
}

/** Promoters, passives and detractors by account. */
export function countsOfDuckDb(reader: DuckDBResultReader): Int32Array {
  const found = new Int32Array(3 * accountCount);
  for (const [account, ...three] of reader.getRows()) found.set(three.map(Number), 3 * Number(account));
  return found;
}
