import { fileURLToPath } from 'node:url';
import { ComponentSet } from '@salesforce/source-deploy-retrieve';
import type { SourceComponent } from '@salesforce/source-deploy-retrieve';

/** What an element of metadata holds: text, nested elements, or several of them. */
export type Element = { [name: string]: Element | Element[] | string | undefined };

/** One component of the package: what deploys under its own type and name. */
export interface Component {
  type: string;
  /** As in package.xml: `Feedback_Survey__c.Type__c`. */
  fullName: string;
  content: Element;
}

const projectDirectory = fileURLToPath(new URL('../../', import.meta.url));

/** The components of a folder of the project, those within objects and translations included. */
export function readPackage(folder: 'force-app/main' | 'force-app/french'): Component[] {
  const source = ComponentSet.fromSource({ fsPaths: [`${projectDirectory}${folder}`] });
  return source
    .getSourceComponents()
    .toArray()
    .flatMap((component) => [component, ...component.getChildren()])
    .filter((component) => component.xml !== undefined)
    .map((component) => toComponent(component));
}

function toComponent(component: SourceComponent): Component {
  const parsed = component.parseXmlSync<Record<string, Element>>();
  return {
    type: component.type.name,
    fullName: component.fullName,
    content: parsed[component.type.name] ?? {},
  };
}

/** The text of an element; absent when it has none. */
export function text(element: Element, name: string): string | undefined {
  const value = element[name];
  return typeof value === 'string' ? value : undefined;
}

/** The nested elements of a name, whether there are none, one or several. */
export function children(element: Element, name: string): Element[] {
  const value = element[name];
  if (value === undefined || typeof value === 'string') return [];
  return Array.isArray(value) ? value : [value];
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
