import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { labelKeys } from '../../src/elements/labels.ts';
import { apiVersion } from '../../src/salesforce/api-version.ts';
import { english, french } from '../elements/labels.ts';
import { children, readPackage, text } from './package-source.ts';
import type { Component, Element } from './package-source.ts';

const folder = fileURLToPath(new URL('../../force-app/main/default/lwc/', import.meta.url));
/** The bundle of the elements is generated. */
const written = readdirSync(folder).filter((name) => name !== 'rapportElements');
const filesOf = (bundle: string, ending: string): string[] =>
  readdirSync(`${folder}${bundle}`)
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}${bundle}/${name}`);
const read = (path: string): string => readFileSync(path, 'utf8');

const components = readPackage('force-app/main');
const ofType = (type: string): Component[] => components.filter((component) => component.type === type);

interface Label {
  key: string;
  name: string;
}

/** The labels that a bundle takes in: the name in the org, and the name in the code. */
function labelsOf(bundle: string): Label[] {
  return filesOf(bundle, '.js').flatMap((path) =>
    [...read(path).matchAll(/import (\w+) from '@salesforce\/label\/c\.(\w+)'/g)].map(
      ([, key = '', name = '']) => ({ key, name }),
    ),
  );
}

/** Not a text: the version of the package, which `sf rapport validate org` reads. */
const versionLabel = 'Feedback_Package_Version';

const used = written.flatMap((bundle) => labelsOf(bundle));
const englishLabels = new Map(
  ofType('CustomLabels')
    .flatMap(({ content }) => children(content, 'labels'))
    .map((label): [string, Element] => [text(label, 'fullName') ?? '', label])
    .filter(([name]) => name !== versionLabel),
);
const frenchLabels = new Map(
  readPackage('force-app/french')
    .filter(({ type }) => type === 'Translations')
    .flatMap(({ content }) => children(content, 'customLabels'))
    .map((label): [string, string] => [text(label, 'name') ?? '', text(label, 'label') ?? ''])
    .filter(([name]) => name !== versionLabel),
);

describe('the texts of the Lightning components', () => {
  it('are custom labels of the package, each of which is used', () => {
    expect([...englishLabels.keys()].sort()).to.deep.equal([...new Set(used.map(({ name }) => name))].sort());
  });

  it('are said what they are for, in the category of the product, open to translation', () => {
    for (const [name, label] of englishLabels) {
      expect(name).to.match(/^Feedback_\w{2,70}$/);
      expect(text(label, 'categories'), name).to.equal('Rapport');
      expect(text(label, 'language'), name).to.equal('en_US');
      expect(text(label, 'protected'), name).to.equal('false');
      expect(text(label, 'shortDescription'), name).to.have.length.within(5, 80);
      expect(text(label, 'value'), name).to.have.length.within(1, 1000);
    }
  });

  it('are all there in French, with the same places for numbers and names', () => {
    expect([...frenchLabels.keys()].sort()).to.deep.equal([...englishLabels.keys()].sort());
    const places = (words: string): string[] => (words.match(/\{\d\}/g) ?? []).sort();
    for (const [name, label] of englishLabels) {
      const words = frenchLabels.get(name) ?? '';
      expect(words, name).to.not.equal('');
      expect(places(words), name).to.deep.equal(places(text(label, 'value') ?? ''));
    }
  });

  it('put a no-break space where French wants one', () => {
    for (const [name, words] of frenchLabels) expect(words, name).to.not.match(/ [:;!?%»]|« /);
  });

  it('are all that the elements need', () => {
    const keys = used.map(({ key }) => key);
    expect(labelKeys.filter((key) => !keys.includes(key))).to.deep.equal([]);
    for (const { key, name } of used) {
      if (key === 'title') continue;
      const words = key.match(/[A-Z]?[a-z]+/g) ?? [];
      expect(name.toLowerCase(), key).to.equal(`feedback_${words.join('_').toLowerCase()}`);
    }
  });

  it('are those with which the elements are tested', () => {
    for (const { key, name } of used) {
      if (key === 'title') continue;
      const known = key as keyof typeof english;
      expect(text(englishLabels.get(name) ?? {}, 'value'), name).to.equal(english[known]);
      expect(frenchLabels.get(name), name).to.equal(french[known]);
    }
  });

  it('stand in no template: there is no text between the tags, nor in what is read aloud', () => {
    for (const path of written.flatMap((bundle) => filesOf(bundle, '.html'))) {
      const template = read(path).replace(/<!--[^]*?-->/g, '');
      const between = template.replace(/<[^>]*>/g, ' ').replace(/\{[^}]*\}/g, ' ');
      expect(between.trim(), path).to.equal('');
      expect(template, path).to.not.match(/(label|title|alternative-text|aria-label|placeholder)="/);
    }
  });
});

describe('the Lightning components', () => {
  const descriptions = ofType('LightningComponentBundle');
  /** An account, and the records whose account the components find. */
  const ofAnAccount = ['Account', 'Contact', 'Opportunity', 'Case', 'Feedback_Action_Plan__c'];

  it('say what they are, and only the two that belong on an account and its records are offered to page builders', () => {
    expect(descriptions.map(({ fullName }) => fullName)).to.include.members(written);
    for (const { fullName, content } of descriptions) {
      expect(text(content, 'apiVersion'), fullName).to.equal(apiVersion);
      expect(text(content, 'description'), fullName).to.have.length.greaterThan(30);
      expect(text(content, 'masterLabel'), fullName).to.match(/^Rapport/);
      const offered = ['rapportRelationship', 'rapportOpenActions'].includes(fullName);
      expect(text(content, 'isExposed'), fullName).to.equal(String(offered));
      const objects = children(content, 'targetConfigs')
        .flatMap((configs) => children(configs, 'targetConfig'))
        .flatMap((config) => children(config, 'objects'))
        .flatMap(({ object }) => [object ?? []].flat());
      expect(objects, fullName).to.deep.equal(offered ? ofAnAccount : []);
    }
  });

  it('know how to find the account of every record on whose page they may be placed', () => {
    const queries = read(`${folder}rapportAccountCard/accountQueries.js`);
    const known = /accountQueries = \{([^}]*)\}/.exec(queries)?.[1]?.match(/\w+(?=:)/g);
    expect(known).to.deep.equal(ofAnAccount.slice(1));
  });

  it('are short: at most 150 lines of code a file', () => {
    for (const path of written.flatMap((bundle) => filesOf(bundle, '.js')))
      expect(read(path).split('\n').length, path).to.be.at.most(151);
  });

  it('explain everything that a page can set', () => {
    for (const path of written.flatMap((bundle) => filesOf(bundle, '.js'))) {
      const lines = read(path).split('\n');
      lines.forEach((line, index) => {
        if (line.trim().startsWith('@api'))
          expect(lines[index - 1]?.trim(), `${path}: ${line}`).to.match(/\*\/$/);
      });
    }
  });
});
