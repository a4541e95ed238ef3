import { expect } from 'chai';
import { channels, longestComment } from '../../src/feedback/response.ts';
import { invitationChannels, invitationStatuses } from '../../src/feedback/invitation.ts';
import { surveyTypes } from '../../src/feedback/survey.ts';
import { children, picklistValues, readPackage, text } from './package-source.ts';
import type { Component } from './package-source.ts';

// what is true of any package is a rule of its own: well-formed/rules.ts
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
  it('are those of the data model', () => {
    expect(ofType('CustomObject').map(({ fullName }) => fullName)).to.have.members([
      'Feedback_Survey__c',
      'Feedback_Question__c',
      'Feedback_Invitation__c',
      'Feedback_Response__c',
      'Feedback_Answer__c',
      'Feedback_Action_Plan__c',
      'Feedback_Action__c',
      'Feedback_Snapshot__c',
      'Feedback_Story__c',
      'Feedback_Deal_Competitor__c',
      'Feedback_Unmatched__c',
      'Feedback_Setting__mdt',
      'Feedback_Alert_Rule__mdt',
    ]);
  });

  it('say what they are for, and can be used at once', () => {
    for (const { fullName, content } of objects) {
      expect(text(content, 'description'), `${fullName}: description`).to.have.length.greaterThan(40);
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

  it('follow the account, or what follows it: what customers said and what is done about it is nobody’s own', () => {
    const details = fields.filter(({ content }) => text(content, 'type') === 'MasterDetail');
    expect(
      details.map(({ fullName, content }) => `${fullName} → ${text(content, 'referenceTo')}`),
    ).to.have.members([
      'Feedback_Question__c.Survey__c → Feedback_Survey__c',
      'Feedback_Invitation__c.Account__c → Account',
      'Feedback_Response__c.Account__c → Account',
      'Feedback_Answer__c.Response__c → Feedback_Response__c',
      'Feedback_Action_Plan__c.Account__c → Account',
      'Feedback_Action__c.Action_Plan__c → Feedback_Action_Plan__c',
      'Feedback_Snapshot__c.Account__c → Account',
      'Feedback_Deal_Competitor__c.Opportunity__c → Opportunity',
    ]);
  });

  it('leave stories and unmatched answers to their owner', () => {
    const owned = objects.filter(({ content }) => text(content, 'sharingModel') === 'Private');
    expect(owned.map(({ fullName }) => fullName)).to.have.members([
      'Feedback_Story__c',
      'Feedback_Unmatched__c',
    ]);
  });

  it('can be listed: each with a tab has the list view All, and who works on them finds what is theirs and late', () => {
    const views = ofType('ListView').map(({ fullName }) => fullName);
    expect(views).to.include.members(ofType('CustomTab').map(({ fullName }) => `${fullName}.All`));
    expect(views).to.include.members([
      'Feedback_Action__c.Mine',
      'Feedback_Action__c.Late',
      'Feedback_Action_Plan__c.Mine',
      'Feedback_Action_Plan__c.Late',
      'Feedback_Invitation__c.Mine',
      'Feedback_Story__c.Mine',
      'Feedback_Survey__c.Mine',
    ]);
  });
});

describe('the pages of the package', () => {
  it('show every field but those that only list views and the integration need', () => {
    const unseen = ['Is_Mine__c', 'Token_Hash__c'];
    for (const { fullName } of ofType('CustomObject')) {
      const layout = ofType('Layout').find((one) => one.fullName.startsWith(`${fullName}-`));
      const shown = children(layout?.content ?? {}, 'layoutSections')
        .flatMap((section) => children(section, 'layoutColumns'))
        .flatMap((column) => children(column, 'layoutItems'))
        .map((item) => `${fullName}.${text(item, 'field') ?? ''}`);
      const own = fields.map((one) => one.fullName).filter((name) => name.startsWith(`${fullName}.`));
      const needed = own.filter((name) => !unseen.includes(name.replace(`${fullName}.`, '')));
      expect(shown, fullName).to.include.members(needed);
    }
  });
});

describe('the fields that are installed in an org', () => {
  it('know the same values as the vocabulary in src/feedback', () => {
    const values = (name: string): string[] => picklistValues(field(name));
    expect(values('Feedback_Survey__c.Type__c')).to.deep.equal([...surveyTypes]);
    expect(values('Feedback_Invitation__c.Status__c')).to.deep.equal([...invitationStatuses]);
    expect(values('Feedback_Invitation__c.Channel__c')).to.deep.equal([...invitationChannels]);
    expect(values('Feedback_Response__c.Channel__c')).to.deep.equal([...channels]);
    expect(text(field('Feedback_Response__c.Comment__c'), 'length')).to.equal(String(longestComment));
  });

  it('share roles and reasons, so that what buyers and reps say can be laid side by side', () => {
    const set = (name: string): (string | undefined)[] =>
      children(field(name), 'valueSet').map((one) => text(one, 'valueSetName'));
    expect(set('Contact.Feedback_Role__c')).to.deep.equal(set('Feedback_Response__c.Respondent_Role__c'));
    expect(set('Opportunity.Feedback_Rep_Reason__c')).to.deep.equal(
      set('Feedback_Response__c.Buyer_Reason__c'),
    );
    expect(set('Feedback_Response__c.Buyer_Reason__c')).to.deep.equal(['Feedback_Win_Loss_Reason__gvs']);
  });

  it('leave the settings of an org to its admins', () => {
    const settings = fields.filter(({ fullName }) => fullName.includes('__mdt.'));
    expect(settings).to.have.length.greaterThan(10);
    for (const { fullName, content } of settings)
      expect(text(content, 'fieldManageability'), fullName).to.equal('SubscriberControlled');
  });
});

describe('the validation rules', () => {
  const rules = ofType('ValidationRule');

  it('are switched on, and tell people what to do', () => {
    for (const { fullName, content } of rules) {
      expect(text(content, 'active'), fullName).to.equal('true');
      expect(text(content, 'errorMessage'), fullName).to.have.length.of.at.least(40);
    }
  });

  it('let scores, contacts and accounts of answers be changed only with the permission to correct', () => {
    const name = 'Feedback_Response__c.Only_Correctors_Change_An_Answer';
    const rule = rules.find(({ fullName }) => fullName === name);
    const formula = text(rule?.content ?? {}, 'errorConditionFormula');
    for (const given of ['Score__c', 'Contact__c', 'Account__c'])
      expect(formula).to.include(`ISCHANGED(${given})`);
    expect(formula).to.include('NOT($Permission.Feedback_Correct_Responses)');
  });
});
