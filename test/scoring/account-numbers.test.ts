import { expect } from 'chai';
import { accountNumbers, rolesOfPeople } from '../../src/scoring/account-numbers.ts';
import type { AccountFacts, AccountInvitation } from '../../src/scoring/account-numbers.ts';
import type { Role } from '../../src/scoring/roles.ts';
import { defaultRules } from '../../src/scoring/scoring-rules.ts';

const now = new Date('2026-06-30T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

const answer = (contactId: string, score: number, days = 10) => ({
  id: `${contactId} ${days}`,
  contactId,
  score,
  respondedAt: daysAgo(days),
});
const invitation = (contactId: string, part: Partial<AccountInvitation> = {}): AccountInvitation => ({
  surveyId: 'wave',
  frozenAt: daysAgo(31),
  contactId,
  status: 'Sent',
  sentAt: daysAgo(30),
  ...part,
});
const facts = (part: Partial<AccountFacts> = {}): AccountFacts => ({
  accountId: 'account',
  answers: [],
  invitations: [],
  dealRoles: [],
  contactRoles: new Map(),
  openActions: [],
  ...part,
});
const numbers = (part: Partial<AccountFacts> = {}) => accountNumbers(facts(part), defaultRules, now);
const decisionMaker = (contactId: string) => new Map<string, Role>([[contactId, 'Decision Maker']]);

describe('the numbers of an account', () => {
  it('of one of which nothing is known are zeros, without score and coverage', () => {
    const { answers, score, interval, silent, coverage, health } = numbers();
    expect([answers, score, interval, silent]).to.deep.equal([0, undefined, undefined, 0]);
    expect(coverage).to.deep.equal({ absent: 'nothing' });
    expect(health).to.deep.equal({ health: 'Unknown', reasons: [] });
  });

  it('count the silent, and among them those who decide', () => {
    const invitations = ['anna', 'bert', 'cleo'].map((person) => invitation(person));
    const { silent, silentDeciders, health } = numbers({
      invitations,
      answers: [answer('cleo', 9)],
      contactRoles: decisionMaker('anna'),
    });
    expect([silent, silentDeciders]).to.deep.equal([2, 1]);
    expect(health).to.deep.equal({ health: 'Watch', reasons: ['silentDecider'] });
  });

  it('call nobody silent whose invitation was answered, came back, or was never sent', () => {
    for (const part of [
      { status: 'Answered' },
      { status: 'Bounced' },
      { status: 'Opted Out' },
      { sentAt: undefined },
    ] as const)
      expect(numbers({ invitations: [invitation('anna', part)] }).silent).to.equal(0);
  });

  it('take coverage from the frozen sample', () => {
    const { coverage } = numbers({
      invitations: ['anna', 'bert'].map((person) => invitation(person)),
      answers: [answer('anna', 9), answer('stranger', 9)],
    });
    expect(coverage).to.deep.equal({ heard: 1, of: 2, share: 0.5 });
  });

  it('see a risk in a detractor who decides, whether the contact says so, a deal, or the answer itself', () => {
    const answers = [answer('anna', 6), answer('bert', 9), answer('cleo', 9)];
    expect(numbers({ answers }).health.health).to.equal('Healthy');
    const ways: Partial<AccountFacts>[] = [
      { contactRoles: decisionMaker('anna') },
      { dealRoles: [{ dealId: 'deal', contactId: 'anna', role: 'Economic Buyer' }] },
      { answers: answers.map((one) => ({ ...one, roleThen: 'Executive Sponsor' as const })) },
    ];
    for (const way of ways)
      expect(numbers({ answers, ...way }).health.reasons).to.include('detractorDecides');
  });

  it('count a deal as one with a detractor by any part in it, with a silent person only by one who decides', () => {
    const invitations = [invitation('anna')];
    const deal = (role?: Role) => [{ dealId: 'deal', contactId: 'anna', role }];
    expect(numbers({ answers: [answer('anna', 0)], dealRoles: deal() }).health.reasons).to.include(
      'detractorOnOpenDeal',
    );
    expect(numbers({ invitations, dealRoles: deal('Evaluator') }).health.health).to.equal('Unknown');
    expect(numbers({ invitations, dealRoles: deal('Decision Maker') }).health.reasons).to.deep.equal([
      'silentDeciderOnOpenDeal',
      'silentDecider',
    ]);
  });

  it('count open and late actions', () => {
    const { openActions, lateActions, health } = numbers({
      openActions: [{ isLate: true }, { isLate: false }, { isLate: true }],
    });
    expect([openActions, lateActions]).to.deep.equal([3, 2]);
    expect(health.reasons).to.deep.equal(['lateAction']);
  });
});

describe('the part that a person plays', () => {
  it('is that in a deal, of several the most influential; else that of the contact; else that of the last answer', () => {
    const roles = rolesOfPeople(
      facts({
        answers: [
          { ...answer('anna', 9, 20), roleThen: 'Evaluator' },
          { ...answer('anna', 9, 300), roleThen: 'Decision Maker' },
          { ...answer('bert', 9), roleThen: 'Evaluator' },
        ],
        contactRoles: new Map<string, Role>([
          ['bert', 'Influencer'],
          ['cleo', 'Decision Maker'],
        ]),
        dealRoles: [
          { dealId: 'one', contactId: 'cleo', role: 'Business User' },
          { dealId: 'two', contactId: 'cleo', role: 'Technical Buyer' },
          { dealId: 'two', contactId: 'bert' },
        ],
      }),
    );
    expect(Object.fromEntries(roles)).to.deep.equal({
      anna: 'Evaluator',
      bert: 'Influencer',
      cleo: 'Technical Buyer',
    });
  });
});
