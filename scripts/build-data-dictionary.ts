/**
 * Writes the data dictionary and its picture from the metadata of the package. The result is kept in git, since an admin
 * reads it there.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { tablePath } from './build-permission-sets.ts';
import { drawModel } from './data-dictionary/draw-model.ts';
import { readModel } from './data-dictionary/read-model.ts';
import { dictionaryMarkdown } from './data-dictionary/write-markdown.ts';
import { readPermissionTable } from './permission-sets/permission-table.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where the dictionary lies, and its picture beside it. */
export const dictionaryPath = `${root}docs/data-dictionary.md`;
export const picturePath = `${root}docs/data-model.svg`;

/** The dictionary and its picture as they belong in docs. */
export async function dataDictionary(): Promise<{ markdown: string; picture: string }> {
  const model = readModel(root);
  const table = readPermissionTable(tablePath);
  const rights = (objectName: string) =>
    table.permissionSets
      .map(({ label }, index): [string, string] => [label, table.objects[objectName]?.[index] ?? ''])
      .filter(([, letters]) => letters !== '');
  const words = dictionaryMarkdown(model, rights, 'data-model.svg');
  const options = await resolveConfig(dictionaryPath);
  return {
    markdown: await format(words, { ...options, filepath: dictionaryPath }),
    picture: drawModel(model),
  };
}

/** Writes both, and prints where. */
export async function buildDataDictionary(): Promise<void> {
  const { markdown, picture } = await dataDictionary();
  writeFileSync(dictionaryPath, markdown);
  writeFileSync(picturePath, picture);
  console.log('Data dictionary: docs/data-dictionary.md, docs/data-model.svg');
}

if (process.argv[1] === import.meta.filename) await buildDataDictionary();
