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

/** What the integration writes numbers to, besides its own objects. */
const edited = ['Account', 'Contact'] as const;
type Edited = (typeof edited)[number];

interface RecentRecord {
  Id: string;
  Name: string;
}

/**
 * Whether the integration user has the rights that the sync needs: to see all accounts, contacts and opportunities, and
 * to edit accounts and contacts, to which it writes numbers. The right to edit is tried on those changed last.
 */
export async function checkIntegrationUser(org: SalesforceOrg): Promise<Finding[]> {
  const holders = await findHolders(org, integrationPermissionSet);
  const many =
    holders.length > 1
      ? [finding('warning', 'integrationUsersMany', holders.map(({ name }) => name).join(', '))]
      : [];
  const recent = new Map<Edited, RecentRecord[]>();
  for (const object of edited) {
    const records = await org.query<RecentRecord>(
      `SELECT Id, Name FROM ${object} ORDER BY LastModifiedDate DESC LIMIT ${mostRecordsAsked}`,
    );
    recent.set(object, records);
  }
  const rights: Finding[] = [];
  for (const holder of holders) {
    rights.push(await checkSeesAll(org, holder));
    for (const [object, records] of recent) rights.push(await checkEdits(org, holder, object, records));
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
  object: Edited,
  records: readonly RecentRecord[],
): Promise<Finding> {
  if (records.length === 0) return finding('ok', 'integrationNothingToEdit', object, name);
  const ids = records.map(({ Id }) => Id);
  const rows = await org.query<{ RecordId: string; HasEditAccess: boolean }>(
    soql`SELECT RecordId, HasEditAccess FROM UserRecordAccess WHERE UserId = ${id} AND RecordId IN ${ids}`,
  );
  const editable = new Set(rows.filter((row) => row.HasEditAccess).map(({ RecordId }) => RecordId));
  const closed = records.filter(({ Id }) => !editable.has(Id));
  return closed.length === 0
    ? finding('ok', 'integrationEdits', name, object, records.length)
    : finding(
        'failed',
        'integrationCannotEdit',
        name,
        object,
        closed.length,
        records.length,
        closed[0]!.Name,
      );
}
