import { expect } from 'chai';
import { silentContacts } from '../../src/scoring/silence.ts';

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
