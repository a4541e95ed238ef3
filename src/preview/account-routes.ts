import type { FastifyInstance, FastifyReply } from 'fastify';
import { readAccount } from './account.ts';
import { PageBuildError } from './account-components.ts';
import type { AccountComponents } from './account-components.ts';
import { accountPage, accountPageHead, lockedScript } from './account-page.ts';
import { designSystemFile, designSystemStylesheet } from './design-system.ts';
import { contextOf } from './layout.ts';
import type { PageFrame } from './layout.ts';
import { failureNotice, noSuchAccountNotice, notBuiltNotice, unknownUserNotice } from './notices.ts';
import type { Notice } from './notices.ts';
import { OrgFailure } from './org-failure.ts';
import type { OrgReader } from './org-reader.ts';
import type { OrgSessions } from './org-sessions.ts';
import { pageRequestOf } from './page-request.ts';
import type { PageRequest, PreviewUser } from './page-request.ts';
import { isFromOwnPage } from './same-origin.ts';
import { accountStylesheet } from './styles/stylesheets.ts';

/** What the account's page is made of. */
export interface AccountRoutesOptions {
  components: () => Promise<AccountComponents>;
  sessions: OrgSessions;
  org: OrgReader;
  orgUrl: string;
  users: readonly PreviewUser[];
  clock: () => Date;
  /** Sends a page; `frame` is what it has around its content other than usual. */
  sendPage: (
    reply: FastifyReply,
    request: PageRequest,
    page: Notice,
    frame?: Partial<PageFrame>,
  ) => Promise<void>;
  securityHeaders: Readonly<Record<string, string>>;
}

/**
 * Scripts and requests only of this server. Styles within the page are allowed, since LWC writes those of its components
 * into the head; Salesforce allows them too.
 */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const cacheForever = 'public, max-age=31536000, immutable';

/** The longest query that a page may send, in bytes. */
const longestQuery = 1_000_000;

/** The page of an account, what it loads, and the way of its requests to the org. */
export function addAccountRoutes(server: FastifyInstance, options: AccountRoutesOptions): void {
  server.get<{ Params: { id: string } }>('/accounts/:id', async ({ url, params }, reply) => {
    const query = new URLSearchParams(url.split('?').slice(1).join('?'));
    const request = pageRequestOf(query, options.users, params.id);
    const { page, frame } = await pageOf(options, request, query.get('locker') === '1');
    if (frame !== undefined) reply.header('content-security-policy', contentSecurityPolicy);
    await options.sendPage(reply, request, page, frame);
    return reply;
  });

  const send = (reply: FastifyReply, type: string, content: string | Buffer, cache: string): FastifyReply =>
    reply.headers(options.securityHeaders).header('cache-control', cache).type(type).send(content);

  server.get(accountStylesheet.address, async (_request, reply) =>
    send(reply, 'text/css; charset=utf-8', accountStylesheet.content, cacheForever),
  );
  server.get(lockedScript.address, async (_request, reply) =>
    send(reply, 'text/javascript; charset=utf-8', lockedScript.content, 'no-store'),
  );
  server.get<{ Params: { name: string } }>('/scripts/:name', async ({ params }, reply) => {
    const script = (await options.components()).scripts.get(params.name);
    if (script === undefined) return reply.callNotFound();
    return send(reply, 'text/javascript; charset=utf-8', script, cacheForever);
  });
  server.get<{ Params: { '*': string } }>('/assets/*', async ({ params }, reply) => {
    const file = await designSystemFile(params['*']);
    if (file === undefined) return reply.callNotFound();
    return send(reply, file.type, file.content, 'public, max-age=86400');
  });
  addOrgRoute(server, options);
}

/** Passes a page's questions on to the org, as the user whose page it is. The user's token stays here. */
function addOrgRoute(
  server: FastifyInstance,
  { users, sessions, orgUrl, securityHeaders }: AccountRoutesOptions,
): void {
  interface Passed {
    Params: { username: string; version: string };
    Body: unknown;
  }
  server.post<Passed>(
    '/org/:username/services/data/:version/graphql',
    { bodyLimit: longestQuery },
    async ({ headers, params, body }, reply) => {
      reply
        .headers(securityHeaders)
        .header('cache-control', 'no-store')
        .type('application/json; charset=utf-8');
      if (!isFromOwnPage(headers)) {
        return reply.code(403).send(refusal('FORBIDDEN', 'Only pages of this preview may ask the org.'));
      }
      const user = users.find(({ username }) => username === params.username);
      if (user === undefined || !/^v\d{1,3}\.0$/.test(params.version)) {
        return reply.code(404).send(refusal('NOT_FOUND', 'There is no such user or version.'));
      }
      const url = new URL(`/services/data/${params.version}/graphql`, orgUrl);
      try {
        const question = { method: 'POST', url, body: JSON.stringify(body) } as const;
        const { status, text } = await sessions.send(user.username, question);
        return await reply
          .code(status)
          .send(isJson(text) ? text : refusal('UNKNOWN_EXCEPTION', `HTTP ${status}`));
      } catch (error) {
        if (!(error instanceof OrgFailure)) throw error;
        const isSignedOut = error.kind === 'signed-out';
        const code = isSignedOut ? 'INVALID_SESSION_ID' : 'UNREACHABLE';
        const text = isSignedOut ? 'The sign-in did not work.' : 'The org cannot be reached.';
        return await reply.code(isSignedOut ? 502 : 503).send(refusal(code, text));
      }
    },
  );
}

/** An error in the form of Salesforce's REST API. */
function refusal(errorCode: string, message: string): string {
  return JSON.stringify([{ errorCode, message }]);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The account's page as the user sees it, or why there is none; `frame` where it has components. */
async function pageOf(
  options: AccountRoutesOptions,
  request: PageRequest,
  isLocked: boolean,
): Promise<{ page: Notice; frame?: Partial<PageFrame> }> {
  const context = contextOf(request, options.clock());
  const { username } = request.user;
  if (request.unknownUser !== undefined) {
    return { page: unknownUserNotice(request.unknownUser, options.users, context) };
  }
  try {
    const account = await readAccount(options.org, username, request.accountId ?? '');
    if (account === undefined) return { page: noSuchAccountNotice(context) };
    const [components, userId] = await Promise.all([options.components(), options.org.userId(username)]);
    return {
      page: { status: 200, title: account.name, content: accountPage(account, components, context) },
      frame: {
        stylesheets: [designSystemStylesheet, accountStylesheet.address],
        skipText: context.messages.skipToAccount,
        head: accountPageHead(account, userId, components, context, isLocked),
        isLight: true,
      },
    };
  } catch (error) {
    if (error instanceof OrgFailure) return { page: failureNotice(error, options.orgUrl, context) };
    if (error instanceof PageBuildError) return { page: notBuiltNotice(error.message, context) };
    throw error;
  }
}
