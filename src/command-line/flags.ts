import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { OutboxError } from '../outbox/outbox.ts';
import type { Outbox, Worker } from '../outbox/outbox.ts';
import { openSqliteOutbox } from '../outbox/sqlite-outbox.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.flags');

/** Folder for everything that is kept on this machine, in the folder where a command is run. */
export const stateFolder = '.rapport';

/** Where answers wait: a SQLite file. */
export const outboxFlag = Flags.file({
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

/** Opens the outbox of the flag, making its folder when that is not there. @throws OutboxError */
export function openOutbox(path: string): Outbox {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw new OutboxError('unreachable', path, error);
  }
  return openSqliteOutbox(path);
}

/** This process, as a worker of the outbox. */
export function thisWorker(): Worker {
  return { host: hostname(), processId: process.pid, name: randomUUID() };
}
