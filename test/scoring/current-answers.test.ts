import { expect } from 'chai';
import { scoreAccount } from '../../src/scoring/account-score.ts';
import { currentAnswers, windowStart } from '../../src/scoring/current-answers.ts';
import type { ScoredAnswer } from '../../src/scoring/current-answers.ts';

const day = (text: string) => new Date(`${text}T12:00:00Z`);
const answer = (
  contactId: string | undefined,
  score: number,
  at: string,
  id = `${contactId}-${at}`,
): ScoredAnswer => ({
  id,
  contactId,
  score,
  respondedAt: day(at),
});

/** An independent second computation: walks backwards through time, answer by answer. */
function bruteForce(answers: ScoredAnswer[], now: Date, windowDays: number): string[] {
  const heard = new Set<string>();
  const kept: string[] = [];
  const order = [...answers].sort(
    (a, b) => b.respondedAt.getTime() - a.respondedAt.getTime() || (a.id < b.id ? 1 : -1),
  );
  for (const one of order) {
    const age = now.getTime() - one.respondedAt.getTime();
    if (age < 0 || age >= windowDays * 86_400_000) continue;
    if (one.contactId !== undefined && heard.has(one.contactId)) continue;
    if (one.contactId !== undefined) heard.add(one.contactId);
    kept.push(one.id);
  }
  return kept.sort();
}

describe('the current answers of an account', () => {
  it('are the newest of each contact: 3 in January and 9 in February is −100, then +100, never 0', () => {
    const answers = [answer('anna', 3, '2026-01-01'), answer('anna', 9, '2026-02-01')];
    expect(scoreAccount(answers, day('2026-01-31')).score).to.equal(-100);
    expect(scoreAccount(answers, day('2026-02-02')).score).to.equal(100);
  });

  it('expire at the end of the window, to the millisecond', () => {
    const answers = [answer('anna', 9, '2026-01-01')];
    const end = new Date(day('2026-01-01').getTime() + 365 * 86_400_000);
    expect(currentAnswers(answers, new Date(end.getTime() - 1))).to.have.length(1);
    expect(currentAnswers(answers, end)).to.have.length(0);
    expect(windowStart(end, 365)).to.deep.equal(day('2026-01-01'));
  });

  it('do not include an answer from the future', () => {
    expect(currentAnswers([answer('anna', 9, '2026-03-01')], day('2026-02-01'))).to.have.length(0);
  });

  it('count every anonymous answer as a person of its own', () => {
    const answers = [answer(undefined, 9, '2026-01-01', 'a'), answer(undefined, 2, '2026-01-02', 'b')];
    expect(scoreAccount(answers, day('2026-02-01')).counts).to.deep.equal({
      promoters: 1,
      passives: 0,
      detractors: 1,
    });
  });

  it('decide two answers of the same instant the same way in any order', () => {
    const twins = [answer('anna', 2, '2026-01-01', 'a'), answer('anna', 9, '2026-01-01', 'b')];
    const kept = [twins, [...twins].reverse()].map(
      (order) => currentAnswers(order, day('2026-01-02'))[0]?.id,
    );
    expect(kept).to.deep.equal(['b', 'b']);
  });

  it('equal a second, independent computation on 200 random histories', () => {
    let seed = 42;
    const random = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    for (let run = 0; run < 200; run += 1) {
      const answers = Array.from({ length: random(40) }, (_, index): ScoredAnswer => {
        const contact = random(6);
        return {
          id: `r${index}`,
          contactId: contact === 0 ? undefined : `c${contact}`,
          score: random(11),
          respondedAt: new Date(day('2025-01-01').getTime() + random(900) * 86_400_000),
        };
      });
      const now = new Date(day('2025-06-01').getTime() + random(700) * 86_400_000);
      const kept = currentAnswers(answers, now, 365).map(({ id }) => id);
      expect(kept.sort()).to.deep.equal(bruteForce(answers, now, 365));
    }
  });
});

describe('the score of an account', () => {
  it('without answers is absent, with n = 0, never NaN', () => {
    const score = scoreAccount([], day('2026-01-01'));
    expect(score).to.include({ answers: 0, score: undefined, interval: undefined, lastAnswer: undefined });
  });

  it('names its window, its time and its newest answer', () => {
    const score = scoreAccount(
      [answer('a', 9, '2026-01-01'), answer('b', 6, '2026-01-05')],
      day('2026-02-01'),
    );
    expect(score).to.deep.include({
      answers: 2,
      score: 0,
      lastAnswer: day('2026-01-05'),
      windowDays: 365,
      scoredAt: day('2026-02-01'),
    });
  });
});
