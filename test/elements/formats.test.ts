import { expect } from 'chai';
import { formatsFor } from '../../src/elements/formats.ts';

describe('how the elements write', () => {
  const british = formatsFor('en-GB', 'Europe/Paris');
  const french = formatsFor('fr-FR', 'Europe/Paris');

  it('scores: rounded, signed, with a true minus, and zero without a sign', () => {
    expect([27.78, -13.5, 0, -0.4, 100].map(british.score)).to.deep.equal([
      '+28',
      '\u221214',
      '0',
      '0',
      '+100',
    ]);
  });

  it('ends of intervals: rounded, with a true minus', () => {
    expect([51.72, -0.44, -6.58].map(british.whole)).to.deep.equal(['52', '0', '\u22127']);
  });

  it('numbers as the reader is used to', () => {
    expect(british.whole(12345)).to.equal('12,345');
    expect(french.whole(12345)).to.equal('12\u202F345');
  });

  it('days where the reader is', () => {
    expect(british.day('2026-07-14T23:30:00Z')).to.equal('15 Jul 2026');
    expect(french.day('2026-07-14T23:30:00Z')).to.equal('15 juil. 2026');
    expect(formatsFor('en-US', 'America/New_York').day('2026-07-14T23:30:00.000+0000')).to.equal(
      'Jul 14, 2026',
    );
  });

  it('calendar dates as they are, wherever the reader is', () => {
    expect(formatsFor('en-GB', 'Pacific/Honolulu').date('2026-07-14')).to.equal('14 Jul 2026');
    expect(formatsFor('en-GB', 'Pacific/Kiritimati').date('2026-07-14')).to.equal('14 Jul 2026');
  });

  it('the calendar date of a moment where the reader is, in a form that can be compared', () => {
    expect(british.dateOf('2026-07-14T23:30:00Z')).to.equal('2026-07-15');
    expect(formatsFor('en-US', 'America/New_York').dateOf('2026-07-14T23:30:00Z')).to.equal('2026-07-14');
  });
});
