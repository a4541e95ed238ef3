import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { PartialMessage, Plugin } from 'esbuild';
import { adjusted } from './adjustments.ts';
import { CompileFailure, compileFile, isSupposed } from './compile-file.ts';
import type { CompileCounts, Component } from './compile-file.ts';
import { baseComponents, moduleFile, ownExtension, resolveSpecifier } from './resolve.ts';
import type { ResolveOptions } from './resolve.ts';

/** What the plugin needs, and where it tells what it did. */
export interface LwcPluginOptions extends ResolveOptions {
  cacheDirectory: string;
  counts: CompileCounts;
  /** Files that were looked for and are not there: a build is out of date once one of them appears. */
  missing: Set<string>;
}

/** Folder with the page's own code. */
export const browserFolder = join(import.meta.dirname, '..', 'browser');

/** Lets esbuild take LWC bundles in: finds modules by LWC's names, and compiles with LWC's own compiler. */
export function lwcPlugin(options: LwcPluginOptions): Plugin {
  return {
    name: 'lwc',
    setup(build) {
      build.onResolve({ filter: /^preview\/session$/ }, () => ({
        path: join(browserFolder, `session${ownExtension}`),
      }));
      build.onResolve({ filter: /^@lwc\/(synthetic-shadow|engine-dom)$/ }, ({ path }) => ({
        path: moduleFile(path),
        sideEffects: true,
      }));
      build.onResolve(
        { filter: /^(lwc$|@salesforce\/|[a-z]+\/[A-Za-z]\w*$)/ },
        async ({ path: specifier, importer }) => {
          try {
            const found = await resolveSpecifier(specifier, options);
            if (found === undefined || 'path' in found) return found;
            return { path: specifier, namespace: 'made', pluginData: found.text, sideEffects: false };
          } catch (error) {
            const location = await placeOf(specifier, importer);
            return { errors: [{ text: (error as Error).message, location }] };
          }
        },
      );
      build.onResolve(
        { filter: /\.(html|css)(\?scoped=true)?$/ },
        ({ path: named, importer, resolveDir }) => {
          const path = resolve(resolveDir, named.split('?')[0] ?? '');
          if (existsSync(path) || !isSupposed(path, importer)) return { path };
          options.missing.add(path);
          return { path, namespace: 'none' };
        },
      );
      build.onLoad({ filter: /.*/, namespace: 'none' }, ({ path }) => ({
        contents: path.endsWith('.css') ? 'export default [];' : 'export default undefined;',
      }));
      build.onLoad({ filter: /.*/, namespace: 'made' }, ({ pluginData }) => ({
        contents: pluginData as string,
        loader: 'js',
        resolveDir: browserFolder,
      }));
      build.onLoad({ filter: /\.(js|ts|html|css)$/ }, async ({ path }) => {
        const component = componentOf(path, options);
        if (component === undefined) return undefined;
        try {
          return { contents: await compiled(path, component, options), loader: 'js' };
        } catch (error) {
          return { errors: [messageOf(error)] };
        }
      });
    },
  };
}

async function compiled(path: string, component: Component, options: LwcPluginOptions): Promise<string> {
  const source = adjusted(path, await readFile(path, 'utf8'));
  // the compiler makes undefined of an empty stylesheet, on which one that imports it would break
  if (path.endsWith('.css') && source.trim() === '') return 'export default [];';
  return compileFile(source, path, component, options.cacheDirectory, options.counts);
}

function messageOf(error: unknown): PartialMessage {
  if (!(error instanceof CompileFailure)) return { text: (error as Error).message };
  const { file, line, column } = error;
  return { text: error.message, location: { file, line, column: column === undefined ? 0 : column - 1 } };
}

/** Where a file imports a name: the compiler moves lines, so that those of what it made are not the author's. */
async function placeOf(specifier: string, importer: string): Promise<PartialMessage['location']> {
  const lines = (await readFile(importer, 'utf8').catch(() => '')).split('\n');
  const index = lines.findIndex((line) => line.includes(`'${specifier}'`) || line.includes(`"${specifier}"`));
  const tag = `<${specifier.replace('/', '-').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const found = index >= 0 ? index : lines.findIndex((line) => line.includes(tag));
  if (found < 0) return undefined;
  const lineText = lines[found] ?? '';
  return { file: importer, line: found + 1, column: lineText.search(/\S/), lineText };
}

/** The component that a file belongs to; undefined for a file that is not of an LWC bundle. */
function componentOf(path: string, { bundleFolders }: ResolveOptions): Component | undefined {
  const ofBase = firstFolder(join(baseComponents, 'src', 'lightning'), path);
  if (ofBase !== undefined) return { namespace: 'lightning', name: ofBase };
  for (const folder of bundleFolders) {
    const name = firstFolder(folder, path);
    if (name !== undefined) return { namespace: 'c', name };
  }
  return undefined;
}

function firstFolder(folder: string, path: string): string | undefined {
  if (!path.startsWith(folder + sep)) return undefined;
  return relative(folder, path).split(sep)[0];
}
