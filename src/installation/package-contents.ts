import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The kinds of components by which an installation is recognised as complete, each with its folder of force-app. */
const folders = {
  PermissionSet: 'permissionsets',
  PermissionSetGroup: 'permissionsetgroups',
  CustomPermission: 'customPermissions',
  CustomTab: 'tabs',
  FlexiPage: 'flexipages',
  CustomApplication: 'applications',
  QuickAction: 'quickActions',
  GlobalValueSet: 'globalValueSets',
  LightningComponentBundle: 'lwc',
} as const;

/** Types of components as the Metadata API names them. */
export const componentTypes = [
  'CustomObject',
  'CustomField',
  'ValidationRule',
  ...(Object.keys(folders) as (keyof typeof folders)[]),
] as const;
export type ComponentType = (typeof componentTypes)[number];

/** The full names of the components that the package installs: `CustomField` → `Account.Feedback_NPS__c`, … */
export type PackageContents = Record<ComponentType, string[]>;

/**
 * What the package of this version consists of, read from the names of its files.
 * @param projectRoot folder that holds `force-app`
 */
export function readPackageContents(projectRoot: string): PackageContents {
  const root = join(projectRoot, 'force-app', 'main', 'default');
  const objects = namesIn(join(root, 'objects'));
  const ofObjects = (folder: string) =>
    objects.flatMap((object) =>
      namesIn(join(root, 'objects', object, folder)).map((name) => `${object}.${name}`),
    );
  const others = Object.entries(folders).map(([type, folder]) => [type, namesIn(join(root, folder))]);
  return {
    ...(Object.fromEntries(others) as Record<keyof typeof folders, string[]>),
    CustomObject: objects.filter((name) => name.includes('__')),
    CustomField: ofObjects('fields'),
    ValidationRule: ofObjects('validationRules'),
  };
}

/** Names of the components in a folder: file or folder names up to the first dot that begins a suffix; none without the folder. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.') && !name.endsWith('.json'))
      .map((name) => name.replace(/\.[A-Za-z]+-meta\.xml$/, ''))
      .toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
