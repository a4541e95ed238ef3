import { children, picklistValues, text } from '../../package-source.ts';
import { catalogueOf, fieldProblem, followPath, isMasterDetail, valueProblem } from '../catalogue.ts';
import { objectOf, ofType } from '../package.ts';
import type { Package, PackagedComponent, Problem } from '../package.ts';
import { elementsAt, problemAt, textsAt, textsIn } from '../places.ts';

/** Lookups and details lead to objects that are there. */
export function lookupsLeadToObjects(installed: Package): Problem[] {
  const { objects } = catalogueOf(installed);
  return ofType(installed, 'CustomField').flatMap((field) => [
    ...(objects.has(objectOf(field))
      ? []
      : [problemAt(field, 'fullName', `there is no object ${objectOf(field)}`)]),
    ...textsAt(field.content, 'referenceTo')
      .filter(({ value }) => !objects.has(value))
      .map(({ path, value }) => problemAt(field, path, `there is no object ${value}`)),
  ]);
}

/** Picklists take their values from a value set that is there, refuse others, and have no value twice. */
export function picklistsAreRestricted(installed: Package): Problem[] {
  const { valueSets } = catalogueOf(installed);
  const picklists = ofType(installed, 'CustomField').filter(({ content }) =>
    /picklist$/i.test(text(content, 'type') ?? ''),
  );
  return picklists.flatMap((field) => {
    const [set = {}] = children(field.content, 'valueSet');
    const name = text(set, 'valueSetName');
    const values = name === undefined ? picklistValues(field.content) : (valueSets.get(name) ?? []);
    const twice = values.find((value, position) => values.indexOf(value) !== position);
    return [
      ...(text(set, 'restricted') === 'true'
        ? []
        : [problemAt(field, 'valueSet/restricted', 'the picklist takes any value')]),
      ...(name === undefined || valueSets.has(name)
        ? []
        : [problemAt(field, 'valueSet/valueSetName', `there is no global value set ${name}`)]),
      ...(twice === undefined ? [] : [problemAt(field, 'valueSet', `“${twice}” is there twice`)]),
    ];
  });
}

/** Roll-up summaries go over details of their object, and sum and filter by fields of those. */
export function summariesGoOverDetails(installed: Package): Problem[] {
  return ofType(installed, 'CustomField')
    .filter(({ content }) => text(content, 'type') === 'Summary')
    .flatMap((field) => summaryProblems(installed, field));
}

function summaryProblems(installed: Package, field: PackagedComponent): Problem[] {
  const catalogue = catalogueOf(installed);
  const foreignKey = text(field.content, 'summaryForeignKey') ?? '';
  const [child = '', key = ''] = foreignKey.split('.');
  const found = followPath(catalogue, child, key);
  const isDetail =
    'field' in found &&
    found.field.component !== undefined &&
    isMasterDetail(found.field.component.content) &&
    found.field.referenceTo === objectOf(field);
  const filters = elementsAt(field.content, 'summaryFilterItems').flatMap((item) =>
    textsIn(item, 'field').flatMap(({ path, value: name }) => {
      const problem = ofChild(catalogue, child, name);
      if (problem !== undefined) return [problemAt(field, path, problem)];
      return textsIn(item, 'value')
        .flatMap((given) => given.value.split(/,\s*/))
        .flatMap((value) => valueProblem(catalogue, child, name.slice(child.length + 1), value) ?? [])
        .map((wrong) => problemAt(field, `${item.path}/value`, wrong));
    }),
  );
  const summarized = textsAt(field.content, 'summarizedField').flatMap(({ path, value }) => {
    const problem = ofChild(catalogue, child, value);
    return problem === undefined ? [] : [problemAt(field, path, problem)];
  });
  return [
    ...(isDetail
      ? []
      : [
          problemAt(field, 'summaryForeignKey', `${foreignKey} makes nothing a detail of ${objectOf(field)}`),
        ]),
    ...filters,
    ...summarized,
  ];
}

/** Summaries name fields with their object: `Feedback_Action__c.Status__c`. */
function ofChild(catalogue: ReturnType<typeof catalogueOf>, child: string, name: string): string | undefined {
  if (!name.startsWith(`${child}.`)) return `${name} is no field of ${child}`;
  return fieldProblem(catalogue, child, name.slice(child.length + 1));
}
