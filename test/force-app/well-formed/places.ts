import type { Component, Element } from '../package-source.ts';
import type { Problem } from './package.ts';

/** A value and where it stands: `layoutSections[2]/layoutColumns/layoutItems[1]/field`. */
export interface Place<Value> {
  path: string;
  value: Value;
}

/** Every element below one, itself left out, as deep as it goes; attributes are no elements. */
export function eachPlace(element: Element, path = ''): Place<Element | string>[] {
  return Object.keys(element)
    .filter((name) => !name.startsWith('@_') && name !== '#text')
    .flatMap((name) => named({ path, value: element }, name))
    .flatMap((place) => [
      place,
      ...(typeof place.value === 'string' ? [] : eachPlace(place.value, place.path)),
    ]);
}

/** The elements at a path such as `layoutSections/layoutColumns`, each with its place. */
export function elementsAt(element: Element, path: string): Place<Element>[] {
  return placesAt(element, path).filter((place): place is Place<Element> => typeof place.value !== 'string');
}

/** The texts at a path such as `layoutSections/label`, each with its place. */
export function textsAt(element: Element, path: string): Place<string>[] {
  return placesAt(element, path).filter((place): place is Place<string> => typeof place.value === 'string');
}

/** The texts of a name below a place. */
export function textsIn(place: Place<Element>, path: string): Place<string>[] {
  return textsAt(place.value, path).map(({ path: below, value }) => ({
    path: `${place.path}/${below}`,
    value,
  }));
}

/** What is wrong at a place of a component. */
export function problemAt(component: Component, element: string, problem: string): Problem {
  return { file: component.file, element, problem };
}

/** The texts at some paths that are not what they should be: `check` says what is wrong, or nothing. */
export function checkTexts(
  component: Component,
  paths: readonly string[],
  check: (value: string) => string | undefined,
): Problem[] {
  return paths
    .flatMap((path) => textsAt(component.content, path))
    .flatMap(({ path, value }) => {
      const problem = check(value);
      return problem === undefined ? [] : [problemAt(component, path, problem)];
    });
}

function placesAt(element: Element, path: string): Place<Element | string>[] {
  const names = path.split('/');
  return names.reduce<Place<Element | string>[]>(
    (places, name) =>
      places.flatMap((place) =>
        typeof place.value === 'string' ? [] : named({ path: place.path, value: place.value }, name),
      ),
    [{ path: '', value: element }],
  );
}

function named(parent: Place<Element>, name: string): Place<Element | string>[] {
  const value = parent.value[name];
  const path = parent.path === '' ? name : `${parent.path}/${name}`;
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [{ path, value }];
  return value.map((one, index) => ({ path: `${path}[${index + 1}]`, value: one }));
}

/** More elements of a name than Salesforce takes, in the elements at a path (the component itself where it is empty). */
export function checkCount(component: Component, path: string, name: string, most: number): Problem[] {
  const parents =
    path === '' ? [{ path: '', value: component.content }] : elementsAt(component.content, path);
  return parents.flatMap((parent) => {
    const count = [parent.value[name] ?? []].flat().length;
    const element = path === '' ? name : `${parent.path}/${name}`;
    return count > most
      ? [problemAt(component, element, `is there ${count} times, at most ${most} are allowed`)]
      : [];
  });
}
