import { randomUUID } from 'node:crypto';
import { SalesforceError } from '../errors.ts';
import type { ComponentOutcome } from '../metadata/deploy.ts';
import { DeployError } from '../metadata/problems.ts';
import type { DeployProblem } from '../metadata/problems.ts';
import { readPackage } from '../metadata/read-package.ts';
import type { Org, Session } from '../org.ts';
import { findUserById } from '../sessions/user-directory.ts';
import { makeId, normalizeId } from '../store/ids.ts';
import { brokenStatus, finishedStatus, openStatus } from './deploy-result.ts';
import type { DeployStart, DeployStatus } from './deploy-result.ts';

/** Key prefix of deploys. */
const KEY_PREFIX = '0Af';
/** Ended deploys that the org remembers. */
const MOST_REMEMBERED = 100;

/** What a client may say about a deploy. Source: Metadata API Developer Guide, "DeployOptions". */
export interface DeployOptions {
  checkOnly: boolean;
  allowMissingFiles: boolean;
  /** False asks to keep what can be taken although the rest fails. */
  rollbackOnError: boolean;
}

/**
 * The deploys that clients sent: carried out one after another, in the order in which they came, and remembered with
 * their results in the org's own database. A deploy that waits when the org stops is carried out before it does.
 */
export class DeployRequests {
  readonly #org: Org;
  readonly #log: (message: string) => void;
  /** Those that wait or are under way. */
  readonly #open = new Map<string, DeployStatus>();
  #last: Promise<void> = Promise.resolve();

  constructor(options: { org: Org; log: (message: string) => void }) {
    this.#org = options.org;
    this.#log = options.log;
    this.#org.database.exec(
      'CREATE TABLE IF NOT EXISTS _deploy (id TEXT PRIMARY KEY, number INTEGER NOT NULL, status TEXT NOT NULL) STRICT',
    );
  }

  /**
   * Takes a package in, to be deployed in its turn; returns what is known of the deploy so far.
   * @throws SalesforceError INSUFFICIENT_ACCESS (403) for users who may not deploy, FUNCTIONALITY_NOT_ENABLED for what
   * is asked for and not done.
   */
  start(session: Session, zip: Buffer, options: DeployOptions): DeployStatus {
    this.requireRight(session);
    if (!options.rollbackOnError) {
      throw new SalesforceError(
        'FUNCTIONALITY_NOT_ENABLED',
        'The local org takes a deploy as a whole or not at all: rollbackOnError=false (--ignore-errors) is not supported.',
        { status: 501 },
      );
    }
    const org = this.#org;
    const number = org.store.nextNumber('id:DeployRequest');
    const start: DeployStart = {
      id: makeId(KEY_PREFIX, org.orgMark, number),
      checkOnly: options.checkOnly,
      createdBy: session.userId,
      createdByName: findUserById(org.database, session.userId)?.name ?? '',
      createdDate: org.clock().toISOString(),
    };
    const waiting = openStatus(start);
    this.#open.set(start.id, waiting);
    this.#last = this.#last.then(async () => {
      const status = await this.#carryOut(session, start, zip, options);
      this.#open.set(start.id, status);
      try {
        this.#remember(number, status);
        this.#open.delete(start.id);
      } catch (error) {
        // The next deploys go on; this one is known until the org stops.
        this.#log(`error: the result of the deploy ${start.id} could not be written: ${String(error)}`);
      }
    });
    return waiting;
  }

  /**
   * What is known of a deploy, by its id of 15 or 18 characters.
   * @throws SalesforceError INSUFFICIENT_ACCESS for users who may not deploy, INVALID_CROSS_REFERENCE_KEY when there is
   * no such deploy.
   */
  find(session: Session, id: string): DeployStatus {
    this.requireRight(session);
    const wanted = normalizeId(id);
    const open = wanted === undefined ? undefined : this.#open.get(wanted);
    if (open !== undefined) return open;
    const row = this.#org.store.first('SELECT status FROM _deploy WHERE id = ?', wanted ?? null);
    if (row === undefined)
      throw new SalesforceError('INVALID_CROSS_REFERENCE_KEY', `invalid cross reference id: ${id}`);
    return JSON.parse(String(row['status'])) as DeployStatus;
  }

  /** @throws SalesforceError INSUFFICIENT_ACCESS (403) for users who may not use the Metadata API. */
  requireRight(session: Session): void {
    const access = this.#org.access(session.userId);
    if (access.hasUserPermission('ModifyMetadata') || access.hasUserPermission('ModifyAllData')) return;
    throw new SalesforceError(
      'INSUFFICIENT_ACCESS',
      'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
      { status: 403 },
    );
  }

  /** Resolves when no deploy waits any more. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async #carryOut(
    session: Session,
    start: DeployStart,
    zip: Buffer,
    options: DeployOptions,
  ): Promise<DeployStatus> {
    const startDate = this.#org.clock().toISOString();
    this.#open.set(start.id, openStatus(start, startDate));
    const times = (): { startDate: string; completedDate: string } => ({
      startDate,
      completedDate: this.#org.clock().toISOString(),
    });
    try {
      const contents = await readPackage(zip, options);
      const result = this.#org.deployPackage(session, contents, options);
      this.#tell(start, result);
      return finishedStatus(start, times(), result);
    } catch (error) {
      if (error instanceof DeployError)
        return finishedStatus(start, times(), { outcomes: [], problems: error.problems });
      const errorId = randomUUID();
      this.#log(
        `error ${errorId}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      const message = `An unexpected error occurred. Please include this ErrorId if you report it: ${errorId}`;
      return brokenStatus(start, times(), message);
    }
  }

  /** Says in the log what was taken in, and what of it has no effect here. */
  #tell(
    { id, checkOnly }: DeployStart,
    { outcomes, problems }: { outcomes: ComponentOutcome[]; problems: DeployProblem[] },
  ): void {
    if (checkOnly || problems.length > 0) return;
    const { components } = this.#org.schema;
    const inert = new Set(
      outcomes
        .filter(({ type, fullName }) => components.get(`${type}:${fullName}`)?.hasBehaviour === false)
        .map(({ type }) => type),
    );
    const note = inert.size === 0 ? '' : `; recorded without effect: ${[...inert].toSorted().join(', ')}`;
    this.#log(`Took in ${outcomes.length} components of the deploy ${id}${note}`);
  }

  #remember(number: number, status: DeployStatus): void {
    const { store } = this.#org;
    store.transact(() => {
      store.run(
        'INSERT INTO _deploy (id, number, status) VALUES (?, ?, ?)',
        status.id,
        number,
        JSON.stringify(status),
      );
      store.run('DELETE FROM _deploy WHERE number <= ?', number - MOST_REMEMBERED);
    });
  }
}
