import { rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { lockDirectory } from './store/directory-lock.ts';
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
  /** Told what the start does and of unexpected errors; never of tokens or passwords. */
  log?: (message: string) => void;
}

/** A running local org. */
export interface LocalOrg {
  /** Where it listens: `http://localhost:8123`. */
  readonly url: string;
  readonly org: Org;
  /** Signs a user in without a password. @throws Error when there is no such active user. */
  issueSession: (username: string) => string;
  /** Makes an OAuth client for the client credentials flow. @throws Error when there is no such active user. */
  registerClient: (runAsUsername: string) => ClientCredentials;
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
    org = openOrg({ directory, clock });
    for (const project of options.projects) {
      const result = await org.deploy(project);
      log(result.unchanged ? `${project} is unchanged` : describeDeploy(project, result));
    }
    const services = makeServices(org, options, log);
    const server = makeServer(services);
    try {
      await server.listen({ port, host });
    } catch (error) {
      await server.close();
      throw asPortError(error, port, host);
    }
    const running = org;
    return {
      ...handles(services, urlOf(server.server.address() as AddressInfo, host)),
      close: async () => {
        await server.close();
        await services.deploys.settled();
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

function makeServices(org: Org, options: LocalOrgOptions, log: (message: string) => void): Services {
  const { database, organizationId, clock } = org;
  const sessionMinutes = options.sessionMinutes ?? DEFAULT_SESSION_MINUTES;
  const dailyLimit = options.dailyApiLimit ?? DEFAULT_DAILY_API_LIMIT;
  return {
    org,
    sessions: new SessionStore({ database, organizationId, clock, sessionMinutes }),
    passwords: new PasswordStore({ database, clock }),
    clients: new ClientStore(database),
    usage: new ApiUsage({ database, clock, dailyLimit }),
    locators: new QueryLocators(clock),
    deploys: new DeployRequests({ org, log }),
    log,
  };
}

function handles(services: Services, url: string): Omit<LocalOrg, 'close'> {
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
    registerClient: (runAsUsername) => clients.register(requireUser(runAsUsername).id),
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
