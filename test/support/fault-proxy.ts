import { createServer, request as sendRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a proxy does with one request: pass it on, or break it at some point. */
export type Fault = 'none' | 'beforeOrg' | 'afterOrg' | 'withinAnswer';

export interface FaultProxy {
  url: string;
  /** How many requests to the data services have come so far. */
  count: () => number;
  close: () => Promise<void>;
}

/**
 * Stands between a client and the local org, and breaks the connection where it is told to: before the org has seen
 * the request, after the org has done it but before the client hears of it, or in the middle of the answer.
 * @param decide called for each request to the data services, numbered from 1; `strike` runs at the moment of the break
 */
export async function startFaultProxy(
  orgUrl: string,
  decide: (number: number, method: string) => Fault,
  strike: () => void = () => undefined,
): Promise<FaultProxy> {
  let count = 0;
  const server = createServer((incoming, outgoing) => {
    const isData = (incoming.url ?? '').includes('/services/data/');
    if (isData) count += 1;
    const fault = isData ? decide(count, incoming.method ?? '') : 'none';
    const cut = () => {
      strike();
      incoming.socket.destroy();
    };
    if (fault === 'beforeOrg') cut();
    else pass(incoming, outgoing, orgUrl, fault, cut);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    count: () => count,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  orgUrl: string,
  fault: Fault,
  cut: () => void,
): void {
  const { hostname, port } = new URL(orgUrl);
  const headers = { ...incoming.headers, connection: 'close' };
  const toOrg = sendRequest(
    { hostname, port, path: incoming.url, method: incoming.method, headers },
    (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const body = Buffer.concat(chunks);
        if (fault === 'afterOrg') {
          cut();
          return;
        }
        // the org names itself in its login answer; the client must come back through the proxy
        const own = `http://${incoming.headers.host ?? ''}`;
        const text = Buffer.from(body.toString('utf8').replaceAll(orgUrl, own));
        const answerHeaders = { ...answer.headers };
        delete answerHeaders['transfer-encoding'];
        outgoing.writeHead(answer.statusCode ?? 502, { ...answerHeaders, 'content-length': text.length });
        if (fault === 'withinAnswer') {
          outgoing.write(text.subarray(0, Math.floor(text.length / 2)), () => cut());
        } else outgoing.end(text);
      });
    },
  );
  toOrg.on('error', () => incoming.socket.destroy());
  incoming.pipe(toOrg);
}
