import { FaultyStage } from './faulty-stage.ts';
import { runSeed } from './seeded-run.ts';
import type { SeedOptions } from './seeded-run.ts';

const start = new Date('2026-06-10T08:00:00Z');

/** Seeds that share an org, so that to start it costs little, and it does not grow old. */
const seedsPerOrg = 25;

/** What became of a seed. */
export interface SeedResult {
  seed: number;
  seconds: number;
  /** What went wrong on purpose, in words. */
  struck: ReadonlySet<string>;
  /** Where the guarantee did not hold: what was drawn, and what is missing. */
  failure?: Error;
}

/** Runs seeds, one after the other; a failed one keeps its org to itself. */
export async function* runSeeds(seeds: readonly number[], options: SeedOptions): AsyncGenerator<SeedResult> {
  let stage: FaultyStage | undefined;
  let runs = 0;
  try {
    for (const seed of seeds) {
      if (stage === undefined || runs === seedsPerOrg) {
        await stage?.close();
        stage = await FaultyStage.open(start);
        runs = 0;
      }
      runs += 1;
      const began = performance.now();
      const seconds = () => (performance.now() - began) / 1000;
      try {
        const struck = await runSeed(seed, stage, options);
        yield { seed, struck, seconds: seconds() };
      } catch (error) {
        runs = seedsPerOrg;
        yield { seed, struck: new Set(), seconds: seconds(), failure: error as Error };
      }
    }
  } finally {
    await stage?.close();
  }
}

/** The seeds that are meant by `7`, `1-1000` or `3,5,9-12`. @throws RangeError */
export function readSeeds(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(part.trim()) ?? [];
    if (first === undefined) throw new RangeError(`these are no seeds: ${text}`);
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index);
  });
}
