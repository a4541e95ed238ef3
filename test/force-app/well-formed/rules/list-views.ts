import { text } from '../../package-source.ts';
import { catalogueOf, fieldProblem, masterOf, valueProblem } from '../catalogue.ts';
import { columnProblem, fieldOfColumn } from '../list-columns.ts';
import { objectOf, ofType, ownName } from '../package.ts';
import type { Package, PackagedComponent, Problem } from '../package.ts';
import { checkCount, checkTexts, elementsAt, problemAt, textsIn } from '../places.ts';

/** By “Create a Custom List View” and “Create Compact Layouts”, Salesforce Help. */
const most = { columns: 15, filters: 10, headline: 10 };

/** List views show and filter by fields that are there, with values that these can have. */
export function listViewsShowFields(installed: Package): Problem[] {
  const catalogue = catalogueOf(installed);
  return ofType(installed, 'ListView').flatMap((view) => {
    const object = objectOf(view);
    const filters = elementsAt(view.content, 'filters').flatMap((filter) =>
      textsIn(filter, 'value').flatMap(({ path, value }) =>
        value
          .split(',')
          .flatMap(
            (one) =>
              valueProblem(catalogue, object, fieldOfColumn(text(filter.value, 'field') ?? ''), one) ?? [],
          )
          .map((problem) => problemAt(view, path, problem)),
      ),
    );
    return [
      ...checkTexts(view, ['columns', 'filters/field'], (name) => columnProblem(catalogue, object, name)),
      ...filters,
      ...scopeProblems(installed, view),
      ...checkCount(view, '', 'columns', most.columns),
      ...checkCount(view, '', 'filters', most.filters),
    ];
  });
}

/** Details have no owner, so that there is nothing of mine among them. */
function scopeProblems(installed: Package, view: PackagedComponent): Problem[] {
  const object = catalogueOf(installed).objects.get(objectOf(view));
  const scope = text(view.content, 'filterScope');
  if (object === undefined || masterOf(object) === undefined || scope === 'Everything') return [];
  return [problemAt(view, 'filterScope', `${object.name} is a detail and has no owner to filter by`)];
}

/** Compact layouts and search results show fields that are there; the compact layout that an object names is there. */
export function headlinesShowFields(installed: Package): Problem[] {
  const catalogue = catalogueOf(installed);
  const headlines = ofType(installed, 'CompactLayout').flatMap((layout) => [
    ...checkTexts(layout, ['fields'], (name) => fieldProblem(catalogue, objectOf(layout), name)),
    ...checkCount(layout, '', 'fields', most.headline),
  ]);
  const objects = ofType(installed, 'CustomObject').flatMap((object) => [
    ...checkTexts(object, ['compactLayoutAssignment'], (name) => {
      const own = ofType(installed, 'CompactLayout').filter((one) => objectOf(one) === object.fullName);
      return name === 'SYSTEM' || own.some((one) => ownName(one) === name)
        ? undefined
        : `there is no compact layout ${name}`;
    }),
    ...checkTexts(
      object,
      [
        'customTabListAdditionalFields',
        'lookupDialogsAdditionalFields',
        'searchResultsAdditionalFields',
        'searchFilterFields',
      ].map((name) => `searchLayouts/${name}`),
      (name) => columnProblem(catalogue, object.fullName, name),
    ),
  ]);
  return [...headlines, ...objects];
}
