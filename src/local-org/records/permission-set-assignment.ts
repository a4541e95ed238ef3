import type { Row, StoredValue } from '../store/database.ts';
import type { RecordContext } from './context.ts';
import { refused } from './save-result.ts';

type Values = Record<string, StoredValue>;

/**
 * Completes an assignment: a group's row also names the group's aggregate permission set, and the other way round.
 * Throws RecordRefused when both are given, or neither.
 * Source: Object Reference, "PermissionSetAssignment", "PermissionSetGroup".
 */
export function deriveAssignment(context: RecordContext, values: Values): void {
  const setId = values['PermissionSetId'] ?? null;
  const groupId = values['PermissionSetGroupId'] ?? null;
  if (setId === null && groupId === null) {
    throw refused('REQUIRED_FIELD_MISSING', 'Required fields are missing: [PermissionSetId]', [
      'PermissionSetId',
    ]);
  }
  if (setId !== null && groupId !== null) {
    throw refused(
      'INVALID_CROSS_REFERENCE_KEY',
      "We can't save this assignment because you've specified both a permission set ID and a permission set group ID. Provide either a permission set ID or permission set group ID, but not both.",
      ['PermissionSetId', 'PermissionSetGroupId'],
    );
  }
  const row = context.store.first(
    'SELECT "Id", "PermissionSetGroupId" FROM "PermissionSet" WHERE "Id" = ? OR "PermissionSetGroupId" = ?',
    setId,
    groupId,
  );
  // What is not there is refused with all other references.
  if (row === undefined) return;
  values['PermissionSetId'] = String(row['Id']);
  values['PermissionSetGroupId'] =
    row['PermissionSetGroupId'] === null ? null : String(row['PermissionSetGroupId']);
}

/** Whether an assignment stands for a user's profile. */
function isOfProfile(context: RecordContext, values: Readonly<Row | Values>): boolean {
  const set = context.store.first(
    'SELECT "IsOwnedByProfile" FROM "PermissionSet" WHERE "Id" = ?',
    values['PermissionSetId'] ?? null,
  );
  return set?.['IsOwnedByProfile'] === 1;
}

/**
 * Refuses to take away what a user has by her profile. Source: Salesforce Help 000394118: permission sets owned by a
 * profile cannot be removed without changing the profile.
 */
export function checkAssignmentDeletable(context: RecordContext, row: Readonly<Row>): void {
  if (!isOfProfile(context, row)) return;
  throw refused(
    'INSUFFICIENT_ACCESS_OR_READONLY',
    'A permission set that is owned by a profile cannot be taken away: change the profile of the user.',
  );
}

/** Refuses an assignment that the user has already, or that a profile alone can give. */
export function checkAssignment(context: RecordContext, values: Readonly<Values>): void {
  if (isOfProfile(context, values)) {
    throw refused(
      'INVALID_CROSS_REFERENCE_KEY',
      'A permission set that is owned by a profile cannot be assigned: change the profile of the user.',
      ['PermissionSetId'],
    );
  }
  const other = context.store.first(
    'SELECT "Id" FROM "PermissionSetAssignment" WHERE "AssigneeId" = ? AND "PermissionSetId" = ? AND "IsDeleted" = 0',
    values['AssigneeId'] ?? null,
    values['PermissionSetId'] ?? null,
  );
  if (other === undefined) return;
  const field =
    (values['PermissionSetGroupId'] ?? null) === null ? 'PermissionSetId' : 'PermissionSetGroupId';
  throw refused(
    'DUPLICATE_VALUE',
    `duplicate value found: ${field} duplicates value on record with id: ${String(other['Id']).slice(0, 15)}`,
  );
}
