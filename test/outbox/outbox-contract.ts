import { expect } from 'chai';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { describeErasure } from './erasure-contract.ts';
import { describeLanes } from './lanes-contract.ts';
import { describeLoads } from './loads-contract.ts';
import { describeReports } from './reports-contract.ts';
import {
  anna,
  answerParcel,
  bert,
  claim,
  confirmed,
  contactId,
  failureOf,
  idsOf,
  invitationParcel,
  lease,
  placed,
  reason,
  seconds,
  settlement,
  start,
} from './parcels.ts';

export { answerParcel } from './parcels.ts';

/** What every outbox keeps to, whatever it stores in: run once for each engine. */
export function describeOutboxContract(engine: string, open: () => Promise<Outbox>): void {
  describe(`an outbox in ${engine}`, () => {
    let outbox: Outbox;
    beforeEach(async () => {
      outbox = await open();
    });
    afterEach(() => outbox.close());

    it('stores an answer that arrives twice once', async () => {
      expect(await outbox.put([answerParcel('a'), answerParcel('b')], start)).to.deep.equal(['new', 'new']);
      expect(await outbox.put([answerParcel('a')], start)).to.deep.equal(['unchanged']);
      expect(await outbox.counts()).to.include({ waiting: 2 });
    });

    it('takes the same id with other content as a correction', async () => {
      await outbox.put([answerParcel('a')], start);
      expect(await outbox.put([answerParcel('a', { score: 3 })], start)).to.deep.equal(['updated']);
      const [parcel] = await lease(outbox, 'match');
      expect(parcel?.content).to.include({ score: 3 });
    });

    it('tells of each in a call what became of it, in their order, even when an id comes several times', async () => {
      const put = ['a', 'b', 'a', 'a'].map((id, index) =>
        answerParcel(id, { score: index === 3 ? 8 : index }),
      );
      expect(await outbox.put(put, start)).to.deep.equal(['new', 'new', 'updated', 'updated']);
      expect(await outbox.put([put[0]!, put[3]!], start)).to.deep.equal(['updated', 'updated']);
      const parcels = await lease(outbox, 'match');
      expect(parcels.map(({ content }) => 'score' in content && content.score)).to.deep.equal([8, 1]);
    });

    it('stores calls that come at the same time, each with results of its own', async () => {
      const calls = Array.from({ length: 300 }, (_, index) =>
        outbox.put([answerParcel(`p${index % 200}`)], start),
      );
      const results = (await Promise.all(calls)).flat();
      expect(results.slice(0, 200)).to.deep.equal(Array(200).fill('new'));
      expect(results.slice(200)).to.deep.equal(Array(100).fill('unchanged'));
      expect(await outbox.counts()).to.include({ waiting: 200 });
    });

    it('stores all of a call or nothing, and what comes at the same time whatever becomes of it', async () => {
      const unstorable = [
        { ...answerParcel('b'), origin: undefined as unknown as string },
        answerParcel('with\0nothing'),
        answerParcel('half a \ud83d'),
        answerParcel('endless', { respondedAt: 'never' }),
      ];
      const calls = unstorable.map((parcel, index) => [
        failureOf(outbox.put([answerParcel(`a${index}`), parcel], start)),
        outbox.put([answerParcel(`c${index}`)], start),
      ]);
      for (const [failed, stored] of calls) {
        expect(await failed).to.include({ name: 'OutboxError', code: 'failed' });
        expect(await stored).to.deep.equal(['new']);
      }
      expect(await outbox.counts()).to.include({ waiting: 4 });
    });

    it('keeps an answer and an invitation of the same id apart', async () => {
      expect(await outbox.put([answerParcel('a'), invitationParcel('a')], start)).to.deep.equal([
        'new',
        'new',
      ]);
      expect(idsOf(await lease(outbox, 'match'))).to.deep.equal(['a']);
      expect(idsOf(await lease(outbox, 'match', { kind: 'invitation' }))).to.deep.equal(['a']);
    });

    it('hands out for matching first what has been waiting longest', async () => {
      await outbox.put([answerParcel('b')], seconds(1));
      await outbox.put([answerParcel('a')], seconds(2));
      await outbox.put([answerParcel('c')], start);
      expect(idsOf(await lease(outbox, 'match', { now: seconds(3) }))).to.deep.equal(['c', 'b', 'a']);
    });

    it('hands a parcel to one worker at a time', async () => {
      await outbox.put(
        ['a', 'b', 'c'].map((id) => answerParcel(id)),
        start,
      );
      const first = idsOf(await lease(outbox, 'match', { limit: 2 }));
      const second = idsOf(await lease(outbox, 'match', { worker: bert }));
      expect([...first, ...second].sort()).to.deep.equal(['a', 'b', 'c']);
      expect(first).to.have.length(2);
    });

    it('hands a parcel out again when its lease has run out, and not before', async () => {
      await outbox.put([answerParcel('a')], start);
      await lease(outbox, 'match', { worker: bert });
      expect(await lease(outbox, 'match', { now: seconds(59) })).to.have.length(0);
      expect(await outbox.countDue('response', 'match', seconds(59))).to.equal(0);
      expect(await outbox.countDue('response', 'match', seconds(60))).to.equal(1);
      expect(idsOf(await lease(outbox, 'match', { now: seconds(60) }))).to.deep.equal(['a']);
    });

    it('lets a worker that takes longer keep what it holds', async () => {
      await outbox.put([answerParcel('a')], start);
      await lease(outbox, 'match', { worker: bert });
      await outbox.extendLeases(claim(bert, seconds(50)));
      expect(await lease(outbox, 'match', { now: seconds(109) })).to.have.length(0);
      expect(await lease(outbox, 'match', { now: seconds(110) })).to.have.length(1);
    });

    it('takes back at once what a worker gives back', async () => {
      await outbox.put([answerParcel('a')], start);
      await lease(outbox, 'match', { worker: bert });
      await outbox.release(bert);
      const [parcel] = await lease(outbox, 'match');
      expect(parcel?.attempts).to.equal(0);
    });

    it('leads a parcel from step to step, with the place that was found', async () => {
      await outbox.put([answerParcel('a')], start);
      const [matched] = await lease(outbox, 'match');
      expect(matched?.place).to.equal(undefined);
      await outbox.settle([placed(matched!, 'A')], start);
      expect(await lease(outbox, 'match')).to.have.length(0);
      const [written] = await lease(outbox, 'write');
      expect(written?.place).to.deep.equal({
        accountId: '00100000000000AAAA',
        contactId: contactId('A'),
        surveyId: 'a0S',
      });
      await outbox.settle([settlement(written!, { outcome: 'advanced', step: 'details' })], start);
      const [detailed] = await lease(outbox, 'details');
      expect(detailed).to.deep.include({ step: 'details', place: written!.place });
      await outbox.settle([confirmed(detailed!)], start);
      expect(await outbox.counts()).to.include({ waiting: 0, inFlight: 0, confirmed: 1 });
    });

    it('begins at the match again where the place was wrong', async () => {
      await outbox.put([answerParcel('a')], start);
      const [matched] = await lease(outbox, 'match');
      await outbox.settle([placed(matched!, 'A')], start);
      const [parcel] = await lease(outbox, 'write');
      await outbox.settle(
        [settlement(parcel!, { outcome: 'retry', notBefore: seconds(9), reason, step: 'match' })],
        start,
      );
      expect(await lease(outbox, 'write', { now: seconds(9) })).to.have.length(0);
      const [again] = await lease(outbox, 'match', { now: seconds(9) });
      expect(again).to.include({ step: 'match', attempts: 1 });
    });

    it('counts a confirmation only for the version that was pushed, and begins anew with the correction', async () => {
      await outbox.put([answerParcel('a')], start);
      await outbox.settle([placed((await lease(outbox, 'match'))[0]!, 'A')], start);
      const [pushed] = await lease(outbox, 'write');
      await outbox.put([answerParcel('a', { score: 2 })], start);
      expect(await lease(outbox, 'match', { worker: bert })).to.have.length(0);
      await outbox.settle([confirmed(pushed!)], start);
      const [again] = await lease(outbox, 'match');
      expect(again?.content).to.include({ score: 2 });
      await outbox.settle([confirmed(again!)], start);
      expect(await outbox.counts()).to.include({ waiting: 0, inFlight: 0, confirmed: 1 });
    });

    it('begins anew with a correction of what a worker gave back, or lost', async () => {
      await outbox.put([answerParcel('a'), answerParcel('b')], start);
      const parcels = await lease(outbox, 'match');
      await outbox.settle(
        parcels.map((parcel, index) => placed(parcel, index)),
        start,
      );
      for (const back of [() => outbox.release(bert), () => lease(outbox, 'write', { now: seconds(99) })]) {
        await lease(outbox, 'write', { worker: bert });
        await outbox.put([answerParcel('a', { comment: String(back) })], start);
        await back();
        const [again] = await lease(outbox, 'match', { now: seconds(200), limit: 1 });
        expect(again?.content).to.include({ externalId: 'a' });
        await outbox.settle([placed(again!, 0)], start);
        await outbox.release(anna);
      }
    });

    it('takes no late word on a parcel from a worker that lost it, unless it is that the org has it', async () => {
      await outbox.put([answerParcel('a')], start);
      const [late] = await lease(outbox, 'match', { worker: bert });
      await outbox.put([answerParcel('a', { score: 1 })], start);
      const [current] = await lease(outbox, 'match', { now: seconds(60) });
      await outbox.settle([confirmed(late!)], seconds(61));
      expect(await outbox.counts()).to.include({ inFlight: 1, confirmed: 0 });
      await outbox.settle([confirmed(current!)], seconds(61));
      await outbox.settle(
        [settlement(current!, { outcome: 'retry', notBefore: start, reason })],
        seconds(62),
      );
      expect(await outbox.counts()).to.include({ waiting: 0, confirmed: 1 });
    });

    it('knows a confirmed answer when it is imported again, and pushes it again only when it was corrected', async () => {
      await outbox.put([answerParcel('a')], start);
      await outbox.settle(
        (await lease(outbox, 'match')).map((parcel) => confirmed(parcel)),
        start,
      );
      expect(await outbox.put([answerParcel('a')], start)).to.deep.equal(['unchanged']);
      expect(await lease(outbox, 'match')).to.have.length(0);
      expect(await outbox.put([answerParcel('a', { comment: 'much better now' })], start)).to.deep.equal([
        'updated',
      ]);
      expect(await outbox.counts()).to.include({ waiting: 1, confirmed: 0 });
      expect(await lease(outbox, 'match')).to.have.length(1);
    });

    it('does not hand out a parcel before its next try is due, and counts the tries', async () => {
      await outbox.put([answerParcel('a')], start);
      const [parcel] = await lease(outbox, 'match');
      await outbox.settle([settlement(parcel!, { outcome: 'retry', notBefore: seconds(30), reason })], start);
      expect(await lease(outbox, 'match', { now: seconds(29) })).to.have.length(0);
      expect(await outbox.nextDue('response')).to.deep.equal(seconds(30));
      const [again] = await lease(outbox, 'match', { now: seconds(30) });
      expect(again?.attempts).to.equal(1);
      expect(await outbox.nextDue('response')).to.deep.equal(seconds(90));
      await outbox.settle([placed(again!, 'A')], start);
      expect((await lease(outbox, 'write'))[0]?.attempts).to.equal(0);
    });

    it('keeps watermarks by name', async () => {
      expect(await outbox.watermark('scored')).to.equal(undefined);
      await outbox.setWatermark('scored', start);
      await outbox.setWatermark('scored', seconds(5));
      expect(await outbox.watermark('scored')).to.deep.equal(seconds(5));
    });

    it('gives a turn to one worker at a time', async () => {
      expect(await outbox.takeTurn('pull', claim(bert))).to.equal(true);
      expect(await outbox.takeTurn('pull', claim(bert))).to.equal(true);
      expect(await outbox.takeTurn('pull', claim(anna))).to.equal(false);
      expect(await outbox.takeTurn('drift', claim(anna))).to.equal(true);
      await outbox.endTurn('pull', anna);
      expect(await outbox.takeTurn('pull', claim(anna))).to.equal(false);
      expect(await outbox.takeTurn('pull', claim(anna, seconds(60)))).to.equal(true);
      await outbox.endTurn('pull', anna);
      expect(await outbox.takeTurn('pull', claim(bert))).to.equal(true);
    });

    it('belongs to one org: what that one has confirmed, another has not', async () => {
      await outbox.tieTo('00D000000000001');
      await outbox.tieTo('00D000000000001');
      const failure = await failureOf(outbox.tieTo('00D000000000002'));
      expect(failure).to.include({ name: 'OutboxError', code: 'otherOrg' });
      expect((failure as Error).cause).to.include({ message: '00D000000000001' });
    });

    describeLanes(() => outbox);
    describeLoads(() => outbox);
    describeErasure(() => outbox);
    describeReports(() => outbox);
  });
}
