import type { NamedSet, PermissionTable, Rows } from './permission-table.ts';
import { columnOf } from './permission-table.ts';

/** An element with text in it, or with elements in it. */
type Element = [name: string, content: string | boolean | Element[]];

const objectRights: [element: string, letter: string][] = [
  ['allowCreate', 'C'],
  ['allowDelete', 'D'],
  ['allowEdit', 'E'],
  ['allowRead', 'R'],
  ['modifyAllRecords', 'M'],
  ['viewAllRecords', 'V'],
];

/**
 * A permission set as the metadata file that is deployed: elements in alphabetical order, as Salesforce writes them
 * when it is asked for the set.
 */
export function permissionSetXml(table: PermissionTable, set: NamedSet): string {
  const each = (rows: Rows, element: string, content: (name: string, cell: string) => Element[]): Element[] =>
    columnOf(table, rows, set).map(([name, cell]) => [element, sorted(content(name, cell))]);
  const enabled = (rows: Rows, element: string) =>
    each(rows, element, (name) => [
      ['enabled', true],
      ['name', name],
    ]);

  const elements: Element[] = [
    ...each(table.applications, 'applicationVisibilities', (name) => [
      ['application', name],
      ['visible', true],
    ]),
    ...enabled(table.customMetadataTypes, 'customMetadataTypeAccesses'),
    ...enabled(table.customPermissions, 'customPermissions'),
    ['description', set.description],
    ...each(table.fields, 'fieldPermissions', (name, cell) => [
      ['editable', cell.includes('E')],
      ['field', name],
      ['readable', cell.includes('R')],
    ]),
    ['hasActivationRequired', false],
    ['label', set.label],
    ...each(table.objects, 'objectPermissions', (name, cell) => [
      ...objectRights.map(([element, letter]): Element => [element, cell.includes(letter)]),
      ['object', name],
    ]),
    ...each(table.tabs, 'tabSettings', (name) => [
      ['tab', name],
      ['visibility', 'Visible'],
    ]),
    ...enabled(table.userPermissions, 'userPermissions'),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
${written(elements, '    ')}</PermissionSet>
`;
}

function sorted(elements: Element[]): Element[] {
  return elements.toSorted(([one], [other]) => (one < other ? -1 : 1));
}

function written(elements: Element[], indent: string): string {
  return elements
    .map(([name, content]) =>
      Array.isArray(content)
        ? `${indent}<${name}>\n${written(content, `${indent}    `)}${indent}</${name}>\n`
        : `${indent}<${name}>${escaped(String(content))}</${name}>\n`,
    )
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
