import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SalesforceError } from '../errors.ts';
import type { Session } from '../org.ts';
import { findSession, readAccessToken } from './authentication.ts';
import { baseUrlOf } from './base-url.ts';
import { parseDataAddress } from './data-request.ts';
import type { DataAnswer, DataContext, DataRequest } from './data-request.ts';
import { routeDataRequest } from './data-router.ts';
import { dataRoutes } from './data-routes.ts';
import { answerOfError, notFound, sessionExpired } from './error-answer.ts';
import { readJson } from './json-body.ts';
import type { Services } from './services.ts';
import { listVersions } from './versions.ts';

/** Sessions of requests that passed the check and whose body is still being read. */
const sessionOfRequest = new WeakMap<FastifyRequest, Session>();

/** The REST API below `/services/data`. */
export function addDataService(server: FastifyInstance, services: Services): void {
  const context = makeContext(services);
  server.get('/services/data', () => listVersions());
  server.all('/services/data/*', {
    // Before the body is read: who has no session cannot make the org read megabytes.
    onRequest: async (request, reply) => {
      const refusal = admit(services, request, reply);
      if (refusal !== undefined) await send(reply, answerOfError(refusal, services.log));
    },
    handler: async (request, reply) => {
      const answer = answerOverHttp(context, services, request);
      await send(reply, answer);
    },
  });
}

function makeContext(services: Services): DataContext {
  const context: DataContext = {
    org: services.org,
    usage: services.usage,
    locators: services.locators,
    deploys: services.deploys,
    bulk: services.bulk,
    answer: (request) => {
      try {
        return routeDataRequest(dataRoutes, context, request);
      } catch (error) {
        return answerOfError(error, services.log);
      }
    },
  };
  return context;
}

/** Checks session and daily limit, counts the call, and says in the answer's header how many there were. */
export function admit(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): SalesforceError | undefined {
  const session = findSession(services, readAccessToken(request.headers));
  if (session === undefined) return sessionExpired();
  const admitted = services.usage.count();
  reply.header('Sforce-Limit-Info', services.usage.toHeader());
  if (!admitted) {
    return new SalesforceError('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', { status: 403 });
  }
  sessionOfRequest.set(request, session);
  return undefined;
}

/** Who asks, once `admit` let the request pass. @throws SalesforceError INVALID_SESSION_ID (401) */
export function requireSession(request: FastifyRequest): Session {
  const session = sessionOfRequest.get(request);
  if (session === undefined) throw sessionExpired();
  return session;
}

function answerOverHttp(context: DataContext, services: Services, request: FastifyRequest): DataAnswer {
  const session = sessionOfRequest.get(request);
  const address = parseDataAddress(request.url);
  if (session === undefined) return answerOfError(sessionExpired(), services.log);
  if (address === undefined) return answerOfError(notFound(), services.log);
  const dataRequest: DataRequest = {
    ...address,
    method: request.method,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    readBody: () => readJson(request),
    ...(Buffer.isBuffer(request.body) ? { bytes: request.body } : {}),
    session,
    baseUrl: baseUrlOf(request),
  };
  const { faults } = services;
  const work = (): DataAnswer => context.answer(dataRequest);
  if (faults === undefined) return work();
  return faults.during({ method: request.method, path: request.originalUrl }, work);
}

async function send(reply: FastifyReply, answer: DataAnswer): Promise<void> {
  reply.code(answer.status);
  for (const [name, value] of Object.entries(answer.headers ?? {})) reply.header(name, value);
  if (answer.body === undefined) return await reply.send();
  reply.header('Content-Type', 'application/json;charset=UTF-8');
  await reply.send(JSON.stringify(answer.body));
}
