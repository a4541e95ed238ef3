import { expect } from 'chai';
import { foundIn, replacing, uncounted } from './broken-copy.ts';
import type { Copy } from './broken-copy.ts';

const main = 'force-app/main/default';
const planLayout = `${main}/layouts/Feedback_Action_Plan__c-Feedback Action Plan Layout.layout-meta.xml`;
const rep = `${main}/permissionsets/Feedback_Rep.permissionset-meta.xml`;
const page = `${main}/flexipages/Feedback_Account_Record_Page.flexipage-meta.xml`;
const app = `${main}/applications/Customer_Feedback.app-meta.xml`;
const action = `${main}/quickActions/Feedback_Action_Plan__c.New_Action.quickAction-meta.xml`;
const relationship = `${main}/lwc/rapportRelationship`;
const planType = `${main}/reportTypes/Feedback_Action_Plans.reportType-meta.xml`;
const planReport = `${main}/reports/Customer_Feedback/Action_Plans_by_Status.report-meta.xml`;
const dashboard = `${main}/dashboards/Customer_Feedback/Win_Loss.dashboard-meta.xml`;

const onPages: Copy[] = [
  [
    'a layout with a field that is not there',
    planLayout,
    replacing('<field>Due_On__c</field>', '<field>Due__c</field>'),
    'layoutSections/layoutColumns/layoutItems/field',
    'Feedback_Action_Plan__c has no field Due__c',
  ],
  [
    'a layout without a field that must be filled in',
    planLayout,
    replacing(
      /<layoutItems>\s*<behavior>Required<\/behavior>\s*<field>Account__c<\/field>\s*<\/layoutItems>/,
      '',
    ),
    'layoutSections/layoutColumns/layoutItems',
    'Account__c is required and not on the page',
  ],
  [
    'a layout that lets people fill in a formula',
    planLayout,
    replacing(/Readonly(<\/behavior>\s*<field>Is_Late__c)/, 'Edit$1'),
    'layoutSections/layoutColumns/layoutItems/field',
    'Is_Late__c is Edit, and should be Readonly',
  ],
  [
    'a layout with a heading that Salesforce does not have',
    planLayout,
    replacing('<label>Description Information<', '<label>Description<'),
    'layoutSections/label',
    "Description is no heading of Salesforce's own",
  ],
  [
    'a related list of what is not related',
    planLayout,
    replacing('>Feedback_Action__c.Action_Plan__c<', '>Feedback_Action__c.Assignee__c<'),
    'relatedLists/relatedList',
    'Feedback_Action__c.Assignee__c is no lookup to Feedback_Action_Plan__c',
  ],
  [
    'a layout with an action that is not there',
    planLayout,
    replacing('>Feedback_Action_Plan__c.New_Action<', '>Feedback_Action_Plan__c.New_Step<'),
    'platformActionList/platformActionListItems/actionName',
    'there is no quick action Feedback_Action_Plan__c.New_Step',
  ],
  [
    'an action without a field that must be filled in',
    action,
    replacing('<field>Name</field>', '<field>Status__c</field>'),
    'quickActionLayout',
    'Name is required, and neither asked nor preset',
  ],
  [
    'an action that presets a field which is not there',
    action,
    replacing('<field>Assignee__c</field>\n        <formula>', '<field>Owner__c</field>\n        <formula>'),
    'fieldOverrides/field',
    'Feedback_Action__c has no field Owner__c',
  ],
  [
    'an action that hangs its record on another object',
    `${main}/quickActions/Opportunity.Feedback_New_Action_Plan.quickAction-meta.xml`,
    replacing('>Opportunity__c</targetParentField>', '>Response__c</targetParentField>'),
    'targetParentField',
    'Feedback_Action_Plan__c.Response__c does not lead to Opportunity',
  ],
  [
    'a page with a component that is not there',
    page,
    replacing('>rapportOpenActions<', '>rapportActions<'),
    'flexiPageRegions/itemInstances/componentInstance/componentName',
    'there is no component rapportActions',
  ],
  [
    'a page with a component that is not offered to pages',
    page,
    replacing('>rapportOpenActions<', '>rapportPlainActions<'),
    'flexiPageRegions/itemInstances/componentInstance/componentName',
    'rapportPlainActions is not offered for lightning__RecordPage',
  ],
  [
    'a page with an action that is not there',
    page,
    replacing('<value>Account.Feedback_Log_Conversation<', '<value>Account.Feedback_Call<'),
    'flexiPageRegions/itemInstances/componentInstance/componentInstanceProperties/valueList/valueListItems/value',
    'there is no quick action Account.Feedback_Call',
  ],
  [
    'an app with a tab that is not there',
    app,
    replacing('<tabs>Feedback_Story__c</tabs>', '<tabs>Feedback_Tale__c</tabs>'),
    'tabs',
    'there is no tab Feedback_Tale__c',
  ],
  [
    'an app that shows a page of another object',
    app,
    replacing('<content>Feedback_Case_Record_Page<', '<content>Feedback_Contact_Record_Page<'),
    'actionOverrides/content',
    'Feedback_Contact_Record_Page is a page of Contact, not of Case',
  ],
  [
    'a label that is not there',
    `${relationship}/labels.js`,
    replacing('c.Feedback_Try_Again', 'c.Feedback_Once_More'),
    '@salesforce/label/c.Feedback_Once_More',
    'there is no label c.Feedback_Once_More',
  ],
  [
    'a field that is not there',
    `${relationship}/rapportRelationship.js`,
    replacing(/^/, "import NPS from '@salesforce/schema/Account.Feedback_Score__c';\n"),
    '@salesforce/schema/Account.Feedback_Score__c',
    'Account has no field Feedback_Score__c',
  ],
  [
    'a component that is not there',
    `${relationship}/rapportRelationship.js`,
    replacing("'c/rapportAccountCard'", "'c/rapportCard'"),
    'c/rapportCard',
    'there is no component rapportCard',
  ],
  [
    'a query for a field that is not there',
    `${relationship}/rapportRelationship.js`,
    replacing('Feedback_NPS__c @optional', 'Feedback_Score__c @optional'),
    'Account.Feedback_Score__c',
    'Account has no field Feedback_Score__c',
  ],
  [
    'a query for a value that is not there',
    `${main}/lwc/rapportOpenActions/actionRequests.js`,
    replacing('"In Progress"', '"Begun"'),
    'Feedback_Action__c.Status__c',
    'Feedback_Action__c.Status__c has no value “Begun”',
  ],
  [
    'a reading of a field that is not there',
    `${relationship}/rapportRelationship.js`,
    replacing("'Feedback_NPS__c'", "'Feedback_Score__c'"),
    'Feedback_Score__c',
    'no object has Feedback_Score__c',
  ],
];

const inReports: Copy[] = [
  [
    'a report type over a list that is not there',
    planType,
    replacing('<relationship>Feedback_Action_Plans__r<', '<relationship>Plans__r<'),
    'baseObject',
    'Account has no list of children Plans__r',
  ],
  [
    'a report type that offers a field which is not there',
    planType,
    replacing('<field>Root_Cause__c</field>', '<field>Cause__c</field>'),
    'sections/columns/field',
    'Feedback_Action_Plan__c has no field Cause__c',
  ],
  [
    'a report of a type that is not there',
    planReport,
    replacing('>Feedback_Action_Plans__c<', '>Feedback_Plans__c<'),
    'reportType',
    'there is no report type Feedback_Plans__c',
  ],
  [
    'a report of a column that its type does not offer',
    planReport,
    replacing('$Priority__c', '$Cost__c'),
    'columns/field',
    'Feedback_Action_Plans__c offers no column Account.Feedback_Action_Plans__r$Cost__c',
  ],
  [
    'a report that filters by a value that is not there',
    `${main}/reports/Customer_Feedback/Buyer_Reasons_Lost.report-meta.xml`,
    replacing('<value>Conversation</value>', '<value>Talk</value>'),
    'filter/criteriaItems/value',
    'Feedback_Response__c.Channel__c has no value “Talk”',
  ],
  [
    'a dashboard of a report that is not there',
    dashboard,
    replacing('>Customer_Feedback/Rep_Reasons_Won<', '>Customer_Feedback/Why<'),
    'dashboardGridLayout/dashboardGridComponents/dashboardComponent/report',
    'there is no report Customer_Feedback/Why',
  ],
  [
    'a dashboard that groups as its report does not',
    dashboard,
    replacing(
      '<groupingColumn>Opportunity$Feedback_Rep_Reason__c<',
      '<groupingColumn>Opportunity$StageName<',
    ),
    'dashboardGridLayout/dashboardGridComponents/dashboardComponent/groupingColumn',
    'Customer_Feedback/Rep_Reasons_Won is not grouped by Opportunity$StageName',
  ],
];

const inPermissions: Copy[] = [
  [
    'a permission on a field that is not there',
    rep,
    replacing('<field>Account.Feedback_Answers__c</field>', '<field>Account.Feedback_Count__c</field>'),
    'fieldPermissions/field',
    'Account has no field Feedback_Count__c',
  ],
  [
    'a permission on an object that is not there',
    rep,
    replacing('<object>Feedback_Deal_Competitor__c</object>', '<object>Feedback_Rival__c</object>'),
    'objectPermissions/object',
    'there is no object Feedback_Rival__c',
  ],
  [
    'a permission on an app that is not there',
    rep,
    replacing('>Customer_Feedback</application>', '>Customers</application>'),
    'applicationVisibilities/application',
    'there is no app Customers',
  ],
  [
    'a tab that is not there',
    rep,
    replacing('<tab>Feedback_Story__c</tab>', '<tab>Feedback_Tale__c</tab>'),
    'tabSettings/tab',
    'there is no tab Feedback_Tale__c',
  ],
  [
    'a custom permission that is not there',
    `${main}/permissionsets/Feedback_Admin.permissionset-meta.xml`,
    replacing('<name>Feedback_Correct_Responses</name>', '<name>Feedback_Correct_All</name>'),
    'customPermissions/name',
    'there is no custom permission Feedback_Correct_All',
  ],
  [
    'a custom metadata type that is not there',
    `${main}/permissionsets/Feedback_Admin.permissionset-meta.xml`,
    replacing('<name>Feedback_Setting__mdt</name>', '<name>Feedback_Option__mdt</name>'),
    'customMetadataTypeAccesses/name',
    'there is no custom metadata type Feedback_Option__mdt',
  ],
  [
    'a group of a set that is not there',
    `${main}/permissionsetgroups/Feedback_Programme_Team.permissionsetgroup-meta.xml`,
    replacing('>Feedback_Leader<', '>Feedback_Boss<'),
    'permissionSets',
    'there is no permission set Feedback_Boss',
  ],
];

describe('a broken copy of the package: pages, reports and permissions', () => {
  for (const [what, file, change, element, problem] of [...onPages, ...inReports, ...inPermissions]) {
    it(`is found with ${what}`, () => {
      expect(foundIn({ [file]: change }).map(uncounted)).to.deep.equal([`${file}: ${element}: ${problem}`]);
    });
  }

  it('is found with a component that is no longer offered for a page which has it', () => {
    const found = foundIn({
      [`${relationship}/rapportRelationship.js-meta.xml`]: replacing('<object>Case</object>', ''),
    });
    expect(found.map(uncounted)).to.deep.equal([
      `${main}/flexipages/Feedback_Case_Record_Page.flexipage-meta.xml: ` +
        'flexiPageRegions/itemInstances/componentInstance/componentName: rapportRelationship is not offered for Case',
    ]);
  });

  it('is found with a report type that is taken away, at every report of it', () => {
    const found = foundIn({ [planType]: () => undefined });
    expect(found).to.include(`${planReport}: reportType: there is no report type Feedback_Action_Plans__c`);
  });
});
