import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { apiVersion } from '../../src/salesforce/api-version.ts';
import { channels, longestComment } from '../../src/feedback/response.ts';
import { invitationChannels, invitationStatuses } from '../../src/feedback/invitation.ts';
import { surveyTypes } from '../../src/feedback/survey.ts';
import { children, picklistValues, readPackage, text } from './package-source.ts';
import type { Component } from './package-source.ts';

const components = readPackage('force-app/main');
const ofType = (type: string): Component[] => components.filter((component) => component.type === type);
const objects = ofType('CustomObject').filter(({ fullName }) => fullName.endsWith('__c'));
const fields = ofType('CustomField');

function field(fullName: string): Component['content'] {
  const found = fields.find((one) => one.fullName === fullName);
  if (found === undefined) throw new Error(`There is no field ${fullName} in force-app.`);
  return found.content;
}

describe('the objects that are installed in an org', () => {
  it('are the six of the data model', () => {
    expect(objects.map(({ fullName }) => fullName)).to.have.members([
      'Feedback_Survey__c',
      'Feedback_Invitation__c',
      'Feedback_Response__c',
      'Feedback_Action_Plan__c',
      'Feedback_Action__c',
      'Feedback_Unmatched__c',
    ]);
  });

  it('say what they are for, and who shares them', () => {
    for (const { fullName, content } of objects) {
      expect(text(content, 'description'), `${fullName}: description`).to.have.length.greaterThan(40);
      expect(text(content, 'sharingModel'), `${fullName}: sharingModel`).to.be.a('string');
      expect(text(content, 'deploymentStatus'), fullName).to.equal('Deployed');
    }
  });

  it('can each be written by external id', () => {
    for (const { fullName } of objects) {
      const external = field(`${fullName}.External_Id__c`);
      expect(text(external, 'externalId'), fullName).to.equal('true');
      expect(text(external, 'unique'), fullName).to.equal('true');
      expect(text(external, 'caseSensitive'), fullName).to.equal('true');
      expect(text(external, 'length'), fullName).to.equal('255');
    }
  });

  it('follow the account: details are written by those who may read it, and move when accounts are merged', () => {
    const details = fields.filter(({ content }) => text(content, 'type') === 'MasterDetail');
    expect(details.map(({ fullName }) => fullName)).to.have.members([
      'Feedback_Invitation__c.Account__c',
      'Feedback_Response__c.Account__c',
      'Feedback_Action_Plan__c.Account__c',
      'Feedback_Action__c.Action_Plan__c',
    ]);
    for (const { fullName, content } of details) {
      expect(text(content, 'writeRequiresMasterRead'), fullName).to.equal('true');
      expect(text(content, 'reparentableMasterDetail'), fullName).to.equal('true');
    }
  });

  it('give each parent one name for each kind of children', () => {
    const names = fields
      .filter(({ content }) => text(content, 'relationshipName') !== undefined)
      .map(({ content }) => `${text(content, 'referenceTo')}.${text(content, 'relationshipName')}`);
    expect(names).to.have.lengthOf(new Set(names).size);
  });

  it('can be listed: each has the list view All', () => {
    const views = ofType('ListView').map(({ fullName }) => fullName);
    expect(views).to.include.members(objects.map(({ fullName }) => `${fullName}.All`));
    expect(views).to.include('Feedback_Action__c.Mine');
  });
});

describe('the pages of the package', () => {
  const layouts = ofType('Layout');
  const itemsOf = (layout: Component): string[] =>
    children(layout.content, 'layoutSections')
      .flatMap((section) => children(section, 'layoutColumns'))
      .flatMap((column) => children(column, 'layoutItems'))
      .map((item) => text(item, 'field') ?? '');

  it('show every field but the one that only list views need', () => {
    for (const { fullName } of objects) {
      const layout = layouts.find((one) => one.fullName.startsWith(`${fullName}-`));
      const own = fields.map((one) => one.fullName).filter((name) => name.startsWith(`${fullName}.`));
      const shown = layout === undefined ? [] : itemsOf(layout).map((name) => `${fullName}.${name}`);
      expect(shown, fullName).to.include.members(own.filter((name) => !name.endsWith('.Is_Mine__c')));
    }
  });

  it('show no field that does not exist, nor do list views and headlines', () => {
    const known = new Set(fields.map(({ fullName }) => fullName));
    const custom = (names: string[]): string[] => names.filter((name) => name.endsWith('__c'));
    for (const layout of layouts) {
      const object = layout.fullName.split('-')[0];
      for (const name of custom(itemsOf(layout))) expect(known).to.include(`${object}.${name}`);
    }
    for (const { fullName, content } of [...ofType('ListView'), ...ofType('CompactLayout')]) {
      const names = [content['columns'], content['fields']].flat().filter((name) => typeof name === 'string');
      for (const name of custom(names)) expect(known).to.include(`${fullName.split('.')[0]}.${name}`);
    }
  });
});

describe('the fields that are installed in an org', () => {
  it('each have a label, a description and help that says more than the label', () => {
    for (const { fullName, content } of fields) {
      expect(text(content, 'label'), `${fullName}: label`).to.have.length.within(1, 40);
      expect(text(content, 'description'), `${fullName}: description`).to.have.length.greaterThan(10);
      const help = text(content, 'inlineHelpText');
      expect(help, `${fullName}: help`).to.have.length.within(10, 510);
      expect(help, `${fullName}: help`).not.to.equal(text(content, 'label'));
    }
  });

  it('know the same values as the vocabulary in src/feedback', () => {
    const values = (name: string): string[] => picklistValues(field(name));
    expect(values('Feedback_Survey__c.Type__c')).to.deep.equal([...surveyTypes]);
    expect(values('Feedback_Invitation__c.Status__c')).to.deep.equal([...invitationStatuses]);
    expect(values('Feedback_Invitation__c.Channel__c')).to.deep.equal([...invitationChannels]);
    expect(values('Feedback_Response__c.Channel__c')).to.deep.equal([...channels]);
    expect(text(field('Feedback_Response__c.Comment__c'), 'length')).to.equal(String(longestComment));
  });

  it('refuse values that the product does not know', () => {
    const picklists = fields.filter(({ content }) => text(content, 'type') === 'Picklist');
    for (const { fullName, content } of picklists) {
      expect(
        children(content, 'valueSet').map((set) => text(set, 'restricted')),
        fullName,
      ).to.deep.equal(['true']);
    }
  });
});

describe('the validation rules', () => {
  const rules = ofType('ValidationRule');

  it('are switched on, are explained, and tell people what to do', () => {
    for (const { fullName, content } of rules) {
      expect(text(content, 'active'), fullName).to.equal('true');
      expect(text(content, 'description'), fullName).to.be.a('string');
      expect(text(content, 'errorMessage'), fullName).to.have.length.within(40, 255);
    }
  });

  it('are shown beside a field that exists', () => {
    for (const { fullName, content } of rules) {
      const shown = text(content, 'errorDisplayField');
      if (shown !== undefined) field(`${fullName.split('.')[0]}.${shown}`);
    }
  });

  it('never stand in the way of work on accounts, contacts or opportunities', () => {
    for (const { fullName } of rules) expect(fullName).to.match(/^Feedback_/);
  });

  it('let scores, contacts and accounts of answers be changed only with the permission to correct', () => {
    const rule = rules.find(({ fullName }) => fullName.endsWith('.Only_Correctors_Change_An_Answer'));
    const formula = text(rule?.content ?? {}, 'errorConditionFormula');
    for (const name of ['Score__c', 'Contact__c', 'Account__c'])
      expect(formula).to.include(`ISCHANGED(${name})`);
    expect(formula).to.include('NOT($Permission.Feedback_Correct_Responses)');
  });
});

describe('the API version', () => {
  const project = fileURLToPath(new URL('../../', import.meta.url));

  it('is one and the same for the package and the code', () => {
    const settings: unknown = JSON.parse(readFileSync(`${project}sfdx-project.json`, 'utf8'));
    expect(settings).to.have.property('sourceApiVersion', apiVersion);
  });

  it('is the same in every file of the package that names one', () => {
    const files = readdirSync(`${project}force-app`, { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('-meta.xml'))) {
      const named = /<apiVersion>(.*?)<\/apiVersion>/.exec(
        readFileSync(`${project}force-app/${file}`, 'utf8'),
      );
      if (named !== null) expect(named[1], file).to.equal(apiVersion);
    }
  });
});
