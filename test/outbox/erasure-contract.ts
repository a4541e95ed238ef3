import { expect } from 'chai';
import type { ErasedPerson, Outbox } from '../../src/outbox/outbox.ts';
import {
  answerParcel,
  claim,
  confirmed,
  contactId,
  idsOf,
  invitationParcel,
  lease,
  placed,
  putPlaced,
  reason,
  seconds,
  settlement,
  start,
} from './parcels.ts';

/** What was erased stays erased. */
export function describeErasure(outboxOf: () => Outbox): void {
  describe('for erased persons', () => {
    const person = (names: Partial<ErasedPerson>): ErasedPerson => ({
      emails: [],
      contactIds: [],
      externalIds: [],
      ...names,
    });

    it('forgets all of a person, by e-mail, contact and id, whatever its state, and nobody else', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { placed: 'Anna' });
      await outbox.put([answerParcel('done', { respondent: { email: 'old@x.example' } })], start);
      await outbox.settle([confirmed((await lease(outbox, 'match'))[0]!)], start);
      await outbox.put(
        [
          answerParcel('mail', { respondent: { email: 'Anna@Customer.example' } }),
          answerParcel('contact', { respondent: { contactId: contactId('Anna').slice(0, 15) } }),
          invitationParcel('invited'),
          answerParcel('bert'),
        ],
        start,
      );
      const erasure = await outbox.erase(
        person({
          emails: ['ANNA@customer.EXAMPLE'],
          contactIds: [contactId('Anna')],
          externalIds: ['done', 'invited', 'never seen'],
        }),
        seconds(1),
      );
      expect(erasure).to.deep.equal({ erased: 5, inFlight: [] });
      expect(await outbox.counts()).to.include({ erased: 5, waiting: 1, confirmed: 0 });
      expect(idsOf(await lease(outbox, 'match', { now: seconds(9) }))).to.deep.equal(['bert']);
    });

    it('does not take in again what was erased, nor what the person had answered before', async () => {
      const outbox = outboxOf();
      const by = (respondent: { email?: string; contactId?: string }, respondedAt: string) => ({
        respondent,
        respondedAt,
      });
      await outbox.put([answerParcel('a')], start);
      await outbox.erase(
        person({
          emails: ['a@customer.example'],
          contactIds: [contactId(1)],
          externalIds: ['from the org'],
        }),
        start,
      );
      const before = '2026-06-30T07:59:59.999Z';
      const late = [
        answerParcel('a', { comment: 'corrected' }),
        answerParcel('from the org', by({ email: 'new@x.example' }, '2027-01-01T00:00:00Z')),
        answerParcel('late1', by({ email: 'A@customer.example' }, before)),
        answerParcel('late2', by({ contactId: contactId(1).slice(0, 15), email: 'new@x.example' }, before)),
        answerParcel('anew', by({ email: 'a@customer.example' }, '2026-06-30T08:00:00Z')),
      ];
      expect(await outbox.put(late, seconds(60))).to.deep.equal([
        'erased',
        'erased',
        'erased',
        'erased',
        'new',
      ]);
      expect(await outbox.counts()).to.include({ erased: 1, waiting: 1 });
    });

    it('names what was on its way, and does not bring it back when the worker settles it', async () => {
      const outbox = outboxOf();
      await outbox.put([answerParcel('a'), answerParcel('b')], start);
      const parcels = await lease(outbox, 'match');
      const erasure = await outbox.erase(person({ emails: ['a@customer.example'] }), start);
      expect(erasure.inFlight).to.deep.equal([{ kind: 'response', externalId: 'a' }]);
      for (const outcome of [
        { outcome: 'retry', notBefore: start, reason },
        { outcome: 'setAside', reason, listedInOrg: true },
        { outcome: 'confirmed' },
      ] as const) {
        const { erased } = await outbox.settle([settlement(parcels[0]!, outcome)], start);
        expect(erased).to.deep.equal([{ kind: 'response', externalId: 'a' }]);
      }
      await outbox.release(claim().worker);
      expect(idsOf(await lease(outbox, 'match'))).to.deep.equal(['b']);
      expect(await outbox.listTroubled(10)).to.deep.equal([]);
    });

    it('has what was on its way blanked in the org once its lease is over, and until that is done', async () => {
      const outbox = outboxOf();
      await outbox.put([answerParcel('a'), answerParcel('b')], start);
      await lease(outbox, 'match', { limit: 1 });
      await outbox.erase(person({ externalIds: ['a', 'b'] }), start);
      const name = { kind: 'response', externalId: 'a' } as const;
      expect(await outbox.erasedToBlank(seconds(59), 10)).to.deep.equal([]);
      expect(await outbox.erasedToBlank(seconds(60), 10)).to.deep.equal([{ ...name, attempts: 0 }]);
      const why = { code: 'ERASURE_REFUSED', detail: 'locked\0 \ud83d' };
      await outbox.settleBlanked([], [{ ...name, notBefore: seconds(90), reason: why }]);
      expect(await outbox.erasedToBlank(seconds(89), 10)).to.deep.equal([]);
      expect(await outbox.erasedToBlank(seconds(90), 10)).to.deep.equal([{ ...name, attempts: 1 }]);
      expect(await outbox.listTroubled(10)).to.deep.equal([
        {
          ...name,
          origin: '',
          attempts: 1,
          reason: { code: 'ERASURE_REFUSED', detail: 'locked \ufffd' },
          notBefore: seconds(90),
        },
      ]);
      expect((await outbox.summary()).reasons).to.deep.equal([
        { code: 'ERASURE_REFUSED', state: 'waiting', count: 1 },
      ]);
      await outbox.settleBlanked([name]);
      expect(await outbox.erasedToBlank(seconds(999), 10)).to.deep.equal([]);
      expect(await outbox.listTroubled(10)).to.deep.equal([]);
    });

    it('has what a settlement has named blanked in the org at once, and what a load carries once that is given up', async () => {
      const outbox = outboxOf();
      await putPlaced(outbox, { a: 'A', b: 'B' });
      const bulk = { ...claim(), kind: 'response', step: 'write', mostRows: 9, mostBytes: 9999 } as const;
      const load = await outbox.startLoad(bulk);
      await outbox.erase(person({ externalIds: ['a'] }), start);
      expect(await outbox.erasedToBlank(seconds(59), 10)).to.deep.equal([]);
      expect(await outbox.erasedToBlank(seconds(60), 10)).to.have.length(1);
      await outbox.settleLoad(load!.id, [{ externalId: 'a', outcome: 'confirmed' }], start);
      expect(await outbox.erasedToBlank(start, 10)).to.have.length(1);
    });

    it('erases an answer when its match finds a contact who was erased after giving it', async () => {
      const outbox = outboxOf();
      await outbox.put(
        [answerParcel('a'), answerParcel('b', { respondedAt: '2026-07-09T00:00:00Z' })],
        start,
      );
      const parcels = await lease(outbox, 'match');
      await outbox.erase(person({ contactIds: [contactId('Anna')] }), start);
      const { erased } = await outbox.settle(
        parcels.map((parcel) => placed(parcel, 'Anna')),
        start,
      );
      expect(erased).to.deep.equal([{ kind: 'response', externalId: 'a' }]);
      expect(idsOf(await lease(outbox, 'write'))).to.deep.equal(['b']);
      expect(await outbox.counts()).to.include({ erased: 1 });
    });

    it('erases an answer that is given a contact who was erased since', async () => {
      const outbox = outboxOf();
      await outbox.put([answerParcel('a')], start);
      const [parcel] = await lease(outbox, 'match');
      await outbox.settle([settlement(parcel!, { outcome: 'setAside', reason, listedInOrg: true })], start);
      await outbox.erase(person({ contactIds: [contactId('Anna')] }), start);
      expect(await outbox.replaceContact('a', contactId('Anna'), start)).to.equal(false);
      expect(await outbox.counts()).to.include({ erased: 1, setAside: 0 });
    });
  });

  describe('for what people decide in the org', () => {
    const setAside = async (...ids: string[]) => {
      const outbox = outboxOf();
      await outbox.put(
        ids.map((id) => answerParcel(id)),
        start,
      );
      const parcels = await lease(outbox, 'match');
      await outbox.settle(
        parcels.map((parcel) => settlement(parcel, { outcome: 'setAside', reason, listedInOrg: true })),
        start,
      );
    };

    it('gives an answer the contact that was found for it, and keeps it when the file comes again', async () => {
      const outbox = outboxOf();
      await setAside('a');
      expect(await outbox.replaceContact('a', contactId(1), start)).to.equal(true);
      expect(await outbox.put([answerParcel('a')], start)).to.deep.equal(['unchanged']);
      const [parcel] = await lease(outbox, 'match');
      expect(parcel?.content.respondent).to.deep.equal({
        email: 'a@customer.example',
        contactId: contactId(1),
      });
      expect(parcel).to.include({ listedInOrg: true, attempts: 0, version: 2 });
      expect(await outbox.replaceContact('unknown', contactId(1), start)).to.equal(false);
    });

    it('gives a contact to an answer in flight: it begins anew once it is settled', async () => {
      const outbox = outboxOf();
      await outbox.put([answerParcel('a')], start);
      const [old] = await lease(outbox, 'match');
      await outbox.replaceContact('a', contactId(1), start);
      await outbox.settle([placed(old!, 'B')], start);
      expect((await lease(outbox, 'match'))[0]?.content.respondent).to.include({ contactId: contactId(1) });
    });

    it('does without an answer that was dismissed, until a person or its source thinks otherwise', async () => {
      const outbox = outboxOf();
      await setAside('a', 'b');
      await outbox.dismiss(['a', 'b', 'unknown'], start);
      expect(await outbox.counts()).to.include({ setAside: 0, dismissed: 2 });
      expect(await outbox.listTroubled(10)).to.deep.equal([]);
      expect(await outbox.retrySetAside(start)).to.equal(0);
      expect(await outbox.put([answerParcel('a')], start)).to.deep.equal(['unchanged']);
      expect(await outbox.put([answerParcel('a', { score: 2 })], start)).to.deep.equal(['updated']);
      expect(await outbox.replaceContact('b', contactId(1), start)).to.equal(true);
      expect(await outbox.counts()).to.include({ dismissed: 0, waiting: 2 });
    });
  });
}
