import { expect } from 'chai';
import { CallsInFlight } from '../../src/salesforce/calls-in-flight.ts';

/** Work that is under way until it is ended by name. */
class Bench {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();

  work(name: string): () => Promise<string> {
    return () => {
      this.begun.push(name);
      return new Promise((resolve) => this.#ends.set(name, () => resolve(name)));
    };
  }

  async end(name: string): Promise<void> {
    this.#ends.get(name)?.();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe('calls in flight', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = new Bench();
  });

  it('are no more at once than allowed, and begin in their order', async () => {
    const calls = new CallsInFlight(2);
    const all = Promise.all(['a', 'b', 'c'].map((name) => calls.run([], bench.work(name))));
    await bench.end('');
    expect(bench.begun).to.deep.equal(['a', 'b']);
    await bench.end('b');
    expect(bench.begun).to.deep.equal(['a', 'b', 'c']);
    await bench.end('a');
    await bench.end('c');
    expect(await all).to.deep.equal(['a', 'b', 'c']);
  });

  it('of one group follow each other, and hold no other up', async () => {
    const calls = new CallsInFlight(10);
    const groups = { first: ['A'], second: ['A', 'B'], third: ['B'], other: ['C'] };
    for (const [name, own] of Object.entries(groups)) void calls.run(own, bench.work(name));
    await bench.end('');
    expect(bench.begun).to.deep.equal(['first', 'third', 'other']);
    await bench.end('first');
    expect(bench.begun).to.have.length(3);
    await bench.end('third');
    expect(bench.begun).to.deep.equal(['first', 'third', 'other', 'second']);
  });

  it('that fail leave their place and their groups to the next', async () => {
    const calls = new CallsInFlight(1);
    const failed = calls
      .run(['A'], () => Promise.reject(new Error('no')))
      .catch((error: Error) => error.message);
    void calls.run(['A'], bench.work('next'));
    expect(await failed).to.equal('no');
    await bench.end('');
    expect(bench.begun).to.deep.equal(['next']);
  });

  it('become half as many when there are too many, once for all that began together, and grow back', () => {
    const calls = new CallsInFlight(8);
    const { era } = calls;
    calls.halve(era);
    calls.halve(era);
    expect(calls.allowed).to.equal(4);
    calls.halve(calls.era);
    calls.halve(calls.era);
    calls.halve(calls.era);
    expect(calls.allowed).to.equal(1);
    calls.grow();
    expect(calls.allowed).to.equal(2);
    for (let answer = 0; answer < 100; answer += 1) calls.grow();
    expect(calls.allowed).to.equal(8);
  });

  for (const most of [0, -1, 2.5, Number.NaN]) {
    it(`cannot be ${most} at once`, () => expect(() => new CallsInFlight(most)).to.throw(RangeError));
  }
});
