/**
 * The long test of the sync's guarantee: a thousand seeded runs, on all cores. `npm run test:long -- 17` or `-- 1-5000`
 * runs these seeds; each that fails tells what was drawn for it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { hasPostgres } from '../test/outbox/postgres.ts';
import { readSeeds, runSeeds } from '../test/sync/faults/run-seeds.ts';

const [wanted = '1-1000', part] = process.argv.slice(2);
const seeds = readSeeds(wanted);
const parts = Math.min(availableParallelism(), Math.ceil(seeds.length / 25));

if (part === undefined && parts > 1) {
  const codes = await Promise.all(
    Array.from({ length: parts }, async (_, index) => {
      const own = seeds.filter((_seed, place) => place % parts === index).join(',');
      const file = fileURLToPath(import.meta.url);
      const child = spawn(process.execPath, [file, own, 'part'], { stdio: 'inherit' });
      await once(child, 'close');
      return child.exitCode;
    }),
  );
  process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
} else {
  let failed = 0;
  let done = 0;
  for await (const { seed, seconds, struck, failure } of runSeeds(seeds, {
    hasPostgres: await hasPostgres(),
  })) {
    done += 1;
    if (failure === undefined)
      process.stdout.write(`${seed}: ${seconds.toFixed(1)} s, ${[...struck].join('; ')}\n`);
    else {
      failed += 1;
      process.stdout.write(`${seed}: FAILED\n${failure.stack ?? failure.message}\n`);
    }
  }
  process.stdout.write(`${done - failed} of ${done} seeds kept the guarantee\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
