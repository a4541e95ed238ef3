import { expect } from 'chai';
import type { Outbox } from '../../src/outbox/outbox.ts';
import {
  anna,
  answerParcel,
  bert,
  claim,
  idsOf,
  lease,
  putPlaced,
  reason,
  seconds,
  start,
} from './parcels.ts';

/** Parcels that travel as one bulk job. */
export function describeLoads(outboxOf: () => Outbox): void {
  describe('for loads', () => {
    const begin = (worker = anna, now = start, mostRows = 100, mostBytes = 1_000_000) =>
      outboxOf().startLoad({ ...claim(worker, now), kind: 'response', step: 'write', mostRows, mostBytes });

    it('takes what is due, and gives it out account by account, a page at a time', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { a1: 'A', b1: 'B', a2: 'A', b2: 'B', c1: 'C' });
      const load = await begin();
      expect(load).to.deep.include({ kind: 'response', step: 'write', rows: 5, startedAt: start });
      const page = await outbox.loadedParcels(load!.id, 3);
      expect(idsOf(page)).to.deep.equal(['a1', 'a2', 'b1']);
      expect(idsOf(await outbox.loadedParcels(load!.id, 3, page[2]))).to.deep.equal(['b2', 'c1']);
      expect(await begin()).to.equal(undefined);
      expect(await outbox.counts()).to.include({ inFlight: 5 });
      expect(await outbox.countDue('response', 'write', seconds(9999))).to.equal(0);
    });

    it('takes whole accounts, as many as there is room for, in rows and in bytes', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { a1: 'A', a2: 'A', a3: 'A', b1: 'B', b2: 'B', c1: 'C', c2: 'C' });
      const sizes: number[] = [];
      const bytes = Buffer.byteLength(JSON.stringify(answerParcel('a1').content));
      for (const [rows, most] of [
        [4, 1_000_000],
        [100, 3.5 * bytes],
        [100, 1_000_000],
      ] as const) {
        const load = await begin(anna, start, rows, Math.floor(most));
        const accounts = (await outbox.loadedParcels(load!.id, 100)).map(({ place }) => place!.accountId);
        expect(accounts).to.have.length(load!.rows);
        sizes.push(new Set(accounts).size);
      }
      expect(sizes).to.deep.equal([1, 1, 1]);
      expect(await outbox.counts()).to.include({ inFlight: 7 });
    });

    it('takes an account for which no load has room in part, a little at a time', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { a1: 'A', a2: 'A', a3: 'A' });
      const load = await begin(anna, start, 2);
      expect(load?.rows).to.equal(2);
      expect(await begin(anna, start, 2), 'the rest of an account of a load').to.equal(undefined);
      await outbox.settleLoad(
        load!.id,
        ['a1', 'a2'].map((externalId) => ({ externalId, outcome: 'confirmed' })),
        start,
      );
      await outbox.endLoad(load!.id, start);
      const rest = await begin(anna, start, 2, 1);
      expect(rest?.rows).to.equal(1);
      expect(idsOf(await outbox.loadedParcels(rest!.id, 9))).to.deep.equal(['a3']);
    });

    it('hands nothing of a load, nor of its accounts, to anyone before it has ended, whatever the clock says', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { a1: 'A', b1: 'B' });
      const load = await begin(bert);
      await putPlaced(outbox, { a2: 'A', c1: 'C' });
      expect(idsOf(await lease(outbox, 'write', { now: seconds(9999) }))).to.deep.equal(['c1']);
      expect(await begin(anna, seconds(9999))).to.equal(undefined);
      await outbox.endLoad(load!.id, start);
      expect(idsOf(await lease(outbox, 'write', { now: seconds(9999) }))).to.deep.equal(['a1', 'a2', 'b1']);
    });

    it('settles each once, however often it is told', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { a: 'A', b: 'B', c: 'C', d: 'D', left: 'E' });
      const load = await begin();
      const outcomes = [
        { externalId: 'a', outcome: 'confirmed', touchedAccountId: '001A' },
        { externalId: 'b', outcome: 'advanced', step: 'details', touchedAccountId: '001B' },
        { externalId: 'c', outcome: 'retry', notBefore: seconds(30), reason },
        { externalId: 'd', outcome: 'setAside', reason, listedInOrg: false },
        { externalId: 'nobody knows', outcome: 'confirmed' },
      ] as const;
      expect(await outbox.settleLoad(load!.id, outcomes, start)).to.deep.equal({ erased: [] });
      expect(idsOf(await outbox.loadedParcels(load!.id, 10))).to.deep.equal(['left']);
      await outbox.settleTouched(claim().worker, await outbox.leaseTouched({ ...claim(), limit: 10 }));
      await outbox.settleLoad(load!.id, outcomes, start);
      await outbox.endLoad(load!.id, start);
      await outbox.settleLoad(load!.id, outcomes, start);
      expect(await outbox.leaseTouched({ ...claim(), limit: 10 })).to.deep.equal([]);
      expect(await outbox.counts()).to.include({ confirmed: 1, setAside: 1, waiting: 3, inFlight: 0 });
      expect(idsOf(await lease(outbox, 'details'))).to.deep.equal(['b']);
      expect(idsOf(await lease(outbox, 'write'))).to.deep.equal(['left']);
      expect(idsOf(await lease(outbox, 'write', { now: seconds(30) }))).to.deep.equal(['c']);
    });

    it('confirms the version that the load took in, and not a later one', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { a: 'A' });
      const load = await begin();
      await outbox.put([answerParcel('a', { score: 1 })], start);
      await outbox.settleLoad(load!.id, [{ externalId: 'a', outcome: 'confirmed' }], start);
      expect((await lease(outbox, 'match'))[0]?.content).to.include({ score: 1 });
    });

    it('names what was erased meanwhile, each time, so that it can be blanked in the org', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { a: 'A', b: 'B' });
      const load = await begin();
      const erasure = await outbox.erase(
        { emails: ['a@customer.example'], contactIds: [], externalIds: [] },
        start,
      );
      expect(erasure).to.deep.equal({ erased: 1, inFlight: [{ kind: 'response', externalId: 'a' }] });
      expect(idsOf(await outbox.loadedParcels(load!.id, 10))).to.deep.equal(['b']);
      for (let round = 0; round < 2; round += 1) {
        expect(
          await outbox.settleLoad(load!.id, [{ externalId: 'a', outcome: 'confirmed' }], start),
        ).to.deep.equal({
          erased: [{ kind: 'response', externalId: 'a' }],
        });
      }
      await outbox.endLoad(load!.id, start);
      expect(await outbox.counts()).to.include({ erased: 1, waiting: 1 });
    });

    it('keeps a load with its job for whoever takes it over, when its worker gives up or is not heard of', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { a: 'A' });
      const load = await begin(bert);
      await outbox.noteJob(load!.id, '7501');
      expect((await outbox.summary()).loads).to.deep.equal([{ ...load, jobId: '7501' }]);
      expect(await outbox.takeOverLoads(claim(anna, seconds(59)))).to.deep.equal([]);
      await outbox.extendLeases(claim(bert, seconds(50)));
      expect(await outbox.takeOverLoads(claim(anna, seconds(109)))).to.deep.equal([]);
      expect(await outbox.takeOverLoads(claim(anna, seconds(110)))).to.deep.equal([
        { ...load, jobId: '7501' },
      ]);
      expect(await outbox.takeOverLoads(claim(bert, seconds(120)))).to.deep.equal([]);
      await outbox.release(anna);
      expect(await outbox.takeOverLoads(claim(bert, seconds(120)))).to.have.length(1);
      expect(idsOf(await outbox.loadedParcels(load!.id, 10))).to.deep.equal(['a']);
    });

    it('ends a load that no job carries yet when its worker gives up', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { a: 'A' });
      await begin(bert);
      await outbox.release(bert);
      expect((await outbox.summary()).loads).to.deep.equal([]);
      expect(idsOf(await lease(outbox, 'write'))).to.deep.equal(['a']);
    });
  });
}
