/**
 * Honest measurements, each against a named peer that does the same work in the same run: `npm run bench`.
 * Rounds alternate, so that what else the machine does falls on both; what counts is the ratio, and not the seconds.
 */
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { measureDrivers } from './bench/drivers.ts';
import { measureIntake } from './bench/intake.ts';
import { measurePush } from './bench/push.ts';
import { median } from './bench/rounds.ts';
import type { Measurement } from './bench/rounds.ts';

const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'));
const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  say(`Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}`);
  for (const measure of [measureIntake, measurePush, measureDrivers]) {
    const measurement = await measure(folder);
    say(`\n${measurement.work}, ${measurement.rounds.length} rounds`);
    print(measurement);
  }
  say(
    '\nEach cell: median (lowest to highest). A ratio below 1 means that Rapport took less; it is taken round by',
  );
  say('round. Other work on the machine shows as a wide range: then run it again.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function print({ ours, peer, rounds }: Measurement): void {
  const quantities = [
    { name: 'seconds', of: ({ seconds }: { seconds: number }) => seconds },
    { name: 'seconds of processor', of: ({ processor }: { processor: number }) => processor },
  ];
  const rows = quantities.map(({ name, of }) => [
    name,
    spread(rounds.map((round) => of(round.ours))),
    spread(rounds.map((round) => of(round.peer))),
    spread(rounds.map((round) => of(round.ours) / of(round.peer))),
  ]);
  const table = [['', ours, peer, 'ratio'], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table)
    say(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`);
}

function spread(values: number[]): string {
  return `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`;
}
