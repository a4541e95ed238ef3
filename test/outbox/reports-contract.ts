import { expect } from 'chai';
import type { Outbox, SyncRun } from '../../src/outbox/outbox.ts';
import {
  answerParcel,
  claim,
  confirmed,
  idsOf,
  invitationParcel,
  lease,
  putPlaced,
  reason,
  seconds,
  settlement,
  start,
} from './parcels.ts';

/** What the outbox tells of itself. */
export function describeReports(outboxOf: () => Outbox): void {
  describe('when asked how it stands', () => {
    const unknown = { code: 'Unknown Contact', detail: 'a@customer.example' };
    const setAside = { outcome: 'setAside', reason: unknown, listedInOrg: true } as const;

    it('lists what was set aside with its reason and origin, and sends it back to wait when asked', async () => {
      const outbox = outboxOf();
      await outbox.put([answerParcel('a')], start);
      await outbox.settle([settlement((await lease(outbox, 'match'))[0]!, setAside)], start);
      expect(await lease(outbox, 'match', { now: seconds(3600) })).to.have.length(0);
      expect(await outbox.listTroubled(10)).to.deep.equal([
        { kind: 'response', externalId: 'a', origin: 'answers.csv:a', attempts: 1, reason: unknown },
      ]);
      expect(await outbox.retrySetAside(start)).to.equal(1);
      const [again] = await lease(outbox, 'match');
      expect(again).to.include({ listedInOrg: true, attempts: 0 });
    });

    it('lists what is tried again, with its time, oldest first, a page at a time, whatever changes in between', async () => {
      const outbox = outboxOf();
      for (const [index, id] of ['c', 'a', 'b', 'd'].entries())
        await outbox.put([answerParcel(id)], seconds(index));
      const parcels = await lease(outbox, 'match', { now: seconds(9) });
      const retry = { outcome: 'retry', notBefore: seconds(100), reason } as const;
      await outbox.settle(
        parcels.map((parcel, index) => settlement(parcel, index === 1 ? retry : setAside)),
        seconds(9),
      );
      const page = await outbox.listTroubled(2);
      expect(page.map(({ externalId }) => externalId)).to.deep.equal(['c', 'a']);
      expect(page[1]?.notBefore).to.deep.equal(seconds(100));
      await outbox.settle([confirmed(parcels[1]!)], start);
      const rest = await outbox.listTroubled(10, page[1]);
      expect(rest.map(({ externalId }) => externalId)).to.deep.equal(['b', 'd']);
    });

    it('sends back only what is asked for', async () => {
      const outbox = outboxOf();
      await outbox.put(
        [answerParcel('a'), answerParcel('b'), answerParcel('c'), invitationParcel('a')],
        start,
      );
      const parcels = [
        ...(await lease(outbox, 'match')),
        ...(await lease(outbox, 'match', { kind: 'invitation' })),
      ];
      await outbox.settle(
        parcels.map((parcel, index) => settlement(parcel, index === 2 ? { ...setAside, reason } : setAside)),
        start,
      );
      expect(await outbox.retrySetAside(start, { kind: 'invitation', codes: [reason.code] })).to.equal(0);
      expect(await outbox.retrySetAside(start, { codes: [reason.code] })).to.equal(1);
      expect(await outbox.retrySetAside(start, { externalIds: [] })).to.equal(0);
      expect(await outbox.retrySetAside(start, { kind: 'response', externalIds: ['a', 'c'] })).to.equal(1);
      expect(await outbox.retrySetAside(start)).to.equal(2);
    });

    it('sums up what waits and why', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { placed: 'A' }, seconds(5));
      await outbox.put([answerParcel('a'), answerParcel('b'), answerParcel('c')], seconds(1));
      await outbox.put([invitationParcel('i')], seconds(2));
      const parcels = await lease(outbox, 'match', { now: seconds(5) });
      await outbox.settle(
        [
          settlement(parcels[0]!, setAside),
          settlement(parcels[1]!, setAside),
          settlement(parcels[2]!, { outcome: 'retry', notBefore: seconds(9), reason }),
        ],
        seconds(5),
      );
      await outbox.touch(['001A']);
      const none = { waiting: 0, inFlight: 0, confirmed: 0, setAside: 0, dismissed: 0, erased: 0 };
      expect(await outbox.summary()).to.deep.equal({
        counts: {
          response: { ...none, waiting: 2, setAside: 2 },
          invitation: { ...none, waiting: 1 },
        },
        oldestWaiting: seconds(1),
        reasons: [
          { code: 'Unknown Contact', state: 'setAside', count: 2 },
          { code: reason.code, state: 'waiting', count: 1 },
        ],
        touchedAccounts: 1,
        loads: [],
      });
      expect(await outbox.countDue('response', 'write', seconds(5))).to.equal(1);
      expect(await outbox.countDue('response', 'match', seconds(8))).to.equal(0);
      expect(await outbox.countDue('response', 'match', seconds(9))).to.equal(1);
    });

    it('has nothing to tell when there is nothing', async () => {
      const summary = await outboxOf().summary();
      expect(summary.oldestWaiting).to.equal(undefined);
      expect(summary.reasons).to.deep.equal([]);
      expect(await outboxOf().nextDue('response')).to.equal(undefined);
      expect(await outboxOf().lastRuns(5)).to.deep.equal([]);
    });

    it('counts right however often it has counted', async () => {
      const outbox = outboxOf();
      for (let round = 0; round < 110; round += 1) {
        await outbox.put([answerParcel('a', { score: round % 11, comment: String(round) })], start);
        await outbox.settle(
          (await lease(outbox, 'match')).map((parcel) => confirmed(parcel)),
          start,
        );
        if (round === 50) await outbox.erase({ emails: [], contactIds: [], externalIds: ['b'] }, start);
      }
      for (let time = 0; time < 3; time += 1) {
        expect(await outbox.counts()).to.include({ confirmed: 1, waiting: 0, erased: 0 });
      }
    });

    it('keeps the last hundred runs, newest first', async () => {
      const outbox = outboxOf();
      const run = (index: number): SyncRun => ({
        startedAt: seconds(index),
        endedAt: seconds(index + 1),
        confirmed: index,
        setAside: 0,
        retried: 0,
        accountsScored: 0,
        apiCalls: 3,
        failure: 'API_BUDGET',
      });
      for (let index = 0; index < 103; index += 1) await outbox.recordRun(run(index));
      expect(await outbox.lastRuns(2)).to.deep.equal([run(102), run(101)]);
      expect(await outbox.lastRuns(1000)).to.have.length(100);
    });

    it('says when the next is due: of what rests, what is leased, and what is in a load', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { a: 'A' }, seconds(1));
      expect(await outbox.nextDue('response')).to.deep.equal(seconds(1));
      expect(await outbox.nextDue('invitation')).to.equal(undefined);
      const bulk = { ...claim(), kind: 'response', step: 'write', mostRows: 9, mostBytes: 9999 } as const;
      const load = await outbox.startLoad(bulk);
      expect(await outbox.nextDue('response')).to.deep.equal(seconds(60));
      await outbox.endLoad(load!.id, start);
      expect(idsOf(await lease(outbox, 'write'))).to.deep.equal(['a']);
      expect(await outbox.nextDue('response')).to.deep.equal(seconds(60));
    });
  });
}
