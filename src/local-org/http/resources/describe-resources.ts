import { describeGlobal, describeObject, describeObjectBriefly } from '../../describe/describe-object.ts';
import type { DataRoute } from '../data-router.ts';
import { requireObject } from './request-reading.ts';

/** What objects there are. Source: REST API Developer Guide, "Describe Global", "sObject Describe". */
export const describeRoutes: readonly DataRoute[] = [
  {
    method: 'GET',
    path: 'sobjects',
    handle: (context, request) => {
      const access = context.org.access(request.session.userId);
      return { status: 200, body: describeGlobal(context.org.schema, access, request.version) };
    },
  },
  {
    method: 'GET',
    path: 'sobjects/:object',
    handle: (context, request, parameters) => {
      const definition = requireObject(context, request, parameters.object!);
      const access = context.org.access(request.session.userId);
      const objectDescribe = describeObjectBriefly(definition, access, request.version);
      return { status: 200, body: { objectDescribe, recentItems: [] } };
    },
  },
  {
    method: 'GET',
    path: 'sobjects/:object/describe',
    handle: (context, request, parameters) => {
      const definition = requireObject(context, request, parameters.object!);
      const access = context.org.access(request.session.userId);
      return { status: 200, body: describeObject(context.org.schema, definition, access, request.version) };
    },
  },
];
