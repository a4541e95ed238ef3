import { expect } from 'chai';
import { AnswerChanges } from '../../../src/scoring/answer-changes.ts';
import { anonymousContact } from '../../../src/scoring/ledger/answer-row.ts';
import type { AnswerChunk, AnswerRow } from '../../../src/scoring/ledger/answer-row.ts';
import type { AnswerChange } from '../../../src/scoring/ledger/change-batch.ts';
import { readAnswers } from '../../../src/scoring/ledger/read-answers.ts';
import type { CategoryCounts } from '../../../src/scoring/net-promoter-score.ts';
import { seededRandom } from '../../../src/scoring/statistics/random.ts';
import { countsByHand, day, instantsToAsk, randomAnswer, start } from './history.ts';
import type { Shape } from './history.ts';

const good: AnswerRow = { id: 0, account: 0, contact: 0, respondedAt: start, score: 9 };
const nothing = { promoters: 0, passives: 0, detractors: 0 };
const onePromoter = { ...nothing, promoters: 1 };

async function changesOf(answers: Iterable<AnswerRow> = [good]) {
  return new AnswerChanges(await readAnswers(answers), { at: start });
}

const numbersOf = ({ promoters, passives, detractors }: CategoryCounts) => [promoters, passives, detractors];

/** Answers as columns. */
function columnsOf(answers: readonly AnswerRow[]): AnswerChunk {
  const column = (name: keyof AnswerRow) => answers.map((answer) => answer[name]);
  return {
    id: column('id'),
    account: column('account'),
    contact: column('contact'),
    respondedAt: column('respondedAt'),
    score: column('score'),
  };
}

/** Changes of all kinds, of few answers, so that many are of the same one. */
function randomBatch(random: () => number, kept: Map<number, AnswerRow>, shape: Shape): AnswerChange[] {
  return Array.from({ length: Math.floor(random() * 8) }, () => {
    const answer = randomAnswer(random, Math.floor(random() * 40), shape);
    const before = kept.get(answer.id);
    if (random() < 0.3) {
      kept.delete(answer.id);
      return { remove: answer.id };
    }
    const put = random() < 0.5 ? answer : { ...answer, ...before, score: answer.score };
    kept.set(put.id, put);
    return { put };
  });
}

describe('changes that come together', () => {
  it('are the same as one after the other, several of one answer or contact among them', async () => {
    for (let run = 0; run < 150; run += 1) {
      const random = seededRandom(run);
      const shape = { accounts: 2, contacts: 1 + (run % 4), days: 1 + (run % 3) * 200 };
      const now = start + Math.floor(random() * shape.days) * day;
      const windowDays = run % 2 === 0 ? 365 : 1;
      const from = run % 5 === 0 ? now : undefined;
      const kept = new Map<number, AnswerRow>();
      const rows = await readAnswers([]);
      const changes = new AnswerChanges(rows, { at: now, from, windowDays });
      for (let step = 0; step < 15; step += 1) {
        if (random() < 0.2) changes.arriving(now, now);
        if (random() < 0.2) changes.changes(0);
        changes.apply(randomBatch(random, kept, shape));
        for (const account of [0, 1]) {
          expect(changes.counts(account)).to.deep.equal(
            countsByHand(kept.values(), account, now, windowDays),
          );
        }
      }
      for (const instant of instantsToAsk(kept.values(), windowDays, random)) {
        if (from !== undefined && instant < from) continue;
        const byHand = countsByHand(kept.values(), 1, instant, windowDays);
        expect(changes.counts(1, instant)).to.deep.equal(byHand);
        expect([...changes.allCounts(instant).slice(3)]).to.deep.equal(
          kept.size === 0 && rows.accountCount < 2 ? [] : numbersOf(byHand),
        );
      }
      const rebuilt = new AnswerChanges(rows, { at: now + day, windowDays });
      expect(rebuilt.counts(0)).to.deep.equal(countsByHand(kept.values(), 0, now + day, windowDays));
    }
  });

  it('may be thousands, and stay when all is rebuilt from the same answers, once and again', async () => {
    const random = seededRandom(3);
    const shape = { accounts: 3, contacts: 40_000, days: 500 };
    const now = start + 420 * day;
    const answers = Array.from({ length: 12_000 }, (_, id) => randomAnswer(random, id, shape));
    const rows = await readAnswers(answers.slice(0, 4000));
    const examine = (changes: AnswerChanges, known: AnswerRow[]) => {
      for (const instant of [now, now + 3 * day, now + 100 * day]) {
        const byHand = [0, 1, 2].flatMap((account) => numbersOf(countsByHand(known, account, instant, 365)));
        expect([...changes.allCounts(instant)]).to.deep.equal(byHand);
      }
    };
    for (const [first, end] of [
      [4000, 9000],
      [9000, 9010],
      [9010, 12_000],
    ] as const) {
      const changes = new AnswerChanges(rows, { at: now });
      changes.apply(answers.slice(first, end).map((put) => ({ put })));
      examine(changes, answers.slice(0, end));
      changes.apply(answers.slice(first, end).map(({ id }) => ({ remove: id })));
      examine(changes, answers.slice(0, first));
      changes.putAll(columnsOf(answers.slice(first, end)));
    }
    examine(new AnswerChanges(rows, { at: now }), answers);
  });

  it('in columns are refused as a whole where one value is none, or a column is too short', async () => {
    const changes = await changesOf();
    const second = { ...good, id: 1, contact: 1 };
    for (const bad of [{ score: 11 }, { score: 8.5 }, { respondedAt: 0.5 }, { id: -1 }, { account: 0.5 }]) {
      expect(() => changes.putAll(columnsOf([second, { ...second, ...bad }]))).to.throw(RangeError);
    }
    expect(() => changes.putAll({ ...columnsOf([second]), score: [] })).to.throw('Columns of 1 and 0');
    expect(changes.counts(0)).to.deep.equal(onePromoter);
    changes.putAll(columnsOf([second, { ...second, score: 3 }]));
    expect(changes.counts(0)).to.deep.equal({ promoters: 1, passives: 0, detractors: 1 });
  });

  it('find an answer again after it has moved between contacts and accounts, and all has been rebuilt', async () => {
    const random = seededRandom(5);
    const shape = { accounts: 3, contacts: 50_000, days: 300 };
    const some = () => Array.from({ length: 3000 }, (_, id) => randomAnswer(random, id, shape));
    const now = start + 300 * day;
    const rows = await readAnswers([...some(), ...some()]);
    for (let round = 0; round < 3; round += 1) {
      const moved = some();
      new AnswerChanges(rows, { at: now }).apply(moved.map((put) => ({ put })));
      const changes = new AnswerChanges(rows, { at: now });
      expect(changes.counts(2)).to.deep.equal(countsByHand(moved, 2, now, 365));
      const corrected = moved.map((answer) => ({ ...answer, score: 10 - answer.score }));
      changes.apply(corrected.map((put) => ({ put })));
      expect(changes.counts(2)).to.deep.equal(countsByHand(corrected, 2, now, 365));
    }
  });

  it('replace the answer of their number, whatever the number', async () => {
    const changes = await changesOf([]);
    for (let id = 0; id < 3000; id += 1) {
      changes.put({ ...good, id, contact: anonymousContact });
      changes.put({ ...good, id, contact: anonymousContact, score: 8 });
    }
    expect(changes.counts(0)).to.deep.equal({ ...nothing, passives: 3000 });
  });

  it('may be none', async () => {
    const changes = await changesOf();
    changes.apply([]);
    expect(changes.counts(0)).to.deep.equal(onePromoter);
  });

  it('leave the last of two answers of one number, wherever they were given', async () => {
    const changes = await changesOf([]);
    changes.apply([{ put: good }, { put: { ...good, score: 3 } }]);
    expect(changes.counts(0)).to.deep.equal({ ...nothing, detractors: 1 });
    changes.apply([
      { put: { ...good, account: 1 } },
      { put: { ...good, account: 2, contact: anonymousContact } },
    ]);
    expect([...changes.allCounts()]).to.deep.equal([0, 0, 0, 0, 0, 0, 1, 0, 0]);
    changes.apply([{ remove: 0 }, { put: good }]);
    expect(changes.counts(0)).to.deep.equal(onePromoter);
    changes.apply([{ put: { ...good, score: 0 } }, { remove: 0 }]);
    expect(changes.counts(0)).to.deep.equal(nothing);
  });

  it('take out nothing for a number that no answer has, or that is none', async () => {
    const changes = await changesOf();
    for (const remove of [1, -1, 0.5, Number.NaN, 2 ** 27, 2 ** 32, 2 ** 32 - 1, Number.POSITIVE_INFINITY]) {
      changes.apply([{ remove }]);
      changes.remove(remove);
    }
    expect(changes.counts(0)).to.deep.equal(onePromoter);
    changes.apply([{ remove: 0 }, { remove: 0 }]);
    changes.remove(0);
    expect(changes.counts(0)).to.deep.equal(nothing);
  });

  it('are all refused, by the name of the first value that is none', async () => {
    const changes = await changesOf();
    for (const [wrong, reason] of [
      [{ score: 11 }, 'A score is a whole number from 0 to 10; got 11.'],
      [{ score: -1 }, 'A score is a whole number from 0 to 10; got -1.'],
      [{ score: 8.5 }, 'A score is a whole number from 0 to 10; got 8.5.'],
      [{ respondedAt: Number.NaN }, 'An instant is a whole number of milliseconds since 1970; got NaN.'],
      [{ id: -1 }, 'No number of an answer: -1.'],
      [{ id: 2 ** 27 }, 'No number of an answer: 134217728.'],
      [{ account: 2 ** 26 }, 'No number of an account: 67108864.'],
      [{ contact: 2 ** 27 }, 'No number of a contact: 134217728.'],
    ] as const) {
      const put = { ...good, id: 1, contact: 1, ...wrong };
      expect(() => changes.apply([{ remove: 0 }, { put }])).to.throw(RangeError, reason);
      expect(() => changes.put(put)).to.throw(RangeError, reason);
      expect([...changes.allCounts()]).to.deep.equal([1, 0, 0]);
    }
  });

  it('from the future count when they fall due, whether new or put off', async () => {
    const changes = await changesOf();
    changes.apply([
      { put: { ...good, respondedAt: start + 2 * day } },
      { put: { ...good, id: 1, contact: 1, respondedAt: start + day, score: 7 } },
      { put: { ...good, id: 2, contact: 1, respondedAt: start + 1, score: 0 } },
    ]);
    expect(changes.counts(0)).to.deep.equal(nothing);
    expect(changes.arriving(start, start + day)).to.deep.equal([0]);
    changes.advance(start + day);
    expect(changes.counts(0)).to.deep.equal({ ...nothing, passives: 1 });
    changes.advance(start + 2 * day);
    expect(changes.counts(0)).to.deep.equal({ ...onePromoter, passives: 1 });
  });
});
