import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedRequest {
  method: string;
  path: string;
  body: string;
}

/** What the scripted org does with a request. */
export type ScriptedAnswer =
  | { status: number; body?: unknown; contentType?: string; headers?: Record<string, string> }
  /** Sends half of what it announced, then cuts the connection. */
  | 'cut within the answer'
  /** Never answers. */
  | 'silence';

export interface ScriptedOrg {
  url: string;
  /** All requests so far, in order. */
  requests: ScriptedRequest[];
  close: () => Promise<void>;
}

/** A server that answers as a test says, for what the local org would never do. */
export async function startScriptedOrg(
  answer: (request: ScriptedRequest, number: number) => ScriptedAnswer | Promise<ScriptedAnswer>,
): Promise<ScriptedOrg> {
  const requests: ScriptedRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '' } = incoming;
      const request = { method, path: url, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(request);
      void Promise.resolve(answer(request, requests.length)).then((scripted) => send(outgoing, scripted));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(outgoing: ServerResponse, answer: ScriptedAnswer): void {
  if (answer === 'silence') return;
  if (answer === 'cut within the answer') {
    outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
    outgoing.write('[{"success":', () => outgoing.destroy());
    return;
  }
  const { status, body = '', contentType = 'application/json', headers } = answer;
  outgoing.writeHead(status, { 'content-type': contentType, ...headers });
  outgoing.end(typeof body === 'string' ? body : JSON.stringify(body));
}
