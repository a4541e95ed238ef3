import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { SourceComponent } from '@salesforce/source-deploy-retrieve';
import { DeployError } from './problems.ts';
import { readPieces } from './source-pieces.ts';
import type { SourcePiece } from './source-pieces.ts';

/** Goes up when the reading of metadata changes, so that projects are read again. */
const READER_VERSION = '4';

function refuseProject(fileName: string, problem: string): DeployError {
  return new DeployError([{ fileName, type: 'Project', fullName: 'sfdx-project.json', problem }]);
}

/**
 * The package directories of an SFDX project, absolute.
 * Throws DeployError when there is no sfdx-project.json, or it names directories that are not there.
 */
export function packageDirectories(projectDirectory: string): string[] {
  const file = join(projectDirectory, 'sfdx-project.json');
  if (!existsSync(file))
    throw refuseProject(file, 'There is no sfdx-project.json: this is not an SFDX project');
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw refuseProject(file, `Not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const listed = (parsed as { packageDirectories?: { path?: string }[] }).packageDirectories ?? [];
  const directories = listed.map(({ path }) => resolve(projectDirectory, path ?? ''));
  const missing = directories.filter((directory) => !existsSync(directory));
  if (directories.length === 0) throw refuseProject(file, 'It names no packageDirectories');
  if (missing.length > 0) throw refuseProject(file, `Package directories are missing: ${missing.join(', ')}`);
  return directories;
}

/** A hash of everything in the package directories; the same hash means that nothing is to be deployed. */
export function projectFingerprint(projectDirectory: string, directories: string[]): string {
  const hash = createHash('sha256').update(READER_VERSION);
  for (const directory of directories) {
    const files = readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) {
      const content = readFileSync(file);
      hash.update(`\0${relative(projectDirectory, file)}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

/**
 * Reads all metadata of an SFDX project, parents before children. Loads source-deploy-retrieve, which takes about a
 * second.
 * Throws DeployError for files that are not XML, or of no known type.
 */
export async function readProject(projectDirectory: string, directories: string[]): Promise<SourcePiece[]> {
  const { ComponentSet } = await import('@salesforce/source-deploy-retrieve');
  let components: SourceComponent[];
  try {
    components = ComponentSet.fromSource({ fsPaths: directories }).getSourceComponents().toArray();
  } catch (error) {
    throw refuseProject(projectDirectory, error instanceof Error ? error.message : String(error));
  }
  return await readPieces(components, projectDirectory);
}
