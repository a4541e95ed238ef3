import { expect } from 'chai';
import { checkedDay, monthsBefore } from '../../src/scoring/calendar-day.ts';

/** An independent second computation: steps back day by day until the month is right and the day is not too late. */
function byStepping(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const time = new Date(`${day}T00:00:00Z`);
  const isThere = () => {
    const difference = (year - time.getUTCFullYear()) * 12 + (month - 1 - time.getUTCMonth());
    return difference === months && time.getUTCDate() <= date;
  };
  while (!isThere()) time.setUTCDate(time.getUTCDate() - 1);
  return time.toISOString().slice(0, 10);
}

describe('a number of calendar months before a day', () => {
  for (const [day, months, earlier] of [
    ['2026-06-30', 12, '2025-06-30'],
    ['2024-02-29', 12, '2023-02-28'],
    ['2024-02-29', 48, '2020-02-29'],
    ['2025-02-28', 12, '2024-02-28'],
    ['2025-03-31', 1, '2025-02-28'],
    ['2024-03-31', 1, '2024-02-29'],
    ['2026-01-15', 1, '2025-12-15'],
    ['2026-01-31', 2, '2025-11-30'],
    ['2101-03-31', 13, '2100-02-28'],
    ['2001-03-31', 13, '2000-02-29'],
    ['2026-05-05', 0, '2026-05-05'],
  ] as const) {
    it(`${months} before ${day} is ${earlier}`, () => {
      expect(monthsBefore(day, months)).to.equal(earlier);
    });
  }

  it('equals a second, independent computation on every day of five years', () => {
    for (const time = new Date('2023-01-01T00:00:00Z'); time.getUTCFullYear() < 2028;) {
      const day = time.toISOString().slice(0, 10);
      for (const months of [1, 12, 13]) expect(monthsBefore(day, months)).to.equal(byStepping(day, months));
      time.setUTCDate(time.getUTCDate() + 1);
    }
  });

  for (const wrong of [
    '2025-02-29',
    '2025-13-01',
    '2025-2-1',
    '2025-02-30',
    '',
    '2025-01-01T00:00:00Z',
    'today',
  ]) {
    it(`is refused for the day "${wrong}"`, () => {
      expect(() => checkedDay(wrong, 'A day')).to.throw(RangeError, 'A day is a day such as');
      expect(() => monthsBefore(wrong, 1)).to.throw(RangeError);
    });
  }

  for (const wrong of [-1, 1.5, NaN, 2000]) {
    it(`is refused for ${wrong} months`, () => {
      expect(() => monthsBefore('2026-01-01', wrong)).to.throw(RangeError, 'whole number');
    });
  }

  it('is refused where there was no calendar', () => {
    expect(() => monthsBefore('0050-01-01', 1200)).to.throw(RangeError, 'no calendar');
  });
});
