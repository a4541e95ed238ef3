import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A directory that this process alone uses, until `release`. */
export interface DirectoryLock {
  release: () => void;
}

/** Thrown when another process, or another part of this one, has the directory. */
export class DirectoryInUseError extends Error {
  readonly code = 'EDIRECTORYINUSE';

  constructor(directory: string) {
    super(
      `The local org in ${directory} is already running. Stop it first, or start this one in another directory.`,
    );
    this.name = 'DirectoryInUseError';
  }
}

/**
 * Takes a directory for one process at a time. The lock is SQLite's exclusive lock on a file of its own, which
 * the operating system drops when the process ends, however it ends: nothing stale is left behind.
 * @throws DirectoryInUseError when it is taken.
 */
export function lockDirectory(directory: string): DirectoryLock {
  mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(join(directory, 'running.lock'));
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && /locked|busy/i.test(error.message))
      throw new DirectoryInUseError(directory);
    throw error;
  }
  return {
    release: () => {
      database.close();
    },
  };
}
