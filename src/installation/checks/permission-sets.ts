import type { SalesforceOrg } from '../../salesforce/org.ts';
import { soql } from '../../salesforce/soql.ts';
import { findingsOf } from '../finding.ts';
import type { Finding } from '../finding.ts';

const finding = findingsOf('permissionSets');

/** A person to whom a permission set was given, alone or by a group. */
export interface Holder {
  id: string;
  name: string;
}

interface AssignmentRow {
  Assignee: { Id: string; Name: string };
}

/** The active users who have a permission set, alone or through a permission set group. */
export async function findHolders(org: SalesforceOrg, permissionSet: string): Promise<Holder[]> {
  const alone = await org.query<AssignmentRow>(
    soql`SELECT Assignee.Id, Assignee.Name FROM PermissionSetAssignment
      WHERE PermissionSet.Name = ${permissionSet} AND Assignee.IsActive = true`,
  );
  const byGroup = await org.query<AssignmentRow>(
    soql`SELECT Assignee.Id, Assignee.Name FROM PermissionSetAssignment
      WHERE Assignee.IsActive = true AND PermissionSetGroupId IN (
        SELECT PermissionSetGroupId FROM PermissionSetGroupComponent WHERE PermissionSet.Name = ${permissionSet})`,
  );
  const holders = [...alone, ...byGroup].map(({ Assignee }) => ({ id: Assignee.Id, name: Assignee.Name }));
  return [...new Map(holders.map((holder) => [holder.id, holder])).values()];
}

/**
 * Whether each permission set of the package has somebody who works with it. Without the integration's nothing comes
 * in; the others are named so that the admin can tell whether it is meant.
 */
export async function checkPermissionSets(
  org: SalesforceOrg,
  permissionSets: readonly string[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of permissionSets) {
    const holders = await findHolders(org, name);
    if (holders.length > 0) findings.push(finding('ok', 'permissionSetAssigned', name, holders.length));
    else {
      const status = name === integrationPermissionSet ? 'failed' : 'warning';
      findings.push(finding(status, 'permissionSetUnused', name));
    }
  }
  return findings;
}

/** The permission set of the user that brings answers in. */
export const integrationPermissionSet = 'Feedback_Integration';
