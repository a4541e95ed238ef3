import { expect } from 'chai';
import { scoreAccount } from '../../src/scoring/account-score.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';
import { verifiedAnswers } from '../../src/scoring/verified-answers.ts';

const now = new Date('2026-06-30T12:00:00Z');

describe('an answer that the bot filter set aside', () => {
  it('is kept and not counted; one of which nothing is said counts', () => {
    const answers = [{ id: 'a', isVerified: true }, { id: 'b', isVerified: false }, { id: 'c' }];
    expect(verifiedAnswers(answers).map(({ id }) => id)).to.deep.equal(['a', 'c']);
    expect(answers).to.have.length(3);
  });

  it('uncovers the answer before it, and cleared again counts as if it had never been set aside', () => {
    const random = seededRandom(16);
    for (let run = 0; run < 100; run += 1) {
      const answers = Array.from({ length: 12 }, (_, index) => ({
        id: `r${index}`,
        contactId: `c${Math.floor(random() * 5)}`,
        score: Math.floor(random() * 11),
        respondedAt: new Date(now.getTime() - Math.floor(random() * 400) * 86_400_000),
        isVerified: true,
      }));
      const before = scoreAccount(verifiedAnswers(answers), now);
      const flagged = answers.map((answer) => ({ ...answer, isVerified: random() < 0.5 }));
      const kept = answers.filter((_, index) => flagged[index]!.isVerified);
      expect(scoreAccount(verifiedAnswers(flagged), now)).to.deep.equal(scoreAccount(kept, now));
      const cleared = flagged.map((answer) => ({ ...answer, isVerified: true }));
      expect(scoreAccount(verifiedAnswers(cleared), now)).to.deep.equal(before);
    }
  });
});
