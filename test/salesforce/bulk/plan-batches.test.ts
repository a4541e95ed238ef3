import { expect } from 'chai';
import { planBatches } from '../../../src/salesforce/bulk/plan-batches.ts';
import type { GroupPart } from '../../../src/salesforce/bulk/plan-batches.ts';
import { seededRandom } from '../../../src/scoring/statistics/random.ts';

/** The batches into which the org cuts a job: the parts in each of them. */
function batchesOf(job: readonly GroupPart[]): number[][] {
  const batches: number[][] = [];
  let row = 0;
  for (const { group, from, to } of job) {
    for (let batch = Math.floor(row / 10_000); batch * 10_000 < row + to - from; batch += 1) {
      (batches[batch] ??= []).push(group);
    }
    row += to - from;
  }
  return batches;
}

describe('planning bulk jobs by group', () => {
  const check = (sizes: number[]) => {
    const jobs = planBatches(sizes);
    const written = sizes.map(() => [] as [number, number][]);
    for (const job of jobs) {
      const groups = batchesOf(job).flat();
      expect(groups, 'a group is in two batches of a job').to.have.length(new Set(groups).size);
      for (const { group, from, to } of job) written[group]!.push([from, to]);
    }
    sizes.forEach((size, group) => {
      const ends = written[group]!.sort(([a], [b]) => a - b);
      expect(ends.reduce((at, [from, to]) => (from === at && to > from ? to : Number.NaN), 0)).to.equal(size);
    });
    return jobs;
  };

  it('fills batches to the last row, so that one job is enough where small groups are', () => {
    const sizes = [...Array.from({ length: 30 }, () => 7000), ...Array.from({ length: 90_000 }, () => 1)];
    expect(check(sizes)).to.have.length(1);
  });

  it('ends a job with a batch that cannot be filled', () => {
    expect(check([6000, 6000, 6000])).to.have.length(3);
    expect(check([6000, 4000, 6000, 4000, 500])).to.have.length(1);
  });

  it('gives what is more than a batch of one group jobs of its own', () => {
    const jobs = check([25_000, 10]);
    expect(jobs.map((job) => job.map(({ from, to }) => to - from))).to.deep.equal([
      [10],
      [10_000],
      [10_000],
      [5000],
    ]);
  });

  it('plans nothing for nothing', () => {
    expect(planBatches([])).to.deep.equal([]);
    expect(planBatches([0, 0])).to.deep.equal([]);
  });

  it('leaves out no record, and never puts a group into two batches, whatever the sizes', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 200; round += 1) {
      const most = [3, 300, 9000, 40_000][round % 4]!;
      check(Array.from({ length: Math.floor(random() * 60) }, () => Math.floor(random() * most)));
    }
  });
});
