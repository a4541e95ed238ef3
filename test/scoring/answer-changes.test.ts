import { expect } from 'chai';
import { AnswerChanges } from '../../src/scoring/answer-changes.ts';
import { dailyChanges, monthEnds, sumOf } from '../../src/scoring/ledger/account-history.ts';
import { anonymousContact } from '../../src/scoring/ledger/answer-row.ts';
import { AnswerRows } from '../../src/scoring/ledger/answer-rows.ts';
import { readAnswers } from '../../src/scoring/ledger/read-answers.ts';
import type { AnswerRow } from '../../src/scoring/ledger/answer-row.ts';
import { netPromoterScore, total } from '../../src/scoring/net-promoter-score.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';
import {
  changesOf,
  countsByHand,
  day,
  eachHistory,
  instantsToAsk,
  randomAnswer,
  start,
} from './ledger/history.ts';

const at = (text: string) => new Date(text).getTime();
const row = (id: number, contact: number, score: number, respondedAt: number, account = 0): AnswerRow => ({
  id,
  account,
  contact,
  score,
  respondedAt,
});

describe('the changes of all accounts', () => {
  it('give 3 in January and 9 in February as −100, then +100, never 0', async () => {
    const changes = await changesOf(
      [row(0, 0, 3, at('2026-01-01')), row(1, 0, 9, at('2026-02-01'))],
      at('2026-03-01'),
    );
    const [january, february] = changes.series(0, [at('2026-01-31'), at('2026-02-02')]);
    expect(netPromoterScore(january!.counts)).to.equal(-100);
    expect(netPromoterScore(february!.counts)).to.equal(100);
    let instant = at('2026-01-01');
    for (; instant < at('2027-02-01'); instant += day / 2) {
      expect(netPromoterScore(changes.counts(0, instant))).to.be.oneOf([-100, 100]);
    }
    expect(netPromoterScore(changes.counts(0, instant))).to.equal(undefined);
  });

  it('say at every instant what the current answers say then, at the edges of the window too', () =>
    eachHistory(120, async ({ answers, windowDays, random, shape }) => {
      const now = start + Math.floor(random() * shape.days) * day;
      const changes = await changesOf(answers, now, windowDays);
      for (const instant of [...instantsToAsk(answers, windowDays, random), now]) {
        const all = changes.allCounts(instant);
        for (let account = 0; account < shape.accounts; account += 1) {
          const byHand = countsByHand(answers, account, instant, windowDays);
          expect(changes.counts(account, instant)).to.deep.equal(byHand);
          const [promoters = 0, passives = 0, detractors = 0] = all.subarray(3 * account);
          expect({ promoters, passives, detractors }).to.deep.equal(byHand);
        }
      }
    }));

  it('built from an instant on say the same of all later ones, and refuse the earlier', () =>
    eachHistory(60, async ({ answers, windowDays, random, shape }) => {
      const now = start + Math.floor(random() * shape.days) * day;
      const changes = await changesOf(answers, now, windowDays, now);
      for (const instant of instantsToAsk(answers, windowDays, random)) {
        if (instant < now) {
          expect(() => changes.counts(0, instant)).to.throw(RangeError, String(instant));
          expect(() => changes.allCounts(instant)).to.throw(RangeError, String(instant));
          continue;
        }
        for (let account = 0; account < shape.accounts; account += 1) {
          expect(changes.counts(account, instant)).to.deep.equal(
            countsByHand(answers, account, instant, windowDays),
          );
        }
      }
      expect(changes.changes(0).filter((change) => change.at < now)).to.deep.equal([]);
      const sum = sumOf(changes.changes(0).filter((change) => change.at <= now));
      expect(sum).to.deep.equal(changes.counts(0));
    }));

  it('can be rebuilt from the same answers, for an instant before and with another window', () =>
    eachHistory(40, async ({ answers, random, shape }) => {
      const rows = await readAnswers(answers);
      for (const [days, windowDays] of [
        [shape.days, 365],
        [shape.days / 2, 10],
        [shape.days / 4, 365],
      ] as const) {
        const now = Math.floor(start + days * day);
        const changes = new AnswerChanges(rows, {
          at: now,
          from: random() < 0.5 ? now : undefined,
          windowDays,
        });
        for (let account = 0; account < shape.accounts; account += 1) {
          expect(changes.counts(account)).to.deep.equal(countsByHand(answers, account, now, windowDays));
        }
      }
    }));

  it('after any changes are those that a rebuild gives, and what the current answers say', () =>
    eachHistory(120, async ({ answers, windowDays, random, shape }) => {
      const whole = (below: number) => Math.floor(random() * below);
      const now = start + whole(shape.days) * day;
      const from = whole(2) === 0 ? now : undefined;
      const changes = await changesOf(answers, now, windowDays, from);
      const kept = new Map(answers.map((answer) => [answer.id, answer]));
      for (let step = 0; step < 40; step += 1) {
        // the indexes are made at some time, and have to follow from then on
        if (whole(10) === 0) changes.expiring(now, now + day);
        if (whole(10) === 0) changes.changes(0);
        const id = whole(answers.length + step + 1);
        const before = kept.get(id);
        const { account, contact, respondedAt, score } = randomAnswer(random, id, {
          ...shape,
          contacts: shape.contacts + 2,
        });
        const put = [
          { id, account, contact, respondedAt, score },
          { ...(before ?? { id, account, contact, respondedAt }), score },
          { ...(before ?? { id, account, contact, score }), respondedAt },
          { ...(before ?? { id, account, respondedAt, score }), contact },
        ][whole(4)]!;
        if (whole(4) === 0) {
          changes.apply([{ remove: id }]);
          kept.delete(id);
        } else {
          changes.apply([{ put }]);
          kept.set(id, put);
        }
        const rebuilt = await changesOf(kept.values(), now, windowDays, from);
        for (let one = 0; one < shape.accounts; one += 1) {
          expect(changes.counts(one)).to.deep.equal(rebuilt.counts(one));
          expect(changes.counts(one)).to.deep.equal(countsByHand(kept.values(), one, now, windowDays));
          expect(changes.changes(one)).to.deep.equal(rebuilt.changes(one));
        }
      }
      for (const instant of instantsToAsk(kept.values(), windowDays, random)) {
        if (from !== undefined && instant < from) continue;
        expect(changes.counts(0, instant)).to.deep.equal(countsByHand(kept.values(), 0, instant, windowDays));
        expect(changes.allCounts(instant).slice(0, 3)).to.deep.equal(
          Int32Array.from(Object.values(countsByHand(kept.values(), 0, instant, windowDays))),
        );
      }
    }));

  it('add up: the accounts to the whole, the instants to the days, the days to the counts', () =>
    eachHistory(60, async ({ answers, windowDays, random, shape }) => {
      const changes = await changesOf(answers, start, windowDays);
      const accounts = Array.from({ length: shape.accounts }, (_, account) => account);
      // one account with all, where no contact is the same at two accounts
      const together = answers.map((answer) => ({
        ...answer,
        account: 0,
        contact:
          answer.contact === anonymousContact
            ? anonymousContact
            : answer.contact * shape.accounts + answer.account,
      }));
      const whole = await changesOf(together, start, windowDays);
      for (const instant of instantsToAsk(answers, windowDays, random)) {
        expect(sumOf(accounts.map((account) => changes.counts(account, instant)))).to.deep.equal(
          whole.counts(0, instant),
        );
        const upTo = changes.changes(0).filter((change) => change.at <= instant);
        expect(sumOf(upTo)).to.deep.equal(changes.counts(0, instant));
        const today = Math.floor(instant / day);
        const days = dailyChanges(changes.changes(0)).filter((change) => change.day <= today);
        expect(sumOf(days)).to.deep.equal(changes.counts(0, (today + 1) * day - 1));
      }
      expect(total(sumOf(changes.changes(0)))).to.equal(0);
    }));

  it('decide two answers of the same instant as they are told to', async () => {
    const rows = await readAnswers([row(0, 0, 2, start), row(1, 0, 9, start), row(2, 0, 7, start - day)]);
    expect(new AnswerChanges(rows, { at: start }).counts(0).promoters).to.equal(1);
    const texts = ['b', 'a', 'c'];
    const idOrder = (a: number, b: number) => (texts[a]! > texts[b]! ? 1 : -1);
    const changes = new AnswerChanges(rows, { at: start, idOrder });
    expect(changes.counts(0)).to.deep.equal({ promoters: 0, passives: 0, detractors: 1 });
    changes.remove(0);
    expect(changes.counts(0)).to.deep.equal({ promoters: 1, passives: 0, detractors: 0 });
    changes.put(row(0, 0, 8, start));
    expect(changes.counts(0)).to.deep.equal({ promoters: 0, passives: 1, detractors: 0 });
  });

  it('hold for contacts, accounts and answers whose numbers come later and are far higher', async () => {
    const changes = await changesOf([row(0, 0, 9, start)], start);
    changes.put(row(50_000, 70_000, 3, start, 1000));
    changes.put(row(3, anonymousContact, 7, start, 1000));
    expect(changes.counts(1000)).to.deep.equal({ promoters: 0, passives: 1, detractors: 1 });
    expect(changes.counts(0)).to.deep.equal({ promoters: 1, passives: 0, detractors: 0 });
    expect(changes.allCounts()).to.have.length(3003);
  });

  it('hold for many thousands of answers, whose places are dealt out in blocks', async () => {
    const random = seededRandom(7);
    const shape = { accounts: 7, contacts: 40_000, days: 500 };
    const answers = Array.from({ length: 30_000 }, (_, id) => randomAnswer(random, id, shape));
    const now = start + 420 * day;
    const changes = await changesOf(answers, now);
    for (let account = 0; account < shape.accounts; account += 1) {
      expect(changes.counts(account)).to.deep.equal(countsByHand(answers, account, now, 365));
    }
  });

  it('have zeros for an account without answers, and refuse what is no account, instant or window', async () => {
    const changes = await changesOf([], start);
    const none = { promoters: 0, passives: 0, detractors: 0 };
    expect(changes.counts(5)).to.deep.equal(none);
    expect(changes.counts(5, start + day)).to.deep.equal(none);
    expect(changes.changes(5)).to.deep.equal([]);
    expect(changes.series(5, [start])).to.deep.equal([{ at: start, counts: none, shared: 0 }]);
    expect(changes.expiring(start, start + day)).to.deep.equal([]);
    expect(() => changes.counts(-1)).to.throw(RangeError, '-1');
    expect(() => changes.counts(0, Number.NaN)).to.throw(RangeError, 'NaN');
    expect(() => changes.advance(start - 1)).to.throw(RangeError, String(start - 1));
    const rows = new AnswerRows();
    expect(() => new AnswerChanges(rows, { at: 0.5 })).to.throw(RangeError, '0.5');
    expect(() => new AnswerChanges(rows, { at: start, from: start + 1 })).to.throw(
      RangeError,
      String(start + 1),
    );
    for (const windowDays of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => new AnswerChanges(rows, { at: start, windowDays })).to.throw(
        RangeError,
        String(windowDays),
      );
    }
  });

  it('give a series by month, with the answers that a month shares with the one before', async () => {
    const answers = [
      row(0, 0, 9, at('2024-01-15')),
      row(1, 0, 3, at('2024-03-02')),
      row(2, 1, 8, at('2024-02-29')),
    ];
    const changes = await changesOf(answers, at('2024-06-01'), 60);
    const series = changes.series(0, monthEnds(at('2024-01-31'), at('2024-05-01')));
    expect(
      series.map(({ counts, shared }) => [counts.promoters, counts.passives, counts.detractors, shared]),
    ).to.deep.equal([
      [1, 0, 0, 0],
      [1, 1, 0, 1],
      [0, 1, 1, 1],
      [0, 0, 1, 1],
      [0, 0, 0, 0],
    ]);
  });
});
