import { expect } from 'chai';
import { adding, foundIn, replacing, without } from './broken-copy.ts';
import type { Copy } from './broken-copy.ts';

const main = 'force-app/main/default';
const objects = `${main}/objects`;

describe('a broken copy of the package: elements', () => {
  const copies: Copy[] = [
    [
      'an element that Salesforce does not know',
      `${objects}/Feedback_Survey__c/fields/Opens_On__c.field-meta.xml`,
      adding('CustomField', '<helpText>The first day.</helpText>'),
      'helpText',
      'is no element of CustomField',
    ],
    [
      'one within others',
      `${main}/layouts/Feedback_Action_Plan__c-Feedback Action Plan Layout.layout-meta.xml`,
      replacing('<behavior>Edit</behavior>', '<behavior>Edit</behavior><colour>red</colour>'),
      'layoutSections[1]/layoutColumns[1]/layoutItems[3]/colour',
      'is no element of LayoutItem',
    ],
    [
      'a value that is none of an enumeration',
      `${objects}/Feedback_Action__c/fields/Status__c.field-meta.xml`,
      replacing('<type>Picklist</type>', '<type>PickList</type>'),
      'type',
      '“PickList” is no value of FieldType',
    ],
    [
      'a truth that is neither true nor false',
      `${objects}/Feedback_Action__c/Feedback_Action__c.object-meta.xml`,
      replacing('<enableReports>true</enableReports>', '<enableReports>yes</enableReports>'),
      'enableReports',
      '“yes” is neither true nor false',
    ],
    [
      'text where a number belongs',
      `${objects}/Feedback_Response__c/fields/Comment__c.field-meta.xml`,
      replacing(/<visibleLines>.*?<\/visibleLines>/, '<visibleLines>six</visibleLines>'),
      'visibleLines',
      '“six” is no number',
    ],
    [
      'elements where text belongs',
      `${objects}/Feedback_Action__c/listViews/Open.listView-meta.xml`,
      replacing(/<label>.*<\/label>/, '<label><b>Open</b></label>'),
      'label',
      'holds elements, and should hold text',
    ],
    [
      'an element twice that may be there once',
      `${objects}/Feedback_Action__c/fields/Is_Mine__c.field-meta.xml`,
      adding('CustomField', '<formulaTreatBlanksAs>BlankAsZero</formulaTreatBlanksAs>'),
      'formulaTreatBlanksAs',
      'is there 2 times, and may be there once',
    ],
    [
      'a required element that is missing',
      `${objects}/Feedback_Survey__c/listViews/Open.listView-meta.xml`,
      without('filterScope'),
      'filterScope',
      'is required in ListView and not there',
    ],
    [
      'a number without decimals to be decided',
      `${objects}/Feedback_Response__c/fields/Score__c.field-meta.xml`,
      without('scale'),
      'scale',
      'is needed and not there',
    ],
    [
      'an object without a name',
      `${objects}/Feedback_Action__c/Feedback_Action__c.object-meta.xml`,
      replacing(/<deploymentStatus>.*<\/deploymentStatus>/, ''),
      'deploymentStatus',
      'is needed and not there',
    ],
    [
      'a required lookup that empties itself',
      `${objects}/Feedback_Answer__c/fields/Question__c.field-meta.xml`,
      replacing('Restrict', 'SetNull'),
      'deleteConstraint',
      'a required lookup cannot be emptied when its record is deleted',
    ],
    [
      'a text that is too long for its type',
      `${objects}/Feedback_Question__c/fields/Text__c.field-meta.xml`,
      replacing('<length>255</length>', '<length>256</length>'),
      'length',
      'is 256, not from 1 to 255',
    ],
    [
      'a setting of a type that settings cannot have',
      `${objects}/Feedback_Setting__mdt/fields/Window_Days__c.field-meta.xml`,
      replacing('<type>Number</type>', '<type>Currency</type>'),
      'type',
      'custom metadata types have no fields of type Currency',
    ],
    [
      'a component of another version of the API',
      `${main}/lwc/rapportErrors/rapportErrors.js-meta.xml`,
      replacing(/<apiVersion>.*<\/apiVersion>/, '<apiVersion>66.0</apiVersion>'),
      'apiVersion',
      '66.0 is not the 67.0 of sfdx-project.json',
    ],
  ];
  for (const [what, file, change, element, problem] of copies) {
    it(`is found with ${what}`, () => {
      expect(foundIn({ [file]: change })).to.deep.equal([`${file}: ${element}: ${problem}`]);
    });
  }
});
