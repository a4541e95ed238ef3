import pg from 'pg';
import type { QueryArrayResult } from 'pg';
import { accountCount, answerCount, answerSql, expired, now } from './answers.ts';

const address = process.env.RAPPORT_BENCH_POSTGRESQL ?? 'postgres://postgres@127.0.0.1:5432/test';
const schema = `rapport_bench_${process.pid}`;

const inWindow = `responded_at > ${expired} AND responded_at <= ${now}`;
const counts = `account, count(*) FILTER (WHERE score >= 9), count(*) FILTER (WHERE score BETWEEN 7 AND 8),
  count(*) FILTER (WHERE score <= 6)`;
const order = `((responded_at - ${expired}) * ${answerCount} + id)`;
const fromNewest = (newest: string) => `WITH newest AS (${newest})
  SELECT ${counts} FROM (
    SELECT account, score FROM newest
    UNION ALL SELECT account, score FROM answer WHERE contact IS NULL AND ${inWindow}
  ) AS current GROUP BY account`;

/** Ways to say the same in SQL; which is fastest is tried out. */
const queries = {
  'max() of instant, id and score in one number':
    fromNewest(`SELECT account, max(${order} * 16 + score) % 16 AS score
    FROM answer WHERE contact IS NOT NULL AND ${inWindow} GROUP BY account, contact`),
  'DISTINCT ON': fromNewest(`SELECT DISTINCT ON (account, contact) account, score FROM answer
    WHERE contact IS NOT NULL AND ${inWindow} ORDER BY account, contact, responded_at DESC, id DESC`),
};

/** A PostgreSQL server with all answers in a table of a schema of its own, as it is set up but for memory to work in. */
export class PostgreSql {
  readonly #client: pg.Client;
  #query = '';

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  /** Loads the answers; returns why not where no server can be reached. */
  static async load(): Promise<PostgreSql | string> {
    const client = new pg.Client({ connectionString: address, connectionTimeoutMillis: 3000 });
    try {
      await client.connect();
    } catch (error) {
      return error instanceof Error && error.message !== '' ? error.message : String(error);
    }
    const server = new PostgreSql(client);
    try {
      await client.query(`CREATE SCHEMA ${schema}`);
      await client.query(`SET search_path = ${schema}; SET work_mem = '1GB'`);
      await client.query(`CREATE UNLOGGED TABLE answer AS SELECT
        (${answerSql.id})::integer AS id, (${answerSql.account})::integer AS account,
        (${answerSql.contact})::integer AS contact, (${answerSql.respondedAt})::bigint AS responded_at,
        (${answerSql.score})::smallint AS score FROM generate_series(0::bigint, ${answerCount - 1}) AS numbers(i)`);
      await client.query('VACUUM ANALYZE answer');
    } catch (error) {
      await server.close();
      throw error;
    }
    return server;
  }

  async version(): Promise<string> {
    const { rows } = await this.#client.query<{ server_version: string }>('SHOW server_version');
    return String(rows[0]?.server_version);
  }

  /** Tries all ways out, and keeps to the fastest from then on. Returns its name. */
  async chooseQuery(): Promise<string> {
    let [best, chosen] = [Number.POSITIVE_INFINITY, ''];
    for (const [name, query] of Object.entries(queries)) {
      const began = performance.now();
      await this.#client.query({ text: query, rowMode: 'array' });
      const took = performance.now() - began;
      if (took < best) [best, chosen, this.#query] = [took, name, query];
    }
    return chosen;
  }

  async count(): Promise<QueryArrayResult> {
    return this.#client.query({ text: this.#query, rowMode: 'array' });
  }

  /** How long it takes without processes to help. */
  async secondsOnOneProcess(): Promise<number> {
    await this.#client.query('SET max_parallel_workers_per_gather = 0');
    const began = performance.now();
    await this.count();
    const took = performance.now() - began;
    await this.#client.query('RESET max_parallel_workers_per_gather');
    return took / 1000;
  }

  /** Bytes on disk. */
  async size(): Promise<number> {
    const { rows } = await this.#client.query<{ size: string }>(
      `SELECT pg_total_relation_size('answer') AS size`,
    );
    return Number(rows[0]?.size);
  }

  async close(): Promise<void> {
    try {
      await this.#client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    } finally {
      await this.#client.end();
    }
  }
}

/** Promoters, passives and detractors by account. */
export function countsOfPostgreSql({ rows }: QueryArrayResult): Int32Array {
  const found = new Int32Array(3 * accountCount);
  for (const [account, ...three] of rows) found.set(three.map(Number), 3 * Number(account));
  return found;
}
