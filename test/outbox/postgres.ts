import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { openPostgresOutbox } from '../../src/outbox/postgres-outbox.ts';

/** Where the tests look for a PostgreSQL. */
export const postgresAddress =
  process.env['RAPPORT_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/test';

/** A hook that leaves tests out where there is no PostgreSQL, and says so. */
export async function needsPostgres(this: Mocha.Context): Promise<void> {
  const why = await whyNoPostgres();
  if (why === undefined) return;
  const { host, pathname } = new URL(postgresAddress);
  process.stderr.write(
    `\n  Skipped: ${this.test?.parent?.title ?? ''}. No PostgreSQL at ${host}${pathname} (${why}); RAPPORT_TEST_POSTGRES names another.\n`,
  );
  this.skip();
}

/** Whether the tests can use one. */
export async function hasPostgres(): Promise<boolean> {
  return (await whyNoPostgres()) === undefined;
}

/** Why the tests cannot use it; undefined when they can. */
async function whyNoPostgres(): Promise<string | undefined> {
  const client = new Client({ connectionString: postgresAddress, connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('CREATE SCHEMA IF NOT EXISTS rapport_test_probe; DROP SCHEMA rapport_test_probe');
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? (error as Error).message;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Schemas of random names, dropped in the end. */
export class TestSchemas {
  readonly #made: string[] = [];

  /** The address of an outbox that is not there yet. */
  address(): string {
    const schema = `rapport_test_${randomBytes(6).toString('hex')}`;
    this.#made.push(schema);
    const url = new URL(postgresAddress);
    url.searchParams.set('schema', schema);
    return url.href;
  }

  async open(): Promise<Outbox> {
    return openPostgresOutbox(this.address());
  }

  async drop(): Promise<void> {
    if (this.#made.length === 0) return;
    await asAdmin(async (client) => {
      for (const schema of this.#made) await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    });
  }
}

/** Statements of a test, past the outbox. */
export async function asAdmin<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: postgresAddress });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
