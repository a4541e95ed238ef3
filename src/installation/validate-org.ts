import { SalesforceFailure } from '../salesforce/failure.ts';
import type { SalesforceOrg } from '../salesforce/org.ts';
import type { OrgMetadata } from '../salesforce/org-metadata.ts';
import { checkComponents } from './checks/components.ts';
import { checkDefaults } from './checks/defaults.ts';
import { checkIntegrationUser } from './checks/integration-user.ts';
import { checkPermissionSets } from './checks/permission-sets.ts';
import { checkApiCalls, checkLightningWebSecurity, checkPersonAccounts } from './checks/platform.ts';
import { checkStorage } from './checks/storage.ts';
import type { PlannedProgramme } from './checks/storage.ts';
import { checkVersion } from './checks/version.ts';
import { findingsOf } from './finding.ts';
import type { Check, Finding } from './finding.ts';
import { readPackageContents } from './package-contents.ts';

/** What is checked, and against what. */
export interface ValidationRequest {
  org: SalesforceOrg;
  metadata: OrgMetadata;
  /** Folder that holds `force-app` and `config/defaults`. */
  projectRoot: string;
  /** Version of this plugin, such as `0.1.0`. */
  version: string;
  /** The programme that the org must have room for. */
  programme: PlannedProgramme;
  onCheck?: (check: Check) => void;
}

/**
 * Checks an installation point by point; nothing is changed. A check that the org does not let be made counts as failed,
 * and the others go on.
 * @throws SalesforceFailure when the login has ended or the org does not answer
 */
export async function validateOrg(request: ValidationRequest): Promise<Finding[]> {
  const { org, metadata, projectRoot, version, programme, onCheck = () => undefined } = request;
  const contents = readPackageContents(projectRoot);
  const steps: [Check, () => Promise<Finding[]>][] = [
    ['components', () => checkComponents(metadata, contents)],
    ['version', () => checkVersion(metadata, version)],
    ['defaults', () => checkDefaults(metadata, projectRoot)],
    ['permissionSets', () => checkPermissionSets(org, contents.PermissionSet)],
    ['integrationUser', () => checkIntegrationUser(org)],
    ['lightningWebSecurity', () => checkLightningWebSecurity(metadata)],
    ['personAccounts', () => checkPersonAccounts(org)],
    ['apiCalls', () => checkApiCalls(org)],
    ['storage', () => checkStorage(org, programme)],
  ];
  const findings: Finding[] = [];
  for (const [check, run] of steps) {
    onCheck(check);
    try {
      findings.push(...(await run()));
    } catch (error) {
      if (!(error instanceof SalesforceFailure) || error.kind !== 'refused') throw error;
      // before the last line, an error in a query shows where in the query it is
      const reason = error.message.split('\n').at(-1)!;
      findings.push(findingsOf(check)('failed', 'notChecked', error.code, reason));
    }
  }
  return findings;
}
