import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OrgUser } from '../sessions/user-directory.ts';
import { findUserById } from '../sessions/user-directory.ts';
import { normalizeId } from '../store/ids.ts';
import { findSession, readAccessToken } from './authentication.ts';
import { baseUrlOf } from './base-url.ts';
import { identityAnswer, userInfoAnswer } from './identity.ts';
import type { Services } from './services.ts';

/** Who the bearer of a token is: `/id/ORG/USER` and `/services/oauth2/userinfo`. */
export function addIdentityService(server: FastifyInstance, services: Services): void {
  const { org } = services;
  server.route<{ Params: { organization: string; user: string } }>({
    method: ['GET', 'POST'],
    url: '/id/:organization/:user',
    handler: async (request, reply) => {
      const { organization, user: userId } = request.params;
      const asked = normalizeId(userId);
      const user = requireBearer(services, request, reply);
      if (user === undefined) return await reply;
      // Salesforce lets a user ask after herself only, unless she may manage users.
      if (normalizeId(organization) !== org.organizationId || asked !== user.id) {
        return await reply.code(403).type('text/plain').send('Bad_Id');
      }
      return identityAnswer(baseUrlOf(request), org.organizationId, user, org.clock());
    },
  });
  server.route({
    method: ['GET', 'POST'],
    url: '/services/oauth2/userinfo',
    handler: async (request, reply) => {
      const user = requireBearer(services, request, reply);
      if (user === undefined) return await reply;
      return userInfoAnswer(baseUrlOf(request), org.organizationId, user, org.clock());
    },
  });
}

/**
 * The user whose token the request bears; otherwise answers in the words that clients know
 * (jsforce renews its token on `Bad_OAuth_Token`) and returns undefined.
 */
function requireBearer(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): OrgUser | undefined {
  const token = readAccessToken(request.headers);
  const session = findSession(services, token);
  const user = session === undefined ? undefined : findUserById(services.org.database, session.userId);
  if (user !== undefined) return user;
  const word = token === undefined ? 'Missing_OAuth_Token' : 'Bad_OAuth_Token';
  void reply.code(403).type('text/plain').send(word);
  return undefined;
}
