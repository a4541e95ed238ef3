import { expect } from 'chai';
import { scoreAccount } from '../../src/scoring/account-score.ts';
import type { ScoredAnswer } from '../../src/scoring/current-answers.ts';
import { hierarchies, scoreHierarchy, ultimateParents } from '../../src/scoring/hierarchy.ts';
import type { AccountPlace } from '../../src/scoring/hierarchy.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';

/** Accounts as `child < parent`. */
const places = (...lines: string[]): AccountPlace[] =>
  lines.map((line) => {
    const [id = '', parentId] = line.split(' < ');
    return { id, parentId };
  });
const tops = (...lines: string[]) => Object.fromEntries(ultimateParents(places(...lines)));

describe('the ultimate parent of an account', () => {
  it('is where the way upwards ends, and itself when there is nothing above', () => {
    expect(tops('group', 'france < group', 'paris < france', 'other')).to.deep.equal({
      group: 'group',
      france: 'group',
      paris: 'group',
      other: 'other',
    });
  });

  it('is that of a way walked step by step, for random hierarchies in any order', () => {
    const random = seededRandom(23);
    for (let run = 0; run < 100; run += 1) {
      const size = 1 + Math.floor(random() * 60);
      const accounts = Array.from({ length: size }, (_, index): AccountPlace => ({
        id: `a${index}`,
        parentId: index === 0 || random() < 0.2 ? undefined : `a${Math.floor(random() * index)}`,
      }));
      accounts.sort(() => random() - 0.5);
      const parents = new Map(accounts.map(({ id, parentId }) => [id, parentId]));
      for (const [id, top] of ultimateParents(accounts)) {
        let at = id;
        for (let up = parents.get(at); up !== undefined; up = parents.get(at)) at = up;
        expect(top).to.equal(at);
      }
    }
  });

  it('is the smallest id of a cycle, for all on it and below it', () => {
    expect(tops('c < a', 'a < b', 'b < c', 'd < c', 'e < d')).to.deep.equal({
      a: 'a',
      b: 'a',
      c: 'a',
      d: 'a',
      e: 'a',
    });
    expect(tops('self < self', 'aa < self')).to.deep.equal({ self: 'self', aa: 'self' });
    expect(tops('e < d', 'd < c', 'b < c', 'a < b', 'c < a')).to.deep.equal(
      tops('c < a', 'a < b', 'b < c', 'd < c', 'e < d'),
    );
  });

  it('may be an account that is not known itself', () => {
    expect(tops('france < group', 'spain < group')).to.deep.equal({
      france: 'group',
      spain: 'group',
      group: 'group',
    });
  });

  it('is found however deep the hierarchy is', () => {
    const accounts = Array.from({ length: 100_000 }, (_, index) => ({
      id: `a${index}`,
      parentId: index === 0 ? undefined : `a${index - 1}`,
    }));
    expect(new Set(ultimateParents(accounts.reverse()).values())).to.deep.equal(new Set(['a0']));
  });

  it('is not to be had of an account with two places', () => {
    expect(() => ultimateParents(places('a < b', 'a < c'))).to.throw(RangeError, 'a is there twice');
  });

  it('heads a list of all accounts under it, in which each account stands once', () => {
    const lists = hierarchies(places('group', 'france < group', 'paris < france', 'other', 'x < y', 'y < x'));
    expect(Object.fromEntries(lists)).to.deep.equal({
      group: ['group', 'france', 'paris'],
      other: ['other'],
      x: ['x', 'y'],
    });
  });
});

describe('the score of an ultimate parent', () => {
  const now = new Date('2026-07-01T00:00:00Z');
  const answer = (contactId: string, score: number, daysAgo: number): ScoredAnswer => ({
    id: `${contactId}-${daysAgo}`,
    contactId,
    score,
    respondedAt: new Date(now.getTime() - daysAgo * 86_400_000),
  });
  const answers: Record<string, ScoredAnswer[]> = {
    group: [answer('anna', 9, 3), answer('anna', 2, 30)],
    france: [answer('bert', 10, 10), answer('claire', 4, 400)],
    paris: [answer('dora', 7, 100), answer('anna', 0, 5)],
  };
  const answersOf = (id: string) => answers[id] ?? [];
  const everyone = () => true;
  const family = ['group', 'france', 'paris', 'lyon'];

  it('is that of the answers of all its accounts, a contact of two of them counting once', () => {
    const all = Object.values(answers).flat();
    expect(scoreHierarchy(family, answersOf, everyone, now)).to.deep.equal({
      ...scoreAccount(all, now),
      accounts: 4,
    });
    expect(scoreHierarchy(family, answersOf, everyone, now)).to.deep.include({
      counts: { promoters: 2, passives: 1, detractors: 0 },
    });
    expect(scoreHierarchy(family, answersOf, everyone, now, 20)).to.include({ answers: 2, windowDays: 20 });
  });

  it('is hidden from someone who may not read one of them, even one without answers', () => {
    for (const closed of family) {
      expect(scoreHierarchy(family, answersOf, (id) => id !== closed, now)).to.deep.equal({
        absent: 'hidden',
      });
    }
  });

  it('is hidden where the parent itself is not known to the reader', () => {
    const known = places('france < group', 'paris < france');
    const readable = new Set(known.map(({ id }) => id));
    const members = hierarchies(known).get('group') ?? [];
    expect(members).to.have.members(['group', 'france', 'paris']);
    expect(scoreHierarchy(members, answersOf, (id) => readable.has(id), now)).to.deep.equal({
      absent: 'hidden',
    });
  });

  it('has a defined result without answers, and without accounts', () => {
    expect(scoreHierarchy(['lyon'], answersOf, everyone, now)).to.include({ answers: 0, score: undefined });
    expect(scoreHierarchy([], answersOf, everyone, now)).to.deep.equal({ absent: 'nothing' });
  });

  it('does not depend on the order of its accounts, nor on one being named twice', () => {
    const expected = scoreHierarchy(family, answersOf, everyone, now);
    expect(scoreHierarchy([...family].reverse(), answersOf, everyone, now)).to.deep.equal(expected);
    expect(scoreHierarchy([...family, 'paris'], answersOf, everyone, now)).to.deep.equal(expected);
  });

  it('adds up over its accounts where nobody answers in two', () => {
    const random = seededRandom(29);
    for (let run = 0; run < 50; run += 1) {
      const ids = Array.from({ length: 1 + Math.floor(random() * 8) }, (_, index) => `a${index}`);
      const each = new Map(
        ids.map((id) => [
          id,
          Array.from({ length: Math.floor(random() * 9) }, (_, index) =>
            answer(`${id}-${index % 4}`, Math.floor(random() * 11), Math.floor(random() * 500) + index / 100),
          ),
        ]),
      );
      const parts = ids.map((id) => scoreAccount(each.get(id) ?? [], now));
      expect(scoreHierarchy(ids, (id) => each.get(id) ?? [], everyone, now)).to.deep.include({
        counts: {
          promoters: parts.reduce((sum, { counts }) => sum + counts.promoters, 0),
          passives: parts.reduce((sum, { counts }) => sum + counts.passives, 0),
          detractors: parts.reduce((sum, { counts }) => sum + counts.detractors, 0),
        },
      });
    }
  });
});
