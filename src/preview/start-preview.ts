import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { buildAccountComponents, componentsOf } from './account-components.ts';
import type { AccountComponents, ComponentSource } from './account-components.ts';
import { addAccountRoutes } from './account-routes.ts';
import { readAccounts } from './accounts.ts';
import { accountsPage } from './accounts-page.ts';
import { formatsFor } from './formats.ts';
import { favicon } from './icons.ts';
import { contextOf, layout } from './layout.ts';
import type { PageFrame } from './layout.ts';
import { languageCodes } from './messages/messages.ts';
import { brokenNotice, failureNotice, notFoundNotice, unknownUserNotice } from './notices.ts';
import type { Notice } from './notices.ts';
import { OrgFailure } from './org-failure.ts';
import { makeOrgReader } from './org-reader.ts';
import type { OrgReader } from './org-reader.ts';
import { makeOrgSessions } from './org-sessions.ts';
import { pageRequestOf } from './page-request.ts';
import type { PageRequest, PreviewUser } from './page-request.ts';
import { isForThisMachine } from './same-origin.ts';
import { listStylesheet } from './styles/stylesheets.ts';

export type { PreviewUser } from './page-request.ts';

/** How the preview is started. */
export interface PreviewOptions {
  /** Where the org is: `http://localhost:8123`. */
  orgUrl: string;
  /** The people as whom it can be looked at; at least one, the first to begin with. */
  users: readonly PreviewUser[];
  /** Signs a user in. Called once a user, and again when the org no longer takes the token. */
  accessTokenFor: (username: string) => Promise<string> | string;
  /** Port to listen on; 0 takes any free one. */
  port: number;
  /** Address to listen on; 127.0.0.1, this machine only, when not given. */
  host?: string;
  clock: () => Date;
  /** The package whose components the accounts' pages show. */
  components: ComponentSource;
  /** A build of them that has already begun; the preview begins one of its own when not given. */
  build?: Promise<AccountComponents>;
  /** How long the org may take for an answer, in milliseconds; 10,000 when not given. */
  orgTimeoutMilliseconds?: number;
  /** Told of errors that nobody foresaw; never of tokens. */
  log?: (message: string) => void;
}

/** A running preview. */
export interface Preview {
  /** Where it listens: `http://localhost:8124`. */
  readonly url: string;
  /** Stops it, and cuts the connections that are left. */
  close: () => Promise<void>;
}

/** Thrown when another program listens on the port. */
export class PreviewPortInUseError extends Error {
  readonly code = 'EADDRINUSE';
  readonly port: number;

  constructor(port: number, options: { cause: unknown }) {
    super(`Port ${port} is already in use. Stop the program that uses it, or choose another port.`, options);
    this.name = 'PreviewPortInUseError';
    this.port = port;
  }
}

const thisMachine = '127.0.0.1';

/** Everything comes from this server: no script at all, and no other site may frame the page or read it. */
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * Starts the pages on which the demo users see what the org holds, each with the rights that the org gives them.
 * @throws PreviewPortInUseError (`code` EADDRINUSE) for a taken port; RangeError without users, or for a locale or
 * time zone that does not exist
 */
export async function startPreview(options: PreviewOptions): Promise<Preview> {
  const { users, port } = options;
  const host = options.host ?? thisMachine;
  requireUsers(users);
  const server = makeServer(options);
  try {
    await server.listen({ port, host });
  } catch (cause) {
    await server.close();
    const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    throw taken ? new PreviewPortInUseError(port, { cause }) : cause;
  }
  return {
    url: urlOf(server.server.address() as AddressInfo, host),
    close: async () => {
      await server.close();
    },
  };
}

/** There is someone to look, and each one's locale and time zone exist: else no page of theirs could be written. */
function requireUsers(users: readonly PreviewUser[]): void {
  if (users.length === 0) throw new RangeError('The preview needs at least one user.');
  for (const { locale, timeZone } of users) {
    for (const language of languageCodes) formatsFor(language, locale, timeZone);
  }
}

function makeServer(options: PreviewOptions): FastifyInstance {
  const { users, clock } = options;
  const sessions = makeOrgSessions({ ...options, timeoutMilliseconds: options.orgTimeoutMilliseconds });
  const org = makeOrgReader(sessions, options.orgUrl);
  const usualFrame: PageFrame = { stylesheets: [listStylesheet.address], users };
  const server = Fastify({
    logger: false,
    forceCloseConnections: true,
    // An address that is none, such as /%zz, never reaches a route.
    frameworkErrors: (_error, { url }, reply) => {
      void sendNotFound(url, reply);
    },
  });

  const send = async (
    reply: FastifyReply,
    request: PageRequest,
    page: Notice,
    frame: Partial<PageFrame> = {},
  ): Promise<void> => {
    const context = contextOf(request, clock());
    const text = layout({ ...usualFrame, ...frame }, context, page.title, page.content);
    await reply
      .code(page.status)
      .headers({ ...securityHeaders, ...reply.getHeaders() })
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(text);
  };
  const requestOf = (url: string): PageRequest =>
    pageRequestOf(new URLSearchParams(url.split('?').slice(1).join('?')), users);

  const sendNotFound = async (url: string, reply: FastifyReply): Promise<FastifyReply> => {
    const request = requestOf(url);
    await send(reply, request, notFoundNotice(contextOf(request, clock())));
    return reply;
  };

  if (isThisMachine(options.host ?? thisMachine)) {
    server.addHook('onRequest', async ({ headers }, reply) =>
      isForThisMachine(headers) ? undefined : reply.code(421).send('This server answers to localhost.'),
    );
  }
  server.get('/', async ({ url }, reply) => {
    const request = requestOf(url);
    await send(reply, request, await accountsNotice(org, options, request));
    return reply;
  });
  server.get(listStylesheet.address, async (_request, reply) =>
    reply
      .headers(securityHeaders)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type('text/css; charset=utf-8')
      .send(listStylesheet.content),
  );
  server.get('/favicon.svg', async (_request, reply) =>
    reply
      .headers(securityHeaders)
      .header('cache-control', 'public, max-age=86400')
      .type('image/svg+xml')
      .send(favicon),
  );
  addAccountRoutes(server, {
    ...options,
    components: componentsOf(options.components, options.build ?? buildAccountComponents(options.components)),
    sessions,
    org,
    sendPage: send,
    securityHeaders,
  });
  server.setNotFoundHandler(({ url }, reply) => sendNotFound(url, reply));
  server.setErrorHandler(async (error, { url }, reply) => {
    options.log?.(`The preview could not make a page: ${String(error)}`);
    const request = requestOf(url);
    await send(reply, request, brokenNotice(contextOf(request, clock())));
    return reply;
  });
  return server;
}

/** The list of accounts as the user may see it, or why there is none. */
async function accountsNotice(
  org: OrgReader,
  options: PreviewOptions,
  request: PageRequest,
): Promise<Notice> {
  const context = contextOf(request, options.clock());
  if (request.unknownUser !== undefined) {
    return unknownUserNotice(request.unknownUser, options.users, context);
  }
  try {
    const accounts = await readAccounts(org, request.user.username, request.question);
    return { status: 200, title: context.messages.accounts, content: accountsPage(accounts, context) };
  } catch (error) {
    if (error instanceof OrgFailure) return failureNotice(error, options.orgUrl, context);
    throw error;
  }
}

/** Whether only this machine reaches what listens there. */
function isThisMachine(host: string): boolean {
  return [thisMachine, '::1', 'localhost'].includes(host);
}

/** The address to give to a browser: `localhost` for this machine. */
function urlOf(address: AddressInfo, host: string): string {
  const isHere = isThisMachine(host) || ['0.0.0.0', '::'].includes(host);
  return `http://${isHere ? 'localhost' : host}:${address.port}`;
}
