import { expect } from 'chai';
import { formatsFor } from '../../src/elements/formats.ts';
import { readingOf, staleDays, voicesOf } from '../../src/elements/relationship-card/reading.ts';
import type { Relationship } from '../../src/elements/relationship-card/relationship.ts';
import { wordingOf } from '../../src/elements/wording.ts';
import { english, french } from '../elements/labels.ts';

/** What a plain component is told to say; its code is deployed as it is, so that it has no types. */
interface PlainWording {
  say: (key: string, ...values: string[]) => string;
  count: (key: string, number: number) => string;
  score: (value: number) => string;
  whole: (value: number) => string;
  day: (moment: string) => string;
  date: (date: string) => string;
}
interface Facts {
  title: string;
  text: string;
  pairs: { label: string; value: string }[];
  notes: string[];
}
const lwc = (path: string): Promise<unknown> =>
  import(new URL(`../../force-app/main/default/lwc/${path}`, import.meta.url).href);
const { wordingFor } = (await lwc('rapportWording/rapportWording.js')) as {
  wordingFor: (labels: object, locale: string, timeZone: string) => PlainWording;
};
const { factsOf } = (await lwc('rapportPlainRelationship/relationshipFacts.js')) as {
  factsOf: (relationship: Relationship, now: string, wording: PlainWording) => Facts;
};
const { wordsOf } = (await lwc('rapportErrors/rapportErrors.js')) as {
  wordsOf: (failure: unknown) => string;
};

const now = '2026-06-30T12:00:00Z';
const scored: Relationship = {
  score: 27.77777777777778,
  lower: -0.4414739263985779,
  upper: 51.72352520844985,
  answers: 36,
  promoters: 19,
  passives: 8,
  detractors: 9,
  silent: 17,
  lastAnswer: '2026-06-12T23:30:00Z',
  scoredAt: '2026-06-30T03:00:00Z',
  windowDays: 365,
};
const few = { answers: 3, promoters: 3, passives: 0, detractors: 0, score: 100, lower: -6.58, upper: 100 };
const cases: Record<string, Relationship> = {
  'a score': scored,
  'a score of numbers that are days old': { ...scored, scoredAt: '2026-06-26T11:00:00Z' },
  'a score just old enough': { ...scored, scoredAt: '2026-06-29T11:59:59Z' },
  'counts that do not add up': { ...scored, promoters: 18 },
  'nobody who could be called silent': { ...scored, silent: undefined },
  'three voices': { ...scored, ...few },
  'an interval of just 60 points': { ...scored, score: 10, lower: -20, upper: 40 },
  'one voice': { ...scored, answers: 1, promoters: 0, passives: 1, detractors: 0, score: 0 },
  'numbers that are not all there': { ...scored, lower: undefined },
  'numbers that were never computed': { ...scored, scoredAt: undefined },
  'answers that have left the window': { ...scored, answers: 0, promoters: 0, passives: 0, detractors: 0 },
  'no answers at all': { answers: 0, promoters: 0, passives: 0, detractors: 0, windowDays: 365 },
};

describe('the plain components, where custom elements are blocked', () => {
  for (const [locale, labels, timeZone] of [
    ['en-GB', english, 'America/New_York'],
    ['fr-FR', french, 'Europe/Paris'],
  ] as const) {
    const plain = wordingFor(labels, locale, timeZone);
    const formats = formatsFor(locale, timeZone);
    const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: 'negative' });
    const whole = (value: number) => numbers.format(value).replace('-', '\u2212');
    const wording = wordingOf(labels, locale, whole);

    it(`write texts, numbers and dates as the elements do (${locale})`, () => {
      for (const value of [-100, -14.4, -0.4, 0, 0.4, 27.78, 100, 12345]) {
        expect(plain.score(value)).to.equal(formats.score(value));
        expect(plain.whole(value)).to.equal(whole(value));
      }
      for (const number of [0, 1, 2, 2000])
        expect(plain.count('answerCount', number)).to.equal(wording.count('answerCount', number));
      expect(plain.say('interval', '1', '2')).to.equal(wording.say('interval', '1', '2'));
      expect(plain.day('2026-06-12T23:30:00Z')).to.equal(formats.day('2026-06-12T23:30:00Z'));
      expect(plain.date('2026-06-12')).to.equal(formats.date('2026-06-12'));
    });

    for (const [name, relationship] of Object.entries(cases)) {
      it(`claim of ${name} what the element claims, and no more (${locale})`, () => {
        const facts = factsOf(relationship, now, plain);
        const all = [facts.title, facts.text, ...facts.notes].join('\n');
        const reading = readingOf(relationship);
        const voices = voicesOf(relationship).map(({ kind, count }) => ({
          label: wording.say(kind),
          value: whole(count),
        }));
        const nps = wording.say('relationshipNps');
        const score = facts.pairs.find(({ label }) => label === nps)?.value;
        expect(facts.pairs.filter(({ label }) => label !== nps)).to.deep.equal(
          reading.kind === 'none' ? [] : voices,
        );
        if ('score' in reading) {
          expect(score).to.equal(formats.score(reading.score));
          expect(all).to.include(wording.count('answerCount', relationship.answers));
          expect(all).to.include(wording.say('interval', whole(reading.lower), whole(reading.upper)));
          for (const key of ['methodAlike', 'intervalMethod'] as const)
            expect(all).to.include(wording.say(key));
          expect(all.includes(wording.say('tooFewText'))).to.equal(reading.kind === 'people');
        } else expect(score).to.equal(undefined);
        if (reading.kind === 'none') {
          expect(facts.title).to.equal(
            wording.say(reading.never ? 'noAnswersTitle' : 'noCurrentAnswersTitle'),
          );
          return;
        }
        expect(all).to.include(wording.say('windowDays', whole(relationship.windowDays)));
        const days = staleDays(relationship.scoredAt, now);
        if (days) expect(all).to.include(wording.count('computedDaysAgo', days));
        if (reading.kind === 'oneVoice' || reading.kind === 'incomplete')
          expect(facts.title).to.equal(wording.say(`${reading.kind}Title`));
      });
    }
  }

  it('quote the org in its own words, whatever form its refusal has', () => {
    expect(wordsOf([{ message: 'Choose Done.' }, { message: 'Choose Done.' }, { message: 'Ask.' }])).to.equal(
      'Choose Done. Ask.',
    );
    expect(wordsOf(new TypeError('Failed to fetch'))).to.equal('Failed to fetch');
    expect(wordsOf({ body: { message: 'Session expired' }, message: 'x' })).to.equal('Session expired');
    for (const nothing of [undefined, [], {}]) expect(wordsOf(nothing)).to.equal('');
  });
});
