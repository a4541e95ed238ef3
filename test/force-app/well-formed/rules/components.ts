import { posix } from 'node:path';
import { catalogueOf, fieldProblem } from '../catalogue.ts';
import type { Catalogue } from '../catalogue.ts';
import { ofType } from '../package.ts';
import type { Package, Problem } from '../package.ts';
import { checkTexts, textsAt } from '../places.ts';
import { queryProblems } from '../graphql.ts';

/** Lightning components take in fields, labels, permissions, components and files that are there. */
export function componentsImportWhatIsThere(installed: Package): Problem[] {
  const offered = ofType(installed, 'LightningComponentBundle').flatMap((bundle) =>
    checkTexts(bundle, ['targetConfigs/targetConfig/objects/object'], (name) =>
      catalogueOf(installed).objects.has(name) ? undefined : `there is no object ${name}`,
    ),
  );
  const imported = [...installed.code].flatMap(([file, source]) =>
    importsOf(file, source).flatMap((name) => {
      const problem = importProblem(installed, file, name);
      return problem === undefined ? [] : [{ file, element: name, problem }];
    }),
  );
  return [...offered, ...imported];
}

/** GraphQL queries and mutations of components name objects, fields and relationships that are there. */
export function queriesNameWhatIsThere(installed: Package): Problem[] {
  return [...installed.code].flatMap(([file, source]) =>
    [...source.matchAll(/gql`([^`]*)`/g)].flatMap(([, query = '']) =>
      queryProblems(query, catalogueOf(installed)).map(({ element, problem }) => ({
        file,
        element,
        problem,
      })),
    ),
  );
}

/** Fields, objects and relationships that code names outside its queries are there: what it reads from answers, or sends. */
export function codeNamesWhatIsThere(installed: Package): Problem[] {
  const objects = [...catalogueOf(installed).objects.values()];
  const known = new Set(
    objects.flatMap(({ name, fields, parents, lists }) =>
      [[name], fields.keys(), parents.keys(), lists.keys()].flatMap((names) => [...names]),
    ),
  );
  return [...installed.code].flatMap(([file, source]) => {
    const code = source.replace(/gql`[^`]*`|'@salesforce\/[^']*'/g, ' ');
    const names = new Set([...code.matchAll(/\b[A-Za-z]\w*__[cr]\b/g)].map(([name]) => name));
    return [...names]
      .filter((name) => !known.has(name))
      .map((name) => ({ file, element: name, problem: `no object has ${name}` }));
  });
}

/** What a module imports, and the components that a template shows. */
function importsOf(file: string, source: string): string[] {
  if (file.endsWith('.html'))
    return [...source.matchAll(/<c-([a-z-]+)/g)].map(
      ([, tag = '']) => `c/${tag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}`,
    );
  return [...source.matchAll(/^\s*(?:import|export)\b[^;]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'/gm)].map(
    ([, from, bare]) => from ?? bare ?? '',
  );
}

function importProblem(installed: Package, file: string, name: string): string | undefined {
  const catalogue = catalogueOf(installed);
  const [scope = '', kind = '', ...rest] = name.split('/');
  const what = rest.join('/');
  if (scope === '@salesforce' && kind === 'schema') return schemaProblem(catalogue, what);
  if (scope === '@salesforce' && kind === 'label') {
    const labels = ofType(installed, 'CustomLabels').flatMap(({ content }) =>
      textsAt(content, 'labels/fullName'),
    );
    return labels.some(({ value }) => `c.${value}` === what) ? undefined : `there is no label ${what}`;
  }
  if (scope === '@salesforce' && kind === 'customPermission')
    return catalogue.names('CustomPermission').has(what)
      ? undefined
      : `there is no custom permission ${what}`;
  if (scope === 'c')
    return catalogue.names('LightningComponentBundle').has(kind)
      ? undefined
      : `there is no component ${kind}`;
  if (scope === '.') {
    const path = posix.join(posix.dirname(file), name.endsWith('.js') ? name : `${name}.js`);
    return installed.code.has(path) ? undefined : `there is no file ${path}`;
  }
  return undefined;
}

/** `Account`, `Account.Feedback_NPS__c` or `Feedback_Response__c.Contact__r.Name`. */
function schemaProblem(catalogue: Catalogue, name: string): string | undefined {
  const [object = '', ...path] = name.split('.');
  if (!catalogue.objects.has(object)) return `there is no object ${object}`;
  return path.length === 0 ? undefined : fieldProblem(catalogue, object, path.join('.'));
}
