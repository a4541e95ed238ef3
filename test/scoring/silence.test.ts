import { expect } from 'chai';
import { rankSilentDeciders, silentContacts, standings } from '../../src/scoring/silence.ts';
import type { Asking, SilentPerson } from '../../src/scoring/silence.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';

const now = new Date('2026-06-30T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const invited = (contactId: string, days: number) => ({ contactId, sentAt: daysAgo(days) });
const answered = (contactId: string | undefined, days: number) => ({ contactId, respondedAt: daysAgo(days) });
const silent = (invitations: ReturnType<typeof invited>[], answers: ReturnType<typeof answered>[] = []) => [
  ...silentContacts(invitations, answers, now),
];

describe('silence', () => {
  it('begins fourteen days after the invitation, not before', () => {
    expect(silent([invited('anna', 13.9)])).to.deep.equal([]);
    expect(silent([invited('anna', 14)])).to.deep.equal(['anna']);
  });

  it('ends with an answer within the window, even one given before the invitation', () => {
    expect(silent([invited('anna', 40)], [answered('anna', 20)])).to.deep.equal([]);
    expect(silent([invited('anna', 40)], [answered('anna', 300)])).to.deep.equal([]);
    expect(silent([invited('anna', 40)], [answered('anna', 365)])).to.deep.equal(['anna']);
  });

  it('is over when the invitation itself has left the window', () => {
    expect(silent([invited('anna', 365)])).to.deep.equal([]);
  });

  it('is nobody’s who was never invited', () => {
    expect(silent([], [answered('bert', 1)])).to.deep.equal([]);
  });

  it('counts a person once, however often invited, and is not ended by an anonymous answer', () => {
    expect(silent([invited('anna', 20), invited('anna', 60)], [answered(undefined, 5)])).to.deep.equal([
      'anna',
    ]);
  });

  it('is not ended by an answer of tomorrow', () => {
    expect(silent([invited('anna', 20)], [answered('anna', -1)])).to.deep.equal(['anna']);
  });
});

const asked = (contactId: string, days: number, status: Asking['status'] = 'Sent'): Asking => ({
  contactId,
  status,
  sentAt: daysAgo(days),
});
const standing = (invitations: Asking[], answers: ReturnType<typeof answered>[] = []) =>
  standings(['anna'], invitations, answers, now).get('anna');

describe('the standing of someone in scope', () => {
  it('is not asked for who was never invited, planned and left out included', () => {
    expect(standing([])).to.equal('notAsked');
    expect(standing([asked('bert', 30)])).to.equal('notAsked');
    expect(standing([{ contactId: 'anna', status: 'Planned' }])).to.equal('notAsked');
    expect(standing([asked('anna', 30, 'Left Out')])).to.equal('notAsked');
    expect(standing([asked('anna', -1)])).to.equal('notAsked');
  });

  it('is heard for who answered within the window, asked or not', () => {
    expect(standing([], [answered('anna', 5)])).to.equal('heard');
    expect(standing([asked('anna', 30, 'Opted Out')], [answered('anna', 5)])).to.equal('heard');
  });

  it('is waiting for fourteen days, then silent', () => {
    expect(standing([asked('anna', 13)])).to.equal('waiting');
    expect(standing([asked('anna', 14)])).to.equal('silent');
    expect(standing([asked('anna', 30), asked('anna', 3)])).to.equal('silent');
  });

  it('is declined for who said no, and unreached where the invitation came back: neither is silent', () => {
    expect(standing([asked('anna', 30, 'Opted Out')])).to.equal('declined');
    expect(standing([asked('anna', 30, 'Bounced')])).to.equal('unreached');
  });

  it('is lapsed when the asking, or the answer, has left the window, or the answer does not count', () => {
    expect(standing([asked('anna', 365)])).to.equal('lapsed');
    expect(standing([asked('anna', 400, 'Answered')], [answered('anna', 390)])).to.equal('lapsed');
    expect(standing([asked('anna', 30, 'Answered')])).to.equal('lapsed');
  });

  it('is one for each person in scope, and nobody’s without a wave; the silent are those that silence counts', () => {
    const random = seededRandom(9);
    const statuses = ['Planned', 'Sent', 'Answered', 'Opted Out', 'Bounced', 'Left Out'] as const;
    for (let run = 0; run < 300; run += 1) {
      const anyone = () => `c${Math.floor(random() * 6)}`;
      const invitations = Array.from({ length: Math.floor(random() * 10) }, () =>
        asked(anyone(), Math.floor(random() * 500) - 20, statuses[Math.floor(random() * statuses.length)]),
      );
      const answers = Array.from({ length: Math.floor(random() * 6) }, () =>
        answered(random() < 0.2 ? undefined : anyone(), Math.floor(random() * 500) - 20),
      );
      const inScope = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6'];
      const all = standings(inScope, invitations, answers, now);
      expect([...all.keys()]).to.deep.equal(inScope);
      const sent = invitations.flatMap(({ contactId, status, sentAt }) =>
        status === 'Sent' ? [{ contactId, sentAt: sentAt! }] : [],
      );
      const counted = [...silentContacts(sent, answers, now)].sort();
      expect(inScope.filter((contactId) => all.get(contactId) === 'silent')).to.deep.equal(counted);
      expect(standings([], invitations, answers, now).size).to.equal(0);
      for (const contactId of inScope) {
        const wasAsked = invitations.some(
          (one) =>
            one.contactId === contactId &&
            one.status !== 'Planned' &&
            one.status !== 'Left Out' &&
            one.sentAt! <= now,
        );
        if (all.get(contactId) === 'notAsked') expect(wasAsked).to.equal(false);
        else expect(wasAsked || all.get(contactId) === 'heard').to.equal(true);
      }
    }
  });

  it('is refused at a time that does not exist', () => {
    expect(() => standings(['anna'], [], [], new Date('never'))).to.throw(RangeError, 'Now');
    expect(() => standing([asked('anna', NaN)])).to.throw(RangeError, 'sent at');
    expect(() => standing([], [answered('anna', NaN)])).to.throw(RangeError, 'given at');
  });
});

describe('silent decision-makers', () => {
  const today = '2026-06-30';
  const silentPerson = (contactId: string, part: Partial<SilentPerson> = {}): SilentPerson => ({
    accountId: `account of ${contactId}`,
    contactId,
    role: 'Decision Maker',
    ...part,
  });
  const order = (people: SilentPerson[], first?: 'revenue' | 'renewal') =>
    rankSilentDeciders(people, today, first).map(({ contactId }) => contactId);

  it('are those of the silent who decide', () => {
    const people = [
      silentPerson('anna'),
      silentPerson('bert', { role: 'Influencer' }),
      silentPerson('carl', { role: undefined }),
      silentPerson('dora', { role: 'Economic Buyer' }),
      silentPerson('emil', { role: 'Executive Sponsor' }),
    ];
    expect(order(people)).to.deep.equal(['anna', 'dora', 'emil']);
  });

  const people = [
    silentPerson('unknown'),
    silentPerson('small soon', { revenue: 10, renewalOn: '2026-07-01' }),
    silentPerson('large late', { revenue: 90, renewalOn: '2027-07-01' }),
    silentPerson('large past', { revenue: 90, renewalOn: '2026-06-29' }),
    silentPerson('large today', { revenue: 90, renewalOn: '2026-06-30' }),
    silentPerson('nothing', { revenue: 0 }),
  ];

  it('are ranked by revenue, then by the nearest renewal; unknown and past come last', () => {
    const expected = ['large today', 'large late', 'large past', 'small soon', 'nothing', 'unknown'];
    expect(order(people)).to.deep.equal(expected);
    expect(order([...people].reverse())).to.deep.equal(expected);
  });

  it('are ranked by the nearest renewal, then by revenue, where that is asked for', () => {
    const expected = ['large today', 'small soon', 'large late', 'large past', 'nothing', 'unknown'];
    expect(order(people, 'renewal')).to.deep.equal(expected);
  });

  it('are refused with a revenue or a day that cannot be', () => {
    expect(() => order([silentPerson('anna', { revenue: NaN })])).to.throw(RangeError, 'account of anna');
    expect(() => order([silentPerson('anna', { revenue: -1 })])).to.throw(RangeError, 'account of anna');
    expect(() => order([silentPerson('anna', { renewalOn: '2026-02-30' })])).to.throw(RangeError, 'renewal');
    expect(() => rankSilentDeciders([], 'soon')).to.throw(RangeError, 'Today');
  });
});
