/**
 * Makes what is kept in git and made from other files: the elements as the org's module, the permission sets from their
 * table, the data dictionary, and the manifests of the uninstallation. Tests find out when one of them is stale.
 */
import { buildDataDictionary } from './build-data-dictionary.ts';
import { buildElements } from './build-elements.ts';
import { buildPermissionSets } from './build-permission-sets.ts';
import { buildUninstall } from './build-uninstall.ts';

await buildElements();
buildPermissionSets();
await buildDataDictionary();
buildUninstall();
