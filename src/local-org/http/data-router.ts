import { SalesforceError } from '../errors.ts';
import type { DataAnswer, DataContext, DataRequest } from './data-request.ts';
import { notFound } from './error-answer.ts';

/** Answers one kind of data request; `parameters` are the parts of the path that the route names. */
export type DataHandler = (
  context: DataContext,
  request: DataRequest,
  parameters: Record<string, string>,
) => DataAnswer;

/** One resource below `/services/data/vNN.N/`. */
export interface DataRoute {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path with parameters, `sobjects/:object/:id`; a `*` at the end takes the rest. */
  path: string;
  handle: DataHandler;
}

/**
 * Finds the first route of the table that fits, and lets it answer.
 * @throws SalesforceError NOT_FOUND when no route has this path, METHOD_NOT_ALLOWED when one has it for other
 * methods only, and whatever the handler throws.
 */
export function routeDataRequest(
  routes: readonly DataRoute[],
  context: DataContext,
  request: DataRequest,
): DataAnswer {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const allowed = new Set<string>();
  for (const route of routes) {
    const parameters = matchPath(route.path, request.segments);
    if (parameters === undefined) continue;
    if (route.method === method) return route.handle(context, request, parameters);
    allowed.add(route.method);
  }
  if (allowed.size === 0) throw notFound();
  throw new SalesforceError(
    'METHOD_NOT_ALLOWED',
    `HTTP Method '${method}' not allowed. Allowed are ${[...allowed].toSorted().join(',')}`,
    { status: 405 },
  );
}

function matchPath(path: string, segments: readonly string[]): Record<string, string> | undefined {
  const pattern = path === '' ? [] : path.split('/');
  const open = pattern.at(-1) === '*';
  if (open ? segments.length < pattern.length - 1 : segments.length !== pattern.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [position, part] of pattern.entries()) {
    if (part === '*') break;
    const segment = segments[position] ?? '';
    if (part.startsWith(':')) parameters[part.slice(1)] = segment;
    else if (part !== segment) return undefined;
  }
  return parameters;
}
