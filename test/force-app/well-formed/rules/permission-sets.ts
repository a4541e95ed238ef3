import { text } from '../../package-source.ts';
import { catalogueOf, followPath, masterOf } from '../catalogue.ts';
import { ofType } from '../package.ts';
import type { Package, PackagedComponent, Problem } from '../package.ts';
import { checkTexts, elementsAt, problemAt, textsAt } from '../places.ts';

/** Permissions of the whole org that the sets may hold, by “User Permissions” of Salesforce Help. */
const userPermissions = ['ApiEnabled', 'SendCustomNotifications'];

/**
 * What reading a standard object needs besides: Salesforce refuses the deploy with “depends on permission(s)”. Details
 * need their master.
 */
const needed: Readonly<Record<string, readonly string[]>> = {
  Case: ['Account', 'Contact'],
  Contact: ['Account'],
  Opportunity: ['Account'],
};

/** Permission sets name what is there, each once; groups hold sets that are there. */
export function permissionSetsNameWhatIsThere(installed: Package): Problem[] {
  const { objects, names } = catalogueOf(installed);
  const isKnown = (kind: string, known: (name: string) => boolean) => (name: string) =>
    known(name) ? undefined : `there is no ${kind} ${name}`;
  const sets = ofType(installed, 'PermissionSet').flatMap((set) => [
    ...checkTexts(
      set,
      ['objectPermissions/object'],
      isKnown('object', (name) => objects.has(name)),
    ),
    ...checkTexts(
      set,
      ['applicationVisibilities/application'],
      isKnown('app', (name) => names('CustomApplication').has(name)),
    ),
    ...checkTexts(
      set,
      ['tabSettings/tab'],
      isKnown('tab', (name) => names('CustomTab').has(name) || objects.has(name.replace(/^standard-/, ''))),
    ),
    ...checkTexts(
      set,
      ['customPermissions/name'],
      isKnown('custom permission', (name) => names('CustomPermission').has(name)),
    ),
    ...checkTexts(
      set,
      ['customMetadataTypeAccesses/name'],
      isKnown('custom metadata type', (name) => name.endsWith('__mdt') && objects.has(name)),
    ),
    ...checkTexts(
      set,
      ['userPermissions/name'],
      isKnown('permission for users', (name) => userPermissions.includes(name)),
    ),
    ...['objectPermissions/object', 'fieldPermissions/field', 'tabSettings/tab'].flatMap((path) =>
      repeated(set, path),
    ),
  ]);
  const groups = ofType(installed, 'PermissionSetGroup').flatMap((group) =>
    checkTexts(
      group,
      ['permissionSets', 'mutingPermissionSets'],
      isKnown('permission set', (name) => names('PermissionSet').has(name)),
    ),
  );
  return [...sets, ...groups];
}

/** Field permissions are only on fields that can have one, and formulas and summaries are read only. */
export function fieldPermissionsCanBeGiven(installed: Package): Problem[] {
  const catalogue = catalogueOf(installed);
  return ofType(installed, 'PermissionSet').flatMap((set) =>
    elementsAt(set.content, 'fieldPermissions').flatMap(({ path, value }) => {
      const name = text(value, 'field') ?? '';
      const [object = '', field = ''] = name.split('.');
      const found = followPath(catalogue, object, field);
      const at = (element: string, problem: string): Problem[] => [
        problemAt(set, `${path}/${element}`, problem),
      ];
      if ('problem' in found) return at('field', found.problem);
      if (!found.field.isPermissionable)
        return at(
          'field',
          `${name} is required, a master-detail or a system field, and has no permission of its own`,
        );
      const isEditable = text(value, 'editable') === 'true';
      const content = found.field.component?.content ?? {};
      const isComputed = text(content, 'formula') !== undefined || text(content, 'type') === 'Summary';
      if (isEditable && isComputed) return at('editable', `${name} is computed, and cannot be edited`);
      if (isEditable && text(value, 'readable') !== 'true')
        return at('readable', `${name} can be edited, and not read`);
      return [];
    }),
  );
}

/** Permissions on objects bring those that they depend on. */
export function objectPermissionsHoldTogether(installed: Package): Problem[] {
  return ofType(installed, 'PermissionSet').flatMap((set) => {
    const permissions = elementsAt(set.content, 'objectPermissions');
    const readable = permissions
      .filter(({ value }) => text(value, 'allowRead') === 'true')
      .map(({ value }) => text(value, 'object') ?? '');
    return permissions.flatMap(({ path, value }) => {
      const object = text(value, 'object') ?? '';
      const lacks = dependencies.flatMap(([permission, needed]) =>
        text(value, permission) === 'true' && text(value, needed) !== 'true'
          ? [problemAt(set, `${path}/${needed}`, `${object}: ${permission} needs ${needed}`)]
          : [],
      );
      const closed = parentsOf(installed, object).filter((parent) => !readable.includes(parent));
      return [
        ...lacks,
        ...(readable.includes(object) ? closed : []).map((parent) =>
          problemAt(set, `${path}/object`, `${object} needs Read on ${parent}`),
        ),
      ];
    });
  });
}

const dependencies = [
  ['allowCreate', 'allowRead'],
  ['allowEdit', 'allowRead'],
  ['allowDelete', 'allowEdit'],
  ['viewAllRecords', 'allowRead'],
  ['modifyAllRecords', 'viewAllRecords'],
  ['modifyAllRecords', 'allowDelete'],
] as const;

function parentsOf(installed: Package, name: string): readonly string[] {
  const object = catalogueOf(installed).objects.get(name);
  const master = object === undefined ? undefined : masterOf(object);
  return [...(needed[name] ?? []), ...(master === undefined ? [] : [master])];
}

function repeated(set: PackagedComponent, path: string): Problem[] {
  const places = textsAt(set.content, path);
  return places
    .filter(({ value }, position) => places.findIndex((other) => other.value === value) < position)
    .map((place) => problemAt(set, place.path, `${place.value} is there twice`));
}
