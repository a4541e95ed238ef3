import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Outbox } from '../../../src/outbox/outbox.ts';
import { openPostgresOutbox } from '../../../src/outbox/postgres-outbox.ts';
import { openSqliteOutbox } from '../../../src/outbox/sqlite-outbox.ts';
import { asAdmin, TestSchemas } from '../../outbox/postgres.ts';

/** The outbox of one seed, which can be opened again, and made to fail. */
export interface SeededOutbox {
  /** Path or address. */
  readonly location: string;
  outbox: Outbox;
  /** What goes wrong with it, in words. */
  readonly trouble: string;
  /** Does work while the disk is full, or all connections break now and then. */
  troubled: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Closes it and takes it away. */
  remove: () => Promise<void>;
}

export const outboxTroubles = ['a disk that is full', 'connections to PostgreSQL that break'] as const;

/** An outbox in a SQLite file. */
export async function sqliteOutbox(room: number): Promise<SeededOutbox> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-seed-'));
  const location = join(folder, 'outbox.sqlite');
  const reopen = async (maximumPages?: number) => {
    await seeded.outbox.close();
    seeded.outbox = openSqliteOutbox(location, maximumPages === undefined ? {} : { maximumPages });
  };
  const seeded: SeededOutbox = {
    location,
    outbox: openSqliteOutbox(location),
    trouble: outboxTroubles[0],
    troubled: async (work) => {
      await reopen(pagesOf(location) + room);
      try {
        return await work();
      } finally {
        await reopen();
      }
    },
    remove: async () => {
      await seeded.outbox.close();
      rmSync(folder, { recursive: true });
    },
  };
  return seeded;
}

function pagesOf(path: string): number {
  const database = new DatabaseSync(path);
  try {
    return Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
  } finally {
    database.close();
  }
}

/** An outbox in a schema of its own. */
export async function postgresOutbox(): Promise<SeededOutbox> {
  const schemas = new TestSchemas();
  const location = schemas.address();
  const schema = new URL(location).searchParams.get('schema')!;
  const seeded: SeededOutbox = {
    location,
    outbox: await openPostgresOutbox(location),
    trouble: outboxTroubles[1],
    troubled: (work) => asAdmin((client) => breaking(work, () => client.query(breakAll(schema)))),
    remove: async () => {
      await seeded.outbox.close();
      await schemas.drop();
    },
  };
  return seeded;
}

/** Ends the connections that are at work in a schema, and no others. */
const breakAll = (schema: string): string =>
  `SELECT pg_terminate_backend(pid) FROM pg_locks
   JOIN pg_stat_activity USING (pid) JOIN pg_class ON pg_class.oid = relation
   WHERE application_name = 'rapport' AND relnamespace = '${schema}'::regnamespace`;

async function breaking<Result>(
  work: () => Promise<Result>,
  strike: () => Promise<unknown>,
): Promise<Result> {
  let isDone = false;
  const striking = (async () => {
    while (!isDone) {
      await strike();
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  })();
  try {
    return await work();
  } finally {
    isDone = true;
    await striking;
  }
}
