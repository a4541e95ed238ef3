import { expect } from 'chai';
import { addMonths, firstDayOf, monthsIn } from '../../src/scoring/months.ts';

const startIn = (timeZone: string, year: number, month: number) =>
  monthsIn(timeZone).startOf({ year, month }).toISOString();

describe('a month', () => {
  it('begins when the clocks of its time zone say so', () => {
    expect(startIn('UTC', 2026, 7)).to.equal('2026-07-01T00:00:00.000Z');
    expect(startIn('Europe/Paris', 2026, 7)).to.equal('2026-06-30T22:00:00.000Z');
    expect(startIn('Europe/Paris', 2026, 12)).to.equal('2026-11-30T23:00:00.000Z');
    expect(startIn('America/Los_Angeles', 2026, 7)).to.equal('2026-07-01T07:00:00.000Z');
    expect(startIn('Pacific/Kiritimati', 2026, 7)).to.equal('2026-06-30T10:00:00.000Z');
    expect(startIn('Asia/Kathmandu', 2026, 7)).to.equal('2026-06-30T18:15:00.000Z');
  });

  it('begins at midnight when clocks are put forward or back later that night', () => {
    // Sydney did both on the first day of a month
    expect(startIn('Australia/Sydney', 2023, 10)).to.equal('2023-09-30T14:00:00.000Z');
    expect(startIn('Australia/Sydney', 2018, 4)).to.equal('2018-03-31T13:00:00.000Z');
  });

  it('follows February of a leap year after its 29 days', () => {
    expect(startIn('Europe/Paris', 2028, 3)).to.equal('2028-02-29T23:00:00.000Z');
    expect(startIn('Europe/Paris', 2027, 3)).to.equal('2027-02-28T23:00:00.000Z');
  });

  it('begins at one o’clock where its first midnight is skipped, and with the first of two midnights', () => {
    // Paraguay put its clocks forward at midnight on 1 October 2017, Cuba back from one to midnight on 1 November 2020
    expect(startIn('America/Asuncion', 2017, 10)).to.equal('2017-10-01T04:00:00.000Z');
    expect(startIn('America/Havana', 2020, 11)).to.equal('2020-11-01T04:00:00.000Z');
  });

  it('begins right after the one before it in every time zone there is, through a year', () => {
    for (const timeZone of Intl.supportedValuesOf('timeZone')) {
      const calendar = monthsIn(timeZone);
      for (let month = { year: 2026, month: 1 }; month.year < 2027; month = addMonths(month, 1)) {
        const start = calendar.startOf(month);
        const before = new Date(start.getTime() - 1);
        expect(calendar.monthOf(start), `${timeZone} ${start.toISOString()}`).to.deep.equal(month);
        expect(calendar.monthOf(before), `${timeZone} ${before.toISOString()}`).to.deep.equal(
          addMonths(month, -1),
        );
      }
    }
  });

  it('is counted on across years, in both directions', () => {
    expect(addMonths({ year: 2026, month: 11 }, 3)).to.deep.equal({ year: 2027, month: 2 });
    expect(addMonths({ year: 2026, month: 1 }, -1)).to.deep.equal({ year: 2025, month: 12 });
    expect(addMonths({ year: 2026, month: 1 }, -25)).to.deep.equal({ year: 2023, month: 12 });
  });

  it('is written as its first day', () => {
    expect(firstDayOf({ year: 2026, month: 7 })).to.equal('2026-07-01');
  });

  it('is refused for a time zone that there is not, and a date that is none', () => {
    expect(() => monthsIn('Europe/Atlantis')).to.throw(RangeError, 'Europe/Atlantis');
    expect(() => monthsIn('UTC').monthOf(new Date(NaN))).to.throw(RangeError, 'not a date');
  });
});
