import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a project's metadata is, by its kind. */
export interface PackageSource {
  /** Folders that hold LWC bundles. */
  bundleFolders: readonly string[];
  labelFiles: readonly string[];
  translationFiles: readonly string[];
  flexipageFiles: readonly string[];
}

/**
 * Finds what the preview shows in the package directories of a Salesforce project.
 * @param projectRoot folder of `sfdx-project.json`
 * @throws Error when there is no such file
 */
export async function findPackageSource(projectRoot: string): Promise<PackageSource> {
  const project = JSON.parse(await readFile(join(projectRoot, 'sfdx-project.json'), 'utf8')) as {
    packageDirectories: { path: string }[];
  };
  const found = await Promise.all(
    project.packageDirectories.map(({ path }) => entriesBelow(join(projectRoot, path))),
  );
  const entries = found.flat().toSorted((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1));
  const files = (ending: string) =>
    entries.filter((entry) => entry.isFile() && entry.name.endsWith(ending)).map(pathOf);
  return {
    bundleFolders: entries.filter((entry) => entry.isDirectory() && entry.name === 'lwc').map(pathOf),
    labelFiles: files('.labels-meta.xml'),
    translationFiles: files('.translation-meta.xml'),
    flexipageFiles: files('.flexipage-meta.xml'),
  };
}

async function entriesBelow(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
}

function pathOf({ parentPath, name }: Dirent): string {
  return join(parentPath, name);
}
