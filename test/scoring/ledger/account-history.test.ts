import { expect } from 'chai';
import { tz } from '@date-fns/tz';
import { differenceInCalendarDays } from 'date-fns';
import { AnswerChanges } from '../../../src/scoring/answer-changes.ts';
import { dailyChanges, monthEnds, sumOf, utcDay } from '../../../src/scoring/ledger/account-history.ts';
import { readAnswers } from '../../../src/scoring/ledger/read-answers.ts';
import { day } from './history.ts';

const at = (text: string) => new Date(text).getTime();
const paris = (instant: number) =>
  differenceInCalendarDays(instant, '1970-01-01T00:00:00+01:00', { in: tz('Europe/Paris') });

async function changesOf(...instants: string[]) {
  const rows = instants.map((text, id) => ({ id, account: 0, contact: id, respondedAt: at(text), score: 9 }));
  return new AnswerChanges(await readAnswers(rows), { at: at('2030-01-01') });
}

describe('the history of an account', () => {
  it('has windows of 365 times 24 hours, whether a leap day lies in them or not', async () => {
    const changes = (await changesOf('2023-03-01T12:00:00Z', '2024-03-01T12:00:00Z')).changes(0);
    expect(changes.map((change) => new Date(change.at).toISOString())).to.deep.equal([
      '2023-03-01T12:00:00.000Z',
      '2024-02-29T12:00:00.000Z',
      '2024-03-01T12:00:00.000Z',
      '2025-03-01T12:00:00.000Z',
    ]);
  });

  it('has UTC days, before 1970 too', () => {
    expect(utcDay(0)).to.equal(0);
    expect(utcDay(-1)).to.equal(-1);
    expect(utcDay(at('2024-02-29T23:59:59.999Z'))).to.equal(utcDay(at('2024-03-01')) - 1);
  });

  it('has the days of a place where they are asked for, over the changes of its clocks', async () => {
    // Paris put its clocks forward on 31 March 2024 and back on 27 October: these are minutes around its midnights
    const texts = [
      '2024-03-30T22:59Z',
      '2024-03-30T23:00Z',
      '2024-03-31T21:59Z',
      '2024-03-31T22:00Z',
      '2024-10-27T22:59Z',
      '2024-10-27T23:00Z',
    ];
    const changes = (await changesOf(...texts)).changes(0).filter(({ promoters }) => promoters > 0);
    const named = (days: { day: number; promoters: number }[]) =>
      days.map(({ day: number, promoters }) => [
        new Date(number * day).toISOString().slice(0, 10),
        promoters,
      ]);
    expect(named(dailyChanges(changes, paris))).to.deep.equal([
      ['2024-03-30', 1],
      ['2024-03-31', 2],
      ['2024-04-01', 1],
      ['2024-10-27', 1],
      ['2024-10-28', 1],
    ]);
    expect(named(dailyChanges(changes))).to.deep.equal([
      ['2024-03-30', 2],
      ['2024-03-31', 2],
      ['2024-10-27', 2],
    ]);
    expect(sumOf(dailyChanges(changes, paris))).to.deep.equal(sumOf(changes));
  });

  it('has months that end with their last millisecond, leap years and turns of the year among them', () => {
    const ends = monthEnds(at('2023-12-15'), at('2024-03-01')).map((instant) =>
      new Date(instant).toISOString(),
    );
    expect(ends).to.deep.equal([
      '2023-12-31T23:59:59.999Z',
      '2024-01-31T23:59:59.999Z',
      '2024-02-29T23:59:59.999Z',
      '2024-03-31T23:59:59.999Z',
    ]);
    expect(monthEnds(at('2024-03-01'), at('2024-02-01'))).to.deep.equal([]);
  });

  it('has no change where one answer begins to count as another of its category ends', async () => {
    const answers = [0, 1].map((id) => ({
      id,
      account: 0,
      contact: 0,
      respondedAt: at('2024-01-01') + id * day,
      score: 9 + id,
    }));
    const changes = new AnswerChanges(await readAnswers(answers), { at: at('2030-01-01') });
    expect(changes.changes(0).map((change) => change.promoters)).to.deep.equal([1, -1]);
  });

  it('takes an instant twice in a series, where the same answers count', async () => {
    const instant = at('2024-06-01');
    const [first, second] = (await changesOf('2024-01-01')).series(0, [instant, instant]);
    expect(second).to.deep.equal({ ...first, shared: 1 });
  });

  it('refuses instants of a series that are not in order', async () => {
    const changes = await changesOf('2024-01-01');
    expect(() => changes.series(0, [5, 4])).to.throw(RangeError, '4');
  });
});
