import { expect } from 'chai';
import { readingOf, staleDays, voicesOf } from '../../../src/elements/relationship-card/reading.ts';
import type { Relationship } from '../../../src/elements/relationship-card/relationship.ts';
import { shownScore, staleDays as ageOfScore } from '../../../src/scoring/shown-score.ts';
import { relationship } from './relationship.ts';

describe('what the card says of a relationship', () => {
  it('goes by the one rule of how scores are shown', () => {
    expect(readingOf).to.equal(shownScore);
    expect(staleDays).to.equal(ageOfScore);
  });

  it('takes the numbers of a relationship as they come from an org', () => {
    expect(readingOf(relationship(19, 8, 9))).to.deep.include({ kind: 'score', side: 'either' });
    expect(readingOf(relationship(5, 3, 2))).to.deep.include({ kind: 'people' });
    expect(readingOf(relationship(0, 0, 1))).to.deep.equal({ kind: 'oneVoice' });
    expect(readingOf(relationship(0, 0, 0))).to.deep.equal({ kind: 'none', never: false });
    expect(readingOf(relationship(19, 8, 9, { scoredAt: undefined }))).to.deep.equal({ kind: 'incomplete' });
    expect(staleDays(relationship(19, 8, 9).scoredAt, '2026-07-18T01:59:59Z')).to.equal(2);
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
