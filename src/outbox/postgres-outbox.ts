import { openPostgresEngine } from './postgres-engine.ts';
import { StoredOutbox } from './stored-outbox.ts';
import type { Outbox } from './outbox.ts';

/** Whether an outbox is kept in PostgreSQL, by its address. */
export function isPostgresAddress(location: string): boolean {
  return /^postgres(?:ql)?:\/\//i.test(location);
}

/**
 * Opens the outbox kept in a schema of a PostgreSQL database (13 or later), making it when it is not there.
 * @param address `postgres://user:password@host:5432/database`; the schema is `rapport`, or what `?schema=` says.
 * Further parameters are those of the driver, such as `sslmode`
 * @param options `patienceSeconds`: for how long a server that cannot be reached just now is tried again; 15 by default.
 * `clock`: by which those who use it tell the time; compared with the server's once
 * @throws OutboxError when that cannot be done
 */
export async function openPostgresOutbox(
  address: string,
  options: { patienceSeconds?: number; clock?: () => Date } = {},
): Promise<Outbox> {
  return new StoredOutbox(await openPostgresEngine(address, options));
}
