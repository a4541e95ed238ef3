import { expect } from 'chai';
import type { AccountFacts } from '../../src/scoring/account-numbers.ts';
import { accountReport } from '../../src/scoring/account-report.ts';
import type { StoredNumbers } from '../../src/scoring/account-report.ts';
import type { Role } from '../../src/scoring/roles.ts';
import { defaultRules } from '../../src/scoring/scoring-rules.ts';

const now = new Date('2026-06-30T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const moment = { now, timeZone: 'GMT' };

const answers = (...scores: number[]) =>
  scores.map((score, index) => ({
    id: `a${index}`,
    contactId: `c${index}`,
    score,
    respondedAt: hoursAgo(48),
  }));
const facts = (part: Partial<AccountFacts> = {}): AccountFacts => ({
  accountId: 'account',
  answers: [],
  invitations: [],
  dealRoles: [],
  contactRoles: new Map(),
  openActions: [],
  ...part,
});
const report = (part: Partial<AccountFacts> = {}, stored: StoredNumbers = {}) =>
  accountReport(facts(part), stored, defaultRules, moment);

describe('the report of an account', () => {
  it('shows people in place of a score that is too wide, and one voice as one voice', () => {
    expect(report().shown.kind).to.equal('none');
    expect(report({ answers: answers(9) }).shown.kind).to.equal('oneVoice');
    expect(report({ answers: answers(9, 3, 8) }).shown.kind).to.equal('people');
    const many = [...Array<number>(19).fill(9), ...Array<number>(8).fill(7), ...Array<number>(9).fill(3)];
    expect(report({ answers: answers(...many) }).shown).to.deep.include({ kind: 'score', side: 'either' });
  });

  it('has the three methods over the same answers, by the role of the answer, else of the person', () => {
    const given = answers(9, 3).map((one, index) =>
      index === 0 ? { ...one, roleThen: 'Business User' as const } : one,
    );
    const contactRoles = new Map<string, Role>([
      ['c0', 'Executive Sponsor'],
      ['c1', 'Decision Maker'],
    ]);
    const { alike, roleWeighted, waterfall } = report({ answers: given, contactRoles }).methods;
    expect(alike).to.include({ score: 0, answers: 2 });
    // weights 1 and 3
    expect(roleWeighted).to.include({ answers: 2 });
    expect((roleWeighted as { score: number }).score).to.be.closeTo(-50, 1e-9);
    expect(waterfall).to.include({ category: 'Detractor', role: 'Decision Maker' });
  });

  it('says of everyone in scope how he or she stands, and of nobody without a wave', () => {
    expect(report().standings).to.deep.equal({ absent: 'nothing' });
    const line = (contactId: string, status: 'Sent' | 'Planned') => ({
      surveyId: 'wave',
      frozenAt: hoursAgo(1000),
      contactId,
      status,
      sentAt: status === 'Planned' ? undefined : hoursAgo(999),
    });
    const invitations = [line('c0', 'Sent'), line('bert', 'Sent'), line('cleo', 'Planned')];
    expect(report({ answers: answers(9), invitations }).standings).to.include({
      heard: 1,
      silent: 1,
      notAsked: 1,
    });
  });

  it('counts who was heard of those who decide', () => {
    const contactRoles = new Map<string, Role>([
      ['c0', 'Decision Maker'],
      ['bert', 'Economic Buyer'],
      ['cleo', 'Evaluator'],
    ]);
    expect(report({ answers: answers(9), contactRoles }).deciders).to.deep.equal({
      heard: 1,
      of: 2,
      share: 0.5,
    });
    expect(report().deciders).to.deep.equal({ absent: 'nothing' });
  });

  describe('holds against what the sync has stored', () => {
    const stored: StoredNumbers = {
      score: 33.33,
      lower: -44.72,
      upper: 78.05,
      answers: 3,
      promoters: 2,
      passives: 0,
      detractors: 1,
      silent: 0,
      silentDeciders: 0,
      openActions: 0,
      lateActions: 0,
      health: 'Healthy',
      windowDays: 365,
      scoredAt: hoursAgo(2),
    };
    const given = { answers: answers(9, 10, 3) };

    it('nothing where the org has only rounded it', () => {
      const { numbers } = report(given);
      const round = (value = NaN) => Math.round(100 * value) / 100;
      const { lower, upper } = numbers.interval ?? {};
      const rounded = { ...stored, lower: round(lower), upper: round(upper) };
      expect(report(given, rounded).stored.differences).to.deep.equal([]);
    });

    it('each number that is otherwise now', () => {
      const { lower, upper } = report(given).numbers.interval ?? {};
      const other = { ...stored, lower, upper, answers: 4, coverage: 0.5, health: 'Watch' };
      expect(report(given, other).stored.differences).to.deep.equal([
        { name: 'answers', stored: 4, now: 3 },
        { name: 'coverage', stored: 0.5, now: undefined },
        { name: 'health', stored: 'Watch', now: 'Healthy' },
      ]);
    });

    it('its age from the end of its first day on, and nothing at all where it was never stored', () => {
      expect(report(given, { ...stored, scoredAt: hoursAgo(24) }).stored.staleDays).to.equal(undefined);
      expect(report(given, { ...stored, scoredAt: hoursAgo(25) }).stored.staleDays).to.equal(1);
      const never = report(given).stored;
      expect([never.staleDays, never.differences]).to.deep.equal([undefined, []]);
    });
  });
});
