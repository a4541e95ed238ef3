import { expect } from 'chai';
import { anonymousContact } from '../../../src/scoring/ledger/answer-row.ts';
import type { AnswerRow } from '../../../src/scoring/ledger/answer-row.ts';
import { changesOf, countsByHand, day, eachHistory, instantsToAsk, randomAnswer, start } from './history.ts';

describe('time that passes', () => {
  it('moves the counts on, short ways and long, with changes in between', () =>
    eachHistory(60, async ({ answers, windowDays, random, shape }) => {
      const changes = await changesOf(answers, start - day, windowDays);
      const kept = [...answers];
      for (const instant of instantsToAsk(answers, windowDays, random)) {
        if (instant < changes.at) continue;
        changes.advance(instant);
        const added = randomAnswer(random, kept.length, shape);
        changes.put(added);
        kept.push(added);
        for (let account = 0; account < shape.accounts; account += 1) {
          expect(changes.counts(account)).to.deep.equal(countsByHand(kept, account, instant, windowDays));
        }
      }
    }));

  it('names the accounts where answers expire or fall due, and no others', () =>
    eachHistory(80, async ({ answers, windowDays, random, shape }) => {
      const changes = await changesOf(answers, start + 3 * day, windowDays);
      const instants = instantsToAsk(answers, windowDays, random);
      for (const [index, to] of instants.entries()) {
        const from = instants[Math.max(0, index - 1 - Math.floor(random() * 3))] as number;
        const window = windowDays * day;
        const inTime = (instant: number) => instant > from && instant <= to;
        const arriving = answers.filter(({ respondedAt }) => inTime(respondedAt));
        const expiring = answers.filter(
          (answer) =>
            inTime(answer.respondedAt + window) &&
            (answer.contact === anonymousContact ||
              !answers.some((other) => isNextWithin(other, answer, window))),
        );
        const accountsOf = (some: AnswerRow[]) => [...new Set(some.map(({ account }) => account))].sort();
        expect(changes.arriving(from, to)).to.deep.equal(accountsOf(arriving));
        expect(changes.expiring(from, to)).to.deep.equal(accountsOf(expiring));
        for (let account = 0; account < shape.accounts; account += 1) {
          if (changes.arriving(from, to).includes(account) || changes.expiring(from, to).includes(account))
            continue;
          expect(changes.counts(account, to)).to.deep.equal(changes.counts(account, from));
        }
      }
    }));

  it('knows answers that came since it was last asked, of however many days', async () => {
    const changes = await changesOf([], start);
    expect(changes.arriving(start, start + 300 * day)).to.deep.equal([]);
    const answers = Array.from({ length: 4000 }, (_, id): AnswerRow => {
      const respondedAt = start + day * (1 + (id % 250));
      return { id, account: id % 250, contact: anonymousContact, respondedAt, score: 9 };
    });
    for (const [first, end] of [
      [0, 1000],
      [1000, 4000],
    ] as const) {
      changes.apply(answers.slice(first, end).map((put) => ({ put })));
      for (const days of [1, 2, 30, 250]) {
        expect(changes.arriving(start, start + days * day)).to.have.length(days);
        expect(changes.allCounts(start + days * day).filter((count) => count === end / 250)).to.have.length(
          days,
        );
      }
    }
  });
});

/** Whether an answer is the next of the same contact, before the other one expires or at that very moment. */
function isNextWithin(other: AnswerRow, answer: AnswerRow, window: number): boolean {
  if (other.contact !== answer.contact || other.account !== answer.account) return false;
  const later = other.respondedAt - answer.respondedAt;
  return later <= window && (later > 0 || (later === 0 && other.id > answer.id));
}
