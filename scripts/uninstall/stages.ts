import type { InstalledComponent } from './installed-components.ts';
import { bundlesBySteps } from './bundle-steps.ts';

/**
 * The deploys of an uninstallation, in their order; each is a file `config/uninstall/<name>.xml`.
 *
 * Salesforce refuses to delete what another component still refers to, even where the same deploy deletes both: a field
 * that a formula reads (github.com/SFDO-Tooling/CumulusCI/issues/142), an object that a roll-up summary goes over
 * (…/issues/124), the value set of a field (github.com/jongpie/NebulaLogger/pull/140). The order within a manifest does
 * not help: source-deploy-retrieve sorts it. So what refers to another goes a deploy before that one. The longest chain
 * is dashboard, report, report type, roll-up, object, value set: hence six. Only objects go together in spite of their
 * lookups to one another, as details and masters do in NebulaLogger's manifest.
 */
export const stageNames = [
  '1-app-and-rules',
  '2-pages-and-reports',
  '3-components-and-actions',
  '4-roll-ups',
  '5-objects',
  '6-value-sets-and-folders',
] as const;

/** What becomes of a component: the stage that deletes it, or what takes it away with itself. */
export type Fate = { stage: (typeof stageNames)[number] } | { goesWith: string };

const [app, pages, actions, rollUps, objects, last] = stageNames;

/** The stages of the types that go as a whole in one of them. */
const stageOfType: Partial<Record<string, (typeof stageNames)[number]>> = {
  // The app is what makes the record pages active, and Salesforce deletes no active page (Metadata API Developer Guide,
  // "Deleting Components from an Organization").
  CustomApplication: app,
  Dashboard: app,
  PermissionSetGroup: app,
  // Before the fields, custom permissions and metadata records that their formulas read.
  ValidationRule: app,
  SharingCriteriaRule: app,
  FlexiPage: pages,
  Report: pages,
  PermissionSet: pages,
  CustomMetadata: pages,
  ReportType: actions,
  CustomTab: actions,
  CustomPermission: actions,
  CustomNotificationType: actions,
  CustomLabel: objects,
  // Refused together with the fields (NebulaLogger, as above); maybe held on to while these can be restored, for 15 days.
  GlobalValueSet: last,
  // "Before deleting this folder, you need to delete these reports from the folder and the Recycle Bin"
  // (github.com/forcedotcom/cli/issues/164).
  ReportFolder: last,
  DashboardFolder: last,
};

/** Types of components that are never deleted by their own name, and why they are gone nevertheless. */
const wordsAndFiles: Partial<Record<string, string>> = {
  CustomLabels: 'the labels in it',
  // The Metadata API deletes no translations (docs.gearset.com, "Which destructive changes does the metadata API not
  // handle"): each word goes with what it translates.
  CustomObjectTranslation: 'the object or the fields that it translates',
  CustomFieldTranslation: 'the field that it translates',
  GlobalValueSetTranslation: 'the value set that it translates',
  Translations: 'the components that it translates',
};

/** Deleted with their object; an object's last layout, its list view All and a layout's quick actions cannot go before it. */
const partsOfObjects = ['CustomField', 'CompactLayout', 'ListView', 'Layout', 'QuickAction'];

/** The fates of all components of an installation, by `type:fullName`. Throws Error when one of a new type has none. */
export function fatesOf(components: readonly InstalledComponent[]): Map<string, Fate> {
  const bundleSteps = bundlesBySteps(components);
  return new Map(components.map((one) => [`${one.type}:${one.fullName}`, fateOf(one, bundleSteps)]));
}

function fateOf(component: InstalledComponent, bundleSteps: ReadonlyMap<string, number>): Fate {
  const { type, fullName } = component;
  const stage = stageOfType[type];
  if (stage !== undefined) return { stage };
  const carrier = wordsAndFiles[type];
  if (carrier !== undefined) return { goesWith: carrier };
  if (type === 'CustomObject') return { stage: objects };
  if (type === 'LightningComponentBundle')
    return { stage: stageOfBundle(fullName, bundleSteps.get(fullName) ?? 0) };
  if (type === 'CustomField' && readsOtherFields(component)) return { stage: rollUps };
  if (partsOfObjects.includes(type)) {
    const [object = ''] = fullName.split(/[.-]/);
    if (object.includes('__')) return { goesWith: object };
    if (type === 'CustomField') return { stage: objects };
    if (type === 'QuickAction') return { stage: actions };
  }
  throw new Error(`Say in scripts/uninstall/stages.ts how ${type} ${fullName} is deleted.`);
}

/** After the pages that hold it, and one stage after each component that is made of it. */
function stageOfBundle(name: string, steps: number): (typeof stageNames)[number] {
  const stage = [actions, rollUps, objects][steps];
  if (stage === undefined) throw new Error(`${name} is used in ${steps} steps: there are stages for two.`);
  return stage;
}

/** Whether a field is computed from fields that do not go in one piece with it: those of other objects, or of Salesforce's. */
function readsOtherFields({ fullName, text }: InstalledComponent): boolean {
  if (text.includes('<type>Summary</type>')) return true;
  const formula = /<formula>([^]*)<\/formula>/.exec(text)?.[1];
  const [object = ''] = fullName.split('.');
  return formula !== undefined && (!object.includes('__') || formula.includes('__r.'));
}
