import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import type { PackageSource } from './package-source.ts';

/** Custom labels of a project: by language (`en`, `fr`), by name. */
export type LabelsByLanguage = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface LabelFile {
  CustomLabels?: { labels?: { fullName: string; language: string; value: string }[] };
}

interface TranslationFile {
  Translations?: { customLabels?: { name: string; label?: string }[] };
}

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  isArray: (name) => name === 'labels' || name === 'customLabels',
});

/**
 * Reads custom labels with their translations; a language is meant without its country.
 * Source: Metadata API Developer Guide, "CustomLabels" and "Translations".
 */
export async function readLabels({
  labelFiles,
  translationFiles,
}: Pick<PackageSource, 'labelFiles' | 'translationFiles'>): Promise<LabelsByLanguage> {
  const byLanguage: Record<string, Record<string, string>> = {};
  const put = (language: string, name: string, text: string) => {
    (byLanguage[language.slice(0, 2)] ??= {})[name] = text;
  };
  for (const path of labelFiles) {
    const file = parser.parse(await readFile(path, 'utf8')) as LabelFile;
    for (const { fullName, language, value } of file.CustomLabels?.labels ?? []) {
      put(language, fullName, value);
    }
  }
  for (const path of translationFiles) {
    const file = parser.parse(await readFile(path, 'utf8')) as TranslationFile;
    for (const { name, label } of file.Translations?.customLabels ?? []) {
      if (label !== undefined && label !== '') put(basename(path), name, label);
    }
  }
  return byLanguage;
}
