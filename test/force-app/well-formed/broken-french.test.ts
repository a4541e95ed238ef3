import { expect } from 'chai';
import { adding, foundIn, replacing, textOf, uncounted, without } from './broken-copy.ts';
import type { Copy } from './broken-copy.ts';

const main = 'force-app/main/default';
const french = 'force-app/french/default';
const objects = `${main}/objects`;
const type = `${objects}/Feedback_Survey__c/fields/Type__c.field-meta.xml`;
const translations = `${french}/translations/fr.translation-meta.xml`;
const frenchType = `${french}/objectTranslations/Feedback_Survey__c-fr/Type__c.fieldTranslation-meta.xml`;
const frenchPlan = `${french}/objectTranslations/Feedback_Action_Plan__c-fr/Feedback_Action_Plan__c-fr.objectTranslation-meta.xml`;

/** What is broken in French, and where the English is that it leaves unsaid. */
const inFrench: [...Copy, english?: string][] = [
  [
    'a field whose label is not in French',
    frenchType,
    without('label'),
    'label',
    'Feedback_Survey__c.Type__c: label is not said in French',
    type,
  ],
  [
    'a value that is not in French',
    frenchType,
    without('translation'),
    'valueSet/valueSetDefinition/value/label',
    'Feedback_Survey__c.Type__c: value “Relationship” is not said in French',
    type,
  ],
  [
    'a value of a global set that is not in French',
    `${french}/globalValueSetTranslations/Feedback_Role__gvs-fr.globalValueSetTranslation-meta.xml`,
    without('valueTranslation'),
    'customValue/label',
    'Feedback_Role__gvs: value “Decision Maker” is not said in French',
    `${main}/globalValueSets/Feedback_Role__gvs.globalValueSet-meta.xml`,
  ],
  [
    'a validation message that is not in French',
    frenchPlan,
    replacing(
      /<validationRules>\s*<errorMessage>[^<]*<\/errorMessage>\s*<name>Done_Only_Without_Open_Actions<\/name>\s*<\/validationRules>/,
      '',
    ),
    'errorMessage',
    'Feedback_Action_Plan__c.Done_Only_Without_Open_Actions: message is not said in French',
    `${objects}/Feedback_Action_Plan__c/validationRules/Done_Only_Without_Open_Actions.validationRule-meta.xml`,
  ],
  [
    'a custom label that is not in French',
    translations,
    replacing(
      /<customLabels>\s*<label>[^<]*<\/label>\s*<name>Feedback_Try_Again<\/name>\s*<\/customLabels>/,
      '',
    ),
    'labels/value',
    'label Feedback_Try_Again is not said in French',
    `${main}/labels/CustomLabels.labels-meta.xml`,
  ],
  [
    'an action that is not in French',
    frenchPlan,
    without('quickActions'),
    'label',
    'action Feedback_Action_Plan__c.New_Action: label is not said in French',
    `${main}/quickActions/Feedback_Action_Plan__c.New_Action.quickAction-meta.xml`,
  ],
  [
    'a section of a layout that is not in French',
    `${french}/objectTranslations/Feedback_Setting__mdt-fr/Feedback_Setting__mdt-fr.objectTranslation-meta.xml`,
    without('sections'),
    'layoutSections/label',
    'layout Feedback_Setting__mdt-Feedback Setting Layout: section “Scores and Surveys” is not said in French',
    `${main}/layouts/Feedback_Setting__mdt-Feedback Setting Layout.layout-meta.xml`,
  ],
  [
    'a report type that is not in French',
    translations,
    replacing(/<label>[^<]*<\/label>(\s*<name>Feedback_Accounts<\/name>)/, '$1'),
    'label',
    'report type Feedback_Accounts: label is not said in French',
    `${main}/reportTypes/Feedback_Accounts.reportType-meta.xml`,
  ],
  [
    'French for a report that is not there',
    translations,
    adding('Translations', '<reports><label>Rien</label><name>Customer_Feedback/Nothing</name></reports>'),
    'reports/label',
    'report Customer_Feedback/Nothing: label is not in the package',
  ],
  [
    'French of a kind that is not looked at',
    translations,
    adding('Translations', '<prompts><label>Rien</label><name>Nothing</name></prompts>'),
    'prompts',
    'is not known to translatable.ts',
  ],
  [
    'French for a rule that is not there',
    frenchPlan,
    adding(
      'CustomObjectTranslation',
      '<validationRules><errorMessage>Jamais.</errorMessage><name>Never</name></validationRules>',
    ),
    'validationRules/errorMessage',
    'Feedback_Action_Plan__c.Never: message is not in the package',
  ],
  [
    'French for a value that is not there',
    frenchType,
    adding(
      'CustomFieldTranslation',
      '<picklistValues><masterLabel>Pulse</masterLabel><translation>Pouls</translation></picklistValues>',
    ),
    'picklistValues/translation',
    'Feedback_Survey__c.Type__c: value “Pulse” is not in the package',
  ],
  [
    'an object without a gender',
    frenchPlan,
    replacing('<gender>Masculine</gender>', '<gender>Neuter</gender>'),
    'gender',
    'is neither feminine nor masculine',
  ],
];

describe('a broken copy of the package: French', () => {
  for (const [what, file, change, element, problem, english = file] of inFrench) {
    it(`is found with ${what}`, () => {
      expect(foundIn({ [file]: change }).map(uncounted)).to.deep.equal([
        `${english}: ${element}: ${problem}`,
      ]);
    });
  }

  it('is found with help that was left in English', () => {
    const english = /<inlineHelpText>(.*?)</.exec(textOf(type))?.[1] ?? '';
    const change = replacing(/<help>.*?</, `<help>${english}<`);
    expect(foundIn({ [frenchType]: change })).to.deep.equal([
      `${frenchType}: help: Feedback_Survey__c.Type__c: help is the English one`,
    ]);
  });

  it('is found with French for a field that is not there', () => {
    const field = `${objects}/Account/fields/Feedback_Window_Days__c.field-meta.xml`;
    const file = `${french}/objectTranslations/Account-fr/Feedback_Days__c.fieldTranslation-meta.xml`;
    const there = textOf(file.replace('Feedback_Days__c', 'Feedback_Window_Days__c'));
    const found = foundIn({ [file]: () => there.replace('Feedback_Window_Days__c', 'Feedback_Days__c') });
    expect(textOf(field)).to.not.equal('');
    expect(found).to.have.members([
      `${file}: label: Account.Feedback_Days__c: label is not in the package`,
      `${file}: help: Account.Feedback_Days__c: help is not in the package`,
    ]);
  });
});
