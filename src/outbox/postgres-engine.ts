import { setTimeout as pause } from 'node:timers/promises';
import { escapeIdentifier, Pool } from 'pg';
import type { PoolClient } from 'pg';
import type { Engine, Row, Statements } from './engine.ts';
import { OutboxError } from './outbox.ts';
import { asOutboxError, passes } from './postgres-failures.ts';
import { createSchema } from './postgres-schema.ts';

/** Longest that a statement may take, and that it waits for a lock. A bulk load is one statement. */
const timeouts = `SET LOCAL statement_timeout = '60s'; SET LOCAL lock_timeout = '10s';
  SET LOCAL idle_in_transaction_session_timeout = '60s'`;
const clientTimeoutMilliseconds = 70_000;
const connectTimeoutMilliseconds = 5000;

/** Connections of one process: what its worker, its intake and its metrics need at the same time. */
const mostConnections = 10;

/** Clocks that differ by less, in milliseconds, are taken for the same: leases last minutes. */
const clockTolerance = 2000;

/** Opens the database of an address, and the outbox's schema in it. */
export async function openPostgresEngine(
  address: string,
  { patienceSeconds = 15, clock = () => new Date() }: { patienceSeconds?: number; clock?: () => Date },
): Promise<Engine> {
  const { connectionString, schema, location } = readAddress(address);
  const engine = new PostgresEngine(connectionString, schema, location, patienceSeconds);
  try {
    await engine.write((statements) => createSchema(statements, schema));
    await engine.compareClocks(clock);
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** The parts of an address: what the driver gets, the schema, and what may be shown. */
function readAddress(address: string): { connectionString: string; schema: string; location: string } {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  // a password with # / or ? in it ends the host too early, and the @ behind it is found in what follows
  const isCutOff = [url?.hash, url?.pathname, ...(url?.searchParams.keys() ?? [])].some((part) =>
    part?.includes('@'),
  );
  if (url === undefined || isCutOff) {
    // the address stays out of the error: it may hold a password
    const why =
      'this is not the address of a database; in a password the characters # / ? @ : % are to be percent-encoded';
    throw new OutboxError('unreachable', 'postgres://…', new Error(`${why}, such as %23 for #`));
  }
  const schema = url.searchParams.get('schema') ?? 'rapport';
  url.searchParams.delete('schema');
  const shown = new URL(url);
  shown.password = '';
  shown.hash = '';
  shown.pathname = url.pathname.split('/').slice(0, 2).join('/');
  shown.search = schema === 'rapport' ? '' : `?schema=${encodeURIComponent(schema)}`;
  return { connectionString: url.href, schema, location: shown.href };
}

class PostgresEngine implements Engine {
  readonly location: string;
  clockOffset = 0;
  readonly #pool: Pool;
  readonly #schema: string;
  readonly #patience: number;

  constructor(connectionString: string, schema: string, location: string, patienceSeconds: number) {
    this.location = location;
    this.#schema = schema;
    this.#patience = patienceSeconds * 1000;
    this.#pool = new Pool({
      connectionString,
      max: mostConnections,
      connectionTimeoutMillis: connectTimeoutMilliseconds,
      query_timeout: clientTimeoutMilliseconds,
      keepAlive: true,
      application_name: 'rapport',
    });
    // a connection that breaks while it is not being asked anything says so here; the pool, or the next statement, sees it
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  read<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result> {
    return this.#patiently((deadline) => this.#attempt('BEGIN READ ONLY', work, deadline));
  }

  write<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result> {
    return this.#patiently((deadline) => this.#attempt('BEGIN', work, deadline));
  }

  /**
   * Measures how far the server's clock is ahead of this machine's: each worker's leases are told by the one clock that
   * all share. Half the time of the question counts as that of the way there; what is within {@link clockTolerance} is left.
   */
  async compareClocks(clock: () => Date): Promise<void> {
    const { sent, answered, now } = await this.read(async (statements) => {
      const asked = clock().getTime();
      const [row] = await statements.all(
        'SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS now',
      );
      return { sent: asked, answered: clock().getTime(), now: Number(row?.['now']) };
    });
    const offset = Math.round(now - (sent + answered) / 2);
    this.clockOffset = Math.abs(offset) > clockTolerance ? offset : 0;
  }

  /** What was deleted is out of reach of all but the server's admins, until vacuuming removes it. */
  async purge(): Promise<void> {
    await Promise.resolve();
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  /** Tries again, for some seconds, what fails for a reason that passes. */
  async #patiently<Result>(attempt: (deadline: number) => Promise<Result>): Promise<Result> {
    const deadline = performance.now() + this.#patience;
    for (let wait = 20; ; wait = Math.min(wait * 2, 1000)) {
      try {
        return await attempt(deadline);
      } catch (error) {
        if (!passes(error) || performance.now() + wait > deadline) throw asOutboxError(error, this.location);
        await pause(wait * (0.5 + Math.random() / 2));
      }
    }
  }

  async #attempt<Result>(
    begin: string,
    work: (statements: Statements) => Promise<Result>,
    deadline: number,
  ): Promise<Result> {
    const client = await this.#pool.connect();
    let committing: { id: string | undefined; result: Result } | undefined;
    try {
      const id = await this.#begin(client, begin);
      const result = await work(this.#statementsOf(client));
      committing = { id, result };
      await client.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      // the connection goes too, and with it whatever is left of the transaction
      client.release(true);
      if (committing === undefined || !(await this.#isCommitted(committing.id, deadline))) throw error;
      return committing.result;
    }
  }

  /** Resolves to the id of a transaction that writes. */
  async #begin(client: PoolClient, begin: string): Promise<string | undefined> {
    // all settings are of the transaction: a pooler between may give each one another session
    const answers = (await client.query(
      `${begin}; ${timeouts}; SET LOCAL search_path = ${escapeIdentifier(this.#schema)};
       SELECT ${begin === 'BEGIN' ? 'pg_current_xact_id()::text' : 'NULL'} AS id`,
    )) as unknown as { rows: { id: string | null }[] }[];
    return answers.at(-1)?.rows[0]?.id ?? undefined;
  }

  /**
   * What became of a transaction of whose commit the answer was lost: asked of the server, so that even then it is
   * carried out once, and answered truly.
   */
  async #isCommitted(id: string | undefined, deadline: number): Promise<boolean> {
    while (id !== undefined && performance.now() < deadline) {
      try {
        const { rows } = await this.#pool.query<{ status: string | null }>(
          'SELECT pg_xact_status($1::text::xid8) AS status',
          [id],
        );
        if (rows[0]?.status !== 'in progress') return rows[0]?.status === 'committed';
      } catch (error) {
        if (!passes(error)) return false;
      }
      await pause(100);
    }
    return false;
  }

  #statementsOf(client: PoolClient): Statements {
    return {
      all: async (sql, ...values) => (await client.query<Row>(inPostgres(sql), values)).rows,
      run: async (sql, ...values) => (await client.query(inPostgres(sql), values)).rowCount ?? 0,
      fence: async (mode) => {
        const lock = mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
        await client.query(`SELECT ${lock}(hashtextextended($1, 0))`, [`rapport outbox ${this.#schema}`]);
      },
    };
  }
}

const translated = new Map<string, string>();

/** The SQL of {@link Statements} in PostgreSQL's dialect. */
function inPostgres(sql: string): string {
  let known = translated.get(sql);
  if (known === undefined) {
    known = sql.replace(
      /rows\(\$(\d+) AS (\w+): ([^)]*)\)/g,
      (_, parameter: string, alias: string, columns: string) =>
        `json_to_recordset($${parameter}::json) AS ${alias}(${columns.replace(/\binteger\b/g, 'bigint')})`,
    );
    translated.set(sql, known);
  }
  return known;
}
