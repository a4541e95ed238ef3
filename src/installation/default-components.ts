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

/** Of some components, those that the org does not have. */
export async function missingIn<Component extends DefaultComponent>(
  metadata: OrgMetadata,
  components: readonly Component[],
): Promise<Component[]> {
  const installed = await metadata.list(defaultTypes);
  return components.filter(({ type, fullName }) => {
    const names = installed[type as (typeof defaultTypes)[number]] as Set<string> | undefined;
    return names?.has(fullName) !== true;
  });
}
