import { rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { lockDirectory } from './store/directory-lock.ts';
import { Faults } from './faults/faults.ts';
import { BulkJobs } from './bulk/bulk-jobs.ts';
import type { BulkFaults } from './bulk/faults.ts';
import { ApiUsage } from './http/api-usage.ts';
import { DeployRequests } from './http/deploy-requests.ts';
import { asPortError, requireFreePort } from './http/free-port.ts';
import { QueryLocators } from './http/query-locators.ts';
import { makeServer } from './http/server.ts';
import type { Services } from './http/services.ts';
import { openOrg } from './org.ts';
import type { DeployResult, Org } from './org.ts';
import { ClientStore } from './sessions/client-store.ts';
import type { ClientCredentials } from './sessions/client-store.ts';
import { PasswordStore } from './sessions/password-store.ts';
import { SessionStore } from './sessions/session-store.ts';
import { findUserByUsername } from './sessions/user-directory.ts';
import type { OrgUser } from './sessions/user-directory.ts';

const DEFAULT_SESSION_MINUTES = 120;
/** What an Enterprise Edition org has before it buys licences. */
const DEFAULT_DAILY_API_LIMIT = 100_000;

/** How a local org is started. */
export interface LocalOrgOptions {
  /** Where the org keeps its data; undefined keeps it in memory, for tests. One process at a time. */
  directory: string | undefined;
  /** SFDX projects that the org takes in, in this order. */
  projects: string[];
  /** Port to listen on; 0 takes any free one. */
  port: number;
  /** Address to listen on; 127.0.0.1, this machine only, when not given. */
  host?: string;
  clock: () => Date;
  /** Whether what an earlier org left in the directory is thrown away first. */
  fresh?: boolean;
  /** Minutes without a request after which a session ends; 120 when not given. */
  sessionMinutes?: number;
  /** API calls that the org answers in a day; 100,000 when not given. */
  dailyApiLimit?: number;
  /** Whether tests may make things go wrong, in the process and at `/faults`; no when not given. */
  faults?: boolean;
  /** What goes wrong with bulk jobs; the faults of this org, where it has any, when not given. */
  bulkFaults?: BulkFaults;
  /**
   * Whether the batches of a bulk job run side by side, so that rows of one master in two of them fail with
   * UNABLE_TO_LOCK_ROW, as on the platform; no when not given.
   */
  bulkLockModel?: boolean;
  /** Told what the start does and of unexpected errors; never of tokens or passwords. */
  log?: (message: string) => void;
}

/** A running local org. */
export interface LocalOrg {
  /** Where it listens: `http://localhost:8123`. */
  readonly url: string;
  readonly org: Org;
  /** What goes wrong on demand; adding a fault is refused in an org that was started without `faults`. */
  readonly faults: Faults;
  /** Signs a user in without a password. @throws Error when there is no such active user. */
  issueSession: (username: string) => string;
  /**
   * Makes an OAuth client for the client credentials flow, and with a certificate (or public key, in PEM form) for the JWT
   * bearer flow as well. @throws Error when there is no such active user, or the certificate cannot be read.
   */
  registerClient: (runAsUsername: string, certificate?: string) => ClientCredentials;
  /** Forgets an OAuth client. */
  removeClient: (clientId: string) => void;
  /** Sets a user's password. @throws Error when there is no such active user. */
  setPassword: (username: string, password: string) => Promise<void>;
  /** Sets how many API calls the org answers in a day, at once. */
  setDailyApiLimit: (calls: number) => void;
  /** Answers the requests that are being answered, then stops and lets go of the directory. */
  close: () => Promise<void>;
}

/**
 * Opens (or makes) the org in a directory, takes in the projects where they changed, and listens.
 * @throws DirectoryInUseError, PortInUseError (`code` EADDRINUSE), or what the deploy refuses.
 */
export async function startLocalOrg(options: LocalOrgOptions): Promise<LocalOrg> {
  const { directory, port, clock } = options;
  const host = options.host ?? '127.0.0.1';
  const log = options.log ?? ((): void => undefined);
  await requireFreePort(port, host);
  const lock = directory === undefined ? undefined : lockDirectory(directory);
  let org: Org | undefined;
  try {
    if (options.fresh === true && directory !== undefined) removeOrg(directory);
    const faults = new Faults({ enabled: options.faults === true, clock });
    org = openOrg({
      directory,
      clock: faults.clock,
      disturbance: faults.enabled ? faults.rows : undefined,
    });
    for (const project of options.projects) {
      const result = await org.deploy(project);
      log(result.unchanged ? `${project} is unchanged` : describeDeploy(project, result));
    }
    const services = makeServices(org, options, { faults, log });
    const server = makeServer(services);
    try {
      await server.listen({ port, host });
    } catch (error) {
      await server.close();
      throw asPortError(error, port, host);
    }
    services.bulk.resume();
    const running = org;
    return {
      faults,
      ...handles(services, urlOf(server.server.address() as AddressInfo, host)),
      close: async () => {
        await server.close();
        await services.deploys.settled();
        await services.bulk.stop();
        services.usage.flush();
        running.close();
        lock?.release();
      },
    };
  } catch (error) {
    org?.close();
    lock?.release();
    throw error;
  }
}

/** What was taken in, and what of it has no effect here. */
function describeDeploy(project: string, { components }: DeployResult): string {
  const inert = new Set(components.filter((component) => !component.hasBehaviour).map(({ type }) => type));
  const note = inert.size === 0 ? '' : `; recorded without effect: ${[...inert].toSorted().join(', ')}`;
  return `Took in ${components.length} components of ${project}${note}`;
}

/** Only while the directory is locked: no other process has the files open. */
function removeOrg(directory: string): void {
  for (const file of ['org.sqlite', 'org.sqlite-wal', 'org.sqlite-shm'])
    rmSync(join(directory, file), { force: true });
}

function makeServices(
  org: Org,
  options: LocalOrgOptions,
  { faults, log }: { faults: Faults; log: (message: string) => void },
): Services {
  const { database, organizationId, clock } = org;
  const sessionMinutes = options.sessionMinutes ?? DEFAULT_SESSION_MINUTES;
  const dailyLimit = options.dailyApiLimit ?? DEFAULT_DAILY_API_LIMIT;
  const sessions = new SessionStore({ database, organizationId, clock, sessionMinutes });
  const usage = new ApiUsage({ database, clock, dailyLimit });
  faults.attach({ sessions, usage });
  return {
    org,
    sessions,
    passwords: new PasswordStore({ database, clock }),
    clients: new ClientStore(database),
    usage,
    locators: new QueryLocators(clock),
    deploys: new DeployRequests({ org, log }),
    bulk: new BulkJobs({
      org,
      faults: options.bulkFaults ?? (faults.enabled ? faults.bulk : undefined),
      lockModel: options.bulkLockModel,
      log,
    }),
    faults: faults.enabled ? faults : undefined,
    log,
  };
}

function handles(services: Services, url: string): Omit<LocalOrg, 'close' | 'faults'> {
  const { org, sessions, passwords, clients, usage } = services;
  const requireUser = (username: string): OrgUser => {
    const user = findUserByUsername(org.database, username);
    if (user?.isActive === true) return user;
    throw new Error(`The local org has no active user named ${username}.`);
  };
  return {
    url,
    org,
    issueSession: (username) => sessions.issue(requireUser(username).id),
    registerClient: (runAsUsername, certificate) =>
      clients.register(requireUser(runAsUsername).id, certificate),
    removeClient: (clientId) => {
      clients.remove(clientId);
    },
    setPassword: async (username, password) => {
      await passwords.set(requireUser(username).id, password);
    },
    setDailyApiLimit: (calls) => {
      usage.dailyLimit = calls;
    },
  };
}

/** The address to give to clients: `localhost` for this machine, which the sf CLI allows without https. */
function urlOf(address: AddressInfo, host: string): string {
  const isThisMachine = ['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::'].includes(host);
  return `http://${isThisMachine ? 'localhost' : host}:${address.port}`;
}
