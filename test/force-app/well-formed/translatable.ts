import { children, text } from '../package-source.ts';
import type { Element } from '../package-source.ts';
import { ofType } from './package.ts';
import type { Package, PackagedComponent } from './package.ts';
import { elementsAt } from './places.ts';

/** A text of the package that people see, under the name that its translation has, too. */
export interface Wording {
  /** What is said: `Feedback_Survey__c.Status__c: help`. */
  name: string;
  words: string;
  component: PackagedComponent;
  /** Where it stands in the file of its component. */
  element: string;
}

/**
 * What Salesforce can translate (CustomObjectTranslation, GlobalValueSetTranslation and Translations, Metadata API
 * Developer Guide), of all that the package and its defaults have. Names of list views, pages, compact layouts,
 * permission sets and tabs of objects have no translation of their own there.
 */
export function wordingsOf(installed: Package): Wording[] {
  const part = (type: string, wordings: (component: PackagedComponent) => Said[]): Wording[] =>
    ofType(installed, type).flatMap((component) =>
      wordings(component).map((said) => ({ ...said, component })),
    );
  return [
    ...part('CustomObject', (object) => objectWordings(object)),
    ...part('CustomField', (field) => fieldWordings(field)),
    ...part('GlobalValueSet', ({ fullName, content }) =>
      elementsAt(content, 'customValue').map(({ path, value }) => valueWording(fullName, path, value)),
    ),
    ...part('ValidationRule', ({ fullName, content }) => [
      said(`${fullName}: message`, content, 'errorMessage'),
    ]),
    ...part('QuickAction', ({ fullName, content }) => [said(`action ${fullName}: label`, content, 'label')]),
    ...part('Layout', layoutWordings),
    ...part('CustomLabels', ({ content }) =>
      elementsAt(content, 'labels').map(({ path, value }) => ({
        name: `label ${text(value, 'fullName')}`,
        words: text(value, 'value') ?? '',
        element: `${path}/value`,
      })),
    ),
    ...part('CustomApplication', ({ fullName, content }) => [
      said(`app ${fullName}: label`, content, 'label'),
      said(`app ${fullName}: description`, content, 'description'),
    ]),
    ...part('CustomTab', ({ fullName, content }) => [said(`tab ${fullName}: label`, content, 'label')]),
    ...part('ReportType', reportTypeWordings),
    ...part('Report', ({ fullName, content }) => [
      said(`report ${fullName}: label`, content, 'name'),
      said(`report ${fullName}: description`, content, 'description'),
    ]),
    ...part('Dashboard', ({ fullName, content }) => [
      said(`dashboard ${fullName}: label`, content, 'title'),
      said(`dashboard ${fullName}: description`, content, 'description'),
    ]),
  ].filter(({ words }) => words !== '');
}

type Said = Omit<Wording, 'component'>;

function said(name: string, element: Element, path: string): Said {
  return { name, words: text(element, path) ?? '', element: path };
}

function objectWordings({ fullName, content }: PackagedComponent): Said[] {
  const [nameField = {}] = children(content, 'nameField');
  return [
    said(`${fullName}: singular`, content, 'label'),
    said(`${fullName}: plural`, content, 'pluralLabel'),
    { name: `${fullName}: name field`, words: text(nameField, 'label') ?? '', element: 'nameField/label' },
  ];
}

function fieldWordings({ fullName, content }: PackagedComponent): Said[] {
  return [
    said(`${fullName}: label`, content, 'label'),
    said(`${fullName}: help`, content, 'inlineHelpText'),
    said(`${fullName}: list label`, content, 'relationshipLabel'),
    ...elementsAt(content, 'valueSet/valueSetDefinition/value').map(({ path, value }) =>
      valueWording(fullName, path, value),
    ),
  ];
}

function valueWording(owner: string, path: string, value: Element): Said {
  const words = text(value, 'label') ?? text(value, 'fullName') ?? '';
  return { name: `${owner}: value “${words}”`, words, element: `${path}/label` };
}

/** Sections whose name is Salesforce's own (`customLabel` false) are translated by Salesforce. */
function layoutWordings({ fullName, content }: PackagedComponent): Said[] {
  return elementsAt(content, 'layoutSections')
    .filter(({ value }) => text(value, 'customLabel') === 'true')
    .map(({ path, value }) => ({
      name: `layout ${fullName}: section “${text(value, 'label')}”`,
      words: text(value, 'label') ?? '',
      element: `${path}/label`,
    }));
}

function reportTypeWordings({ fullName, content }: PackagedComponent): Said[] {
  return [
    said(`report type ${fullName}: label`, content, 'label'),
    said(`report type ${fullName}: description`, content, 'description'),
    ...elementsAt(content, 'sections').map(({ path, value }) => ({
      name: `report type ${fullName}: section “${text(value, 'masterLabel')}”`,
      words: text(value, 'masterLabel') ?? '',
      element: `${path}/masterLabel`,
    })),
  ];
}

/** What Translations hold with a label and a description each, and how their names begin here. */
const namedTexts = [
  ['customApplications', 'app'],
  ['customTabs', 'tab'],
  ['dashboards', 'dashboard'],
  ['reports', 'report'],
  ['reportTypes', 'report type'],
] as const;

/** Lists of translations that are read here; what stands in another one would be checked by nobody. */
const readLists: Readonly<Record<string, readonly string[]>> = {
  CustomObjectTranslation: ['caseValues', 'layouts', 'quickActions', 'validationRules'],
  Translations: ['customLabels', ...namedTexts.map(([list]) => list)],
};

/** Lists of translations that this does not read, by component. */
export function unreadLists(installed: Package): { component: PackagedComponent; element: string }[] {
  return Object.entries(readLists).flatMap(([type, lists]) =>
    ofType(installed, type).flatMap((component) =>
      Object.entries(component.content)
        .filter(([name, value]) => typeof value === 'object' && !lists.includes(name))
        .map(([element]) => ({ component, element })),
    ),
  );
}

/** Every text of the French folders, under the name of what it translates. */
export function frenchOf(installed: Package): Wording[] {
  const part = (type: string, wordings: (component: PackagedComponent) => Said[]): Wording[] =>
    ofType(installed, type).flatMap((component) => wordings(component).map((one) => ({ ...one, component })));
  return [
    ...part('CustomObjectTranslation', (component) => frenchObject(component)),
    ...part('CustomFieldTranslation', frenchField),
    ...part('GlobalValueSetTranslation', ({ fullName, content }) =>
      elementsAt(content, 'valueTranslation').map(({ path, value }) =>
        translated(
          `${fullName.replace(/-fr$/, '')}: value “${text(value, 'masterLabel')}”`,
          path,
          value,
          'translation',
        ),
      ),
    ),
    ...part('Translations', ({ content }) => [
      ...listed(content, 'customLabels', 'label', (name) => `label ${name}`),
      ...namedTexts.flatMap(([list, kind]) =>
        ['label', 'description'].flatMap((element) =>
          listed(content, list, element, (name) => `${kind} ${name}: ${element}`),
        ),
      ),
      ...elementsAt(content, 'reportTypes').flatMap((type) =>
        elementsAt(type.value, 'sections').map(({ path, value }) =>
          translated(
            `report type ${text(type.value, 'name')}: section “${text(value, 'name')}”`,
            `${type.path}/${path}`,
            value,
            'label',
          ),
        ),
      ),
    ]),
  ].filter(({ words }) => words !== '');
}

function translated(name: string, path: string, value: Element, element: string): Said {
  return { name, words: text(value, element) ?? '', element: `${path}/${element}` };
}

function listed(content: Element, list: string, element: string, name: (of: string) => string): Said[] {
  return elementsAt(content, list).map(({ path, value }) =>
    translated(name(text(value, 'name') ?? ''), path, value, element),
  );
}

function frenchObject({ fullName, content }: PackagedComponent): Said[] {
  const object = fullName.replace(/-fr$/, '');
  return [
    ...elementsAt(content, 'caseValues').map(({ path, value }) =>
      translated(
        `${object}: ${text(value, 'plural') === 'true' ? 'plural' : 'singular'}`,
        path,
        value,
        'value',
      ),
    ),
    said(`${object}: name field`, content, 'nameFieldLabel'),
    ...listed(content, 'validationRules', 'errorMessage', (name) => `${object}.${name}: message`),
    ...listed(content, 'quickActions', 'label', (name) => `action ${object}.${name}: label`),
    ...elementsAt(content, 'layouts').flatMap((layout) =>
      elementsAt(layout.value, 'sections').map(({ path, value }) =>
        translated(
          `layout ${object}-${text(layout.value, 'layout')}: section “${text(value, 'section')}”`,
          `${layout.path}/${path}`,
          value,
          'label',
        ),
      ),
    ),
  ];
}

function frenchField({ fullName, content }: PackagedComponent): Said[] {
  const field = fullName.replace('-fr.', '.');
  return [
    said(`${field}: label`, content, 'label'),
    said(`${field}: help`, content, 'help'),
    said(`${field}: list label`, content, 'relationshipLabel'),
    ...elementsAt(content, 'picklistValues').map(({ path, value }) =>
      translated(`${field}: value “${text(value, 'masterLabel')}”`, path, value, 'translation'),
    ),
  ];
}
