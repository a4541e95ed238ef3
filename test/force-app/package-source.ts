import { existsSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ComponentSet } from '@salesforce/source-deploy-retrieve';
import type { SourceComponent } from '@salesforce/source-deploy-retrieve';
import { ChangedTree } from './well-formed/changed-tree.ts';
import type { Changes } from './well-formed/changed-tree.ts';

/** What an element of metadata holds: text, nested elements, or several of either. */
export type Element = { [name: string]: Element | Element[] | string | string[] | undefined };

/** One component of the package: what deploys under its own type and name. */
export interface Component {
  type: string;
  /** As in package.xml: `Feedback_Survey__c.Type__c`. */
  fullName: string;
  /** The file that describes it, within the project: `force-app/main/…`. */
  file: string;
  content: Element;
}

/** Folders of metadata: the package in English and French, and what is deployed once beside it. */
export type Folder = 'force-app/main' | 'force-app/french' | 'config/defaults' | 'config/defaults-french';

const projectDirectory = fileURLToPath(new URL('../../', import.meta.url));

/** What the files of the project say, each parsed once for all tests of a run. */
const parsedFiles = new Map<string, Element>();
/** Folders as they lie on the disk, each read once. */
const readFolders = new Map<Folder, Component[]>();

/**
 * The components of a folder of the project, those within objects and translations included; none where there is no
 * such folder. `changes` are read instead of what lies on the disk.
 */
export function readPackage(folder: Folder, changes: Changes = new Map()): Component[] {
  const isChanged = [...changes.keys()].some((file) => file.startsWith(`${folder}/`));
  const known = isChanged ? undefined : readFolders.get(folder);
  if (known !== undefined) return known;
  const components = sourceOf(folder, changes)
    .flatMap((component) => [component, ...component.getChildren()])
    .filter((component) => component.xml !== undefined && component.parent?.xml !== component.xml)
    .map((component) => toComponent(component, changes));
  if (!isChanged) readFolders.set(folder, components);
  return components;
}

/** The code of the Lightning components of a folder, by file. */
export function readCode(folder: Folder, changes: Changes = new Map()): Map<string, string> {
  const files = sourceOf(folder, changes)
    .filter(({ type }) => type.name === 'LightningComponentBundle')
    .flatMap((bundle) => bundle.walkContent().map((path) => ({ bundle, path })))
    .filter(({ path }) => /\.(js|html)$/.test(path));
  return new Map(
    files.map(({ bundle, path }) => [inProject(path), bundle.tree.readFileSync(path).toString('utf8')]),
  );
}

function sourceOf(folder: Folder, changes: Changes): SourceComponent[] {
  const path = `${projectDirectory}${folder}`;
  if (!existsSync(path)) return [];
  const tree = new ChangedTree(projectDirectory, changes);
  return ComponentSet.fromSource({ fsPaths: [path], tree })
    .getSourceComponents()
    .toArray();
}

function toComponent(component: SourceComponent, changes: Changes): Component {
  const file = inProject(component.xml ?? '');
  const known = changes.has(file) ? undefined : parsedFiles.get(file);
  const content = known ?? component.parseXmlSync<Record<string, Element>>()[component.type.name] ?? {};
  if (!changes.has(file)) parsedFiles.set(file, content);
  return { type: component.type.name, fullName: component.fullName, file, content };
}

const inProject = (path: string): string => relative(projectDirectory, path).replaceAll(sep, '/');

/** The text of an element; absent when it has none. */
export function text(element: Element, name: string): string | undefined {
  const value = element[name];
  return typeof value === 'string' ? value : undefined;
}

/** The nested elements of a name, whether there are none, one or several. */
export function children(element: Element, name: string): Element[] {
  return [element[name] ?? []].flat().filter((value) => typeof value !== 'string');
}

/** The values of a picklist field. */
export function picklistValues(field: Element): string[] {
  return children(field, 'valueSet')
    .flatMap((set) => children(set, 'valueSetDefinition'))
    .flatMap((definition) => children(definition, 'value'))
    .map((value) => text(value, 'fullName') ?? '');
}

/** Whether a permission set may name the field: not when required, master-detail, or part of every object. */
export function isPermissionable(field: Element): boolean {
  return text(field, 'required') !== 'true' && text(field, 'type') !== 'MasterDetail';
}
