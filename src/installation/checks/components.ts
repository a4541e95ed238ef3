import type { OrgMetadata } from '../../salesforce/org-metadata.ts';
import { findingsOf } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { componentTypes } from '../package-contents.ts';
import type { PackageContents } from '../package-contents.ts';

const finding = findingsOf('components');

/** Whether everything that the package of this version consists of is in the org; what is missing is named by type. */
export async function checkComponents(metadata: OrgMetadata, expected: PackageContents): Promise<Finding[]> {
  const installed = await metadata.list(componentTypes);
  const missing = componentTypes.flatMap((type) => {
    const names = expected[type].filter((name) => !installed[type].has(name));
    if (names.length === 0) return [];
    const counts = [names.length, expected[type].length] as const;
    return [finding('failed', 'componentsMissing', type, names.join(', '), ...counts)];
  });
  const count = componentTypes.reduce((sum, type) => sum + expected[type].length, 0);
  return missing.length > 0 ? missing : [finding('ok', 'componentsComplete', count)];
}
