import type { DictionaryField, DictionaryObject } from './read-model.ts';

/** What a permission set allows on an object, by the name of the set: `CRE`. */
export type Rights = (objectName: string) => [set: string, rights: string][];

const sharing: Record<string, string> = {
  ControlledByParent: 'Seen by those who see the record that it is a detail of.',
  Private: 'Private: seen by its owner, by those above in the role hierarchy, and by sharing rules.',
  Read: 'Public read-only.',
  ReadWrite: 'Public read/write.',
};

/**
 * The data dictionary in Markdown: a picture, then object by object what is in it, who may do what, and its rules.
 * @param picture address of the picture, relative to the document
 */
export function dictionaryMarkdown(model: DictionaryObject[], rights: Rights, picture: string): string {
  const own = model.filter(({ name }) => name.endsWith('__c'));
  const types = model.filter(({ name }) => name.endsWith('__mdt'));
  const others = model.filter(({ name }) => !name.includes('__'));
  return [
    '# Data dictionary',
    'What the package installs in an org: its objects, what it adds to objects of Salesforce, and the settings. Generated from `force-app` and `config/permissions.json` by `npm run generate`; do not edit it by hand.',
    `![The objects of the package and how they hang together](${picture})`,
    'In the tables, rights are C create, R read, E edit, D delete, V view all records, M modify all records.',
    '## Objects',
    ...own.flatMap((object) => objectSection(object, rights)),
    '## Added to objects of Salesforce',
    ...others.flatMap((object) => objectSection(object, rights)),
    '## Settings',
    'Records of these types are not part of the package: `sf rapport install defaults` puts them into an org once, and an upgrade leaves them as the admin has edited them.',
    ...types.flatMap((object) => objectSection(object, rights)),
    '',
  ].join('\n\n');
}

function objectSection(object: DictionaryObject, rights: Rights): string[] {
  const { name, label, frenchLabel, description, sharingModel, fields, rules } = object;
  const title = name.includes('__') ? `${label} · ${frenchLabel} (\`${name}\`)` : label;
  const allowed = rights(name).map(([set, letters]) => `${set} ${letters}`);
  return [
    `### ${title}`,
    ...(name.includes('__') ? [description] : []),
    ...(sharingModel === undefined ? [] : [sharing[sharingModel] ?? sharingModel]),
    ...(allowed.length === 0 ? [] : [`Rights: ${allowed.join(' · ')}.`]),
    table(['Field', 'Label · French', 'Type', 'Description'], fields.map(fieldRow)),
    ...(rules.length === 0
      ? []
      : [
          table(
            ['Rule', 'Keeps', 'Says'],
            rules.map((rule) => [rule.name, rule.description, rule.message]),
          ),
        ]),
  ];
}

function fieldRow({
  name,
  label,
  frenchLabel,
  type,
  traits,
  values,
  description,
}: DictionaryField): string[] {
  const kind = [type, ...traits].join(', ');
  const choices = values.length === 0 ? '' : ` Values: ${values.join(', ')}.`;
  return [`\`${name}\``, `${label} · ${frenchLabel}`, kind, `${description}${choices}`];
}

function table(heads: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A text as a cell: Markdown's own signs and line breaks would end it or change it. */
function cell(words: string): string {
  return words
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll(/(?<!`[^`]*)[|*<>](?![^`]*`)/g, (sign) => `\\${sign}`);
}
