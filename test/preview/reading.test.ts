import { expect } from 'chai';
import type { Account } from '../../src/preview/accounts.ts';
import { readingOf } from '../../src/preview/reading.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';
import { shownScore, staleDays } from '../../src/scoring/shown-score.ts';

const now = new Date('2026-07-15T12:00:00Z');
const account = (numbers: Partial<Account>): Account => ({
  id: '001000000000001AAA',
  name: 'Norvale',
  industry: undefined,
  city: undefined,
  score: 27.78,
  lower: -0.44,
  upper: 51.72,
  answers: 36,
  lastAnswer: undefined,
  scoredAt: new Date('2026-07-15T02:00:00Z'),
  ...numbers,
});

describe('what the list of accounts says of a score', () => {
  it('is what the one rule says, people being a score that is not comparable', () => {
    const random = seededRandom(37);
    const maybe = <Value>(value: Value): Value | undefined => (random() < 0.1 ? undefined : value);
    const kinds = new Set<string>();
    for (let run = 0; run < 500; run += 1) {
      const [score, lower, upper] = [-100, -100, 0].map((from) => maybe(from + Math.floor(random() * 101)));
      const scoredAt = maybe(new Date(now.getTime() - Math.floor(random() * 4 * 86_400_000)));
      const one = account({ score, lower, upper, scoredAt, answers: Math.floor(random() * 5) });
      const shown = shownScore(one);
      const { kind, staleDays: days, ...reading } = readingOf(one, now);
      const { kind: rule, ...rest } = shown;
      expect(kind).to.equal({ oneVoice: 'one-voice', people: 'score' }[rule as string] ?? rule);
      expect(days).to.equal(staleDays(scoredAt, now));
      expect(reading).to.deep.include(rest);
      if ('comparable' in reading) expect(reading.comparable).to.equal(rule === 'score');
      kinds.add(rule);
    }
    expect([...kinds]).to.have.members(['none', 'oneVoice', 'incomplete', 'people', 'score']);
  });

  it('names the category of one voice', () => {
    const category = (score: number | undefined) => readingOf(account({ answers: 1, score }), now);
    expect(category(100)).to.deep.include({ kind: 'one-voice', category: 'promoter' });
    expect(category(0)).to.deep.include({ category: 'passive' });
    expect(category(-100)).to.deep.include({ category: 'detractor' });
    expect(category(undefined)).to.deep.include({ category: undefined });
  });
});
