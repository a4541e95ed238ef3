import type { DataRoute } from '../data-router.ts';
import { notFound, notSupported } from '../error-answer.ts';

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const;

/** What Salesforce has at these addresses and the local org does not do. */
const UNSUPPORTED: Record<string, string> = {
  'search/*': 'SOSL search',
  'parameterizedSearch/*': 'SOSL search',
  'graphql/:resource': 'Sending several GraphQL requests in one',
  'metadata/*': 'This part of the Metadata API',
  'actions/*': 'Invocable actions',
  'ui-api/*': 'The User Interface API',
  'analytics/*': 'The Reports and Dashboards API',
  'chatter/*': 'The Connect API',
  'connect/*': 'The Connect API',
  'process/*': 'Approval processes',
  'event/*': 'Platform events',
  'sobjects/:object/listviews': 'List views',
  'sobjects/:object/describe/:layouts': 'Layouts',
  'sobjects/:object/quickActions': 'Quick actions',
};

/**
 * Known resources that are refused with a clear word. Tooling sObjects do not exist here at all, which is how
 * the sf CLI finds out that an org has no source tracking.
 */
export const unsupportedRoutes: readonly DataRoute[] = [
  ...Object.entries(UNSUPPORTED).flatMap(([path, what]) =>
    METHODS.map((method): DataRoute => ({
      method,
      path,
      handle: () => {
        throw notSupported(what);
      },
    })),
  ),
  ...METHODS.map((method): DataRoute => ({
    method,
    path: 'tooling/sobjects/*',
    handle: () => {
      throw notFound();
    },
  })),
  ...METHODS.map((method): DataRoute => ({
    method,
    path: 'tooling/*',
    handle: () => {
      throw notSupported('The Tooling API (beyond tooling/query)');
    },
  })),
];
