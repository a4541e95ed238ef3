import { text } from '../../package-source.ts';
import type { Element } from '../../package-source.ts';
import { catalogueOf, fieldProblem, isMasterDetail } from '../catalogue.ts';
import type { KnownObject } from '../catalogue.ts';
import { columnProblem } from '../list-columns.ts';
import { objectOf, ofType } from '../package.ts';
import type { Package, PackagedComponent, Problem } from '../package.ts';
import { checkCount, checkTexts, elementsAt, problemAt, textsIn } from '../places.ts';
import type { Place } from '../places.ts';

const items = 'layoutSections/layoutColumns/layoutItems';

/** Related lists that Salesforce has of itself. */
const commonLists = ['RelatedActivityList', 'RelatedHistoryList', 'RelatedFileList', 'RelatedNoteList'];

/** Columns of a related list, by “Customize Related Lists”, Salesforce Help. */
const mostColumns = 10;

/**
 * Headings of sections that Salesforce has, and translates, itself. Any other is a label of the layout's own (LayoutSection,
 * `customLabel`, Metadata API Developer Guide).
 */
const commonHeadings = ['Information', 'Description Information', 'System Information'];

/** Page layouts show fields, related lists and quick actions that are there, each field once, under headings that are. */
export function layoutsShowWhatIsThere(installed: Package): Problem[] {
  const catalogue = catalogueOf(installed);
  return ofType(installed, 'Layout').flatMap((layout) => {
    const object = objectOf(layout);
    const shown = fieldsOf(layout);
    const twice = shown.filter(
      ({ name }, position) => shown.findIndex((other) => other.name === name) < position,
    );
    return [
      ...checkTexts(layout, [`${items}/field`], (name) => fieldProblem(catalogue, object, name)),
      ...twice.map(({ path, name }) => problemAt(layout, path, `${name} is there twice`)),
      ...elementsAt(layout.content, 'layoutSections').flatMap((section) => headingProblems(layout, section)),
      ...checkCount(layout, 'relatedLists', 'fields', mostColumns),
      ...elementsAt(layout.content, 'relatedLists').flatMap((list) =>
        relatedListProblems(
          installed,
          layout,
          list.path,
          textsIn(list, 'relatedList'),
          textsIn(list, 'fields'),
        ),
      ),
      ...checkTexts(
        layout,
        [
          'quickActionList/quickActionListItems/quickActionName',
          'platformActionList/platformActionListItems/actionName',
        ],
        (name) =>
          name.includes('.') && !catalogue.names('QuickAction').has(name)
            ? `there is no quick action ${name}`
            : undefined,
      ),
    ];
  });
}

/** Page layouts have every field that a record cannot be saved without, and offer no field that nobody can fill in. */
export function layoutsCanBeSaved(installed: Package): Problem[] {
  const { objects } = catalogueOf(installed);
  return ofType(installed, 'Layout').flatMap((layout) => {
    const object = objects.get(objectOf(layout));
    if (object === undefined) return [];
    const shown = fieldsOf(layout);
    const missing = requiredFields(object)
      .filter((name) => shown.every((item) => item.name !== name))
      .map((name) => problemAt(layout, items, `${name} is required and not on the page`));
    const behaviors = shown.flatMap(({ path, name, behavior }) => {
      const wanted = behaviorOf(object, name);
      return wanted === undefined || wanted === behavior
        ? []
        : [problemAt(layout, path, `${name} is ${behavior}, and should be ${wanted}`)];
    });
    return [...missing, ...behaviors];
  });
}

interface ShownField {
  path: string;
  name: string;
  behavior: string;
}

function fieldsOf(layout: PackagedComponent): ShownField[] {
  return elementsAt(layout.content, items).flatMap((item) => {
    const name = text(item.value, 'field');
    const behavior = text(item.value, 'behavior') ?? 'Edit';
    return name === undefined ? [] : [{ path: `${item.path}/field`, name, behavior }];
  });
}

/** Fields without which a record of the object cannot be saved; its name counts unless it is a number of its own. */
export function requiredFields(object: KnownObject): string[] {
  const fields = [...object.fields].filter(
    ([, { component }]) =>
      component !== undefined &&
      (text(component.content, 'required') === 'true' || isMasterDetail(component.content)),
  );
  return [...namesOf(object), ...fields.map(([name]) => name)];
}

/** The fields of an object that hold its name, where people give it. */
function namesOf(object: KnownObject): string[] {
  if (object.name.endsWith('__mdt')) return ['MasterLabel', 'DeveloperName'];
  return object.component === undefined || hasNumber(object) ? [] : ['Name'];
}

function behaviorOf(object: KnownObject, name: string): string | undefined {
  const field = object.fields.get(name)?.component?.content;
  if (name === 'Name') return hasNumber(object) ? 'Readonly' : 'Required';
  if (field === undefined) return undefined;
  if (text(field, 'formula') !== undefined || text(field, 'type') === 'Summary') return 'Readonly';
  return requiredFields(object).includes(name) ? 'Required' : undefined;
}

function hasNumber({ component }: KnownObject): boolean {
  if (component === undefined) return false;
  return elementsAt(component.content, 'nameField').some(({ value }) => text(value, 'type') === 'AutoNumber');
}

function headingProblems(layout: PackagedComponent, section: Place<Element>): Problem[] {
  if (text(section.value, 'customLabel') === 'true') return [];
  return textsIn(section, 'label')
    .filter(({ value }) => !commonHeadings.includes(value))
    .map(({ path, value }) => problemAt(layout, path, `${value} is no heading of Salesforce's own`));
}

function relatedListProblems(
  installed: Package,
  layout: PackagedComponent,
  path: string,
  lists: { value: string }[],
  columns: { path: string; value: string }[],
): Problem[] {
  const catalogue = catalogueOf(installed);
  return lists.flatMap(({ value: list }) => {
    if (commonLists.includes(list)) return [];
    const [child = '', lookup = ''] = list.split('.');
    const field = catalogue.objects.get(child)?.fields.get(lookup);
    if (field?.referenceTo !== objectOf(layout))
      return [problemAt(layout, `${path}/relatedList`, `${list} is no lookup to ${objectOf(layout)}`)];
    return columns.flatMap((column) => {
      const problem = columnProblem(catalogue, child, column.value);
      return problem === undefined ? [] : [problemAt(layout, column.path, problem)];
    });
  });
}
