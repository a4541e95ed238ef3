import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import type { BuildFailure, Metafile } from 'esbuild';
import type { CompileCounts } from './compile-file.ts';
import { browserFolder, lwcPlugin } from './lwc-plugin.ts';
import { ownExtension } from './resolve.ts';
import type { ResolveOptions } from './resolve.ts';

/** What is built, and where builds are kept. */
export interface BuildOptions extends ResolveOptions {
  /** Names of the LWC bundles that the page can show. */
  components: readonly string[];
  /** Folder in which compiled files and the last build are kept; made when it is not there. */
  cacheDirectory: string;
}

/** The scripts of a page. */
export interface BuiltScripts {
  /** Scripts by file name. A name changes with the script, so that browsers may keep it. */
  scripts: ReadonlyMap<string, Buffer>;
  /** Name of the script that the page loads. */
  entry: string;
  /** Nothing has changed since the last build, which was taken as it is. */
  fromCache: boolean;
  counts: CompileCounts;
}

/** The page's components could not be built; the message names each file, line and fault. */
export class PageBuildError extends Error {
  constructor(message: string, options?: { cause: unknown }) {
    super(message, options);
    this.name = 'PageBuildError';
  }
}

/** What a build was made of, kept beside it. */
interface Manifest {
  recipe: string;
  entry: string;
  /** Every file that went in, with the hash of its text; an empty hash for a file that is not there. */
  inputs: Record<string, string>;
}

const manifestName = 'manifest.json';
const packageOf = createRequire(import.meta.url);

/**
 * Builds the page's scripts, or takes the last build when no file that went into it has changed.
 * @throws PageBuildError
 */
export async function buildPage(options: BuildOptions): Promise<BuiltScripts> {
  const recipe = await recipeOf(options);
  const cacheDirectory = resolve(options.cacheDirectory);
  const directory = join(cacheDirectory, `page-${hashOf(options.bundleFolders.join('\n')).slice(0, 12)}`);
  const last = await readLast(directory);
  if (last?.recipe === recipe && (await areUnchanged(last.inputs))) {
    const counts = { compiled: 0, fromCache: 0 };
    return { ...(await read(directory, last.entry)), fromCache: true, counts };
  }
  return build({ ...options, cacheDirectory }, recipe, directory);
}

async function build(options: BuildOptions, recipe: string, directory: string): Promise<BuiltScripts> {
  const counts = { compiled: 0, fromCache: 0 };
  const missing = new Set<string>();
  const fresh = `${directory}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  try {
    const metafile = await bundle(options, fresh, counts, missing);
    const entry = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint !== undefined);
    const manifest: Manifest = {
      recipe,
      entry: basename(entry?.[0] ?? ''),
      inputs: await inputsOf(metafile, missing),
    };
    await writeFile(join(fresh, manifestName), JSON.stringify(manifest));
    const built = await read(fresh, manifest.entry);
    await rm(directory, { recursive: true, force: true });
    await rename(fresh, directory);
    return { ...built, fromCache: false, counts };
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw isBuildFailure(error) ? new PageBuildError(messageOf(error), { cause: error }) : error;
  }
}

async function bundle(
  options: BuildOptions,
  outdir: string,
  counts: CompileCounts,
  missing: Set<string>,
): Promise<Metafile> {
  const { build: esbuild } = await import('esbuild');
  const { metafile } = await esbuild({
    stdin: { contents: entryText(options.components), resolveDir: browserFolder, sourcefile: 'entry.js' },
    absWorkingDir: browserFolder,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    splitting: true,
    outdir,
    entryNames: 'page-[hash]',
    chunkNames: 'part-[hash]',
    metafile: true,
    logLevel: 'silent',
    define: { 'import.meta.env.SSR': 'false', 'process.env.NODE_ENV': JSON.stringify('production') },
    plugins: [lwcPlugin({ ...options, counts, missing })],
  });
  return metafile;
}

/** The shadow that base components expect comes first, before the engine looks for it. */
function entryText(components: readonly string[]): string {
  const imports = components.map(
    (name, index) => `import component${index} from ${JSON.stringify(`c/${name}`)};`,
  );
  const table = components.map((name, index) => `${JSON.stringify(name)}: component${index}`);
  return `import '@lwc/synthetic-shadow';
import { startPage } from './page${ownExtension}';
${imports.join('\n')}
startPage({ ${table.join(', ')} });
`;
}

/** Everything that shapes a build besides the files that go into it: the way of building itself, and versions. */
async function recipeOf({ components, bundleFolders, labelNames }: BuildOptions): Promise<string> {
  const own = (await readdir(import.meta.dirname)).filter((name) => name.endsWith(ownExtension)).toSorted();
  const sources = await Promise.all(own.map((name) => readFile(join(import.meta.dirname, name), 'utf8')));
  const packages = ['@lwc/compiler', '@lwc/engine-dom', 'lightning-base-components', 'esbuild'];
  const versions = packages.map((name) => (packageOf(`${name}/package.json`) as { version: string }).version);
  return hashOf(JSON.stringify([sources, versions, components, bundleFolders, [...labelNames].toSorted()]));
}

async function inputsOf(metafile: Metafile, missing: ReadonlySet<string>): Promise<Record<string, string>> {
  const inputs: Record<string, string> = {};
  for (const name of Object.keys(metafile.inputs)) {
    // what is made here has a name like `made:@salesforce/user/Id`, or is the entry
    if (/^(made|none):/.test(name) || name === 'entry.js') continue;
    const path = resolve(browserFolder, name);
    inputs[path] = await hashOfFile(path);
  }
  for (const path of missing) inputs[path] = '';
  return inputs;
}

async function readLast(directory: string): Promise<Manifest | undefined> {
  try {
    return JSON.parse(await readFile(join(directory, manifestName), 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}

async function read(directory: string, entry: string): Promise<Pick<BuiltScripts, 'scripts' | 'entry'>> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.js'));
  const texts = names.map(async (name) => [name, await readFile(join(directory, name))] as const);
  return { scripts: new Map(await Promise.all(texts)), entry };
}

async function areUnchanged(inputs: Record<string, string>): Promise<boolean> {
  const checked = Object.entries(inputs).map(async ([path, hash]) => (await hashOfFile(path)) === hash);
  return !(await Promise.all(checked)).includes(false);
}

/** Empty for a file that is not there. */
async function hashOfFile(path: string): Promise<string> {
  const content = await readFile(path).catch(() => undefined);
  return content === undefined ? '' : hashOf(content);
}

function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

function messageOf({ errors }: BuildFailure): string {
  const lines = errors.map(({ text, location }) => {
    if (location === null) return text;
    return `${resolve(browserFolder, location.file)}:${location.line}:${location.column + 1}: ${text}`;
  });
  return lines.join('\n');
}
