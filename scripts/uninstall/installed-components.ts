import { ComponentSet } from '@salesforce/source-deploy-retrieve';
import type { SourceComponent } from '@salesforce/source-deploy-retrieve';

/** A component that an installation brings, as package.xml names it. */
export interface InstalledComponent {
  type: string;
  /** `Feedback_Survey__c.Type__c`; of a folder of reports its name alone. */
  fullName: string;
  /** What its files say, of all of them; empty for what stands in the file of another. */
  text: string;
}

/**
 * The components of folders of metadata, each with those that stand within it: fields, rules, labels.
 * @param folders absolute paths
 */
export function readInstalledComponents(folders: readonly string[]): InstalledComponent[] {
  return ComponentSet.fromSource({ fsPaths: [...folders] })
    .getSourceComponents()
    .toArray()
    .flatMap((component) => [component, ...component.getChildren()])
    .filter(isComponent)
    .map((component) => ({
      type: component.type.name,
      fullName: component.fullName,
      text: textOf(component),
    }));
}

/** An object of Salesforce of which a folder holds only fields or rules is none of ours; a file of sharing rules is only a file. */
function isComponent({ type, xml }: SourceComponent): boolean {
  return type.name !== 'SharingRules' && (type.name !== 'CustomObject' || xml !== undefined);
}

/** The folder of an object holds the files of its parts as well, which are read as theirs. */
function textOf(component: SourceComponent): string {
  const { xml, parent, type, tree } = component;
  const content = type.children === undefined ? component.walkContent() : [];
  return [xml, ...content]
    .filter((file) => file !== undefined && file !== parent?.xml)
    .map((file) => tree.readFileSync(file!).toString('utf8'))
    .join('\n');
}
