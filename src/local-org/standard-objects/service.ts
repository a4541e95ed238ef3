import { makeField, makeObject, ownerField } from '../schema/builders.ts';
import type { ObjectDefinition } from '../schema/schema.ts';
import { checkbox, derived, longText, lookup, picklist, text } from './fields.ts';

/** Case statuses that mean closed, in a new org. */
export const CLOSED_CASE_STATUSES: readonly string[] = ['Closed'];

/** Task statuses that mean done, in a new org. */
export const CLOSED_TASK_STATUSES: readonly string[] = ['Completed'];

/** Case: key prefix 500, numbered by the system; an account or contact that has cases cannot be deleted. */
export const caseObject: ObjectDefinition = makeObject(
  'Case',
  '500',
  [
    makeField('CaseNumber', 'string', {
      length: 30,
      autoNumberFormat: '{00000000}',
      permissionable: false,
    }),
    lookup('ContactId', 'Contact', { children: 'Cases', onDelete: 'restrict' }),
    lookup('AccountId', 'Account', { children: 'Cases', onDelete: 'restrict' }),
    lookup('ParentId', 'Case', { label: 'Parent Case ID', children: 'Cases' }),
    text('SuppliedName', 80, { label: 'Web Name' }),
    makeField('SuppliedEmail', 'email', { label: 'Web Email' }),
    picklist('Type', ['Mechanical', 'Electrical', 'Electronic', 'Structural', 'Other'], {
      label: 'Case Type',
    }),
    picklist('Status', ['New', 'Working', 'Escalated', 'Closed'], { preset: 'New', permissionable: false }),
    picklist(
      'Reason',
      ['Installation', 'Equipment Complexity', 'Performance', 'Breakdown', 'Feedback', 'Other'],
      {
        label: 'Case Reason',
      },
    ),
    picklist('Origin', ['Phone', 'Email', 'Web'], { label: 'Case Origin' }),
    text('Subject', 255),
    picklist('Priority', ['High', 'Medium', 'Low'], { preset: 'Medium' }),
    longText('Description', 32000),
    derived(checkbox('IsClosed', { label: 'Closed', permissionable: false })),
    derived(makeField('ClosedDate', 'datetime', { permissionable: false })),
    checkbox('IsEscalated', { label: 'Escalated', permissionable: false }),
    ownerField(['Group', 'User']),
  ],
  { nameField: 'CaseNumber' },
);

/** Task: key prefix 00T; `WhoId` is a person, `WhatId` a thing. */
export const task: ObjectDefinition = makeObject(
  'Task',
  '00T',
  [
    lookup('WhoId', ['Contact'], { label: 'Name ID', children: 'Tasks', permissionable: false }),
    lookup('WhatId', ['Account', 'Opportunity', 'Case'], {
      label: 'Related To ID',
      children: 'Tasks',
      permissionable: false,
    }),
    picklist('Subject', ['Call', 'Send Letter', 'Send Quote', 'Other']),
    makeField('ActivityDate', 'date', { label: 'Due Date Only' }),
    picklist('Status', ['Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'], {
      preset: 'Not Started',
      permissionable: false,
    }),
    picklist('Priority', ['High', 'Normal', 'Low'], { preset: 'Normal', permissionable: false }),
    longText('Description', 32000),
    derived(checkbox('IsClosed', { label: 'Closed', permissionable: false })),
    derived(makeField('CompletedDateTime', 'datetime', { permissionable: false })),
    derived(lookup('AccountId', 'Account', { permissionable: false, onDelete: 'setNull' })),
    ownerField(['Group', 'User']),
  ],
  { nameField: 'Subject', sharingModel: 'Private' },
);
