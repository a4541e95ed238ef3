import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';

/** The compiler, as far as it is used. Its own types import files in a way that Node's resolution does not follow. */
interface LwcCompiler {
  transformSync: (
    source: string,
    path: string,
    options: Component & {
      outputConfig: { sourcemap: boolean };
      apiVersion: number;
      scopedStyles: boolean;
      enableDynamicComponents: boolean;
      enableSyntheticElementInternals: boolean;
    },
  ) => { code: string };
}

/** What a compiled file is named by: `c` and `rapportRelationship` give the tag `c-rapport-relationship`. */
export interface Component {
  namespace: string;
  name: string;
}

/** How many files were compiled, and how many the cache spared. */
export interface CompileCounts {
  compiled: number;
  fromCache: number;
}

const { version } = createRequire(import.meta.url)('@lwc/compiler/package.json') as { version: string };

/** Changes whenever the way of compiling does, so that an old cache is not believed. */
const recipe = `lwc-${version}/1`;

/** The compiler's own form of an error: where the fault is, beside what it says. */
interface CompilerError extends Error {
  location?: { line?: number; column?: number };
}

/** A file of an LWC bundle that the compiler does not take. Lines and columns count from 1. */
export class CompileFailure extends Error {
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(file: string, cause: unknown) {
    const { message, location } = cause as CompilerError;
    super(message.replace(`${file}: `, ''), { cause });
    this.name = 'CompileFailure';
    this.file = file;
    this.line = location?.line;
    this.column = location?.column;
  }
}

/**
 * Compiles one file of an LWC bundle (script, template or stylesheet) to JavaScript, or takes it from the cache when the
 * very same text was compiled before. The compiler takes half a second to load: only a file that is not in the cache
 * loads it.
 * @throws CompileFailure
 */
export async function compileFile(
  source: string,
  path: string,
  component: Component,
  cacheDirectory: string,
  counts: CompileCounts,
): Promise<string> {
  const scopedStyles = path.endsWith('.scoped.css');
  const key = createHash('sha256')
    .update(JSON.stringify([recipe, component, basename(path), scopedStyles]))
    .update(source)
    .digest('hex');
  const cached = join(cacheDirectory, key.slice(0, 2), `${key}.js`);
  if (existsSync(cached)) {
    counts.fromCache += 1;
    return readFile(cached, 'utf8');
  }
  const { transformSync } = (await import('@lwc/compiler')) as unknown as LwcCompiler;
  let code: string;
  try {
    ({ code } = transformSync(source, path, {
      ...component,
      outputConfig: { sourcemap: false },
      apiVersion: 67,
      scopedStyles,
      // base components may use what components of a package may not
      enableDynamicComponents: component.namespace === 'lightning',
      enableSyntheticElementInternals: component.namespace === 'lightning',
    }));
  } catch (cause) {
    throw new CompileFailure(path, cause);
  }
  counts.compiled += 1;
  await mkdir(dirname(cached), { recursive: true });
  await writeFile(`${cached}.${process.pid}`, code);
  await rename(`${cached}.${process.pid}`, cached);
  return code;
}

/** Whether a missing file is one that the compiler only supposes: a component's template, a template's stylesheet. */
export function isSupposed(path: string, importer: string): boolean {
  const stem = basename(importer, extname(importer));
  const extension = extname(path);
  if (dirname(path) !== dirname(importer)) return false;
  if (extension === '.html') return basename(path) === `${stem}.html`;
  return extension === '.css' && [`${stem}.css`, `${stem}.scoped.css`].includes(basename(path));
}
