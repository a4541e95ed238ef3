import type { FastifyRequest } from 'fastify';

/**
 * The org's address as this client wrote it (`http://localhost:8123`), so that the addresses in answers work
 * for it; by the socket where the Host header is missing or odd.
 */
export function baseUrlOf(request: FastifyRequest): string {
  const { host } = request.headers;
  if (host !== undefined && /^(?:[\w.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/i.test(host)) return `http://${host}`;
  return `http://localhost:${request.socket.localPort ?? 80}`;
}
