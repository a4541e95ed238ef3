import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildPage } from './lightning/build-page.ts';
import type { BuiltScripts } from './lightning/build-page.ts';
import { readLabels } from './lightning/labels.ts';
import type { LabelsByLanguage } from './lightning/labels.ts';
import { findPackageSource } from './lightning/package-source.ts';
import { readRecordPage } from './lightning/record-page.ts';
import type { RecordPage } from './lightning/record-page.ts';

export { PageBuildError } from './lightning/build-page.ts';

/** The account's record page of a package, ready to be shown. */
export interface AccountComponents extends BuiltScripts {
  page: RecordPage;
  labels: LabelsByLanguage;
}

/** Where the package is, and where what is built of it may be kept. */
export interface ComponentSource {
  /** Folder of `sfdx-project.json`. */
  projectRoot: string;
  cacheDirectory: string;
}

/** Every label exists in this language; translations may be missing. */
const ownLanguage = 'en';

/** Shown where the package has no record page for accounts. */
const noPage: RecordPage = { hasRecordHeader: true, regions: [] };

/**
 * Builds the components of the package's account page, or takes the last build. Called again, it looks again: what was
 * changed in the package since is built anew.
 * @throws PageBuildError when a component cannot be compiled; Error when there is no project
 */
export async function buildAccountComponents(source: ComponentSource): Promise<AccountComponents> {
  const found = await findPackageSource(source.projectRoot);
  const isComponent = (name: string): boolean =>
    found.bundleFolders.some((folder) => existsSync(join(folder, name, `${name}.js`)));
  const page = (await readRecordPage(found.flexipageFiles, 'Account', isComponent)) ?? noPage;
  const labels = await readLabels(found);
  const names = page.regions.flatMap(({ components }) => components.map(({ name }) => name));
  const built = await buildPage({
    components: [...new Set(names)].toSorted(),
    bundleFolders: found.bundleFolders,
    labelNames: new Set(Object.keys(labels[ownLanguage] ?? {})),
    cacheDirectory: source.cacheDirectory,
  });
  return { ...built, page, labels };
}

/** The labels for a reader: in the language of the page, else in the package's own. */
export function labelsFor(labels: LabelsByLanguage, language: string): Record<string, string> {
  const texts = { ...labels[ownLanguage], ...labels[language] };
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [`c.${name}`, text]));
}

/**
 * Gives the components to each page that asks: one build at a time, and a new look at the files for each page.
 * @param first a build that has already begun
 */
export function componentsOf(
  source: ComponentSource,
  first: Promise<AccountComponents>,
): () => Promise<AccountComponents> {
  let building: Promise<AccountComponents> | undefined = first;
  const done = () => {
    building = undefined;
  };
  first.then(done, done);
  return () => {
    if (building === undefined) {
      building = buildAccountComponents(source);
      building.then(done, done);
    }
    return building;
  };
}
