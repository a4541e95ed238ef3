import { expect } from 'chai';
import { AnswerChanges } from '../../../src/scoring/answer-changes.ts';
import { anonymousContact } from '../../../src/scoring/ledger/answer-row.ts';
import { AnswerRows } from '../../../src/scoring/ledger/answer-rows.ts';
import { readAnswers } from '../../../src/scoring/ledger/read-answers.ts';
import type { AnswerChunk, AnswerRow } from '../../../src/scoring/ledger/answer-row.ts';
import { seededRandom } from '../../../src/scoring/statistics/random.ts';
import { countsByHand, day, randomAnswer, start } from './history.ts';

const good: AnswerRow = { id: 0, account: 0, contact: 0, respondedAt: start, score: 9 };

async function reasonToRefuse(answer: object): Promise<string> {
  try {
    await readAnswers([answer as AnswerRow]);
  } catch (error) {
    expect(error).to.be.instanceOf(RangeError);
    return (error as RangeError).message;
  }
  return 'none';
}

function chunkOf(answers: AnswerRow[]): AnswerChunk {
  return {
    id: Uint32Array.from(answers, ({ id }) => id),
    account: Uint32Array.from(answers, ({ account }) => account),
    contact: Uint32Array.from(answers, ({ contact }) => contact),
    respondedAt: Float64Array.from(answers, ({ respondedAt }) => respondedAt),
    score: Uint8Array.from(answers, ({ score }) => score),
  };
}

async function* streamed(answers: AnswerRow[], size: number): AsyncGenerator<AnswerChunk | AnswerRow> {
  for (let first = 0; first < answers.length; first += size) {
    const part = answers.slice(first, first + size);
    if (first % 2 === 0) yield chunkOf(part);
    else for (const answer of part) yield await Promise.resolve(answer);
  }
}

describe('answers that are streamed in', () => {
  it('are refused by name when the score is no whole number from 0 to 10', async () => {
    for (const score of [-1, 11, 6.5, Number.NaN, Number.POSITIVE_INFINITY, '9', undefined, true]) {
      expect(await reasonToRefuse({ ...good, score })).to.equal(
        `A score is a whole number from 0 to 10; got ${String(score)}.`,
      );
    }
  });

  it('are refused by name when the instant is none', async () => {
    for (const respondedAt of [
      Number.NaN,
      0.5,
      2 ** 48,
      -(2 ** 48),
      Number.POSITIVE_INFINITY,
      '2026-01-01',
      undefined,
    ]) {
      expect(await reasonToRefuse({ ...good, respondedAt })).to.equal(
        `An instant is a whole number of milliseconds since 1970; got ${String(respondedAt)}.`,
      );
    }
  });

  it('are refused by name when a number of an answer, account or contact is none', async () => {
    for (const [part, name] of [
      ['id', 'an answer'],
      ['account', 'an account'],
      ['contact', 'a contact'],
    ] as const) {
      for (const value of [-1, 1.5, Number.NaN, 2 ** 31, '1', undefined]) {
        expect(await reasonToRefuse({ ...good, [part]: value })).to.equal(
          `No number of ${name}: ${String(value)}.`,
        );
      }
    }
  });

  it('are refused when the columns of a chunk do not match', () => {
    const chunk = { ...chunkOf([good, { ...good, id: 1 }]), score: [9] };
    expect(() => new AnswerRows().add(chunk)).to.throw(RangeError, 'Columns of 2 and 1 answers');
  });

  it('replace the one of the same number that came before, at another contact or account too', async () => {
    const answers = [
      good,
      { ...good, id: 1, score: 8 },
      { ...good, id: 1, contact: 5, score: 2 },
      { ...good, id: 2, contact: anonymousContact, score: 7 },
      { ...good, id: 2, account: 3, contact: anonymousContact, score: 7 },
      { ...good, score: 0 },
    ];
    const rows = await readAnswers(answers);
    const changes = new AnswerChanges(rows, { at: start });
    expect(changes.counts(0)).to.deep.equal({ promoters: 0, passives: 0, detractors: 2 });
    expect(changes.counts(3)).to.deep.equal({ promoters: 0, passives: 1, detractors: 0 });
  });

  it('from the future do not count yet, and will by themselves; long past ones do not count', async () => {
    const rows = await readAnswers([
      { ...good, respondedAt: start + day, score: 2 },
      { ...good, id: 1, respondedAt: new Date('1938-05-01').getTime() },
    ]);
    const changes = new AnswerChanges(rows, { at: start });
    expect(changes.counts(0)).to.deep.equal({ promoters: 0, passives: 0, detractors: 0 });
    expect(changes.arriving(start, start + day - 1)).to.deep.equal([]);
    expect(changes.arriving(start, start + day)).to.deep.equal([0]);
    changes.advance(start + day);
    expect(changes.counts(0)).to.deep.equal({ promoters: 0, passives: 0, detractors: 1 });
    expect(changes.counts(0, new Date('1938-12-31').getTime()).promoters).to.equal(1);
  });

  it('come to the same in one piece, in chunks, row by row, in any order, expected or not', async () => {
    const random = seededRandom(11);
    const shape = { accounts: 5, contacts: 20_000, days: 400 };
    const answers = Array.from({ length: 9000 }, (_, id) => randomAnswer(random, id, shape));
    const now = start + 380 * day;
    const byHand = Array.from({ length: 5 }, (_, account) => countsByHand(answers, account, now, 365));
    for (const [order, size, expected] of [
      [answers, 9000, 9000],
      [answers.toReversed(), 1, undefined],
      [answers, 333, 10],
    ] as const) {
      const changes = new AnswerChanges(await readAnswers(streamed([...order], size), expected), { at: now });
      expect(byHand.map((_, account) => changes.counts(account))).to.deep.equal(byHand);
    }
  });
});
