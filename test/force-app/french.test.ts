import { expect } from 'chai';
import { children, picklistValues, readPackage, text } from './package-source.ts';
import type { Component } from './package-source.ts';

const english = readPackage('force-app/main');
const french = readPackage('force-app/french');

function translation(type: string, fullName: string): Component['content'] {
  const found = french.find((component) => component.type === type && component.fullName === fullName);
  if (found === undefined) throw new Error(`There is no French for ${fullName}.`);
  return found.content;
}

const objectOf = (fullName: string): string => fullName.split('.')[0] ?? '';

describe('the package in French', () => {
  it('names every object, in the singular and the plural, with its gender', () => {
    for (const { fullName } of english.filter(({ type }) => type === 'CustomObject')) {
      if (!fullName.endsWith('__c')) continue;
      const object = translation('CustomObjectTranslation', `${fullName}-fr`);
      expect(
        children(object, 'caseValues').map((one) => [text(one, 'plural'), typeof text(one, 'value')]),
      ).to.deep.equal(
        [
          ['false', 'string'],
          ['true', 'string'],
        ],
        fullName,
      );
      expect(text(object, 'gender'), fullName).to.be.oneOf(['Feminine', 'Masculine']);
      expect(text(object, 'startsWith'), fullName).to.be.oneOf(['Consonant', 'Vowel']);
      expect(text(object, 'nameFieldLabel'), fullName).to.be.a('string');
    }
  });

  it('labels and explains every field', () => {
    for (const { fullName, content } of english.filter(({ type }) => type === 'CustomField')) {
      const field = translation('CustomFieldTranslation', fullName.replace('.', '-fr.'));
      expect(text(field, 'label'), fullName).to.have.length.within(1, 40);
      expect(text(field, 'help'), fullName).to.have.length.within(10, 510);
      expect(text(field, 'help'), fullName).not.to.equal(text(content, 'inlineHelpText'));
      const related = text(content, 'relationshipLabel');
      if (related !== undefined) expect(text(field, 'relationshipLabel'), fullName).to.be.a('string');
    }
  });

  it('translates every value of every picklist', () => {
    for (const { fullName, content } of english.filter(({ type }) => type === 'CustomField')) {
      const field = translation('CustomFieldTranslation', fullName.replace('.', '-fr.'));
      const translated = children(field, 'picklistValues');
      expect(
        translated.map((value) => text(value, 'masterLabel')),
        fullName,
      ).to.deep.equal(picklistValues(content));
      for (const value of translated) expect(text(value, 'translation'), fullName).to.be.a('string');
    }
  });

  it('says every validation message', () => {
    for (const { fullName, content } of english.filter(({ type }) => type === 'ValidationRule')) {
      const rules = children(
        translation('CustomObjectTranslation', `${objectOf(fullName)}-fr`),
        'validationRules',
      );
      const message = rules.find((rule) => `${objectOf(fullName)}.${text(rule, 'name')}` === fullName);
      expect(text(message ?? {}, 'errorMessage'), fullName).to.have.length.within(40, 255);
      expect(text(message ?? {}, 'errorMessage'), fullName).not.to.equal(text(content, 'errorMessage'));
    }
  });

  it('translates nothing that the package does not have', () => {
    const names = new Set(english.map(({ fullName }) => fullName));
    for (const { type, fullName } of french) {
      if (type === 'CustomFieldTranslation') expect(names).to.include(fullName.replace('-fr.', '.'));
    }
  });
});
