import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { OutboxError } from '../outbox/outbox.ts';
import type { Outbox, Worker } from '../outbox/outbox.ts';
import { isPostgresAddress, openPostgresOutbox } from '../outbox/postgres-outbox.ts';
import { openSqliteOutbox } from '../outbox/sqlite-outbox.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.flags');

/** Folder for everything that is kept on this machine, in the folder where a command is run. */
export const stateFolder = '.rapport';

/** Where answers wait: a SQLite file, or a PostgreSQL database. */
export const outboxFlag = Flags.string({
  summary: messages.getMessage('outbox.summary'),
  description: messages.getMessage('outbox.description'),
  env: 'RAPPORT_OUTBOX',
  default: join(stateFolder, 'outbox.sqlite'),
});

/** The flags that every import has. */
export const importFlags = {
  file: Flags.file({ char: 'f', summary: messages.getMessage('file.summary'), required: true }),
  survey: Flags.string({
    summary: messages.getMessage('survey.summary'),
    description: messages.getMessage('survey.description'),
  }),
  encoding: Flags.string({
    summary: messages.getMessage('encoding.summary'),
    description: messages.getMessage('encoding.description'),
    default: 'utf-8',
  }),
  outbox: outboxFlag,
};

/**
 * Opens the outbox of the flag: in PostgreSQL where it is an address of one, else in a file, whose folder is made when
 * it is not there.
 * @throws OutboxError
 */
export async function openOutbox(location: string): Promise<Outbox> {
  if (isPostgresAddress(location)) return openPostgresOutbox(location);
  try {
    // what waits is personal data: the folder is its owner's
    mkdirSync(dirname(location), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new OutboxError('unreachable', location, error);
  }
  return openSqliteOutbox(location);
}

/** This process, as a worker of the outbox. */
export function thisWorker(): Worker {
  return { host: hostname(), processId: process.pid, name: randomUUID() };
}
