import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';

const assets = join(
  dirname(createRequire(import.meta.url).resolve('@salesforce-ux/design-system/package.json')),
  'assets',
);

/** What of the design system (SLDS) a page may ask for: its stylesheet, icons, pictures. No part begins with a dot. */
const known = /^(styles|icons|images|fonts)(\/[\w-][\w.-]*)+\.(css|svg|png|woff2?)$/;

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** Address of the design system's stylesheet. */
export const designSystemStylesheet = '/assets/styles/salesforce-lightning-design-system.min.css';

/** A file of the design system. */
export interface Asset {
  type: string;
  content: Buffer;
}

/**
 * A file of the design system, by its path in `assets/`.
 * @returns undefined for a file that is not there, or that pages have no use for
 */
export async function designSystemFile(path: string): Promise<Asset | undefined> {
  if (!known.test(path)) return undefined;
  const content = await readFile(join(assets, path)).catch(() => undefined);
  return content === undefined ? undefined : { type: types[extname(path)] ?? 'text/plain', content };
}
