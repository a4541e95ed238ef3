/**
 * An org far away, in a process of its own: `far-org.ts <milliseconds>`. It takes every record of a collection and says so
 * after that time, for any number of requests at once, so that what is measured is how a client goes about the distance.
 * Ends with its parent.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const latency = Number(process.argv[2]);

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    const { records } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { records: object[] };
    const body = JSON.stringify(
      records.map((_, index) => ({ id: `a00${index}`, success: true, errors: [] })),
    );
    setTimeout(() => {
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      outgoing.end(body);
    }, latency);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once('disconnect', () => process.exit(0));
