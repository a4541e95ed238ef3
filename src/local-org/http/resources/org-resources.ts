import { readList } from './request-reading.ts';
import type { DataAnswer, DataContext, DataRequest } from '../data-request.ts';
import type { DataRoute } from '../data-router.ts';

/** What the org offers and what is left of its limits. Source: REST API Developer Guide, "Limits", "Record Count". */
export const orgRoutes: readonly DataRoute[] = [
  { method: 'GET', path: '', handle: listResources },
  { method: 'GET', path: 'limits', handle: readLimits },
  { method: 'GET', path: 'limits/recordCount', handle: countRecords },
];

const RESOURCES = ['composite', 'limits', 'query', 'queryAll', 'sobjects', 'tooling'];

function listResources(context: DataContext, request: DataRequest): DataAnswer {
  const base = `/services/data/${request.version}`;
  const resources = Object.fromEntries(RESOURCES.map((name) => [name, `${base}/${name}`]));
  const identity = `${request.baseUrl}/id/${context.org.organizationId}/${request.session.userId}`;
  return { status: 200, body: { ...resources, identity } };
}

function readLimits(context: DataContext): DataAnswer {
  const { dailyLimit, used } = context.usage;
  return {
    status: 200,
    body: { DailyApiRequests: { Max: dailyLimit, Remaining: Math.max(0, dailyLimit - used) } },
  };
}

/** Records by object, without the recycle bin. Objects that do not exist or may not be read are left out. */
function countRecords(context: DataContext, request: DataRequest): DataAnswer {
  const { org } = context;
  const access = org.access(request.session.userId);
  const wanted = readList(request.query, 'sObjects') ?? [...org.schema.objects.keys()];
  const sObjects = wanted.flatMap((name) => {
    const definition = org.schema.objects.get(name.toLowerCase());
    if (definition === undefined || !access.canReadObject(definition.name)) return [];
    const row = org.database
      .prepare(`SELECT COUNT(*) AS count FROM "${definition.name}" WHERE "IsDeleted" = 0`)
      .get();
    return [{ count: Number(row?.count ?? 0), name: definition.name }];
  });
  return { status: 200, body: { sObjects } };
}
