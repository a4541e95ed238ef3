/**
 * Honest measurements, each against a named peer that does the same work in the same run: `npm run bench`, or
 * `npm run bench -- rebuild` for those that are named; with `--full` those that take long at their full size.
 * Rounds alternate, so that what else the machine does falls on both; what counts is the ratio, and not the seconds.
 */
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { measureApiCalls } from './bench/api-calls.ts';
import { measureBulk } from './bench/bulk.ts';
import { measureChanges } from './bench/changes.ts';
import { measureDrivers } from './bench/drivers.ts';
import { measureIntake } from './bench/intake.ts';
import { measureLocks } from './bench/locks.ts';
import { measurePush } from './bench/push.ts';
import { measureRebuild } from './bench/rebuild.ts';
import { median } from './bench/rounds.ts';
import type { Measurement } from './bench/rounds.ts';

const measures = {
  intake: measureIntake,
  push: measurePush,
  bulk: measureBulk,
  locks: measureLocks,
  'api-calls': measureApiCalls,
  changes: measureChanges,
  drivers: measureDrivers,
  rebuild: measureRebuild,
};
const full = process.argv.includes('--full');
const chosen = process.argv.slice(2).filter((name) => name !== '--full');
const unknown = chosen.find((name) => !(name in measures));
if (unknown !== undefined) {
  process.stderr.write(
    `There is no measurement "${unknown}"; there are ${Object.keys(measures).join(', ')}.\n`,
  );
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'));
const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  say(`Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}`);
  for (const [name, measure] of Object.entries(measures)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    for (const measurement of [await measure(folder, { full })].flat()) {
      const { work, rounds, notes = [] } = measurement;
      say(rounds.length === 0 ? `\n${work}` : `\n${work}, ${rounds.length} rounds`);
      if (rounds.length > 0) print(measurement);
      for (const note of notes) say(`  ${note}`);
    }
  }
  say(
    '\nEach cell: median (lowest to highest). A ratio below 1 means that Rapport took less; it is taken round by',
  );
  say('round. Other work on the machine shows as a wide range: then run it again.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function print({ ours, peer, rounds, peerIsElsewhere = false }: Measurement): void {
  const quantities = [
    { name: 'seconds', of: ({ seconds }: { seconds: number }) => seconds },
    { name: 'seconds of processor', of: ({ processor }: { processor: number }) => processor },
  ].slice(0, peerIsElsewhere ? 1 : 2);
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
