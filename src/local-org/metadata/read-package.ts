import { join, sep } from 'node:path';
import type {
  ManifestResolver,
  SourceComponent,
  VirtualDirectory,
  VirtualTreeContainer,
  ZipTreeContainer,
} from '@salesforce/source-deploy-retrieve';
import { DeployError } from './problems.ts';
import type { DeployProblem } from './problems.ts';
import { readPieces } from './source-pieces.ts';
import type { SourcePiece } from './source-pieces.ts';

/** Limits of a deploy. Source: Metadata API Developer Guide, "Metadata Limits". */
const MOST_FILES = 10_000;
const MOST_UNZIPPED_BYTES = 400 * 1024 * 1024;

/** Where the files of a package are thought to be: no such directory exists, they are read from memory. */
const ROOT = join(sep, 'package');

/** A component that a package takes away. */
export interface Deletion {
  type: string;
  fullName: string;
  /** The manifest that names it: `destructiveChanges.xml`. */
  fileName: string;
  /** Whether it is taken away before the rest of the package is taken in, or after. */
  when: 'before' | 'after';
}

/** What a package in metadata format brings. */
export interface PackageContents {
  pieces: SourcePiece[];
  deletions: Deletion[];
  /** What is wrong with the package itself; single pieces may be wrong beside that. */
  problems: DeployProblem[];
}

const MANIFESTS: { name: string; when: Deletion['when'] }[] = [
  { name: 'destructiveChangesPre.xml', when: 'before' },
  { name: 'destructiveChanges.xml', when: 'before' },
  { name: 'destructiveChangesPost.xml', when: 'after' },
];

function packageProblem(fileName: string, problem: string): DeployProblem {
  return { type: '', fullName: fileName, fileName, problem };
}

function withoutRoot(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(`${ROOT}${sep}`, '');
}

/** All files of a zip, as directories for a container in memory: the zip's own cannot be read synchronously. */
async function unzip(zip: ZipTreeContainer): Promise<VirtualDirectory[]> {
  const directories: VirtualDirectory[] = [];
  let files = 0;
  let bytes = 0;
  async function read(inZip: string, path: string): Promise<void> {
    const directory: VirtualDirectory = { dirPath: path, children: [] };
    directories.push(directory);
    const inside: { inZip: string; path: string }[] = [];
    for (const name of zip.readDirectory(inZip)) {
      const entry = inZip === '.' ? name : `${inZip}/${name}`;
      files += 1;
      if (files > MOST_FILES)
        throw new DeployError([packageProblem('package.xml', `More than ${MOST_FILES} files`)]);
      if (zip.isDirectory(entry)) {
        directory.children.push(name);
        inside.push({ inZip: entry, path: join(path, name) });
        continue;
      }
      const data = await zip.readFile(entry);
      bytes += data.length;
      if (bytes > MOST_UNZIPPED_BYTES)
        throw new DeployError([packageProblem('package.xml', 'The package is too large when unzipped')]);
      directory.children.push({ name, data });
    }
    for (const { inZip: from, path: to } of inside) await read(from, to);
  }
  await read('.', ROOT);
  return directories;
}

/** The directory with package.xml: the top of the zip, or the one directory in it. */
function findPackage(tree: VirtualTreeContainer): string | undefined {
  const directories = [ROOT, ...tree.readDirectory(ROOT).map((name) => join(ROOT, name))];
  return directories.find(
    (directory) => tree.isDirectory(directory) && tree.exists(join(directory, 'package.xml')),
  );
}

/** What a manifest names, as `type:fullName`. Throws DeployError when it is not a manifest. */
async function readManifest(
  resolver: ManifestResolver,
  directory: string,
  name: string,
): Promise<{ type: string; fullName: string }[]> {
  try {
    const { components } = await resolver.resolve(join(directory, name));
    return components.map(({ type, fullName }) => ({ type: type.name, fullName: String(fullName) }));
  } catch (error) {
    throw new DeployError([packageProblem(name, withoutRoot(error))]);
  }
}

/** The pieces that package.xml names, and what is wrong between it and the files. */
function select(
  all: SourcePiece[],
  listed: { type: string; fullName: string }[],
  allowMissingFiles: boolean,
): { pieces: SourcePiece[]; problems: DeployProblem[] } {
  const names = new Set(listed.map(({ type, fullName }) => `${type}:${fullName}`));
  const isListed = ({ type, fullName, parent }: SourcePiece): boolean =>
    names.has(`${type}:${fullName}`) ||
    names.has(`${type}:*`) ||
    (parent !== undefined && (names.has(parent) || names.has(`${parent.split(':')[0]}:*`)));
  const pieces = all.filter(isListed);
  const taken = new Set(pieces.map(({ fileName }) => fileName));
  const problems: DeployProblem[] = [];
  for (const { type, fullName, fileName } of all) {
    if (taken.has(fileName)) continue;
    taken.add(fileName);
    problems.push({ type, fullName, fileName, problem: 'Not in package.xml' });
  }
  const found = new Set(pieces.map(({ type, fullName }) => `${type}:${fullName}`));
  for (const { type, fullName } of allowMissingFiles ? [] : listed) {
    if (fullName === '*' || found.has(`${type}:${fullName}`)) continue;
    problems.push({
      type,
      fullName,
      fileName: 'package.xml',
      problem: `An object '${fullName}' of type ${type} was named in package.xml, but was not found in zipped directory`,
    });
  }
  return { pieces, problems };
}

/**
 * Reads a package in metadata format from a zip, as a deploy sends it: `package.xml`, the files that it names, and
 * manifests of what is to be deleted. Loads source-deploy-retrieve, which takes about a second.
 * Throws DeployError when it is no package, or has a file that is not XML or of no known type.
 */
export async function readPackage(
  zip: Buffer,
  options: { allowMissingFiles?: boolean } = {},
): Promise<PackageContents> {
  const library = await import('@salesforce/source-deploy-retrieve');
  let container: ZipTreeContainer;
  try {
    container = await library.ZipTreeContainer.create(zip);
  } catch {
    throw new DeployError([packageProblem('package.xml', 'The file is not a zip file')]);
  }
  const tree = new library.VirtualTreeContainer(await unzip(container));
  const directory = findPackage(tree);
  if (directory === undefined) throw new DeployError([packageProblem('package.xml', 'No package.xml found')]);
  const manifests = new library.ManifestResolver(tree);
  const listed = await readManifest(manifests, directory, 'package.xml');
  const deletions: Deletion[] = [];
  for (const { name, when } of MANIFESTS) {
    if (!tree.exists(join(directory, name))) continue;
    const named = await readManifest(manifests, directory, name);
    deletions.push(...named.map((component) => ({ ...component, fileName: name, when })));
  }
  const resolver = new library.MetadataResolver(undefined, tree, false);
  const components: SourceComponent[] = [];
  for (const name of tree.readDirectory(directory)) {
    const path = join(directory, name);
    if (!tree.isDirectory(path)) continue;
    try {
      components.push(...resolver.getComponentsFromPath(path));
    } catch (error) {
      throw new DeployError([packageProblem(name, withoutRoot(error))]);
    }
  }
  const all = await readPieces(components, ROOT);
  return { ...select(all, listed, options.allowMissingFiles === true), deletions };
}
