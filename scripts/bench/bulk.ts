import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { BulkCost } from './bulk-client.ts';
import { median } from './rounds.ts';
import type { Measurement } from './rounds.ts';

const rows = 1_000_000;
const rounds = 3;

/** How much room strings and buffers of a moment have, in MB; Node's default keeps a hundred megabytes of what is done with. */
const youngOption = '--max-semi-space-size=4';

/** Where the contestants' program is while it is measured: from there it finds the packages that it needs. */
const program = fileURLToPath(
  new URL('../../node_modules/.cache/rapport-bench/bulk-client.js', import.meta.url),
);

/**
 * Rows by Bulk API 2.0, each confirmed by name, into a server that only plays it. Every contestant is a process of its own
 * in every round, so that memory can be compared: the most that was resident, with Node itself and all that was loaded,
 * built as a package is (what Node needs to run TypeScript would be 17 MB more).
 */
export async function measureBulk(): Promise<Measurement[]> {
  const server = fork(fileURLToPath(new URL('./bulk-server.ts', import.meta.url)));
  try {
    const [url] = (await once(server, 'message')) as [string];
    await buildClient();
    const stream = { name: 'our stream', title: 'loadRows, readOutcomes' };
    const array = { name: 'jsforce array', title: 'jsforce bulk2, given an array' };
    const byDefault = await costOf(url, stream.name, []);
    const first = await compare(url, 'as they come', stream, array);
    first.notes?.push(
      `With Node's own sizes ${megabytes(byDefault.peakBytes)} MB of ours: the young generation grows to 64 MB.`,
    );
    return [
      first,
      await compare(url, 'as they come', stream, {
        name: 'jsforce stream',
        title: 'jsforce bulk2, given a stream',
      }),
    ];
  } finally {
    server.kill();
    rmSync(program, { force: true });
  }
}

async function buildClient(): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('./bulk-client.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
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
  const peak = (who: 'ours' | 'peer') => {
    const sorted = found.map((round) => round[who].peakBytes).toSorted((a, b) => a - b);
    const [least, most] = [megabytes(sorted[0]!), megabytes(sorted.at(-1)!)];
    return `${megabytes(median(sorted))} MB (${least} to ${most})`;
  };
  return {
    work: `${rows.toLocaleString('en')} rows upserted by Bulk API and confirmed one by one, ${how}`,
    ours: ours.title,
    peer: peer.title,
    rounds: found,
    notes: [
      `Most memory of the process, with ${youngOption} for both: ${peak('ours')}, and ${peak('peer')}.`,
    ],
  };
}

async function costOf(url: string, contestant: string, options = [youngOption]): Promise<BulkCost> {
  const execArgv = ['--max-old-space-size=8192', ...options];
  const child = fork(program, [contestant, url, String(rows)], { execArgv });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${contestant} ended with ${code}`);
  });
  const [cost] = (await Promise.race([once(child, 'message'), failed])) as [BulkCost];
  failed.catch(() => undefined);
  return cost;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}
