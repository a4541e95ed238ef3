import { expect } from 'chai';
import type { Response } from '../../src/feedback/response.ts';
import type { LeasedParcel, Outbox, Parcel, Worker } from '../../src/outbox/outbox.ts';

const start = new Date('2026-06-30T08:00:00Z');
const seconds = (count: number) => new Date(start.getTime() + count * 1000);
const anna: Worker = { host: 'here', processId: process.pid, name: 'anna' };
const bert: Worker = { host: 'elsewhere', processId: 1, name: 'bert' };

/** An answer as a parcel, ready to be put; what a test does not care about is filled in. */
export function answerParcel(id: string, changes: Partial<Response> = {}): Parcel & { origin: string } {
  return {
    kind: 'response',
    origin: `answers.csv:${id}`,
    content: {
      externalId: id,
      survey: 'relationship-2026',
      respondent: { email: `${id}@customer.example` },
      score: 9,
      channel: 'Email',
      respondedAt: '2026-06-01T08:00:00Z',
      ...changes,
    },
  };
}

const confirmed = (parcel: LeasedParcel, touchedAccountId?: string) =>
  ({
    kind: parcel.kind,
    externalId: parcel.content.externalId,
    version: parcel.version,
    outcome: 'confirmed',
    touchedAccountId,
  }) as const;

/** What every outbox keeps to, whatever it stores in: run once for each engine. */
export function describeOutboxContract(engine: string, open: () => Promise<Outbox>): void {
  describe(`an outbox in ${engine}`, () => {
    let outbox: Outbox;
    const lease = (worker = anna, now = start, limit = 10) =>
      outbox.lease({ kind: 'response', worker, now, leaseSeconds: 60, limit });
    const idsOf = (parcels: LeasedParcel[]) => parcels.map(({ content }) => content.externalId);

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
      const [parcel] = await lease();
      expect(parcel?.content).to.include({ score: 3 });
    });

    it('keeps an answer and an invitation of the same id apart', async () => {
      const invitation: Parcel & { origin: string } = {
        kind: 'invitation',
        origin: 'invitations.csv:2',
        content: {
          externalId: 'a',
          survey: 'relationship-2026',
          respondent: { email: 'a@customer.example' },
          status: 'Sent',
          channel: 'Email',
        },
      };
      expect(await outbox.put([answerParcel('a'), invitation], start)).to.deep.equal(['new', 'new']);
      expect(idsOf(await lease())).to.deep.equal(['a']);
    });

    it('hands a parcel to one worker at a time', async () => {
      await outbox.put(
        ['a', 'b', 'c'].map((id) => answerParcel(id)),
        start,
      );
      const first = idsOf(await lease(anna, start, 2));
      const second = idsOf(await lease(bert, start, 10));
      expect([...first, ...second].sort()).to.deep.equal(['a', 'b', 'c']);
      expect(first).to.have.length(2);
    });

    it('hands a parcel out again when its lease has run out, and not before', async () => {
      await outbox.put([answerParcel('a')], start);
      await lease(bert, start);
      expect(await lease(anna, seconds(59))).to.have.length(0);
      expect(idsOf(await lease(anna, seconds(60)))).to.deep.equal(['a']);
    });

    it('takes back at once what a worker gives back', async () => {
      await outbox.put([answerParcel('a')], start);
      await lease(bert);
      await outbox.release(bert);
      expect(idsOf(await lease(anna))).to.deep.equal(['a']);
    });

    it('counts a confirmation only for the version that was pushed', async () => {
      await outbox.put([answerParcel('a')], start);
      const [pushed] = await lease();
      await outbox.put([answerParcel('a', { score: 2 })], start);
      await outbox.settle([confirmed(pushed!)], start);
      const [again] = await lease();
      expect(again?.content).to.include({ score: 2 });
      await outbox.settle([confirmed(again!)], start);
      expect(await outbox.counts()).to.include({ waiting: 0, inFlight: 0, confirmed: 1 });
    });

    it('knows a confirmed answer when it is imported again, and pushes it again only when it was corrected', async () => {
      await outbox.put([answerParcel('a')], start);
      await outbox.settle(
        (await lease()).map((parcel) => confirmed(parcel)),
        start,
      );
      expect(await outbox.put([answerParcel('a')], start)).to.deep.equal(['unchanged']);
      expect(await lease()).to.have.length(0);
      expect(await outbox.put([answerParcel('a', { comment: 'much better now' })], start)).to.deep.equal([
        'updated',
      ]);
      expect(await lease()).to.have.length(1);
    });

    it('does not hand out a parcel before its next try is due, and counts the tries', async () => {
      await outbox.put([answerParcel('a')], start);
      const [parcel] = await lease();
      const { kind, version } = parcel!;
      const reason = { code: 'UNABLE_TO_LOCK_ROW', detail: 'unable to obtain exclusive access' };
      await outbox.settle(
        [{ kind, externalId: 'a', version, outcome: 'retry', notBefore: seconds(30), reason }],
        start,
      );
      expect(await lease(anna, seconds(29))).to.have.length(0);
      expect(await outbox.nextDue('response')).to.deep.equal(seconds(30));
      const [again] = await lease(anna, seconds(30));
      expect(again?.attempts).to.equal(1);
    });

    it('lists what was set aside with its reason and origin, and sends it back to wait when asked', async () => {
      await outbox.put([answerParcel('a')], start);
      const [parcel] = await lease();
      const reason = { code: 'Unknown Contact', detail: 'a@customer.example' };
      const { kind, version } = parcel!;
      await outbox.settle(
        [{ kind, externalId: 'a', version, outcome: 'setAside', reason, listedInOrg: true }],
        start,
      );
      expect(await lease(anna, seconds(3600))).to.have.length(0);
      expect(await outbox.listTroubled(10)).to.deep.equal([
        { kind, externalId: 'a', origin: 'answers.csv:a', attempts: 1, reason, notBefore: undefined },
      ]);
      expect(await outbox.retrySetAside(start)).to.equal(1);
      const [again] = await lease();
      expect(again?.listedInOrg).to.equal(true);
    });

    it('remembers touched accounts until the numbers of that very change are written', async () => {
      await outbox.put([answerParcel('a'), answerParcel('b')], start);
      const [a, b] = await lease();
      await outbox.settle([confirmed(a!, '001A')], start);
      const read = await outbox.touchedAccounts(10);
      await outbox.settle([confirmed(b!, '001A')], start);
      await outbox.clearTouched(read);
      expect((await outbox.touchedAccounts(10)).map(({ accountId }) => accountId)).to.deep.equal(['001A']);
      await outbox.clearTouched(await outbox.touchedAccounts(10));
      expect(await outbox.touchedAccounts(10)).to.deep.equal([]);
    });

    it('keeps watermarks by name', async () => {
      expect(await outbox.watermark('scored')).to.equal(undefined);
      await outbox.setWatermark('scored', start);
      await outbox.setWatermark('scored', seconds(5));
      expect(await outbox.watermark('scored')).to.deep.equal(seconds(5));
    });

    it('belongs to one org: what that one has confirmed, another has not', async () => {
      await outbox.tieTo('00D000000000001');
      await outbox.tieTo('00D000000000001');
      const failure = await outbox.tieTo('00D000000000002').catch((error: unknown) => error);
      expect(failure).to.include({ name: 'OutboxError', code: 'otherOrg' });
    });

    it('stores all of a call or nothing', async () => {
      const broken = { ...answerParcel('b'), origin: undefined as unknown as string };
      const failure = await outbox.put([answerParcel('a'), broken], start).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(Error).with.property('name', 'OutboxError');
      expect(await outbox.counts()).to.include({ waiting: 0 });
    });
  });
}
