import type { OrgMetadata } from '../../salesforce/org-metadata.ts';
import { findingsOf } from '../finding.ts';
import type { Finding } from '../finding.ts';

const finding = findingsOf('version');

/** The label that holds the package's version: it is there however the package was installed. */
export const versionLabel = 'Feedback_Package_Version';

/** Whether the package in the org is of the same version as this plugin. @param expected such as `0.1.0` */
export async function checkVersion(metadata: OrgMetadata, expected: string): Promise<Finding[]> {
  const label = await metadata.read('CustomLabel', versionLabel);
  const installed = label?.['value'];
  if (typeof installed !== 'string') return [finding('failed', 'versionUnknown', expected)];
  if (installed === expected) return [finding('ok', 'versionSame', expected)];
  const isOlder = compareVersions(installed, expected) < 0;
  return [finding('warning', isOlder ? 'versionOlder' : 'versionNewer', installed, expected)];
}

/** Below 0 when the first version is the older one: numbers are compared, part by part. */
export function compareVersions(one: string, other: string): number {
  const [first, second] = [one, other].map((version) => version.split('.').map(Number));
  return first!.reduce((order, part, index) => order || part - (second![index] ?? 0), 0);
}
