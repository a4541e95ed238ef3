import { readFileSync } from 'node:fs';
import { readCode, readPackage } from '../package-source.ts';
import type { Component, Folder } from '../package-source.ts';
import type { Changes } from './changed-tree.ts';

/** A component and the folder of metadata that it lies in. */
export interface PackagedComponent extends Component {
  folder: Folder;
}

/** All that is installed in an org, as it lies in the project. */
export interface Package {
  components: readonly PackagedComponent[];
  /** The code of the Lightning components, by file. */
  code: ReadonlyMap<string, string>;
  /** `sourceApiVersion` of sfdx-project.json. */
  apiVersion: string;
}

/** Something that an org would refuse, or that the product promises and does not keep. */
export interface Problem {
  /** Path within the project. */
  file: string;
  /** Where in the file: the path of an element, places counted from one as in XPath. */
  element: string;
  problem: string;
}

/** A statement about the package: the places where it is not true. */
export type Rule = (installed: Package) => Problem[];

const folders: Folder[] = ['force-app/main', 'force-app/french', 'config/defaults', 'config/defaults-french'];

/** Reads the package and its defaults, with some files changed, or as they are. */
export function readInstalled(changes: Changes = new Map()): Package {
  const settings = JSON.parse(
    readFileSync(new URL('../../../sfdx-project.json', import.meta.url), 'utf8'),
  ) as { sourceApiVersion: string };
  return {
    components: folders.flatMap((folder) =>
      readPackage(folder, changes).map((component) => ({ ...component, folder })),
    ),
    code: readCode('force-app/main', changes),
    apiVersion: settings.sourceApiVersion,
  };
}

/** The components of a type, in the package and its defaults. */
export function ofType(installed: Package, type: string): PackagedComponent[] {
  return installed.components.filter((component) => component.type === type);
}

/** The name of the object that a component within it belongs to: `Account` of `Account.Feedback_NPS__c`. */
export function objectOf({ fullName }: { fullName: string }): string {
  return fullName.split(/[.-]/)[0] ?? '';
}

/** The name of a component within its object. */
export function ownName({ fullName }: { fullName: string }): string {
  return fullName.slice(fullName.indexOf('.') + 1);
}

/** Whether an object is Salesforce's own. */
export function isStandard(object: string): boolean {
  return !/__(c|mdt|e|x)$/.test(object);
}
