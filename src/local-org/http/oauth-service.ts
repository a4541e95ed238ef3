import { createHmac } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findUserById, findUserByUsername } from '../sessions/user-directory.ts';
import { baseUrlOf } from './base-url.ts';
import { identityUrl } from './identity.ts';
import { jwtBearerGrantType, readAssertion } from './jwt-bearer.ts';
import { OAuthError } from './oauth-error.ts';
import type { Services } from './services.ts';

/** Who signs in, through which client. */
interface Grant {
  userId: string;
  clientId: string;
  /** Undefined where the client has shown none. */
  clientSecret: string | undefined;
  /** Whether a refresh token is wanted with the access token. */
  withRefreshToken: boolean;
}

const NOT_OFFERED =
  'The local org has no sign-in page. Sign in with grant_type password, refresh_token, client_credentials or jwt-bearer.';

/**
 * OAuth 2.0: tokens by password, refresh token, client credentials and JWT bearer, and their end.
 * Source: Salesforce Help, "OAuth Authorization Flows", "OAuth 2.0 ... Error Codes", "Revoke OAuth Tokens".
 */
export function addOAuthService(server: FastifyInstance, services: Services): void {
  server.post('/services/oauth2/token', async (request, reply) => {
    reply.header('Cache-Control', 'no-store');
    return await answerOrRefuse(reply, async () => {
      const form = readForm(request);
      return tokenAnswer(services, baseUrlOf(request), await readGrant(services, form, request));
    });
  });
  server.post('/services/oauth2/revoke', async (request, reply) => {
    return await answerOrRefuse(reply, () => {
      const token = readForm(request).get('token') ?? '';
      if (!services.sessions.revoke(token)) {
        throw new OAuthError('invalid_token', 'the token is unknown or has expired');
      }
      return '';
    });
  });
  for (const url of ['/services/oauth2/authorize', '/services/oauth2/singleaccess']) {
    server.all(url, async (_request, reply) => {
      return await answerOrRefuse(reply, () => {
        throw new OAuthError('unsupported_response_type', NOT_OFFERED);
      });
    });
  }
}

async function readGrant(services: Services, form: URLSearchParams, request: FastifyRequest): Promise<Grant> {
  const grantType = form.get('grant_type') ?? '';
  if (grantType === '') throw new OAuthError('invalid_request', 'missing required parameter: grant_type');
  if (grantType === jwtBearerGrantType) {
    const signedIn = readAssertion(services, form.get('assertion') ?? '', baseUrlOf(request));
    return { ...signedIn, clientSecret: undefined, withRefreshToken: false };
  }
  if (!['password', 'refresh_token', 'client_credentials'].includes(grantType)) {
    throw new OAuthError('unsupported_grant_type', 'grant type not supported');
  }
  const client = requireClient(services, form, request);
  const withRefreshToken = (form.get('scope') ?? '').split(' ').includes('refresh_token');
  if (grantType === 'client_credentials') {
    return { ...client, userId: client.runAsUserId, withRefreshToken: false };
  }
  if (grantType === 'password') {
    return { ...client, userId: await userIdByPassword(services, form), withRefreshToken };
  }
  const userId = services.sessions.findUserIdByRefreshToken(form.get('refresh_token') ?? '', client.clientId);
  if (userId === undefined) throw new OAuthError('invalid_grant', 'expired access/refresh token');
  return { ...client, userId, withRefreshToken: false };
}

/** The client that asks, by its id and secret in the form or in Basic authentication. */
function requireClient(
  services: Services,
  form: URLSearchParams,
  request: FastifyRequest,
): { clientId: string; clientSecret: string; runAsUserId: string } {
  const basic = readBasicAuthentication(request.headers.authorization);
  const clientId = form.get('client_id') ?? basic?.clientId ?? '';
  const clientSecret = form.get('client_secret') ?? basic?.clientSecret ?? '';
  const client = services.clients.find(clientId);
  if (client === undefined) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  if (!client.secretMatches(clientSecret))
    throw new OAuthError('invalid_client', 'invalid client credentials');
  return { clientId, clientSecret, runAsUserId: client.runAsUserId };
}

async function userIdByPassword(services: Services, form: URLSearchParams): Promise<string> {
  const user = findUserByUsername(services.org.database, form.get('username') ?? '');
  if (!(await services.passwords.verify(user?.id, form.get('password') ?? '')) || user === undefined) {
    throw new OAuthError('invalid_grant', 'authentication failure');
  }
  return user.id;
}

function tokenAnswer(services: Services, baseUrl: string, grant: Grant): Record<string, string | undefined> {
  const { org, sessions } = services;
  if (findUserById(org.database, grant.userId)?.isActive !== true) {
    throw new OAuthError('inactive_user', 'user is inactive');
  }
  const id = identityUrl(baseUrl, org.organizationId, grant.userId);
  const issuedAt = String(org.clock().getTime());
  return {
    access_token: sessions.issue(grant.userId),
    refresh_token: grant.withRefreshToken
      ? sessions.issueRefreshToken(grant.userId, grant.clientId)
      : undefined,
    signature:
      grant.clientSecret === undefined
        ? undefined
        : createHmac('sha256', grant.clientSecret)
            .update(id + issuedAt)
            .digest('base64'),
    instance_url: baseUrl,
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  };
}

async function answerOrRefuse(reply: FastifyReply, work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return await reply.code(400).send({ error: error.error, error_description: error.message });
  }
}

function readForm(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '');
}

function readBasicAuthentication(
  header: string | undefined,
): { clientId: string; clientSecret: string } | undefined {
  const encoded = /^Basic\s+([\w+/=]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [clientId = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { clientId, clientSecret: secret.join(':') };
}
