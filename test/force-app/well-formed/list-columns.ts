import { fieldProblem } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';

/**
 * How list views and related lists of custom objects call the fields of every record; seen in the list views that
 * orgs hand out through the Metadata API.
 */
const columnNames: Readonly<Record<string, string>> = {
  NAME: 'Name',
  CREATED_DATE: 'CreatedDate',
  CREATEDBY_USER: 'CreatedById',
  'CREATEDBY_USER.ALIAS': 'CreatedById',
  LAST_UPDATE: 'LastModifiedDate',
  UPDATEDBY_USER: 'LastModifiedById',
  'UPDATEDBY_USER.ALIAS': 'LastModifiedById',
  'OWNER.ALIAS': 'OwnerId',
  'OWNER.FIRST_NAME': 'OwnerId',
  'OWNER.LAST_NAME': 'OwnerId',
};

/** What is wrong with a column of a list of records; nothing when the object has it. */
export function columnProblem(catalogue: Catalogue, object: string, column: string): string | undefined {
  const field = columnNames[column] ?? (column.endsWith('__c') ? column : undefined);
  if (field === undefined) return `${column} is no column of a list`;
  return fieldProblem(catalogue, object, field);
}

/** Whether a column of a list stands for a picklist of the package: the field to compare values with. */
export function fieldOfColumn(column: string): string {
  return columnNames[column] ?? column;
}
