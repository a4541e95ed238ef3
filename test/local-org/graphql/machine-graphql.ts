import type { Org, Session } from '../../../src/local-org/org.ts';
import { startLocalOrg } from '../../../src/local-org/start.ts';
import type { LocalOrg } from '../../../src/local-org/start.ts';
import { MACHINE_PROJECT, givePermissionSet, makeUser, NOW, savedId } from '../project/machine-org.ts';

const ADMIN = 'admin@rapport.example';

/** One error of an answer. */
export interface GraphqlError {
  message: string;
  locations: { line: number; column: number }[];
  path: (string | number)[];
  extensions: { ErrorType: string; errorCode?: string; fields?: string[] };
}

/** An answer, its data in the shape that the test says. */
export interface GraphqlAnswer<Data> {
  status: number;
  data: Data;
  errors: GraphqlError[];
}

/** A field's value in an answer. */
export interface Shown {
  value: unknown;
  displayValue?: string | null;
  label?: string | null;
}

/** A page of records in an answer. */
export interface Page<Node> {
  edges: { node: Node; cursor: string }[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
}

/** A running org with the machine project. */
export interface MachineGraphql extends LocalOrg {
  admin: Session;
  /** Sends a request as the administrator, or as whoever has the token. */
  send: (body: unknown, token?: string) => Promise<{ status: number; json: unknown }>;
  /** Asks a query or mutation. */
  ask: <Data>(query: string, variables?: object, token?: string) => Promise<GraphqlAnswer<Data>>;
  /** Finds records: what stands between `uiapi { query { … } }`. */
  find: <Data>(query: string, token?: string) => Promise<Data>;
  /** Makes a user with those permission sets, and signs him in. */
  signIn: (profile: string, sets: string[], details?: object) => { userId: string; token: string };
}

/** Starts an org with the machine project. */
export async function startMachineGraphql(): Promise<MachineGraphql> {
  const local = await startLocalOrg({
    directory: undefined,
    projects: [MACHINE_PROJECT],
    port: 0,
    clock: () => NOW,
    log: (message) => {
      if (message.startsWith('error')) console.error(message);
    },
  });
  const admin = { userId: local.org.adminUserId };
  givePermissionSet(local.org, admin.userId, 'Machine_Admin');
  const ownToken = local.issueSession(ADMIN);
  const send = async (body: unknown, token = ownToken): Promise<{ status: number; json: unknown }> => {
    const response = await fetch(`${local.url}/services/data/v67.0/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, json: await response.json() };
  };
  const ask = async <Data>(query: string, variables = {}, token = ownToken): Promise<GraphqlAnswer<Data>> => {
    const { status, json } = await send({ query, variables }, token);
    return { status, ...(json as { data: Data; errors: GraphqlError[] }) };
  };
  let users = 0;
  return {
    ...local,
    admin,
    send,
    ask,
    find: async <Data>(query: string, token = ownToken) => {
      const { data, errors } = await ask<{ uiapi: { query: Data } }>(
        `{ uiapi { query { ${query} } } }`,
        {},
        token,
      );
      if (errors.length > 0) throw new Error(JSON.stringify(errors));
      return data.uiapi.query;
    },
    signIn: (profile, sets, details = {}) => {
      users += 1;
      const Username = `person${users}@example.com`;
      const { userId } = makeUser({ org: local.org, admin }, profile, sets, { Username, ...details });
      return { userId, token: local.issueSession(Username) };
    },
  };
}

/** An account with a technician. */
export function makeAccount(
  org: Org,
  admin: Session,
  name: string,
): { accountId: string; contactId: string } {
  const accountId = savedId(org.create(admin, 'Account', [{ Name: name }]));
  const contactId = savedId(org.create(admin, 'Contact', [{ LastName: 'Technician', AccountId: accountId }]));
  return { accountId, contactId };
}

/** A machine with those values. */
export function makeMachine(org: Org, admin: Session, values: object): string {
  return savedId(org.create(admin, 'Machine__c', [values]));
}

/** The names of the records on a page. */
export function namesOn(page: Page<{ Name: Shown }>): unknown[] {
  return page.edges.map(({ node }) => node.Name.value);
}
