import { expect } from 'chai';
import { isAbsent } from '../../src/scoring/absent.ts';
import {
  accountCoverage,
  contactCoverage,
  peopleInScope,
  revenueCoverage,
  roleCoverage,
} from '../../src/scoring/coverage.ts';
import type { SampleLine, Scope } from '../../src/scoring/coverage.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';

const now = new Date('2026-06-30T12:00:00Z');
const day = (text: string) => new Date(`${text}T00:00:00Z`);
const line = (contactId: string | undefined, part: Partial<SampleLine> = {}): SampleLine => ({
  surveyId: 'spring',
  frozenAt: day('2026-03-01'),
  accountId: 'acme',
  contactId,
  status: 'Sent',
  ...part,
});
const names = ({ people }: Scope) => people.map(({ contactId }) => contactId);
const person = (contactId: string, accountId = 'acme') => ({ contactId, accountId });
const scopeOf = (...people: ReturnType<typeof person>[]): Scope => ({ people, leftOut: [] });

describe('who is in scope', () => {
  it('is everyone of the frozen sample, whatever became of the invitation', () => {
    const sample = (['Planned', 'Sent', 'Answered', 'Opted Out', 'Bounced'] as const).map((status) =>
      line(status, { status }),
    );
    expect(names(peopleInScope(sample, now))).to.have.length(5);
  });

  it('is not who was left out; those are named apart', () => {
    const scope = peopleInScope([line('anna'), line('bert', { status: 'Left Out' })], now);
    expect(names(scope)).to.deep.equal(['anna']);
    expect(scope.leftOut).to.deep.equal([person('bert')]);
  });

  it('is nobody before the sample is frozen, and nobody of an anonymous survey', () => {
    expect(names(peopleInScope([line('anna', { frozenAt: undefined })], now))).to.deep.equal([]);
    expect(names(peopleInScope([line('anna', { frozenAt: day('2026-07-01') })], now))).to.deep.equal([]);
    expect(names(peopleInScope([line('anna', { isAnonymous: true })], now))).to.deep.equal([]);
  });

  it('comes from the newest wave of each account', () => {
    const autumn = { surveyId: 'autumn', frozenAt: day('2025-09-01') };
    const sample = [
      line('anna', autumn),
      line('bert'),
      line('carl', { accountId: 'bolt', ...autumn }),
      line('dora', { surveyId: 'next', frozenAt: undefined }),
    ];
    expect(names(peopleInScope(sample, now))).to.deep.equal(['bert', 'carl']);
    expect(names(peopleInScope([...sample].reverse(), now)).sort()).to.deep.equal(['bert', 'carl']);
  });

  it('counts a person once, does not know the deleted, and takes who was asked after all for asked', () => {
    const sample = [
      line('anna'),
      line('anna'),
      line(undefined),
      line('bert', { status: 'Left Out' }),
      line('bert'),
    ];
    const scope = peopleInScope(sample, now);
    expect(names(scope)).to.deep.equal(['anna', 'bert']);
    expect(scope.leftOut).to.deep.equal([]);
  });

  it('is refused at a time that does not exist', () => {
    expect(() => peopleInScope([line('anna')], new Date('never'))).to.throw(RangeError, 'Now');
    expect(() => peopleInScope([line('anna', { frozenAt: new Date('never') })], now)).to.throw(RangeError);
  });
});

describe('coverage', () => {
  const scope = scopeOf(person('anna'), person('bert'), person('carl', 'bolt'), person('dora', 'core'));

  it('is contacts heard of those in scope; who was not in scope does not raise it', () => {
    const heard = [person('anna'), person('emil'), person('carl', 'bolt')];
    expect(contactCoverage(scope, heard)).to.deep.equal({ heard: 2, of: 4, share: 0.5 });
  });

  it('is not raised by what a contact said on behalf of another account', () => {
    expect(contactCoverage(scope, [person('anna', 'bolt')])).to.deep.equal({ heard: 0, of: 4, share: 0 });
  });

  it('is accounts heard of those in scope, by anyone there whose name we know', () => {
    const heard = [person('anna'), person('bert'), person('emil', 'bolt'), { accountId: 'core' }];
    expect(accountCoverage(scope, heard)).to.deep.equal({ heard: 2, of: 3, share: 2 / 3 });
  });

  it('is the revenue heard of the revenue of all accounts, those of unknown revenue counted apart', () => {
    const accounts = [
      { accountId: 'acme', revenue: 600 },
      { accountId: 'bolt', revenue: 100 },
      { accountId: 'core' },
      { accountId: 'dust', revenue: 300 },
    ];
    expect(
      revenueCoverage(scope, [person('anna'), person('bert'), person('dora', 'core')], accounts),
    ).to.deep.equal({
      heard: 600,
      of: 1000,
      share: 0.6,
      unknown: 1,
    });
  });

  it('is the people heard of those known to decide, in the sample or not', () => {
    const contacts = [
      { ...person('anna'), role: 'Decision Maker' as const },
      { ...person('bert'), role: 'Business User' as const },
      { ...person('emil'), role: 'Economic Buyer' as const },
      { ...person('fred'), role: 'Executive Sponsor' as const },
      { ...person('gert') },
    ];
    expect(roleCoverage(contacts, [person('emil'), person('bert'), person('gert')])).to.deep.equal({
      heard: 1,
      of: 3,
      share: 1 / 3,
    });
    expect(roleCoverage([], [])).to.deep.equal({ absent: 'nothing' });
  });

  it('claims nothing without a wave', () => {
    const nobody = peopleInScope([], now);
    const heard = [person('anna')];
    const nothing = { absent: 'nothing' };
    expect(contactCoverage(nobody, heard)).to.deep.equal(nothing);
    expect(accountCoverage(nobody, heard)).to.deep.equal(nothing);
    expect(revenueCoverage(nobody, heard, [{ accountId: 'acme', revenue: 5 }])).to.deep.equal(nothing);
  });

  it('of revenue is absent where there is none, and refused where it cannot be', () => {
    expect(revenueCoverage(scope, [], [{ accountId: 'acme', revenue: 0 }])).to.deep.equal({
      absent: 'nothing',
    });
    for (const revenue of [-1, NaN, Infinity]) {
      expect(() => revenueCoverage(scope, [], [{ accountId: 'acme', revenue }])).to.throw(RangeError, 'acme');
    }
    const twice = [{ accountId: 'acme' }, { accountId: 'acme' }];
    expect(() => revenueCoverage(scope, [], twice)).to.throw(RangeError, 'twice');
  });

  it('never falls when one more is heard, stays from 0 to 1, and equals a second count', () => {
    const random = seededRandom(8);
    for (let run = 0; run < 200; run += 1) {
      const someone = () => person(`c${Math.floor(random() * 8)}`, `a${Math.floor(random() * 3)}`);
      const lines = Array.from({ length: Math.floor(random() * 12) }, () => line('x', someone()));
      const inScope = peopleInScope(lines, now);
      const heard = Array.from({ length: Math.floor(random() * 12) }, someone);
      let counted = 0;
      for (const one of inScope.people) {
        if (heard.some((voice) => voice.contactId === one.contactId && voice.accountId === one.accountId))
          counted += 1;
      }
      const coverage = contactCoverage(inScope, heard);
      if (isAbsent(coverage)) expect(lines).to.have.length(0);
      else {
        expect(coverage.heard).to.equal(counted);
        expect(coverage.share).to.be.within(0, 1);
        expect(contactCoverage(inScope, [...heard, someone()]))
          .to.have.property('heard')
          .least(counted);
      }
    }
  });
});
