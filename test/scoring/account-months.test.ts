import { expect } from 'chai';
import { accountMonths, factsNeededFrom, keptMonths, toldMonths } from '../../src/scoring/account-months.ts';
import { accountNumbers } from '../../src/scoring/account-numbers.ts';
import type { AccountFacts, AccountInvitation } from '../../src/scoring/account-numbers.ts';
import { defaultRules } from '../../src/scoring/scoring-rules.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';

const now = new Date('2026-06-30T12:00:00Z');
const paris = { now, timeZone: 'Europe/Paris' };
const answer = (contactId: string, score: number, at: string) => ({
  id: `${contactId} ${at}`,
  contactId,
  score,
  respondedAt: new Date(at),
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
const months = (part: Partial<AccountFacts> = {}) => accountMonths(facts(part), defaultRules, paris);

describe('the months of an account', () => {
  it('are the running one and the twelve before', () => {
    const all = months();
    expect(all).to.have.lengthOf(keptMonths);
    expect([all[0]?.month, all.at(-1)?.month]).to.deep.equal(['2025-06-01', '2026-06-01']);
  });

  it('are told from the first with an answer, someone silent or someone in scope on, with the quiet ones after it', () => {
    expect(toldMonths(months())).to.deep.equal([]);
    const answers = [answer('anna', 9, '2026-03-10T08:00:00Z')];
    expect(toldMonths(months({ answers })).map(({ month }) => month)).to.deep.equal([
      '2026-03-01',
      '2026-04-01',
      '2026-05-01',
      '2026-06-01',
    ]);
  });

  it('begin and end by the clocks of their time zone', () => {
    // half past midnight of 1 May in Paris
    const answers = [answer('anna', 9, '2026-04-30T22:30:00Z')];
    expect(toldMonths(months({ answers }))[0]?.month).to.equal('2026-05-01');
    const utc = accountMonths(facts({ answers }), defaultRules, { now, timeZone: 'GMT' });
    expect(toldMonths(utc)[0]?.month).to.equal('2026-04-01');
  });

  it('have the trust index of the answers that counted at their end, and none where those graded nothing', () => {
    const asked = [{ id: 'delivery', theme: 'Delivery', lowest: 0, highest: 10 }];
    const graded = (contactId: string, at: string, value: number) => ({
      ...answer(contactId, 9, at),
      rated: { asked, grades: [{ questionId: 'delivery', value }] },
    });
    const answers = [
      answer('bert', 9, '2026-03-10T08:00:00Z'),
      graded('anna', '2026-04-10T08:00:00Z', 2),
      graded('bert', '2026-05-10T08:00:00Z', 6),
      graded('anna', '2026-06-10T08:00:00Z', 10),
    ];
    const told = toldMonths(months({ answers })).map(({ month, trustIndex }) => [month, trustIndex]);
    expect(told).to.deep.equal([
      ['2026-03-01', undefined],
      ['2026-04-01', 20],
      ['2026-05-01', 40],
      ['2026-06-01', 80],
    ]);
  });

  it('know someone as silent until the answer came', () => {
    const asked: AccountInvitation = {
      surveyId: 'wave',
      frozenAt: new Date('2026-03-01T00:00:00Z'),
      contactId: 'anna',
      status: 'Answered',
      sentAt: new Date('2026-03-02T00:00:00Z'),
    };
    const told = toldMonths(
      months({ invitations: [asked], answers: [answer('anna', 9, '2026-05-10T08:00:00Z')] }),
    );
    expect(told.map(({ silent, inScope, coverage }) => [silent, inScope, coverage])).to.deep.equal([
      [1, 1, 0],
      [1, 1, 0],
      [0, 1, 1],
      [0, 1, 1],
    ]);
  });

  it('end with the numbers of now, and need nothing from before the time that is said', () => {
    const random = seededRandom(7);
    const statuses = ['Sent', 'Answered', 'Bounced'] as const;
    for (let round = 0; round < 50; round += 1) {
      const contact = () => `c${Math.floor(random() * 8)}`;
      const moment = () => new Date(now.getTime() - random() * 1000 * 86_400_000);
      const answers = Array.from({ length: 30 }, (_, index) => ({
        id: `a${index}`,
        contactId: contact(),
        score: Math.floor(random() * 11),
        respondedAt: moment(),
      }));
      const invitations = Array.from({ length: 10 }, (_, index): AccountInvitation => {
        const sentAt = moment();
        return { surveyId: `s${index % 3}`, contactId: contact(), status: statuses[index % 3]!, sentAt };
      });
      const all = months({ answers, invitations });
      const { counts, silent, score, interval } = accountNumbers(
        facts({ answers, invitations }),
        defaultRules,
        now,
      );
      expect(all.at(-1)).to.deep.include({ counts, silent, score, interval });
      const from = factsNeededFrom(now, paris.timeZone, defaultRules.windowDays);
      const recent = {
        answers: answers.filter(({ respondedAt }) => respondedAt > from),
        invitations: invitations.filter(({ sentAt }) => (sentAt ?? now) > from),
      };
      expect(recent.answers.length).to.be.below(answers.length);
      expect(months(recent)).to.deep.equal(all);
    }
  });
});
