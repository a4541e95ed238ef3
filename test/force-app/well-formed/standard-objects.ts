/** What the package may name of an object of Salesforce's own. */
export interface StandardObject {
  /** Fields that a permission set may name. */
  fields: readonly string[];
  /** Fields without permissions of their own: required by Salesforce, or parts of every record. */
  fixed: readonly string[];
  /** Names by which a reference is followed, and where to: `Account` for AccountId. */
  parents: Readonly<Record<string, string>>;
  /** Names by which parents list their children, and which object those are. */
  lists: Readonly<Record<string, string>>;
}

/** Fields of every record: they can be read by who may read the record, and nobody sets them. */
export const systemFields = [
  'Id',
  'IsDeleted',
  'CreatedById',
  'CreatedDate',
  'LastModifiedById',
  'LastModifiedDate',
  'SystemModstamp',
  'LastViewedDate',
  'LastReferencedDate',
] as const;

/** Where the references of every record lead. */
export const systemParents = { CreatedBy: 'User', LastModifiedBy: 'User' } as const;

/**
 * The standard objects and fields that the package uses, by the Object Reference for the Salesforce Platform. Nothing
 * of a feature that an org may lack: record types, several currencies, person accounts, account teams. A field that is
 * not here is reported as unknown: look it up, then add it.
 */
export const standardObjects: Readonly<Record<string, StandardObject>> = {
  Account: {
    fields: [
      'AnnualRevenue',
      'BillingCountry',
      'Industry',
      'NumberOfEmployees',
      'ParentId',
      'Phone',
      'Rating',
      'Type',
      'Website',
    ],
    fixed: ['Name', 'OwnerId'],
    parents: { Owner: 'User', Parent: 'Account' },
    lists: { Cases: 'Case', ChildAccounts: 'Account', Contacts: 'Contact', Opportunities: 'Opportunity' },
  },
  Contact: {
    fields: ['AccountId', 'Department', 'Email', 'MobilePhone', 'Phone', 'ReportsToId', 'Title'],
    fixed: ['FirstName', 'LastName', 'Name', 'OwnerId'],
    parents: { Account: 'Account', Owner: 'User', ReportsTo: 'Contact' },
    lists: { Cases: 'Case', OpportunityContactRoles: 'OpportunityContactRole' },
  },
  Opportunity: {
    fields: ['AccountId', 'Amount', 'Description', 'LeadSource', 'NextStep', 'Probability', 'Type'],
    fixed: ['CloseDate', 'ForecastCategory', 'IsClosed', 'IsWon', 'Name', 'OwnerId', 'StageName'],
    parents: { Account: 'Account', Owner: 'User' },
    lists: { OpportunityContactRoles: 'OpportunityContactRole' },
  },
  OpportunityContactRole: {
    fields: [],
    fixed: ['ContactId', 'IsPrimary', 'OpportunityId', 'Role'],
    parents: { Contact: 'Contact', Opportunity: 'Opportunity' },
    lists: {},
  },
  Case: {
    fields: [
      'AccountId',
      'ContactId',
      'Description',
      'Origin',
      'ParentId',
      'Priority',
      'Reason',
      'Subject',
      'Type',
    ],
    fixed: ['CaseNumber', 'ClosedDate', 'IsClosed', 'OwnerId', 'Status'],
    parents: { Account: 'Account', Contact: 'Contact', Owner: 'User' },
    lists: {},
  },
  User: {
    fields: [],
    fixed: [
      'Alias',
      'Email',
      'FirstName',
      'IsActive',
      'LastName',
      'ManagerId',
      'Name',
      'Username',
      'UserRoleId',
    ],
    parents: { Manager: 'User' },
    lists: {},
  },
};
