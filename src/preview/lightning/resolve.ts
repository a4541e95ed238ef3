import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { scopedModule } from './scoped-modules.ts';

/** Where a module specifier leads: a file, or a text that is made here. */
export type Resolved = { path: string } | { text: string };

/** What the names in a component's imports are looked up in. */
export interface ResolveOptions {
  /** Folders that hold LWC bundles; the first that has a bundle gives it. */
  bundleFolders: readonly string[];
  /** Names of the custom labels that exist in the package's own language. */
  labelNames: ReadonlySet<string>;
}

const require = createRequire(import.meta.url);

/** Folder of lightning-base-components: Salesforce's own base components, as it publishes them. */
export const baseComponents = dirname(require.resolve('lightning-base-components/package.json'));

/** `.ts` where this runs from its sources, `.js` where it was built. */
export const ownExtension = extname(import.meta.filename);

const platformFolder = join(import.meta.dirname, '..', 'platform');

/** Modules that the platform provides and this project stands in for. */
const platformModules = new Set([
  'graphql',
  'navigation',
  'platformShowToastEvent',
  'refresh',
  'uiRecordApi',
]);

/**
 * Resolves what an LWC may import by name.
 * @returns undefined for names that are none of LWC's
 * @throws Error for a label, bundle or module that does not exist
 */
export async function resolveSpecifier(
  specifier: string,
  options: ResolveOptions,
): Promise<Resolved | undefined> {
  if (specifier === 'lwc') return { path: moduleFile('@lwc/engine-dom') };
  if (specifier.startsWith('@salesforce/')) {
    return { text: await scopedModule(specifier, baseComponents, options.labelNames) };
  }
  const [namespace, name, ...rest] = specifier.split('/');
  if (name === undefined || rest.length > 0) return undefined;
  if (namespace === 'c') return { path: bundleOf(name, options) };
  if (namespace !== 'lightning') return undefined;
  if (platformModules.has(name)) return { path: join(platformFolder, `${name}${ownExtension}`) };
  const path = baseComponentOf(name);
  if (path !== undefined) return { path };
  throw new Error(`lightning/${name} is not available outside Salesforce.`);
}

/** The ES module of a package that also has one for `require`. */
export function moduleFile(packageName: string): string {
  return require.resolve(packageName).replace(/\.cjs$/, '.js');
}

function bundleOf(name: string, { bundleFolders }: ResolveOptions): string {
  for (const folder of bundleFolders) {
    const path = entryOf(folder, name);
    if (path !== undefined) return path;
  }
  throw new Error(`There is no component c/${name} in ${bundleFolders.join(', ')}.`);
}

/** Some modules of base components lie in the folder of the one that they belong to. */
function baseComponentOf(name: string): string | undefined {
  const folder = join(baseComponents, 'src', 'lightning');
  const inModal = join(folder, 'modal', `__${name}__`, `${name}.js`);
  return entryOf(folder, name) ?? (existsSync(inModal) ? inModal : undefined);
}

/** A bundle is entered by its script, or is a stylesheet or template alone. */
function entryOf(folder: string, name: string): string | undefined {
  return ['js', 'ts', 'css', 'html']
    .map((extension) => join(folder, name, `${name}.${extension}`))
    .find((path) => existsSync(path));
}
