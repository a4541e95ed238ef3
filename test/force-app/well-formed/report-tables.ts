import { children, text } from '../package-source.ts';
import type { Element } from '../package-source.ts';
import { valueProblem } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';

/** The tables of a report type, by path: `Account`, `Account.Feedback_Responses__r`; or what in the chain is not there. */
export function tablesOf(
  catalogue: Catalogue,
  reportType: Element,
): Map<string, string> | { problem: string } {
  const base = text(reportType, 'baseObject') ?? '';
  if (!catalogue.objects.has(base)) return { problem: `there is no object ${base}` };
  const tables = new Map([[base, base]]);
  let table = { path: base, object: base };
  for (let [join] = children(reportType, 'join'); join !== undefined; [join] = children(join, 'join')) {
    const list = text(join, 'relationship') ?? '';
    const child = catalogue.objects.get(table.object)?.lists.get(list);
    if (child === undefined) return { problem: `${table.object} has no list of children ${list}` };
    table = { path: `${table.path}.${list}`, object: child };
    tables.set(table.path, child);
  }
  return tables;
}

/**
 * Follows a field as report types name it: lookups by the name of their field, standard ones without Id, so that
 * `Survey__c.Anonymous__c` and `Owner` are fields. Gives the object and the name of the last field.
 */
export function followColumn(
  catalogue: Catalogue,
  objectName: string,
  column: string,
): { object: string; field: string } | { problem: string } {
  const names = column.split('.');
  const last = names.pop() ?? '';
  let object = catalogue.objects.get(objectName);
  for (const name of names) {
    const parent = object?.parents.get(name.replace(/__c$/, '__r'));
    object = parent === undefined ? undefined : catalogue.objects.get(parent);
    if (object === undefined) return { problem: `${objectName} has no lookup ${name}` };
  }
  const field = [last, `${last}Id`].find((name) => object?.fields.has(name));
  if (object === undefined || field === undefined)
    return { problem: `${object?.name ?? objectName} has no field ${last}` };
  return { object: object.name, field };
}

/** What is wrong with a value by which a report filters a column. */
export function filterProblem(
  catalogue: Catalogue,
  tables: ReadonlyMap<string, string>,
  column: string,
  value: string,
): string | undefined {
  const [table = '', name = ''] = column.split('$');
  const found = followColumn(catalogue, tables.get(table) ?? '', name);
  if ('problem' in found) return undefined;
  return value
    .split(',')
    .map((one) => valueProblem(catalogue, found.object, found.field, one.trim()))
    .find((problem) => problem !== undefined);
}
