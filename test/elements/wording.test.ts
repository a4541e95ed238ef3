import { expect } from 'chai';
import { labelKeys } from '../../src/elements/labels.ts';
import { wordingOf } from '../../src/elements/wording.ts';
import { english, french } from './labels.ts';

describe('the wording of the elements', () => {
  it('fills the places of a label', () => {
    const { say } = wordingOf(english, 'en-GB', String);
    expect(say('interval', '0', '52')).to.equal('95% interval: 0 to 52');
    expect(say('saved', 'Call {1} and $& them')).to.equal('“Call {1} and $& them” is done.');
  });

  it('takes the plural of the language: 0 is many in English, one in French', () => {
    const count = (labels: typeof english, locale: string) =>
      [0, 1, 2].map((number) => wordingOf(labels, locale, String).count('daysLate', number));
    expect(count(english, 'en-GB')).to.deep.equal(['0 days late', '1 day late', '2 days late']);
    expect(count(french, 'fr-FR')).to.deep.equal([
      '0\u00A0jour de retard',
      '1\u00A0jour de retard',
      '2\u00A0jours de retard',
    ]);
  });

  it('shows a label that was not handed in as nothing', () => {
    expect(wordingOf({}, 'en-GB', String).say('tryAgain')).to.equal('');
  });

  it('has each label in both languages, with the same places', () => {
    const places = (text: string) => (text.match(/\{\d\}/g) ?? []).sort();
    for (const [name, labels] of Object.entries({ english, french })) {
      expect(Object.keys(labels), name).to.have.members([...labelKeys]);
      expect(
        Object.entries(labels).filter(([, text]) => text.trim() === ''),
        name,
      ).to.deep.equal([]);
    }
    for (const key of labelKeys) expect(places(french[key]), key).to.deep.equal(places(english[key]));
  });

  it('has both forms of everything that is counted', () => {
    const stems = (end: string) =>
      labelKeys.filter((key) => key.endsWith(end)).map((key) => key.slice(0, -end.length));
    expect(stems('One')).to.deep.equal(stems('Many'));
    expect(stems('One')).not.to.deep.equal([]);
  });
});
