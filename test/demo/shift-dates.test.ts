import { expect } from 'chai';
import { daysSince, shiftDates } from '../../src/demo/shift-dates.ts';

describe('the dates of the demo', () => {
  it('are moved by whole days, forth and back, however they are written', () => {
    expect(shiftDates('2026-06-30', 1)).to.equal('2026-07-01');
    expect(shiftDates('2026-01-01', -1)).to.equal('2025-12-31');
    expect(shiftDates('30/06/2026', 1)).to.equal('01/07/2026');
    expect(shiftDates('01/01/2026', -1)).to.equal('31/12/2025');
    expect(shiftDates('2026-06-30;30/06/2026', 0)).to.equal('2026-06-30;30/06/2026');
  });

  it('know leap days', () => {
    expect(shiftDates('2028-02-28', 1)).to.equal('2028-02-29');
    expect(shiftDates('2028-02-29', 1)).to.equal('2028-03-01');
    expect(shiftDates('2028-02-29', 365)).to.equal('2029-02-28');
    expect(shiftDates('2027-02-28', 1)).to.equal('2027-03-01');
    expect(shiftDates('29/02/2028', -1)).to.equal('28/02/2028');
    expect(shiftDates('29/02/2028', 1461)).to.equal('29/02/2032');
  });

  it('keep their times of day', () => {
    expect(shiftDates('2026-05-12T06:42:00Z', 49)).to.equal('2026-06-30T06:42:00Z');
    expect(shiftDates('2026-05-12T23:59:59.999+02:00', 1)).to.equal('2026-05-13T23:59:59.999+02:00');
    expect(shiftDates('2026-05-12 23:59:59', 1)).to.equal('2026-05-13 23:59:59');
    expect(shiftDates('07/01/2026 09:12', 30)).to.equal('06/02/2026 09:12');
  });

  it('are all moved by the same, wherever they stand in a text', () => {
    const text = '{"CloseDate":"2026-12-31","Opens_On__c":"2026-01-15"}\n"since 31/12/2025, again"';
    const moved = '{"CloseDate":"2027-01-01","Opens_On__c":"2026-01-16"}\n"since 01/01/2026, again"';
    expect(shiftDates(text, 1)).to.equal(moved);
  });

  it('are moved, and nothing else is: names of surveys, ids, scores and numbers stay', () => {
    const text =
      'relationship-2026;T-48241;R_2026-1;9/10;+33 1 40 20 50 50;12,345.67;2026;003000000000001AAA';
    expect(shiftDates(text, 30)).to.equal(text);
  });

  for (const zone of ['UTC', 'Europe/Paris', 'Africa/Cairo', 'America/Santiago', 'Pacific/Kiritimati']) {
    it(`are the same days in ${zone}, also where a day begins at one in the morning`, () => {
      const before = process.env['TZ'];
      process.env['TZ'] = zone;
      try {
        for (let day = new Date('2026-01-01T00:00:00Z'); day.getUTCFullYear() < 2028;) {
          const next = new Date(day.getTime() + 86_400_000);
          const [from, to] = [day, next].map((date) => date.toISOString().slice(0, 10));
          expect(shiftDates(from ?? '', 1)).to.equal(to);
          expect(shiftDates(to ?? '', -1)).to.equal(from);
          day = next;
        }
      } finally {
        if (before === undefined) delete process.env['TZ'];
        else process.env['TZ'] = before;
      }
    });
  }

  it('are moved by the days from the reference date to today, whatever the time of day', () => {
    expect(daysSince('2026-06-30', new Date(2026, 5, 30, 0, 1))).to.equal(0);
    expect(daysSince('2026-06-30', new Date(2026, 5, 30, 23, 59))).to.equal(0);
    expect(daysSince('2026-06-30', new Date(2026, 6, 1, 0, 1))).to.equal(1);
    expect(daysSince('2026-06-30', new Date(2028, 5, 30, 12, 0))).to.equal(731);
    expect(daysSince('2026-06-30', new Date(2026, 5, 1, 12, 0))).to.equal(-29);
  });
});
