import { isSetupObject } from '../../access/setup-objects.ts';
import type { Org } from '../../org.ts';
import { isMetadataType } from '../../schema/schema.ts';
import { quoted } from '../../store/database.ts';
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

/**
 * What an Enterprise Edition org has for data, and again for files, before its user licences add to it, in megabytes.
 * Source: Salesforce Help, "Data and File Storage Allocations".
 */
const STORAGE_MEGABYTES = 10 * 1024;
/** Salesforce counts most records with two kilobytes, whatever is in them. */
const KILOBYTES_A_RECORD = 2;

/** Three of Salesforce's limits; storage is for users who may manage users. There are no files. */
function readLimits(context: DataContext, request: DataRequest): DataAnswer {
  const { dailyLimit, used } = context.usage;
  const limits = { DailyApiRequests: { Max: dailyLimit, Remaining: Math.max(0, dailyLimit - used) } };
  if (!context.org.access(request.session.userId).hasUserPermission('ManageUsers'))
    return { status: 200, body: limits };
  const usedMegabytes = Math.ceil((recordsStored(context) * KILOBYTES_A_RECORD) / 1024);
  const Remaining = Math.max(0, STORAGE_MEGABYTES - usedMegabytes);
  return {
    status: 200,
    body: {
      ...limits,
      DataStorageMB: { Max: STORAGE_MEGABYTES, Remaining },
      FileStorageMB: { Max: STORAGE_MEGABYTES, Remaining: STORAGE_MEGABYTES },
    },
  };
}

/** Records that count against storage: those in the recycle bin do not, nor does what belongs to the setup. */
function recordsStored({ org }: DataContext): number {
  return [...org.schema.objects.values()]
    .filter(({ name }) => !isSetupObject(name) && !isMetadataType(name))
    .reduce((sum, { name }) => sum + countOf(org, name), 0);
}

function countOf(org: Org, objectName: string): number {
  const row = org.database
    .prepare(`SELECT COUNT(*) AS count FROM ${quoted(objectName)} WHERE "IsDeleted" = 0`)
    .get();
  return Number(row?.['count'] ?? 0);
}

/** Records by object, without the recycle bin. Objects that do not exist or may not be read are left out. */
function countRecords(context: DataContext, request: DataRequest): DataAnswer {
  const { org } = context;
  const access = org.access(request.session.userId);
  const wanted = readList(request.query, 'sObjects') ?? [...org.schema.objects.keys()];
  const sObjects = wanted.flatMap((name) => {
    const definition = org.schema.objects.get(name.toLowerCase());
    if (definition === undefined || !access.canReadObject(definition.name)) return [];
    return [{ count: countOf(org, definition.name), name: definition.name }];
  });
  return { status: 200, body: { sObjects } };
}
