import type { Element } from '../../package-source.ts';
import { metadataTypes } from '../metadata-types.ts';
import type { Property } from '../metadata-types.ts';
import type { Package, PackagedComponent, Problem } from '../package.ts';
import { problemAt } from '../places.ts';

/** Elements that files hold otherwise than the WSDL says: the source format has XML where the API has one text. */
const written = ['LightningComponentBundle/targetConfigs'];

/** Every element is one that Salesforce knows there, holds what it should hold, and none that must be there is missing. */
export function elementsAreKnown({ components }: Package): Problem[] {
  return components.flatMap((component) => typeProblems(component, component.type, component.content, ''));
}

function typeProblems(component: PackagedComponent, type: string, element: Element, path: string): Problem[] {
  const properties = metadataTypes().properties(type);
  if (properties === undefined)
    return [problemAt(component, path || type, `Salesforce has no type of metadata ${type}`)];
  const at = (name: string): string => (path === '' ? name : `${path}/${name}`);
  const missing = [...properties]
    .filter(([name, property]) => property.isRequired && element[name] === undefined)
    .map(([name]) => problemAt(component, at(name), `is required in ${type} and not there`));
  const present = Object.entries(element)
    .filter(([name]) => !name.startsWith('@_') && !written.includes(`${type}/${name}`))
    .flatMap(([name, value]) => {
      const property = properties.get(name);
      if (property === undefined) return [problemAt(component, at(name), `is no element of ${type}`)];
      return propertyProblems(component, property, [value ?? ''].flat(), at(name));
    });
  return [...missing, ...present];
}

function propertyProblems(
  component: PackagedComponent,
  property: Property,
  values: (Element | string)[],
  path: string,
): Problem[] {
  if (!property.isList && values.length > 1)
    return [problemAt(component, path, `is there ${values.length} times, and may be there once`)];
  return values.flatMap((value, index) =>
    valueProblems(component, property.type, value, values.length > 1 ? `${path}[${index + 1}]` : path),
  );
}

function valueProblems(
  component: PackagedComponent,
  type: string,
  value: Element | string,
  path: string,
): Problem[] {
  if (type === 'any') return [];
  const isNested = metadataTypes().properties(type) !== undefined;
  // an element without anything in it is read as an empty text
  if (isNested && value === '') return typeProblems(component, type, {}, path);
  if (isNested)
    return typeof value === 'string'
      ? [problemAt(component, path, `holds text, and should hold the elements of ${type}`)]
      : typeProblems(component, type, value, path);
  if (typeof value !== 'string') return [problemAt(component, path, 'holds elements, and should hold text')];
  const allowed = metadataTypes().values(type);
  if (allowed !== undefined && !allowed.includes(value))
    return [problemAt(component, path, `“${value}” is no value of ${type}`)];
  if (type === 'boolean' && !['true', 'false'].includes(value))
    return [problemAt(component, path, `“${value}” is neither true nor false`)];
  if (type === 'number' && !/^-?\d+(\.\d+)?$/.test(value))
    return [problemAt(component, path, `“${value}” is no number`)];
  return [];
}
