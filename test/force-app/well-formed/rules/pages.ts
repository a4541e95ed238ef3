import { children, text } from '../../package-source.ts';
import type { Element } from '../../package-source.ts';
import { catalogueOf, fieldProblem } from '../catalogue.ts';
import { ofType } from '../package.ts';
import type { Package, PackagedComponent, Problem } from '../package.ts';
import { checkTexts, elementsAt, problemAt, textsAt, textsIn } from '../places.ts';
import type { Place } from '../places.ts';

/** Components of Salesforce's own that the pages use, by the Lightning pages that orgs hand out. */
const standardComponents = [
  'flexipage:richText',
  'flexipage:tab',
  'flexipage:tabset',
  'force:detailPanel',
  'force:highlightsPanel',
  'force:relatedListContainer',
  'force:relatedListSingleContainer',
  'forceChatter:recordFeedContainer',
  'lst:dynamicRelatedList',
  'runtime_sales_activities:activityPanel',
];

/** Where a component must offer itself to be on a page of a type. */
const targets: Readonly<Record<string, string>> = {
  RecordPage: 'lightning__RecordPage',
  AppPage: 'lightning__AppPage',
  HomePage: 'lightning__HomePage',
};

/** Lightning pages hold components that offer themselves for such a page, and name fields, lists and actions that are there. */
export function pagesHoldComponents(installed: Package): Problem[] {
  const catalogue = catalogueOf(installed);
  return ofType(installed, 'FlexiPage').flatMap((page) => {
    const object = text(page.content, 'sobjectType') ?? '';
    const isRecordPage = text(page.content, 'type') === 'RecordPage';
    return [
      ...(isRecordPage && !catalogue.objects.has(object)
        ? [problemAt(page, 'sobjectType', `there is no object ${object}`)]
        : []),
      ...elementsAt(page.content, 'flexiPageRegions/itemInstances/componentInstance').flatMap((instance) => [
        ...componentProblems(installed, page, instance),
        ...propertyProblems(installed, page, instance),
      ]),
      ...recordFields(page).flatMap(({ path, value }) => {
        const problem = fieldProblem(catalogue, object, value);
        return problem === undefined ? [] : [problemAt(page, path, problem)];
      }),
      ...regionProblems(page),
    ];
  });
}

/** Fields of the record that a page shows or asks: `Record.Status__c`. */
function recordFields(page: PackagedComponent): Place<string>[] {
  return [
    'flexiPageRegions/itemInstances/fieldInstance/fieldItem',
    'flexiPageRegions/itemInstances/fieldInstance/visibilityRule/criteria/leftValue',
    'flexiPageRegions/itemInstances/componentInstance/visibilityRule/criteria/leftValue',
  ]
    .flatMap((path) => textsAt(page.content, path))
    .flatMap(({ path, value }) => {
      const name = /^(?:\{!)?Record\.([\w.]+)\}?$/.exec(value)?.[1];
      return name === undefined ? [] : [{ path, value: name }];
    });
}

function componentProblems(installed: Package, page: PackagedComponent, instance: Place<Element>): Problem[] {
  const name = text(instance.value, 'componentName') ?? '';
  const at = (problem: string): Problem[] => [problemAt(page, `${instance.path}/componentName`, problem)];
  if (name.includes(':'))
    return standardComponents.includes(name) ? [] : at(`${name} is not in the list of standard components`);
  const bundle = ofType(installed, 'LightningComponentBundle').find(({ fullName }) => fullName === name);
  if (bundle === undefined) return at(`there is no component ${name}`);
  const target = targets[text(page.content, 'type') ?? ''] ?? '';
  const offered = textsAt(bundle.content, 'targets/target').map(({ value }) => value);
  if (text(bundle.content, 'isExposed') !== 'true' || !offered.includes(target))
    return at(`${name} is not offered for ${target}`);
  const objects = configsOf(bundle, target)
    .flatMap((config) => textsAt(config, 'objects/object'))
    .map(({ value }) => value);
  const object = text(page.content, 'sobjectType') ?? '';
  return objects.length === 0 || objects.includes(object) ? [] : at(`${name} is not offered for ${object}`);
}

function configsOf(bundle: PackagedComponent, target: string): Element[] {
  return children(bundle.content, 'targetConfigs')
    .flatMap((configs) => children(configs, 'targetConfig'))
    .filter((config) => (text(config, '@_targets') ?? '').split(/,\s*/).includes(target));
}

function propertyProblems(installed: Package, page: PackagedComponent, instance: Place<Element>): Problem[] {
  const { objects, names } = catalogueOf(installed);
  const object = text(page.content, 'sobjectType') ?? '';
  const component = text(instance.value, 'componentName') ?? '';
  const bundle = ofType(installed, 'LightningComponentBundle').find(({ fullName }) => fullName === component);
  const settable = bundle?.content === undefined ? undefined : settableOf(bundle);
  return elementsAt(instance.value, 'componentInstanceProperties').flatMap((place) => {
    const property = { path: `${instance.path}/${place.path}`, value: place.value };
    const name = text(property.value, 'name') ?? '';
    const values = [...textsIn(property, 'value'), ...textsIn(property, 'valueList/valueListItems/value')];
    const check = (isRight: (value: string) => boolean, kind: string): Problem[] =>
      values
        .filter(({ value }) => !isRight(value))
        .map(({ path, value }) => problemAt(page, path, `there is no ${kind} ${value}`));
    if (settable !== undefined && !settable.includes(name))
      return [problemAt(page, `${property.path}/name`, `${component} has nothing to set called ${name}`)];
    if (name === 'relatedListApiName')
      return check((value) => objects.get(object)?.lists.has(value) ?? false, `related list of ${object}`);
    if (name === 'actionNames')
      return check((value) => !value.includes('.') || names('QuickAction').has(value), 'quick action');
    return [];
  });
}

function settableOf(bundle: PackagedComponent): string[] {
  return children(bundle.content, 'targetConfigs')
    .flatMap((configs) => children(configs, 'targetConfig'))
    .flatMap((config) => children(config, 'property'))
    .map((property) => text(property, '@_name') ?? '');
}

/** Parts of a page that are shown within a component (“facets”) are there and are used; nothing is called the same twice. */
function regionProblems(page: PackagedComponent): Problem[] {
  const facets = elementsAt(page.content, 'flexiPageRegions')
    .filter(({ value }) => text(value, 'type') === 'Facet')
    .map(({ path, value }) => ({ path, name: text(value, 'name') ?? '' }));
  const properties = textsAt(
    page.content,
    'flexiPageRegions/itemInstances/componentInstance/componentInstanceProperties/value',
  );
  const identifiers = textsAt(page.content, 'flexiPageRegions/itemInstances/componentInstance/identifier');
  const twice = identifiers.filter(
    ({ value }, position) => identifiers.findIndex((other) => other.value === value) < position,
  );
  return [
    ...facets
      .filter(({ name }) => properties.every(({ value }) => value !== name))
      .map(({ path, name }) => problemAt(page, `${path}/name`, `the facet ${name} is shown nowhere`)),
    ...properties
      .filter(({ value }) => value.startsWith('Facet-') && facets.every(({ name }) => name !== value))
      .map(({ path, value }) => problemAt(page, path, `there is no facet ${value}`)),
    ...twice.map(({ path, value }) => problemAt(page, path, `${value} is there twice`)),
  ];
}

/** Apps and tabs lead to tabs, pages and objects that are there. */
export function appsLeadSomewhere(installed: Package): Problem[] {
  const { objects, names } = catalogueOf(installed);
  const pageOf = (name: string) => ofType(installed, 'FlexiPage').find(({ fullName }) => fullName === name);
  const tabProblem = (name: string) =>
    names('CustomTab').has(name) || standardTabs.includes(name) ? undefined : `there is no tab ${name}`;
  const apps = ofType(installed, 'CustomApplication').flatMap((app) => [
    ...checkTexts(app, ['tabs', 'defaultLandingTab'], tabProblem),
    ...checkTexts(app, ['utilityBar'], (name) => (pageOf(name) ? undefined : `there is no page ${name}`)),
    ...elementsAt(app.content, 'profileActionOverrides').map(({ path }) =>
      problemAt(app, path, 'profiles belong to the org, not to the package'),
    ),
    ...elementsAt(app.content, 'actionOverrides').flatMap(({ path, value }) => {
      const object = text(value, 'pageOrSobjectType') ?? '';
      if (!objects.has(object) && !object.startsWith('standard-'))
        return [problemAt(app, `${path}/pageOrSobjectType`, `there is no object ${object}`)];
      return overrideProblems(app, path, value, object, pageOf);
    }),
  ]);
  const overrides = ofType(installed, 'CustomObject').flatMap((object) =>
    elementsAt(object.content, 'actionOverrides').flatMap(({ path, value }) =>
      overrideProblems(object, path, value, object.fullName, pageOf),
    ),
  );
  const tabs = ofType(installed, 'CustomTab').flatMap((tab) => [
    ...(text(tab.content, 'customObject') === 'true' && !objects.has(tab.fullName)
      ? [problemAt(tab, 'customObject', `there is no object ${tab.fullName}`)]
      : []),
    ...checkTexts(tab, ['flexiPage'], (name) => (pageOf(name) ? undefined : `there is no page ${name}`)),
    ...checkTexts(tab, ['lwcComponent'], (name) =>
      names('LightningComponentBundle').has(name) ? undefined : `there is no component ${name}`,
    ),
  ]);
  return [...apps, ...overrides, ...tabs];
}

/** Tabs of Salesforce's own that the app has. */
const standardTabs = [
  'standard-home',
  'standard-Account',
  'standard-Contact',
  'standard-Opportunity',
  'standard-Case',
  'standard-report',
  'standard-Dashboard',
];

function overrideProblems(
  component: PackagedComponent,
  path: string,
  override: Element,
  object: string,
  pageOf: (name: string) => PackagedComponent | undefined,
): Problem[] {
  const name = text(override, 'content');
  if (name === undefined || text(override, 'type') !== 'Flexipage') return [];
  const page = pageOf(name);
  if (page === undefined) return [problemAt(component, `${path}/content`, `there is no page ${name}`)];
  const shown = text(page.content, 'sobjectType');
  return shown === undefined || shown === object
    ? []
    : [problemAt(component, `${path}/content`, `${name} is a page of ${shown}, not of ${object}`)];
}
