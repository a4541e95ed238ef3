import { expect } from 'chai';
import { readingOf, staleDays, voicesOf } from '../../../src/elements/relationship-card/reading.ts';
import type { Relationship } from '../../../src/elements/relationship-card/relationship.ts';
import { relationship } from './relationship.ts';

describe('what the card says of a relationship', () => {
  const kind = (it: Relationship) => readingOf(it).kind;

  it('is a score with its interval when the interval is narrow enough', () => {
    const reading = readingOf(relationship(19, 8, 9));
    expect(reading).to.deep.include({ kind: 'score', side: 'either' });
    expect(
      'score' in reading && [reading.score, reading.lower, reading.upper].map((x) => x.toFixed(2)),
    ).to.deep.equal(['27.78', '-0.44', '51.72']);
  });

  it('is people when the interval is wider than 30 points to each side', () => {
    expect(kind(relationship(5, 3, 2))).to.equal('people');
    expect(kind(relationship(3, 0, 0))).to.equal('people');
    expect(kind(relationship(9, 9, 9, { lower: -30, upper: 30 }))).to.equal('score');
    expect(kind(relationship(9, 9, 9, { lower: -30, upper: 30.1 }))).to.equal('people');
  });

  it('says on which side of zero the whole interval lies', () => {
    const side = (it: Relationship) => {
      const reading = readingOf(it);
      return 'side' in reading && reading.side;
    };
    expect(side(relationship(70, 20, 10))).to.equal('above');
    expect(side(relationship(10, 20, 70))).to.equal('below');
    expect(side(relationship(19, 8, 9))).to.equal('either');
    expect(side(relationship(70, 20, 10, { lower: 0 }))).to.equal('either');
  });

  it('is one voice, not a score, when there is one answer', () => {
    expect(readingOf(relationship(0, 0, 1, { lower: -100, upper: -100 }))).to.deep.equal({
      kind: 'oneVoice',
    });
  });

  it('tells an account that never answered from one whose answers are too old', () => {
    expect(readingOf(relationship(0, 0, 0, { scoredAt: undefined }))).to.deep.equal({
      kind: 'none',
      never: true,
    });
    expect(readingOf(relationship(0, 0, 0))).to.deep.equal({ kind: 'none', never: false });
  });

  for (const missing of ['score', 'lower', 'upper', 'scoredAt'] as const) {
    it(`claims nothing when ${missing} is absent, or null as an org says it`, () => {
      expect(kind(relationship(19, 8, 9, { [missing]: undefined }))).to.equal('incomplete');
      expect(kind(relationship(19, 8, 9, { [missing]: null }))).to.equal('incomplete');
    });
  }

  it('shows no score without its number of answers', () => {
    expect(kind(relationship(19, 8, 9, { answers: undefined }))).to.equal('none');
  });
});

describe('who has spoken', () => {
  it('is given by kind, the silent last', () => {
    expect(voicesOf(relationship(3, 0, 1, { silent: 7 }))).to.deep.equal([
      { kind: 'promoters', count: 3 },
      { kind: 'passives', count: 0 },
      { kind: 'detractors', count: 1 },
      { kind: 'silent', count: 7 },
    ]);
  });

  it('leaves the silent out where nobody can be called silent', () => {
    const kinds = (silent: unknown) =>
      voicesOf(relationship(3, 0, 1, { silent } as Partial<Relationship>)).map(({ kind }) => kind);
    expect(kinds(undefined)).to.deep.equal(['promoters', 'passives', 'detractors']);
    expect(kinds(null)).to.deep.equal(['promoters', 'passives', 'detractors']);
    expect(kinds(0)).to.deep.equal(['promoters', 'passives', 'detractors', 'silent']);
  });

  it('is left open when the kinds do not add up to the answers', () => {
    expect(voicesOf(relationship(3, 0, 1, { answers: 5, silent: 7 }))).to.deep.equal([
      { kind: 'silent', count: 7 },
    ]);
  });
});

describe('the age of the numbers', () => {
  const at = '2026-07-15T02:00:00Z';

  it('is not worth a word within 24 hours', () => {
    expect(staleDays(at, '2026-07-15T02:00:01Z')).to.equal(undefined);
    expect(staleDays(at, '2026-07-16T02:00:00Z')).to.equal(undefined);
  });

  it('is told in whole days beyond 24 hours', () => {
    expect(staleDays(at, '2026-07-16T02:00:01Z')).to.equal(1);
    expect(staleDays(at, '2026-07-18T01:59:59Z')).to.equal(2);
    expect(staleDays(at, '2027-07-15T02:00:00Z')).to.equal(365);
  });

  it('is not guessed without a clock', () => {
    expect(staleDays(at, undefined)).to.equal(undefined);
    expect(staleDays(undefined, at)).to.equal(undefined);
  });
});
