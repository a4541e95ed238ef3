import { expect } from 'chai';
import { laneOf } from '../../src/outbox/lanes.ts';
import type { Outbox } from '../../src/outbox/outbox.ts';
import {
  accountId,
  anna,
  answerParcel,
  bert,
  claim,
  confirmed,
  idsOf,
  lease,
  putPlaced,
  reason,
  seconds,
  settlement,
  start,
} from './parcels.ts';

const other = { ...bert, name: 'berta' };

/** One account is in one worker's hands at a time. */
export function describeLanes(outboxOf: () => Outbox): void {
  describe('once accounts are known', () => {
    it('hands nothing of an account to another worker while one of its answers is in flight', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { a: 'A', b: 'A', c: 'A' });
      const held = await lease(outbox, 'write', { worker: anna, limit: 2 });
      expect(held).to.have.length(2);
      expect(await lease(outbox, 'write', { worker: bert })).to.have.length(0);
      await outbox.settle([confirmed(held[0]!)], start);
      expect(await lease(outbox, 'write', { worker: bert })).to.have.length(0);
      await outbox.settle([settlement(held[1]!, { outcome: 'advanced', step: 'details' })], start);
      expect(idsOf(await lease(outbox, 'write', { worker: bert }))).to.deep.equal(['c']);
      expect(await lease(outbox, 'details', { worker: anna })).to.have.length(0);
    });

    it('hands out other accounts meanwhile, and takes no more of them than it hands out', async () => {
      const outbox = outboxOf();
      await putPlaced(
        outbox,
        Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`p${index}`, index])),
      );
      const byWorker = [
        await lease(outbox, 'write', { worker: anna, limit: 20 }),
        await lease(outbox, 'write', { worker: bert, limit: 20 }),
        await lease(outbox, 'write', { worker: other, limit: 100 }),
      ];
      expect(byWorker.slice(0, 2).map(({ length }) => length)).to.deep.equal([20, 20]);
      const lanes = byWorker.map((parcels) => new Set(parcels.map(({ place }) => laneOf(place!.accountId))));
      expect(lanes[0]!.isDisjointFrom(lanes[1]!), 'lanes of anna and bert').to.equal(true);
      // what shares a lane with theirs waits for them
      await outbox.settle(
        byWorker.flat().map((parcel) => confirmed(parcel)),
        start,
      );
      const rest = await lease(outbox, 'write', { worker: other, limit: 100 });
      expect(byWorker.flat().length + rest.length).to.equal(60);
    });

    it('hands out account by account', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { a1: 'A', b1: 'B', a2: 'A', c1: 'C', b2: 'B', a3: 'A' });
      expect(idsOf(await lease(outbox, 'write'))).to.deep.equal(['a1', 'a2', 'a3', 'b1', 'b2', 'c1']);
    });

    it('lets every lane have its turn, however much comes in for one', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { a1: 'A', a2: 'A', a3: 'A', b: 'B' });
      const seen: string[] = [];
      for (let second = 0; second < 2; second += 1) {
        const [parcel] = await lease(outbox, 'write', { limit: 1, now: seconds(second) });
        seen.push(parcel!.place!.accountId);
        await outbox.settle([confirmed(parcel!)], seconds(second));
      }
      expect(seen.sort()).to.deep.equal([accountId('A'), accountId('B')]);
    });

    it('frees an account when its worker gives it back, tries it later, or lets its lease run out', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { a: 'A', b: 'A' });
      await lease(outbox, 'write', { worker: bert, limit: 1 });
      await outbox.release(bert);
      const [held] = await lease(outbox, 'write', { worker: anna, limit: 1 });
      await outbox.settle([settlement(held!, { outcome: 'retry', notBefore: seconds(500), reason })], start);
      expect(idsOf(await lease(outbox, 'write', { worker: bert }))).to.deep.equal(['b']);
      expect(await lease(outbox, 'write', { now: seconds(59) })).to.have.length(0);
      expect(idsOf(await lease(outbox, 'write', { now: seconds(60) }))).to.deep.equal(['b']);
    });

    it('keeps an account with its worker when a correction comes in, or its person is erased, in between', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { a: 'A', b: 'A' });
      const [held] = await lease(outbox, 'write', { worker: anna, limit: 1 });
      await outbox.put([answerParcel('a', { score: 1 })], start);
      expect(await lease(outbox, 'write', { worker: bert })).to.have.length(0);
      await outbox.erase({ emails: ['a@customer.example'], contactIds: [], externalIds: [] }, start);
      expect(await lease(outbox, 'write', { worker: bert })).to.have.length(0);
      await outbox.settle([confirmed(held!)], start);
      expect(idsOf(await lease(outbox, 'write', { worker: bert }))).to.deep.equal(['b']);
    });

    it('knows an account by its id of 15 characters and of 18', () => {
      expect(laneOf('001000000000ABC')).to.equal(laneOf('001000000000ABCDEF'));
      const lanes = Array.from({ length: 5000 }, (_, index) => laneOf(accountId(index)));
      const sizes = Object.values(Object.groupBy(lanes, String)).map((lane) => lane!.length);
      expect(sizes).to.have.length(256);
      expect(Math.max(...sizes), 'answers of the fullest lane, 20 on average').to.be.lessThan(60);
    });
  });

  describe('for touched accounts', () => {
    const touched = (worker = anna, now = start, limit = 10, after = '') =>
      outboxOf().leaseTouched({ ...claim(worker, now), limit, after });

    it('remembers them until the numbers of that very change are written', async () => {
      const outbox = outboxOf();
      await outbox.put([answerParcel('a'), answerParcel('b')], start);
      const [a, b] = await lease(outbox, 'match');
      await outbox.settle([confirmed(a!, '001A')], start);
      const read = await touched();
      await outbox.settle([confirmed(b!, '001A')], start);
      await outbox.settleTouched(anna, read);
      const again = await touched();
      expect(again.map(({ accountId: id }) => id)).to.deep.equal(['001A']);
      await outbox.settleTouched(anna, again);
      expect(await touched()).to.deep.equal([]);
    });

    it('does not take a change for written that came after one that was', async () => {
      const outbox = outboxOf();
      await outbox.touch(['001A']);
      const late = await touched(bert);
      const current = await touched(anna, seconds(60));
      await outbox.settleTouched(anna, current);
      await outbox.touch(['001A']);
      await outbox.settleTouched(bert, late);
      expect(await touched()).to.have.length(1);
    });

    it('has those written once more whose numbers come from a worker that another one has taken over from', async () => {
      const outbox = outboxOf();
      await outbox.touch(['001A', '001B']);
      const late = await touched(bert);
      const current = await touched(anna, seconds(60));
      await outbox.settleTouched(anna, [current[0]!]);
      // 001A is written by now, 001B is being written: the late one may have put older numbers in their place
      await outbox.settleTouched(bert, late);
      expect((await touched(bert, seconds(61))).map(({ accountId: id }) => id)).to.deep.equal(['001A']);
      await outbox.settleTouched(anna, [current[1]!]);
      expect((await touched(anna, seconds(61))).map(({ accountId: id }) => id)).to.deep.equal(['001B']);
    });

    it('hands each to one worker at a time, in the order of their ids, and takes back what is kept', async () => {
      const outbox = outboxOf();
      await outbox.touch(['001C', '001A', '001B', '001A']);
      const first = await touched(anna, start, 2);
      expect(first.map(({ accountId: id }) => id)).to.deep.equal(['001A', '001B']);
      expect((await touched(bert)).map(({ accountId: id }) => id)).to.deep.equal(['001C']);
      await outbox.settleTouched(anna, [first[0]!], [first[1]!]);
      expect((await touched(anna, start, 10, '001A')).map(({ accountId: id }) => id)).to.deep.equal(['001B']);
      expect(await outbox.summary()).to.include({ touchedAccounts: 2 });
    });

    it('rests what is kept until its time, counting how often, unless it is touched again', async () => {
      const outbox = outboxOf();
      await outbox.touch(['001A', '001B']);
      const [a, b] = await touched();
      await outbox.touch(['001B']);
      const kept = [a!, b!].map((account) => ({ ...account, notBefore: seconds(30) }));
      await outbox.settleTouched(anna, [], kept);
      expect((await touched(bert)).map(({ accountId: id }) => id)).to.deep.equal(['001B']);
      expect(await touched(anna, seconds(29))).to.deep.equal([]);
      const [again] = await touched(anna, seconds(30));
      expect(again).to.deep.equal({ ...a, attempts: 1 });
      await outbox.settleTouched(anna, [], [{ ...again!, notBefore: seconds(90) }]);
      await outbox.touch(['001A']);
      expect((await touched(anna, seconds(31))).map(({ attempts }) => attempts)).to.deep.equal([0]);
    });

    it('are touched by steps that lead on as well', async () => {
      const outbox = outboxOf();
      await outbox.put([answerParcel('a')], start);
      const [parcel] = await lease(outbox, 'match');
      await outbox.settle(
        [settlement(parcel!, { outcome: 'advanced', step: 'details', touchedAccountId: accountId('A') })],
        start,
      );
      expect((await touched()).map(({ accountId: id }) => id)).to.deep.equal([accountId('A')]);
    });
  });
}
