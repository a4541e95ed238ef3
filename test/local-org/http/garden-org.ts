import { fileURLToPath } from 'node:url';
import { Connection } from 'jsforce';
import { startLocalOrg } from '../../../src/local-org/start.ts';
import type { LocalOrg, LocalOrgOptions } from '../../../src/local-org/start.ts';
import { givePermissionSet } from '../project/machine-org.ts';

/** Name of the user that every new org has. */
export const ADMIN = 'admin@rapport.example';

/** An SFDX project with two objects and a permission set. */
export const GARDEN = fileURLToPath(new URL('garden', import.meta.url));

/** A running org that has taken in the garden project, in memory, with a clock that a test can move. */
export interface GardenOrg extends LocalOrg {
  token: string;
  connection: Connection;
  /** Moves the org's clock. */
  passMinutes: (minutes: number) => void;
  /** A plain request as the admin, or as whoever has the given token. */
  ask: <Body = [ErrorBody, ...ErrorBody[]]>(
    method: string,
    path: string,
    options?: AskOptions,
  ) => Promise<Answer<Body>>;
  /** Makes an active user with these permission sets, and signs her in. */
  addUser: (
    username: string,
    options?: { profile?: string; sets?: string[]; language?: string },
  ) => Promise<{
    id: string;
    token: string;
    connection: Connection;
  }>;
}

export interface AskOptions {
  body?: unknown;
  headers?: Record<string, string>;
  token?: string;
}

/** One error of an answer. */
export interface ErrorBody {
  message: string;
  errorCode: string;
  fields?: string[];
}

/** An answer, with its JSON in the shape that the test says; errors unless said. */
export interface Answer<Body = [ErrorBody, ...ErrorBody[]]> {
  status: number;
  headers: Headers;
  text: string;
  json: Body;
}

export async function startGardenOrg(options: Partial<LocalOrgOptions> = {}): Promise<GardenOrg> {
  let now = Date.parse('2026-07-01T09:00:00.000Z');
  const local = await startLocalOrg({
    directory: undefined,
    projects: [GARDEN],
    port: 0,
    clock: () => new Date(now),
    log: (message) => {
      if (message.startsWith('error')) console.error(message);
    },
    ...options,
  });
  if (local.org.schema.permissionSets.has('garden_admin') && !seesGarden(local))
    givePermissionSet(local.org, local.org.adminUserId, 'Garden_Admin');
  const token = local.issueSession(ADMIN);
  const connectionFor = (accessToken: string): Connection =>
    new Connection({ instanceUrl: local.url, accessToken, version: '67.0' });
  const connection = connectionFor(token);
  const garden: GardenOrg = {
    ...local,
    token,
    connection,
    passMinutes: (minutes) => {
      now += minutes * 60_000;
    },
    ask: async <Body>(method: string, path: string, request: AskOptions = {}) =>
      await ask<Body>(local.url + path, method, { token: garden.token, ...request }),
    addUser: async (username, { profile = 'Standard User', sets = [], language = 'en_US' } = {}) => {
      const { records } = await connection.query<{ Id: string }>(
        `SELECT Id FROM Profile WHERE Name = '${profile}'`,
      );
      const user = await connection.sobject('User').create({
        Username: username,
        LastName: username.split('@')[0]!,
        Email: username,
        Alias: username.slice(0, 8),
        ProfileId: records[0]!.Id,
        IsActive: true,
        LanguageLocaleKey: language,
        LocaleSidKey: 'en_US',
        TimeZoneSidKey: 'Europe/Paris',
        EmailEncodingKey: 'UTF-8',
      });
      for (const name of sets) {
        const found = await connection.query<{ Id: string }>(
          `SELECT Id FROM PermissionSet WHERE Name = '${name}'`,
        );
        await connection
          .sobject('PermissionSetAssignment')
          .create({ AssigneeId: user.id!, PermissionSetId: found.records[0]!.Id });
      }
      const ownToken = local.issueSession(username);
      return { id: user.id!, token: ownToken, connection: connectionFor(ownToken) };
    },
  };
  return garden;
}

/** Whether the admin has the permission set already: an org on disk has it from the first time. */
function seesGarden({ org }: LocalOrg): boolean {
  return org.access(org.adminUserId).canReadField('Plot__c', 'Size__c');
}

async function ask<Body>(url: string, method: string, options: AskOptions): Promise<Answer<Body>> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${options.token ?? ''}`,
    ...options.headers,
  };
  const isText = typeof options.body === 'string';
  if (options.body !== undefined) headers['content-type'] ??= 'application/json';
  const response = await fetch(url, {
    method,
    headers,
    ...(options.body === undefined
      ? {}
      : { body: isText ? (options.body as string) : JSON.stringify(options.body) }),
  });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json: json as Body };
}
