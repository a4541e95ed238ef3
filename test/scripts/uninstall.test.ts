import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ComponentSet } from '@salesforce/source-deploy-retrieve';
import { expect } from 'chai';
import { uninstallFolder, uninstallManifests } from '../../scripts/build-uninstall.ts';
import { bundlesBySteps } from '../../scripts/uninstall/bundle-steps.ts';
import { readInstalledComponents } from '../../scripts/uninstall/installed-components.ts';
import type { InstalledComponent } from '../../scripts/uninstall/installed-components.ts';
import { manifestXml } from '../../scripts/uninstall/manifest-xml.ts';
import { fatesOf, stageNames } from '../../scripts/uninstall/stages.ts';

const folders = ['force-app/main', 'force-app/french', 'config/defaults', 'config/defaults-french'];
const keyOf = ({ type, fullName }: { type: string; fullName: string }) => `${type}:${fullName}`;

describe('the manifests of the uninstallation', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const components = readInstalledComponents(folders.map((folder) => `${root}${folder}`));
  const fates = fatesOf(components);
  /** What each stage names, read from its file as the Salesforce CLI reads it. */
  const named = new Map<string, string[]>();
  before(async () => {
    for (const name of stageNames) {
      const manifestPath = fileURLToPath(new URL(`${name}.xml`, uninstallFolder));
      const set = await ComponentSet.fromManifest({ manifestPath });
      named.set(
        name,
        [...set].map(({ type, fullName }) =>
          keyOf({ type: typeof type === 'string' ? type : type.name, fullName }),
        ),
      );
    }
  });

  it('are made from the components: run `npm run generate` when this fails', () => {
    const files = uninstallManifests();
    expect(readdirSync(uninstallFolder)).to.have.members([...files.keys()]);
    for (const [name, text] of files) {
      const kept = readFileSync(new URL(name, uninstallFolder), 'utf8');
      expect(kept === text, `${name} is stale`).to.equal(true);
    }
  });

  it('name each component once, but what goes with its object and the words of a language', () => {
    const allNamed = [...named.values()].flat();
    expect(allNamed).to.have.members([...new Set(allNamed)]);
    const byName: string[] = [];
    const carriers = new Map<string, Set<string>>();
    for (const component of components) {
      const fate = fates.get(keyOf(component))!;
      if ('stage' in fate) {
        expect(named.get(fate.stage), keyOf(component)).to.include(keyOf(component));
        byName.push(keyOf(component));
      } else if (fate.goesWith.endsWith('__c') || fate.goesWith.endsWith('__mdt')) {
        expect(named.get('5-objects'), keyOf(component)).to.include(`CustomObject:${fate.goesWith}`);
      } else {
        carriers.set(component.type, (carriers.get(component.type) ?? new Set()).add(fate.goesWith));
      }
    }
    expect(allNamed).to.have.members(byName);
    expect([...carriers.keys()]).to.have.members([
      'CustomLabels',
      'CustomObjectTranslation',
      'CustomFieldTranslation',
      'GlobalValueSetTranslation',
      'Translations',
    ]);
  });

  it('name nothing that Salesforce does not let go by its name, nothing of its own, and no part of an object but rules and roll-ups', () => {
    for (const key of [...named.values()].flat()) {
      const [type = '', fullName = ''] = key.split(':');
      expect(type).not.to.match(/Layout|ListView|Translation/);
      if (type === 'CustomObject') expect(fullName).to.match(/^Feedback_\w+__(c|mdt)$/);
      if (type === 'CustomField')
        expect(fullName).to.match(/^(Account|Contact|Opportunity)\.Feedback_|\.Open_Actions__c$/);
    }
  });

  it('delete nothing that something deleted with it or later refers to', () => {
    const stageOf = (key: string) => stageNames.findIndex((name) => named.get(name)!.includes(key));
    const stageWith = (component: InstalledComponent) => {
      const fate = fates.get(keyOf(component))!;
      return 'stage' in fate ? stageOf(keyOf(component)) : stageOf(`CustomObject:${fate.goesWith}`);
    };
    const targets = components.filter((component) => 'stage' in fates.get(keyOf(component))!);
    const held = components.flatMap((component) => {
      const stage = stageWith(component);
      return targets
        .filter((target) => target !== component && stageOf(keyOf(target)) <= stage)
        .filter((target) => !isAllowed(component, target) && refersTo(component, target))
        .map((target) => `${keyOf(component)} refers to ${keyOf(target)}`);
    });
    expect(held).to.deep.equal([]);
  });

  it('delete folders after all that lies in them, with a deploy between for the Recycle Bin', () => {
    for (const [folder, content] of [
      ['ReportFolder', 'Report'],
      ['DashboardFolder', 'Dashboard'],
    ]) {
      const stageOf = (type: string) =>
        stageNames.findIndex((name) => named.get(name)!.some((key) => key.startsWith(`${type}:`)));
      expect(stageOf(folder!)).to.be.greaterThan(stageOf(content!) + 1);
    }
  });
});

/** Objects go together with their lookups to one another; rights, layouts and list views lose what is deleted. */
function isAllowed(from: InstalledComponent, to: InstalledComponent): boolean {
  const isData = ['CustomObject', 'CustomField'].includes(to.type);
  if (from.type === 'CustomObject') return isData;
  if (from.type === 'CustomField') return isData && !/<formula>|<summaryOperation>/.test(from.text);
  if (['Layout', 'ListView'].includes(from.type)) return isData;
  if (from.type === 'QuickAction') return to.type === 'CustomObject';
  return from.type === 'PermissionSet' && to.type !== 'CustomPermission';
}

/** Whether a component's files name another, in the way in which that type is named; what they tell people is no reference. */
function refersTo(from: InstalledComponent, { type, fullName }: InstalledComponent): boolean {
  const text = from.text.replace(/<(description|inlineHelpText)>[^<]*/g, '');
  const name = fullName.slice(fullName.indexOf('.') + 1);
  const kebab = fullName.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const patterns: Partial<Record<string, string>> = {
    LightningComponentBundle: `'c/${fullName}'|<c-${kebab}\\b|<componentName>${fullName}<`,
    CustomLabel: `label/c\\.${fullName}\\b`,
    CustomApplication: `<application>${fullName}<`,
    CustomTab: `<tabs?>${fullName}<`,
    ReportType: `<reportType>${fullName}__c<`,
    QuickAction: `\\b${fullName.replace('.', '\\.')}\\b`,
    CustomField: `\\b${name}\\b`,
    CustomMetadata: `${fullName.replace('.', '__mdt\\.')}\\b`,
    ReportFolder: `<folder>${fullName}<`,
    DashboardFolder: `<folder>${fullName}<`,
  };
  return new RegExp(patterns[type] ?? `\\b${fullName}\\b`).test(text);
}

describe('the stages of the uninstallation', () => {
  const component = (type: string, fullName: string, text = ''): InstalledComponent => ({
    type,
    fullName,
    text,
  });
  const fateOf = (type: string, fullName: string, text = '') =>
    fatesOf([component(type, fullName, text)]).get(`${type}:${fullName}`);

  it('want to be told of a type that they do not know, and of a part that Salesforce keeps', () => {
    expect(() => fateOf('Flow', 'Feedback_Follow_Up')).to.throw('how Flow Feedback_Follow_Up is deleted');
    expect(() => fateOf('Layout', 'Account-Feedback')).to.throw('how Layout Account-Feedback is deleted');
  });

  it('delete a field before what it is computed from, unless both go with one object', () => {
    const formula = (text: string) => `<formula>${text}</formula>`;
    expect(fateOf('CustomField', 'Bee__c.Age__c', formula('TODAY() - Born__c'))).to.deep.equal({
      goesWith: 'Bee__c',
    });
    for (const [name, text] of [
      ['Bee__c.Hive_Age__c', formula('Hive__r.Age__c')],
      ['Account.Feedback_Age__c', formula('TODAY() - Feedback_Born__c')],
      ['Hive__c.Bees__c', '<type>Summary</type>'],
    ] as const)
      expect(fateOf('CustomField', name, text), name).to.deep.equal({ stage: '4-roll-ups' });
    expect(fateOf('CustomField', 'Account.Feedback_Born__c')).to.deep.equal({ stage: '5-objects' });
  });

  it('delete Lightning components after those that are made of them', () => {
    const bundle = (name: string, text = '') => component('LightningComponentBundle', name, text);
    const steps = bundlesBySteps([
      bundle('words'),
      bundle('openActions', `import { wordsOf } from 'c/words';`),
      bundle('page', `<template><c-open-actions></c-open-actions></template> import 'c/words';`),
    ]);
    expect(Object.fromEntries(steps)).to.deep.equal({ page: 0, openActions: 1, words: 2 });
    const circle = [bundle('a', `import 'c/b';`), bundle('b', `import 'c/a';`)];
    expect(() => bundlesBySteps(circle)).to.throw('use one another: a, b, a');
    const long = ['a', 'b', 'c', 'd'].map((name, index, all) =>
      bundle(name, `import 'c/${all[index + 1]}';`),
    );
    expect(() => fatesOf(long)).to.throw('d is used in 3 steps');
  });

  it('are written as Salesforce reads manifests: folders under the type of what is in them', () => {
    const xml = manifestXml(
      [
        { type: 'ReportFolder', fullName: 'Hives' },
        { type: 'CustomLabel', fullName: 'Sting' },
        { type: 'CustomLabel', fullName: 'Honey' },
      ],
      '67.0',
    );
    expect(xml.match(/<(members|name|version)>[^<]+/g)).to.deep.equal([
      '<members>Honey',
      '<members>Sting',
      '<name>CustomLabel',
      '<members>Hives',
      '<name>Report',
      '<version>67.0',
    ]);
  });
});
