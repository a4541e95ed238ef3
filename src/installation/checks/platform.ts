import type { SalesforceOrg } from '../../salesforce/org.ts';
import type { OrgMetadata } from '../../salesforce/org-metadata.ts';
import { findingsOf } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** Below this share of the day's API calls, a sync may not get through before the day ends. */
const fewCalls = 0.1;

/**
 * Whether Lightning Web Security is on for Lightning web components. Without it the components show plain facts instead
 * of their drawing. Source: Metadata API Developer Guide, "SecuritySettings", SessionSettings.lockerServiceNext.
 */
export async function checkLightningWebSecurity(metadata: OrgMetadata): Promise<Finding[]> {
  const finding = findingsOf('lightningWebSecurity');
  const settings = await metadata.read('SecuritySettings', 'Security');
  const session = settings?.['sessionSettings'] as { lockerServiceNext?: boolean | string } | undefined;
  const value = session?.lockerServiceNext;
  if (value === undefined) return [finding('warning', 'securityUnknown')];
  // SOAP gives texts where the client does not know the type
  return [String(value) === 'true' ? finding('ok', 'securityOn') : finding('warning', 'securityOff')];
}

/** Person accounts are not supported: their contact has no account of its own to speak for. */
export async function checkPersonAccounts(org: SalesforceOrg): Promise<Finding[]> {
  const finding = findingsOf('personAccounts');
  const fields = await org.fields('Account');
  const isOn = fields.has('IsPersonAccount');
  return [isOn ? finding('warning', 'personAccountsOn') : finding('ok', 'personAccountsOff')];
}

/** How many of the day's API calls are left. */
export async function checkApiCalls(org: SalesforceOrg): Promise<Finding[]> {
  const finding = findingsOf('apiCalls');
  const { DailyApiRequests: calls } = await org.limits();
  if (calls === undefined) return [finding('warning', 'apiCallsUnknown')];
  const isFew = calls.Remaining < calls.Max * fewCalls;
  return [
    finding(isFew ? 'warning' : 'ok', isFew ? 'apiCallsFew' : 'apiCallsLeft', calls.Remaining, calls.Max),
  ];
}
