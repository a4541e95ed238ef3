import type { SalesforceOrg } from '../../salesforce/org.ts';
import { soql } from '../../salesforce/soql.ts';
import { findingsOf } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { findHolders, integrationPermissionSet } from './permission-sets.ts';
import type { Holder } from './permission-sets.ts';

const finding = findingsOf('integrationUser');

/** What the integration must see in full, or answers would not find their contact. */
const seenInFull = ['Account', 'Contact', 'Opportunity'];

/** Most records that one question to UserRecordAccess may name (Object Reference, "UserRecordAccess"). */
const mostRecordsAsked = 200;

/**
 * Whether the integration user has the rights that the sync needs: to see all accounts, contacts and opportunities, and
 * to edit the accounts, to which it writes the numbers. The right to edit is tried on the accounts changed last.
 */
export async function checkIntegrationUser(org: SalesforceOrg): Promise<Finding[]> {
  const holders = await findHolders(org, integrationPermissionSet);
  const many =
    holders.length > 1
      ? [finding('warning', 'integrationUsersMany', holders.map(({ name }) => name).join(', '))]
      : [];
  const accounts = await org.query<{ Id: string; Name: string }>(
    `SELECT Id, Name FROM Account ORDER BY LastModifiedDate DESC LIMIT ${mostRecordsAsked}`,
  );
  const rights: Finding[] = [];
  for (const holder of holders) {
    rights.push(await checkSeesAll(org, holder), await checkEdits(org, holder, accounts));
  }
  return [...many, ...rights];
}

async function checkSeesAll(org: SalesforceOrg, { id, name }: Holder): Promise<Finding> {
  const rows = await org.query<{ SobjectType: string }>(
    soql`SELECT SobjectType FROM ObjectPermissions
      WHERE PermissionsViewAllRecords = true AND SobjectType IN ${seenInFull}
        AND ParentId IN (SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${id})`,
  );
  const seen = new Set(rows.map(({ SobjectType }) => SobjectType));
  const missing = seenInFull.filter((object) => !seen.has(object));
  return missing.length === 0
    ? finding('ok', 'integrationSeesAll', name)
    : finding('failed', 'integrationMissesRecords', name, missing.join(', '));
}

async function checkEdits(
  org: SalesforceOrg,
  { id, name }: Holder,
  accounts: readonly { Id: string; Name: string }[],
): Promise<Finding> {
  if (accounts.length === 0) return finding('ok', 'integrationNoAccounts', name);
  const ids = accounts.map(({ Id }) => Id);
  const rows = await org.query<{ RecordId: string; HasEditAccess: boolean }>(
    soql`SELECT RecordId, HasEditAccess FROM UserRecordAccess WHERE UserId = ${id} AND RecordId IN ${ids}`,
  );
  const editable = new Set(rows.filter((row) => row.HasEditAccess).map(({ RecordId }) => RecordId));
  const closed = accounts.filter(({ Id }) => !editable.has(Id));
  return closed.length === 0
    ? finding('ok', 'integrationEditsAccounts', name, accounts.length)
    : finding('failed', 'integrationCannotEdit', name, closed.length, accounts.length, closed[0]!.Name);
}
