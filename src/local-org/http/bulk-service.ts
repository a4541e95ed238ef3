import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IngestResults } from '../bulk/results.ts';
import { SalesforceError } from '../errors.ts';
import type { Session } from '../org.ts';
import { admit, requireSession } from './data-service.ts';
import { parseDataAddress } from './data-request.ts';
import { answerOfError, notFound } from './error-answer.ts';
import { unsupportedMediaType } from './json-body.ts';
import type { Services } from './services.ts';

const INGEST_RESULTS: readonly string[] = ['successfulresults', 'failedresults', 'unprocessedrecords'];

/** Answers with a stream of CSV, or with nothing but a status. */
type Handle = (
  request: FastifyRequest,
  session: Session,
  reply: FastifyReply,
) => Promise<Iterable<string> | undefined> | Iterable<string> | undefined;

/**
 * The rows of the Bulk API 2.0, which pass through as streams: uploads are not gathered in memory, nor are answers.
 * Whole jobs are among the data resources (http/resources/bulk-resources.ts).
 */
export function addBulkService(server: FastifyInstance, services: Services): void {
  const { bulk } = services;
  void server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, next) => {
      next(null, payload);
    });
    route(scope, services, 'PUT', 'ingest/:id/batches', async (request, session, reply) => {
      await bulk.upload(session, idOf(request), csvOf(request));
      reply.code(201);
      return undefined;
    });
    route(scope, services, 'GET', 'ingest/:id/:results', (request, session) => {
      const which = (request.params as { results: string }).results.toLowerCase();
      if (!INGEST_RESULTS.includes(which)) throw notFound();
      return bulk.ingestResults(session, idOf(request), which as IngestResults);
    });
    route(scope, services, 'GET', 'query/:id/results', (request, session, reply) => {
      const query = parseDataAddress(request.url)?.query;
      const results = bulk.queryResults(session, idOf(request), {
        locator: query?.get('locator') ?? null,
        maxRecords: query?.get('maxRecords') ?? null,
      });
      reply.header('Sforce-NumberOfRecords', results.count).header('Sforce-Locator', results.locator);
      return results.rows;
    });
    done();
  });
}

function route(
  scope: FastifyInstance,
  services: Services,
  method: 'GET' | 'PUT',
  path: string,
  handle: Handle,
): void {
  scope.route({
    method,
    url: `/services/data/:version/jobs/${path}`,
    handler: async (request, reply) => {
      try {
        const refusal = admit(services, request, reply);
        if (refusal !== undefined) throw refusal;
        if (parseDataAddress(request.url) === undefined) throw notFound();
        const rows = await handle(request, requireSession(request), reply);
        if (rows === undefined) return await reply.send();
        return await reply.type('text/csv;charset=UTF-8').send(Readable.from(rows));
      } catch (error) {
        // Clients read the answer only when they could send all that they had.
        request.raw.resume();
        const { status, body } = answerOfError(error, services.log);
        return await reply.code(status).type('application/json;charset=UTF-8').send(JSON.stringify(body));
      }
    },
  });
}

function idOf(request: FastifyRequest): string {
  return (request.params as { id: string }).id;
}

/** The body as it comes. @throws SalesforceError UNSUPPORTED_MEDIA_TYPE (415) for other content, or compressed. */
function csvOf(request: FastifyRequest): AsyncIterable<Uint8Array> {
  const type = request.headers['content-type'] ?? '';
  if (!/^text\/csv\b/i.test(type))
    throw unsupportedMediaType(`Content-Type ${type} not supported. Send text/csv.`);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw unsupportedMediaType(`Content-Encoding ${encoding} not supported. Send the data uncompressed.`);
  return piecesOf(request.raw);
}

/** The pieces of a body; the connection outlives the reader, who may stop early. */
async function* piecesOf(body: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of body.iterator({ destroyOnReturn: false })) yield piece as Uint8Array;
  } catch (error) {
    if (!body.destroyed) throw error;
    throw new SalesforceError('CLIENTINPUTERROR', 'The connection ended within the upload.');
  }
}
