import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { SalesforceError } from '../errors.ts';
import type { Faults } from '../faults/faults.ts';
import { faultyListener } from '../faults/faulty-listener.ts';
import { addBulkService } from './bulk-service.ts';
import { addDataService } from './data-service.ts';
import { answerOfError, notFound, notSupported } from './error-answer.ts';
import { addFaultService } from './fault-service.ts';
import { addIdentityService } from './identity-service.ts';
import { unsupportedMediaType } from './json-body.ts';
import { addOAuthService } from './oauth-service.ts';
import { addMetadataSoapService } from './metadata-soap-service.ts';
import type { Services } from './services.ts';
import { addSoapService } from './soap-service.ts';

/** Two hundred records with a long text of 32,768 characters in each still fit. */
const BODY_LIMIT_BYTES = 32 * 1024 * 1024;
/** SOQL travels in the address. */
const HTTP_OPTIONS = { maxHeaderSize: 128 * 1024 };

/** The org's HTTP server, not yet listening. */
export function makeServer(services: Services): FastifyInstance {
  const { faults } = services;
  const server = Fastify<Server>({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    http: HTTP_OPTIONS,
    ...(faults === undefined ? {} : { serverFactory: faultyServer(faults) }),
    routerOptions: { maxParamLength: 64 * 1024, ignoreTrailingSlash: true },
    rewriteUrl: (request) => collapseSlashes(request.url ?? '/'),
    frameworkErrors: (_error, _request, reply) => {
      void sendError(reply, notFound(), services);
    },
  });
  // Bodies are read as bytes; each service says itself what it takes, after it has checked who asks.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  server.setErrorHandler((error, _request, reply) => sendError(reply, toSalesforceError(error), services));
  server.setNotFoundHandler((_request, reply) => sendError(reply, notFound(), services));
  addDataService(server, services);
  addBulkService(server, services);
  addIdentityService(server, services);
  addOAuthService(server, services);
  addSoapService(server, services);
  addMetadataSoapService(server, services);
  if (faults !== undefined) addFaultService(server, faults);
  server.all('/services/async/*', (_request, reply) =>
    sendError(reply, notSupported('The Bulk API 1.0'), services),
  );
  server.all('/cometd/*', (_request, reply) => sendError(reply, notSupported('The Streaming API'), services));
  return server;
}

function faultyServer(faults: Faults): (listener: RequestListener) => Server {
  return (listener) => createServer(HTTP_OPTIONS, faultyListener(faults, listener));
}

/** Clients write `//services/data` when their instance address ends in a slash. The query string stays as it is. */
export function collapseSlashes(url: string): string {
  const [path = '', ...rest] = url.split('?');
  const collapsed = path.replace(/\/{2,}/g, '/');
  return rest.length === 0 ? collapsed : `${collapsed}?${rest.join('?')}`;
}

async function sendError(reply: FastifyReply, error: unknown, services: Services): Promise<FastifyReply> {
  const answer = answerOfError(error, services.log);
  return await reply
    .code(answer.status)
    .type('application/json;charset=UTF-8')
    .send(JSON.stringify(answer.body));
}

/** Fastify's own refusals (a body too large, a broken request) in Salesforce's form; the rest as it is. */
function toSalesforceError(error: unknown): unknown {
  if (!(error instanceof Error) || !('statusCode' in error)) return error;
  const status = Number(error.statusCode);
  if (status === 413) {
    const limit = `${BODY_LIMIT_BYTES / 1024 / 1024} MB`;
    return new SalesforceError('EXCEEDED_MAX_SIZE_REQUEST', `The request is larger than ${limit}.`, {
      status,
    });
  }
  if (status === 415) return unsupportedMediaType(error.message);
  if (status >= 400 && status < 500) return new SalesforceError('INVALID_REQUEST', error.message, { status });
  return error;
}
