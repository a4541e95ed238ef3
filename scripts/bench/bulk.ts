import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BulkCost } from './bulk-client.ts';
import { median } from './rounds.ts';
import type { Measurement } from './rounds.ts';

const rows = 1_000_000;
const rounds = 3;

/**
 * Rows by Bulk API 2.0, each confirmed by name, into a server that only plays it. Every contestant is a process of its own
 * in every round, so that memory can be compared.
 */
export async function measureBulk(): Promise<Measurement[]> {
  const server = fork(fileURLToPath(new URL('./bulk-server.ts', import.meta.url)));
  try {
    const [url] = (await once(server, 'message')) as [string];
    const stream = { name: 'our stream', title: 'loadRows, readOutcomes' };
    const array = { name: 'jsforce array', title: 'jsforce bulk2, given an array' };
    return [
      await compare(url, 'as they come', stream, array),
      await compare(url, 'as they come', stream, {
        name: 'jsforce stream',
        title: 'jsforce bulk2, given a stream',
      }),
      await compare(url, 'all at hand', { name: 'our array', title: 'bulkUpsert' }, array),
    ];
  } finally {
    server.kill();
  }
}

interface Contestant {
  /** In bulk-client.ts. */
  name: string;
  title: string;
}

async function compare(url: string, how: string, ours: Contestant, peer: Contestant): Promise<Measurement> {
  const found: { ours: BulkCost; peer: BulkCost }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = round % 2 === 0 ? undefined : await costOf(url, peer.name);
    const ourCost = await costOf(url, ours.name);
    found.push({ ours: ourCost, peer: first ?? (await costOf(url, peer.name)) });
  }
  const megabytes = (who: 'ours' | 'peer') =>
    Math.round(median(found.map((round) => round[who].peakBytes)) / 1_000_000);
  return {
    work: `${rows.toLocaleString('en')} rows upserted by Bulk API and confirmed one by one, ${how}`,
    ours: ours.title,
    peer: peer.title,
    rounds: found,
    notes: [`Most memory of the process, median: ${megabytes('ours')} MB, and ${megabytes('peer')} MB.`],
  };
}

async function costOf(url: string, contestant: string): Promise<BulkCost> {
  const client = fileURLToPath(new URL('./bulk-client.ts', import.meta.url));
  const child = fork(client, [contestant, url, String(rows)], { execArgv: ['--max-old-space-size=8192'] });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${contestant} ended with ${code}`);
  });
  const [cost] = (await Promise.race([once(child, 'message'), failed])) as [BulkCost];
  failed.catch(() => undefined);
  return cost;
}
