import { expect } from 'chai';
import { adding, foundIn, replacing, uncounted } from './broken-copy.ts';
import type { Copy } from './broken-copy.ts';

const main = 'force-app/main/default';
const objects = `${main}/objects`;
const correctors = `${objects}/Feedback_Response__c/validationRules/Only_Correctors_Change_An_Answer.validationRule-meta.xml`;
const openActions = `${objects}/Feedback_Action_Plan__c/fields/Open_Actions__c.field-meta.xml`;
const story = 'config/defaults/sharingRules/Feedback_Story__c.sharingRules-meta.xml';

const inObjects: Copy[] = [
  [
    'a lookup to nothing',
    `${objects}/Feedback_Invitation__c/fields/Left_Out_By__c.field-meta.xml`,
    replacing('<referenceTo>User<', '<referenceTo>Colleague<'),
    'referenceTo',
    'there is no object Colleague',
  ],
  [
    'values from a set that is not there',
    `${objects}/Contact/fields/Feedback_Role__c.field-meta.xml`,
    replacing('>Feedback_Role__gvs</valueSetName>', '>Feedback_Part__gvs</valueSetName>'),
    'valueSet/valueSetName',
    'there is no global value set Feedback_Part__gvs',
  ],
  [
    'a picklist that takes any value',
    `${objects}/Feedback_Action__c/fields/Status__c.field-meta.xml`,
    replacing('<restricted>true</restricted>', '<restricted>false</restricted>'),
    'valueSet/restricted',
    'the picklist takes any value',
  ],
  [
    'a summary over what is no detail',
    openActions,
    replacing('>Feedback_Action__c.Action_Plan__c<', '>Feedback_Action__c.Assignee__c<'),
    'summaryForeignKey',
    'Feedback_Action__c.Assignee__c makes nothing a detail of Feedback_Action_Plan__c',
  ],
  [
    'a summary that filters by a field that is not there',
    openActions,
    replacing('>Feedback_Action__c.Status__c<', '>Feedback_Action__c.State__c<'),
    'summaryFilterItems/field',
    'Feedback_Action__c has no field State__c',
  ],
  [
    'a summary that filters by a value that is not there',
    openActions,
    replacing('>Open, In Progress<', '>Open, Begun<'),
    'summaryFilterItems/value',
    'Feedback_Action__c.Status__c has no value “Begun”',
  ],
  [
    'a formula over a field that is not there',
    `${objects}/Feedback_Action__c/fields/Is_Mine__c.field-meta.xml`,
    replacing('Assignee__c = ', 'Owner__c = '),
    'formula',
    'Feedback_Action__c has no field Owner__c',
  ],
  [
    'a formula that follows a lookup that is not there',
    `${objects}/Feedback_Action__c/fields/Is_Mine__c.field-meta.xml`,
    replacing('Assignee__c = ', 'Action_Plan__r.Boss__r.Id = '),
    'formula',
    'Feedback_Action_Plan__c has no relationship Boss__r',
  ],
  [
    'a rule that asks a permission that is not there',
    correctors,
    replacing('$Permission.Feedback_Correct_Responses', '$Permission.Feedback_Correct_All'),
    'errorConditionFormula',
    'there is no custom permission Feedback_Correct_All',
  ],
  [
    'a rule that compares with a value that is not there',
    correctors,
    replacing('"Conversation"', '"Talk"'),
    'errorConditionFormula',
    'Feedback_Response__c.Channel__c has no value “Talk”',
  ],
  [
    'a function that is not known',
    correctors,
    replacing('ISCHANGED(Score__c)', 'CHANGED(Score__c)'),
    'errorConditionFormula',
    'there is no function CHANGED in the list of formula.ts',
  ],
  [
    'a rule of the package that asks a record which comes after it',
    correctors,
    replacing('NOT(ISNEW())', '$CustomMetadata.Feedback_Setting__mdt.Default.Require_Outcome__c'),
    'errorConditionFormula',
    'the record Feedback_Setting.Default is not there when this is deployed',
  ],
  [
    'a default that asks a record which is not there',
    'config/defaults/objects/Opportunity/validationRules/Feedback_Lost_Deal_Needs_Outcome.validationRule-meta.xml',
    replacing('__mdt.Default.', '__mdt.Standard.'),
    'errorConditionFormula',
    'the record Feedback_Setting.Standard is not there when this is deployed',
  ],
  [
    'a message beside a field that is not there',
    `${objects}/Feedback_Survey__c/validationRules/Closes_After_It_Opens.validationRule-meta.xml`,
    replacing(/<errorDisplayField>.*</, '<errorDisplayField>Ends_On__c<'),
    'errorDisplayField',
    'Feedback_Survey__c has no field Ends_On__c',
  ],
  [
    'a column that is not there',
    `${objects}/Feedback_Action__c/listViews/Open.listView-meta.xml`,
    adding('ListView', '<columns>Cost__c</columns>'),
    'columns',
    'Feedback_Action__c has no field Cost__c',
  ],
  [
    'a list view that filters by a value that is not there',
    `${objects}/Feedback_Action_Plan__c/listViews/Open.listView-meta.xml`,
    replacing('Reopened</value>', 'Waiting</value>'),
    'filters/value',
    'Feedback_Action_Plan__c.Status__c has no value “Waiting”',
  ],
  [
    'a list of mine where nobody owns anything',
    `${objects}/Feedback_Action__c/listViews/Open.listView-meta.xml`,
    replacing('>Everything<', '>Mine<'),
    'filterScope',
    'Feedback_Action__c is a detail and has no owner to filter by',
  ],
  [
    'a headline of a field that is not there',
    `${objects}/Feedback_Action__c/compactLayouts/Headline.compactLayout-meta.xml`,
    adding('CompactLayout', '<fields>Cost__c</fields>'),
    'fields',
    'Feedback_Action__c has no field Cost__c',
  ],
  [
    'a rule that shares by a field that is not there',
    story,
    replacing('>Published__c<', '>Public__c<'),
    'sharingCriteriaRules/criteriaItems/field',
    'Feedback_Story__c has no field Public__c',
  ],
  [
    'a default that sets a field which is not there',
    'config/defaults/customMetadata/Feedback_Setting.Default.md-meta.xml',
    replacing('<field>Window_Days__c</field>', '<field>Window__c</field>'),
    'values/field',
    'Feedback_Setting__mdt has no field Window__c',
  ],
];

describe('a broken copy of the package: objects', () => {
  for (const [what, file, change, element, problem] of inObjects) {
    it(`is found with ${what}`, () => {
      expect(foundIn({ [file]: change }).map(uncounted)).to.deep.equal([`${file}: ${element}: ${problem}`]);
    });
  }
});
