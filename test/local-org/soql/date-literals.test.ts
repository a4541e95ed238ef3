import { expect } from 'chai';
import { dateLiteralRange, startOfDay } from '../../../src/local-org/soql/date-literals.ts';

/** Tuesday, 10 March 2026, 23:30 in UTC: already Wednesday in Paris, still Tuesday in New York. */
const NOW = new Date('2026-03-10T23:30:00.000Z');

const inParis = (name: string, count = 0) => {
  const range = dateLiteralRange(name, count, NOW, 'Europe/Paris', 'fr_FR');
  return range && `${range.from} ${range.until}`;
};

describe('date literals', () => {
  it('begin and end the day in the time zone of the user', () => {
    expect(dateLiteralRange('TODAY', 0, NOW, 'Europe/Paris', 'fr')?.from).to.equal('2026-03-11');
    expect(dateLiteralRange('TODAY', 0, NOW, 'America/New_York', 'en_US')?.from).to.equal('2026-03-10');
    expect(startOfDay('2026-03-11', 'Europe/Paris')).to.equal('2026-03-10T23:00:00.000Z');
  });

  it('know days that are 23 or 25 hours long', () => {
    expect(startOfDay('2026-03-29', 'Europe/Paris')).to.equal('2026-03-28T23:00:00.000Z');
    expect(startOfDay('2026-03-30', 'Europe/Paris')).to.equal('2026-03-29T22:00:00.000Z');
  });

  const days: [literal: string, count: number, range: string][] = [
    ['YESTERDAY', 0, '2026-03-10 2026-03-11'],
    ['TODAY', 0, '2026-03-11 2026-03-12'],
    ['TOMORROW', 0, '2026-03-12 2026-03-13'],
    ['LAST_N_DAYS', 7, '2026-03-04 2026-03-12'],
    ['NEXT_N_DAYS', 7, '2026-03-12 2026-03-19'],
    ['N_DAYS_AGO', 11, '2026-02-28 2026-03-01'],
    ['LAST_90_DAYS', 0, '2025-12-11 2026-03-12'],
    ['NEXT_90_DAYS', 0, '2026-03-12 2026-06-10'],
    ['LAST_WEEK', 0, '2026-03-02 2026-03-09'],
    ['THIS_WEEK', 0, '2026-03-09 2026-03-16'],
    ['NEXT_WEEK', 0, '2026-03-16 2026-03-23'],
    ['LAST_N_WEEKS', 2, '2026-02-23 2026-03-09'],
    ['N_WEEKS_AGO', 2, '2026-02-23 2026-03-02'],
    ['LAST_MONTH', 0, '2026-02-01 2026-03-01'],
    ['THIS_MONTH', 0, '2026-03-01 2026-04-01'],
    ['NEXT_N_MONTHS', 10, '2026-04-01 2027-02-01'],
    ['LAST_N_MONTHS', 3, '2025-12-01 2026-03-01'],
    ['N_MONTHS_AGO', 3, '2025-12-01 2026-01-01'],
    ['LAST_QUARTER', 0, '2025-10-01 2026-01-01'],
    ['THIS_QUARTER', 0, '2026-01-01 2026-04-01'],
    ['N_QUARTERS_AGO', 1, '2025-10-01 2026-01-01'],
    ['LAST_YEAR', 0, '2025-01-01 2026-01-01'],
    ['THIS_YEAR', 0, '2026-01-01 2027-01-01'],
    ['NEXT_N_YEARS', 2, '2027-01-01 2029-01-01'],
  ];
  for (const [literal, count, range] of days) {
    it(`${literal}${count === 0 ? '' : `:${count}`} is ${range.replace(' ', ' up to ')}`, () => {
      expect(inParis(literal, count)).to.equal(range);
    });
  }

  it('begin weeks on Sunday where the locale does', () => {
    expect(dateLiteralRange('THIS_WEEK', 0, NOW, 'America/New_York', 'en_US')?.from).to.equal('2026-03-08');
    expect(dateLiteralRange('THIS_WEEK', 0, NOW, 'Europe/London', 'en_GB')?.from).to.equal('2026-03-09');
  });

  it('are not known for fiscal years', () => {
    expect(inParis('THIS_FISCAL_YEAR')).to.equal(undefined);
  });
});
