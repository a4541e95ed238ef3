import type { DataRoute } from './data-router.ts';
import { bulkRoutes } from './resources/bulk-resources.ts';
import { collectionRoutes } from './resources/collection-resources.ts';
import { compositeRoutes } from './resources/composite-resources.ts';
import { describeRoutes } from './resources/describe-resources.ts';
import { externalIdRoutes } from './resources/external-id-resources.ts';
import { graphqlRoutes } from './resources/graphql-resources.ts';
import { metadataRoutes } from './resources/metadata-resources.ts';
import { orgRoutes } from './resources/org-resources.ts';
import { queryRoutes } from './resources/query-resources.ts';
import { recordRoutes } from './resources/record-resources.ts';
import { replicationRoutes } from './resources/replication-resources.ts';
import { treeRoutes } from './resources/tree-resources.ts';
import { unsupportedRoutes } from './resources/unsupported-resources.ts';

/**
 * All resources below `/services/data/vNN.N/`; the first that fits answers. Describe and the refused resources
 * stand before records, because `sobjects/Account/describe` would also fit `sobjects/:object/:id`.
 */
export const dataRoutes: readonly DataRoute[] = [
  ...orgRoutes,
  ...queryRoutes,
  ...describeRoutes,
  ...graphqlRoutes,
  ...metadataRoutes,
  ...bulkRoutes,
  ...replicationRoutes,
  ...unsupportedRoutes,
  ...recordRoutes,
  ...externalIdRoutes,
  ...collectionRoutes,
  ...compositeRoutes,
  ...treeRoutes,
];
