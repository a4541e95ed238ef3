import { fileURLToPath } from 'node:url';

/**
 * Root of this package: where `config` and `force-app` are. oclif's own `config.root` is the root of the Salesforce CLI
 * when the commands run as its plugin. From `src` and from `lib` it is the same two steps up.
 */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));
