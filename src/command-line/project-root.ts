import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Root of this package: where `config` and `force-app` are. oclif's own `config.root` is the root of the Salesforce CLI
 * when the commands run as its plugin. From `src` and from `lib` it is the same two steps up.
 */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Version of this package. oclif's own `config.pjson` is the Salesforce CLI's when the commands run as its plugin. */
export function productVersion(): string {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
