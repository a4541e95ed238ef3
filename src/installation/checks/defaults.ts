import type { OrgMetadata } from '../../salesforce/org-metadata.ts';
import { compareWithOrg, defaultsFolder } from '../default-components.ts';
import { findingsOf } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { SourcePackage } from '../source-package.ts';

const finding = findingsOf('defaults');

/** Whether the settings and alert rules that Rapport comes with are in the org; edited ones count as well. */
export async function checkDefaults(metadata: OrgMetadata, projectRoot: string): Promise<Finding[]> {
  const { names } = await SourcePackage.read(defaultsFolder(projectRoot));
  const { missing } = await compareWithOrg(metadata, names);
  if (missing.length === 0) return [finding('ok', 'defaultsInstalled', names.length)];
  return [finding('warning', 'defaultsMissing', missing.map(({ fullName }) => fullName).join(', '))];
}
