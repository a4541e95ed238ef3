import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import type { Outbox } from '../outbox/outbox.ts';
import { metricsContentType, metricsText } from './metrics.ts';
import type { ServerCounts } from './metrics.ts';

/** How the work of a server stands; whoever does the work keeps it true. */
export interface ServerState {
  counts: ServerCounts;
  /** Code of the failure that the last round ended with; absent when it succeeded, or none has ended yet. */
  failure?: string;
}

export interface ServerOptions {
  outbox: Outbox;
  state: Readonly<ServerState>;
  host: string;
  /** 0 takes any free one. */
  port: number;
  clock: () => Date;
}

export interface Server {
  /** Where it listens: `http://127.0.0.1:7710`. */
  url: string;
  close: () => Promise<void>;
}

/**
 * Listens for those who look after the server:
 * - `GET /health`: 200 as long as the process answers, for who restarts it otherwise
 * - `GET /ready`: 200 when the outbox can be read and the last round did not fail; else 503 with the code of the failure
 * - `GET /metrics`: for Prometheus
 *
 * Nothing that it tells is personal, and there is nothing to be changed by it.
 * @throws Error with `code` EADDRINUSE when the port is taken
 */
export async function startServer({ outbox, state, host, port, clock }: ServerOptions): Promise<Server> {
  const server = Fastify({ logger: false, forceCloseConnections: true });
  server.get('/health', () => ({ status: 'up' }));
  server.get('/ready', async (_request, reply) => {
    const failure = (await readsOutbox(outbox)) ? state.failure : 'OUTBOX_FAILED';
    if (failure !== undefined) reply.code(503);
    return failure === undefined ? { status: 'ready' } : { status: 'failing', code: failure };
  });
  server.get('/metrics', async (_request, reply) => {
    reply.type(metricsContentType);
    return metricsText(await outbox.summary(), state.counts, clock());
  });
  server.setErrorHandler((_error, _request, reply) => reply.code(503).send({ status: 'failing' }));
  await server.listen({ host, port });
  const { port: taken } = server.server.address() as AddressInfo;
  return { url: `http://${host}:${taken}`, close: () => server.close() };
}

async function readsOutbox(outbox: Outbox): Promise<boolean> {
  return outbox.nextDue('response').then(
    () => true,
    () => false,
  );
}
