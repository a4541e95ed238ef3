import { expect } from 'chai';
import { planCalls } from '../../src/salesforce/plan-calls.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';

/** Groups named A, B, … of these sizes, one after the other. */
const groupsOf = (...sizes: number[]): string[] =>
  sizes.flatMap((size, index) => new Array<string>(size).fill(String.fromCharCode(65 + index)));
const sizesOf = (groups: (string | undefined)[], most = 10): number[] =>
  planCalls(groups, most).map(({ positions }) => positions.length);
const callsWith = (group: string, groups: string[], most = 10): number =>
  planCalls(groups, most).filter((call) => call.groups.includes(group)).length;

describe('planning calls', () => {
  it('of nothing takes none', () => {
    expect(planCalls([], 10)).to.deep.equal([]);
  });

  it('of records that stand for themselves fills one after the other, in their order', () => {
    const calls = planCalls(new Array<undefined>(25).fill(undefined), 10);
    expect(calls.map(({ positions }) => positions.length)).to.deep.equal([10, 10, 5]);
    expect(calls.flatMap(({ positions }) => positions)).to.deep.equal([...Array(25).keys()]);
    expect(calls.every(({ groups }) => groups.length === 0)).to.equal(true);
  });

  it('keeps a group whole, and fills what is left of a call with smaller ones', () => {
    const groups = groupsOf(7, 6, 3, 4);
    expect(sizesOf(groups)).to.deep.equal([10, 10]);
    for (const group of 'ABCD') expect(callsWith(group, groups), group).to.equal(1);
  });

  it('keeps a group whole whose records are scattered', () => {
    const groups = groupsOf(8, 8).flatMap((_, index) => (index % 2 === 0 ? 'A' : 'B'));
    expect(planCalls(groups, 10).map((call) => call.groups)).to.deep.equal([['A'], ['B']]);
  });

  it('cuts a group that is larger than a call, and puts others beside its rest', () => {
    const groups = groupsOf(23, 7);
    expect(sizesOf(groups)).to.deep.equal([10, 10, 10]);
    expect(callsWith('A', groups)).to.equal(3);
    expect(callsWith('B', groups)).to.equal(1);
  });

  it('cuts groups that would cost a further call, so that only neighbours share one', () => {
    const groups = groupsOf(6, 6, 6, 6, 6);
    const calls = planCalls(groups, 10);
    expect(calls).to.have.length(3);
    const sharers = calls.map(({ groups: own }, index) =>
      calls.filter(
        (other, position) => position > index + 1 && other.groups.some((group) => own.includes(group)),
      ),
    );
    expect(sharers.flat()).to.deep.equal([]);
  });

  it('takes the fewest calls and every record once, whatever the groups', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 300; round += 1) {
      const most = 1 + Math.floor(random() * 20);
      const kinds = 1 + Math.floor(random() * 30);
      const groups = Array.from({ length: Math.floor(random() * 200) }, () => {
        const kind = Math.floor(random() * kinds);
        return kind === 0 ? undefined : String(kind);
      });
      const calls = planCalls(groups, most);
      expect(calls).to.have.length(Math.ceil(groups.length / most));
      expect(calls.every(({ positions }) => positions.length <= most)).to.equal(true);
      expect(calls.flatMap(({ positions }) => positions).toSorted((a, b) => a - b)).to.deep.equal([
        ...groups.keys(),
      ]);
      for (const call of calls) {
        const own = new Set(call.positions.map((position) => groups[position]));
        own.delete(undefined);
        expect(new Set(call.groups)).to.deep.equal(own);
      }
    }
  });

  it('of 20,000 records of 5,000 accounts is done in a moment', () => {
    const random = seededRandom(3);
    const groups = Array.from({ length: 20_000 }, () => String(Math.floor(random() * 5000)));
    const began = performance.now();
    expect(planCalls(groups, 200)).to.have.length(100);
    expect(performance.now() - began).to.be.lessThan(500);
  });
});
