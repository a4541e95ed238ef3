import { createServer, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Whose requests about which accounts are being answered, and where two had one account at once. */
export class AccountWatch {
  readonly #underWay = new Map<string, Set<string>>();
  /** Requests of two workers about one account, at the same time. */
  readonly clashes: string[] = [];
  readonly #writes: { worker: string; by: 'call' | 'job' }[] = [];

  begin(worker: string, by: 'call' | 'job', accountIds: ReadonlySet<string>): () => void {
    this.#writes.push({ worker, by });
    for (const id of accountIds) {
      const workers = this.#underWay.get(id) ?? new Set();
      const others = [...workers].filter((other) => other !== worker);
      if (others.length > 0) this.clashes.push(`${id}: ${worker} and ${others.join()}`);
      this.#underWay.set(id, workers.add(worker));
    }
    return () => {
      for (const id of accountIds) this.#underWay.get(id)?.delete(worker);
    };
  }

  writes(by: 'call' | 'job'): number {
    return this.#writes.filter((write) => write.by === by).length;
  }

  writesOf(worker: string): number {
    return this.#writes.filter((write) => write.worker === worker).length;
  }

  /** What the org still does for a worker that was killed does not count: others go on meanwhile. */
  forget(worker: string): void {
    for (const workers of this.#underWay.values()) workers.delete(worker);
  }
}

export interface WatchedDoor {
  url: string;
  close: () => Promise<void>;
}

/**
 * A door to the local org for one worker, which notes the accounts that its writes of responses are about while the org
 * answers them.
 */
export async function openWatchedDoor(
  orgUrl: string,
  worker: string,
  watch: AccountWatch,
): Promise<WatchedDoor> {
  const { hostname, port } = new URL(orgUrl);
  const server = createServer((incoming, outgoing) => {
    const { url: path = '', method, headers } = incoming;
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const by = writeOf(`${method ?? ''} ${path}`);
      const end = by === undefined ? undefined : watch.begin(worker, by, accountsIn(body.toString()));
      const toOrg = sendRequest({ hostname, port, path, method, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          end?.();
          // the org names itself in its login answer; the client must come back through the door
          const text = Buffer.concat(parts)
            .toString()
            .replaceAll(orgUrl, `http://${headers.host ?? ''}`);
          const answerHeaders = { ...answer.headers };
          delete answerHeaders['transfer-encoding'];
          outgoing.writeHead(answer.statusCode ?? 502, {
            ...answerHeaders,
            'content-length': Buffer.byteLength(text),
          });
          outgoing.end(text);
        });
      });
      toOrg.on('error', () => incoming.socket.destroy());
      toOrg.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function writeOf(request: string): 'call' | 'job' | undefined {
  if (/^PATCH .*\/composite\/sobjects\/Feedback_Response__c/.test(request)) return 'call';
  return /^PUT .*\/jobs\/ingest\/\w+\/batches/.test(request) ? 'job' : undefined;
}

/** The accounts that a body names, JSON or CSV. */
function accountsIn(body: string): Set<string> {
  return new Set(body.match(/\b001[0-9A-Za-z]{15}\b/g));
}
