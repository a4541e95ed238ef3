/**
 * Builds the Lit elements into the one module that is deployed to the org: a Lightning bundle of its own, without
 * imports, which the wrappers import. The result is kept in git, since an admin deploys it from there.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';
import type { Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundleFolder = `${root}force-app/main/default/lwc/rapportElements/`;

/** Where the bundle lies, for the test that compares it with its source. */
export const bundlePath = `${bundleFolder}rapportElements.js`;
/** Where the description of the bundle lies. */
export const bundleMetaPath = `${bundlePath}-meta.xml`;
/** What the bundle may weigh, gzipped, in bytes. */
export const mostGzippedBytes = 12 * 1024;

/** Browsers that Lightning supports, as old as the styles need them: container queries and colours that mix. */
const oldestBrowsers = ['chrome115', 'firefox115', 'safari16.4'];

const banner = '/* Generated from src/elements. MIT. Contains Lit, Copyright Google LLC, BSD-3-Clause. */';

/** Takes out of styles and templates the room that is there for their writers only; a blank stays where one stood. */
const dense: Plugin = {
  name: 'dense-templates',
  setup(building) {
    building.onLoad({ filter: /[\\/]src[\\/]elements[\\/].*\.ts$/ }, async ({ path }) => {
      let contents = (await readFile(path, 'utf8')).replace(/\n\s+/g, '\n ');
      for (const [whole, styles = ''] of contents.matchAll(/css`([^`]*)`/g)) {
        const { code } = await transform(styles, { loader: 'css', minify: true, target: oldestBrowsers });
        contents = contents.replace(whole, () => `css\`${code.trim().replaceAll('\\', '\\\\')}\``);
      }
      return { contents, loader: 'ts' };
    });
  },
};

/** The bundle as it belongs in the org. */
export async function bundleElements(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/elements/rapport-elements.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    // the platform's compiler refuses static blocks, private names and decorators
    target: 'es2021',
    // static properties as plain assignments
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    banner: { js: banner },
    plugins: [dense],
    logLevel: 'warning',
  });
  return outputFiles.map(({ text }) => text).join('');
}

/** The description of the bundle: a module for other components, at the project's one API version. */
export function bundleMeta(): string {
  const project = JSON.parse(readFileSync(`${root}sfdx-project.json`, 'utf8')) as {
    sourceApiVersion: string;
  };
  return `<?xml version="1.0" encoding="UTF-8"?>
<LightningComponentBundle xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>${project.sourceApiVersion}</apiVersion>
    <description>Rapport's Lit elements as one module, generated from src/elements.</description>
    <isExposed>false</isExposed>
    <masterLabel>Rapport Elements</masterLabel>
</LightningComponentBundle>
`;
}

/** The size of a bundle as it is and as it travels, in bytes. */
export function sizeOf(bundle: string): { raw: number; gzipped: number } {
  return { raw: Buffer.byteLength(bundle), gzipped: gzipSync(bundle, { level: 9 }).length };
}

/** Writes the bundle and its description, and prints what it weighs. */
export async function buildElements(): Promise<void> {
  const bundle = await bundleElements();
  mkdirSync(bundleFolder, { recursive: true });
  writeFileSync(bundlePath, bundle);
  writeFileSync(bundleMetaPath, bundleMeta());
  const { raw, gzipped } = sizeOf(bundle);
  const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;
  console.log(`Elements: ${kilobytes(raw)}, ${kilobytes(gzipped)} gzipped, in lwc/rapportElements`);
}

if (process.argv[1] === import.meta.filename) await buildElements();
