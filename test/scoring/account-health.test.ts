import { expect } from 'chai';
import { accountHealth } from '../../src/scoring/account-health.ts';
import type { HealthFacts } from '../../src/scoring/account-health.ts';
import { scoreAccount } from '../../src/scoring/account-score.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';

const now = new Date('2026-06-30T12:00:00Z');
const scoreOf = (...scores: number[]) =>
  scoreAccount(
    scores.map((score, index) => ({ id: `r${index}`, contactId: `c${index}`, score, respondedAt: now })),
    now,
  );
const facts = (part: Partial<HealthFacts> = {}): HealthFacts => ({
  score: scoreOf(9, 10, 8),
  detractingDeciders: 0,
  silentDeciders: 0,
  lateActions: 0,
  openDealsWithDetractor: 0,
  openDealsWithSilentDecider: 0,
  ...part,
});
const health = (part: Partial<HealthFacts> = {}) => accountHealth(facts(part));

describe('the health of an account', () => {
  it('is healthy when promoters outnumber detractors and nothing speaks against it', () => {
    expect(health()).to.deep.equal({ health: 'Healthy', reasons: [] });
  });

  it('is unknown when nobody has answered and nothing else is known', () => {
    expect(health({ score: scoreOf() })).to.deep.equal({ health: 'Unknown', reasons: [] });
  });

  it('is at risk when someone who decides is a detractor, however good the score', () => {
    expect(health({ detractingDeciders: 1 })).to.deep.equal({
      health: 'At Risk',
      reasons: ['detractorDecides'],
    });
  });

  it('is at risk when an open deal has a detractor, or a silent person who decides, also when nobody has answered', () => {
    expect(health({ openDealsWithDetractor: 1 }).health).to.equal('At Risk');
    expect(health({ score: scoreOf(), openDealsWithSilentDecider: 1, silentDeciders: 1 })).to.deep.equal({
      health: 'At Risk',
      reasons: ['silentDeciderOnOpenDeal', 'silentDecider'],
    });
  });

  it('is at risk when the whole interval of the score is below zero, and only to be watched when it may be above', () => {
    expect(health({ score: scoreOf(0, 1, 2, 3, 4, 5, 6) }).reasons).to.deep.equal([
      'scoreBelowZero',
      'noMorePromoters',
    ]);
    expect(health({ score: scoreOf(0, 1, 2, 3, 4, 5, 6) }).health).to.equal('At Risk');
    // −50, and its interval ends at 7.4
    expect(health({ score: scoreOf(0, 1, 2, 8, 8, 8) })).to.deep.equal({
      health: 'Watch',
      reasons: ['noMorePromoters'],
    });
    expect(health({ score: scoreOf(3, 8, 8) })).to.deep.equal({
      health: 'Watch',
      reasons: ['noMorePromoters'],
    });
  });

  it('is to be watched for one voice that is a detractor’s: one voice is no score', () => {
    expect(health({ score: scoreOf(2) })).to.deep.equal({ health: 'Watch', reasons: ['noMorePromoters'] });
  });

  it('is to be watched when someone who decides is silent, or an action is late, answers or not', () => {
    expect(health({ silentDeciders: 2 })).to.deep.equal({ health: 'Watch', reasons: ['silentDecider'] });
    expect(health({ lateActions: 1 })).to.deep.equal({ health: 'Watch', reasons: ['lateAction'] });
    expect(health({ score: scoreOf(), silentDeciders: 1, lateActions: 3 })).to.deep.equal({
      health: 'Watch',
      reasons: ['silentDecider', 'lateAction'],
    });
  });

  it('never gets better by one more thing that speaks against it', () => {
    const random = seededRandom(17);
    const order = ['Healthy', 'Unknown', 'Watch', 'At Risk'];
    const counts = [
      'detractingDeciders',
      'silentDeciders',
      'lateActions',
      'openDealsWithDetractor',
      'openDealsWithSilentDecider',
    ] as const;
    for (let run = 0; run < 300; run += 1) {
      const scores = Array.from({ length: Math.floor(random() * 6) }, () => Math.floor(random() * 11));
      const before = facts({ score: scoreOf(...scores) });
      for (const name of counts) before[name] = random() < 0.3 ? 1 : 0;
      const { health: was, reasons } = accountHealth(before);
      for (const name of counts) {
        const now = accountHealth({ ...before, [name]: before[name] + 1 });
        expect(order.indexOf(now.health)).to.be.at.least(order.indexOf(was));
      }
      if (was === 'Healthy' || was === 'Unknown') expect(reasons).to.deep.equal([]);
      else expect(reasons).to.not.deep.equal([]);
    }
  });

  it('is refused for a count that is none', () => {
    for (const wrong of [-1, 0.5, NaN]) {
      expect(() => health({ lateActions: wrong })).to.throw(RangeError, 'lateActions');
    }
  });
});
