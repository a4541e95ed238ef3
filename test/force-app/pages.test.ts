import { expect } from 'chai';
import { children, readPackage, text } from './package-source.ts';
import type { Component, Element } from './package-source.ts';

const components = readPackage('force-app/main');
const french = readPackage('force-app/french');
const ofType = (type: string): Component[] => components.filter((component) => component.type === type);
const strings = (element: Element, name: string): unknown[] => [element[name] ?? []].flat();

const app = ofType('CustomApplication')[0]?.content ?? {};
const actions = ofType('QuickAction');
const pages = ofType('FlexiPage').map(({ fullName, content }) => ({
  fullName,
  content,
  object: text(content, 'sobjectType') ?? '',
}));

/** The components of a region of a page, in their order. */
function componentsIn(page: Element, region: string): Element[] {
  return children(page, 'flexiPageRegions')
    .filter((one) => text(one, 'name') === region)
    .flatMap((one) => children(one, 'itemInstances'))
    .flatMap((item) => children(item, 'componentInstance'));
}

/** The actions that a page shows in the header of the record; none where the layout says it. */
function actionsOn(page: Element): unknown[] {
  return componentsIn(page, 'header')
    .flatMap((instance) => children(instance, 'componentInstanceProperties'))
    .filter((property) => text(property, 'name') === 'actionNames')
    .flatMap((property) => children(property, 'valueList'))
    .flatMap((list) => children(list, 'valueListItems'))
    .map((item) => text(item, 'value'));
}

/** The values that an action sets before anybody writes, by field. */
function presetsOf({ content }: Component): Record<string, string | undefined> {
  const overrides = children(content, 'fieldOverrides').map((override) => [
    text(override, 'field'),
    text(override, 'formula') ?? text(override, 'literalValue'),
  ]);
  return Object.fromEntries(overrides) as Record<string, string | undefined>;
}

/** The fields that an action asks for; of one behaviour only, such as `Required`. */
function fieldsOf({ content }: Component, behavior?: string): unknown[] {
  return children(content, 'quickActionLayout')
    .flatMap((layout) => children(layout, 'quickActionLayoutColumns'))
    .flatMap((column) => children(column, 'quickActionLayoutItems'))
    .filter((item) => behavior === undefined || text(item, 'uiBehavior') === behavior)
    .map((item) => text(item, 'field'));
}

describe('the record pages', () => {
  it('are those of an account, its contacts, opportunities and cases, and of an action plan', () => {
    expect(pages.map(({ object }) => object).sort()).to.deep.equal([
      'Account',
      'Case',
      'Contact',
      'Feedback_Action_Plan__c',
      'Opportunity',
    ]);
  });

  for (const { object, content } of pages) {
    it(`have the two cards in the sidebar, beside details and related lists (${object})`, () => {
      const names = (region: string) =>
        componentsIn(content, region).map((instance) => text(instance, 'componentName'));
      expect(text(content, 'type')).to.equal('RecordPage');
      expect(text(content, 'description')).to.have.length.within(100, 255);
      expect(names('header')).to.deep.equal(['force:highlightsPanel']);
      expect(names('main')).to.deep.equal(['force:detailPanel', 'force:relatedListContainer']);
      expect(names('sidebar')).to.deep.equal(['rapportRelationship', 'rapportOpenActions']);
    });
  }

  it('of standard objects show the actions of the package, which no layout of the org has yet', () => {
    for (const { object, content } of pages.filter(({ object: name }) => !name.endsWith('__c'))) {
      const own = actions.map(({ fullName }) => fullName).filter((name) => name.startsWith(`${object}.`));
      expect(actionsOn(content), object).to.deep.equal(
        own.length > 0 ? [...own.sort(), 'Edit', 'Delete'] : [],
      );
    }
  });
});

describe('the page of a survey', () => {
  it('lets an administrator give it the External ID by which files name it', () => {
    const layout = ofType('Layout').find(({ fullName }) => fullName.startsWith('Feedback_Survey__c-'));
    const behaviors = children(layout?.content ?? {}, 'layoutSections')
      .flatMap((section) => children(section, 'layoutColumns'))
      .flatMap((column) => children(column, 'layoutItems'))
      .filter((item) => text(item, 'field') === 'External_Id__c')
      .map((item) => text(item, 'behavior'));
    expect(behaviors).to.deep.equal(['Edit']);
  });
});

describe('the app Customer Feedback', () => {
  it('shows the record pages of the package, and leaves every other app as it is', () => {
    const shown = children(app, 'actionOverrides').map((override) => [
      ...['actionName', 'type', 'formFactor', 'pageOrSobjectType', 'content'].map((name) =>
        text(override, name),
      ),
    ]);
    expect(shown.sort()).to.deep.equal(
      pages.map(({ fullName, object }) => ['View', 'Flexipage', 'Large', object, fullName]).sort(),
    );
    for (const { fullName, content } of ofType('CustomObject'))
      expect(content['actionOverrides'], fullName).to.equal(undefined);
  });

  it('is a Lightning app for desktop and phone, with work first and reports last', () => {
    expect([text(app, 'uiType'), text(app, 'navType')]).to.deep.equal(['Lightning', 'Standard']);
    expect(strings(app, 'formFactors')).to.deep.equal(['Large', 'Small']);
    const tabs = strings(app, 'tabs');
    expect(tabs.slice(0, 4)).to.deep.equal([
      ...['standard-home', 'standard-Account', 'standard-Contact', 'standard-Opportunity'],
    ]);
    expect(tabs.slice(-2)).to.deep.equal(['standard-report', 'standard-Dashboard']);
    const own = ofType('CustomTab').map(({ fullName }) => fullName);
    expect(own).to.include.members(tabs.filter((tab) => String(tab).endsWith('__c')));
  });

  it('has tabs with an icon of their own each', () => {
    const icons = ofType('CustomTab').map(({ content }) => text(content, 'motif'));
    expect(new Set(icons).size).to.equal(icons.length);
    for (const icon of icons) expect(icon).to.match(/^Custom\d+: \w/);
  });

  it('has a name and a description in French', () => {
    const translated = french
      .filter(({ type }) => type === 'Translations')
      .flatMap(({ content }) => children(content, 'customApplications'));
    expect(translated.map((one) => text(one, 'name'))).to.deep.equal(['Customer_Feedback']);
    for (const name of ['label', 'description']) {
      const words = text(translated[0] ?? {}, name);
      expect(words).to.have.length.greaterThan(5);
      expect(words).not.to.equal(text(app, name));
    }
  });
});

describe('the quick actions', () => {
  it('say what they are for, and in French what they are', () => {
    for (const { fullName, content } of actions) {
      const [object = '', name] = fullName.split('.');
      expect(text(content, 'description'), fullName).to.have.length.within(40, 255);
      expect(text(content, 'label'), fullName).to.have.length.within(5, 40);
      const translated = french
        .filter((one) => one.fullName === `${object}-fr`)
        .flatMap((one) => children(one.content, 'quickActions'))
        .find((one) => text(one, 'name') === name);
      expect(text(translated ?? {}, 'label'), fullName).to.have.length.within(5, 40);
    }
  });

  it('make a record of the one on whose page they are, and ask for or set all that it needs', () => {
    const fields = ofType('CustomField');
    for (const action of actions) {
      const { fullName, content } = action;
      const target = text(content, 'targetObject') ?? '';
      const parentField = text(content, 'targetParentField') ?? '';
      const parent = fields.find((field) => field.fullName === `${target}.${parentField}`);
      expect(text(parent?.content ?? {}, 'referenceTo'), fullName).to.equal(fullName.split('.')[0]);
      const needed = fields
        .filter((field) => field.fullName.startsWith(`${target}.`))
        .filter(
          (field) =>
            text(field.content, 'required') === 'true' || text(field.content, 'type') === 'MasterDetail',
        )
        .map((field) => field.fullName.split('.')[1] ?? '');
      const given = [parentField, ...fieldsOf(action), ...Object.keys(presetsOf(action))];
      expect(given, fullName).to.include.members(needed);
    }
  });

  it('note a conversation as one, now, and let nobody pass it for an answer to a survey', () => {
    for (const action of actions.filter(({ fullName }) => fullName.endsWith('.Feedback_Log_Conversation'))) {
      expect(presetsOf(action), action.fullName).to.include({
        Channel__c: 'Conversation',
        Responded_At__c: 'NOW()',
      });
      expect(fieldsOf(action), action.fullName).not.to.include('Channel__c');
    }
  });

  it('ask of a conversation what a rep knows after it: the words and the date, a score only where there was one', () => {
    const asked = new Map(
      actions.map((action) => [
        action.fullName,
        { all: fieldsOf(action), must: fieldsOf(action, 'Required') },
      ]),
    );
    expect(asked.get('Account.Feedback_Log_Conversation')).to.deep.equal({
      all: ['Contact__c', 'Comment__c', 'Responded_At__c', 'Score__c', 'Category__c'],
      must: ['Comment__c', 'Responded_At__c'],
    });
    // the account is that of the person, and could be empty there
    expect(asked.get('Contact.Feedback_Log_Conversation')).to.deep.equal({
      all: ['Account__c', 'Comment__c', 'Responded_At__c', 'Score__c', 'Category__c'],
      must: ['Account__c', 'Comment__c', 'Responded_At__c'],
    });
  });

  it('take the account from the record, where that is not an account', () => {
    const sources = actions.map((action) => [action.fullName, presetsOf(action)['Account__c']]);
    expect(Object.fromEntries(sources)).to.deep.equal({
      'Account.Feedback_Log_Conversation': undefined,
      'Account.Feedback_New_Action_Plan': undefined,
      'Contact.Feedback_Log_Conversation': 'Contact.AccountId',
      'Feedback_Action_Plan__c.New_Action': undefined,
      'Feedback_Response__c.New_Action_Plan': 'Feedback_Response__c.Account__c',
      'Opportunity.Feedback_Add_Competitor': undefined,
      'Opportunity.Feedback_New_Action_Plan': 'Opportunity.AccountId',
    });
  });
});

describe('the alert in the bell', () => {
  it('reaches people at their desk and on the phone, and asks for no Slack', () => {
    const [alert] = ofType('CustomNotificationType');
    expect(alert?.fullName).to.equal('Feedback_Alert');
    const { content = {} } = alert ?? {};
    expect(text(content, 'customNotifTypeName')).to.equal('Feedback_Alert');
    expect(['desktop', 'mobile', 'slack'].map((name) => text(content, name))).to.deep.equal([
      ...['true', 'true', 'false'],
    ]);
  });
});
