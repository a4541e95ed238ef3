import { join } from 'node:path';
import type { OrgMetadata } from '../salesforce/org-metadata.ts';

/** The types of components that defaults are made of; each is edited by admins once it is in the org. */
export const defaultTypes = ['CustomMetadata', 'SharingCriteriaRule', 'ValidationRule'] as const;

/** A component of the defaults. */
export interface DefaultComponent {
  type: string;
  /** As in package.xml: `Feedback_Setting.Default`. */
  fullName: string;
}

/** Folders of the defaults, and of their French words, below the root of this project. */
export const defaultsFolder = (projectRoot: string) => join(projectRoot, 'config', 'defaults');
export const frenchDefaultsFolder = (projectRoot: string) => join(projectRoot, 'config', 'defaults-french');

/** Tells the components that the org has from those that it has not. */
export async function compareWithOrg(
  metadata: OrgMetadata,
  components: readonly DefaultComponent[],
): Promise<{ installed: DefaultComponent[]; missing: DefaultComponent[] }> {
  const inOrg: Partial<Record<string, Set<string>>> = await metadata.list(defaultTypes);
  const has = ({ type, fullName }: DefaultComponent) => inOrg[type]?.has(fullName) === true;
  return { installed: components.filter(has), missing: components.filter((one) => !has(one)) };
}
