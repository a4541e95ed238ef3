import { SalesforceError } from '../../errors.ts';
import { deletedRecords, updatedRecords } from '../../records/replication.ts';
import type { ReplicationWindow } from '../../records/replication.ts';
import { parseDatetime } from '../../values/dates.ts';
import { jsonValue } from '../../values/json-value.ts';
import type { DataAnswer, DataContext, DataRequest } from '../data-request.ts';
import type { DataRoute } from '../data-router.ts';
import { requireObject } from './request-reading.ts';

/** What changed within a span of time. Source: REST API Developer Guide, "sObject Get Updated", "sObject Get Deleted". */
export const replicationRoutes: readonly DataRoute[] = [
  { method: 'GET', path: 'sobjects/:object/updated', handle: readUpdated },
  { method: 'GET', path: 'sobjects/:object/deleted', handle: readDeleted },
];

function readUpdated(
  context: DataContext,
  request: DataRequest,
  parameters: Record<string, string>,
): DataAnswer {
  const object = requireObject(context, request, parameters.object!);
  const { ids, latestDateCovered } = updatedRecords(
    context.org,
    request.session,
    object,
    readWindow(request),
  );
  return { status: 200, body: { ids, latestDateCovered: shown(latestDateCovered) } };
}

function readDeleted(
  context: DataContext,
  request: DataRequest,
  parameters: Record<string, string>,
): DataAnswer {
  const object = requireObject(context, request, parameters.object!);
  const found = deletedRecords(context.org, object, readWindow(request));
  return {
    status: 200,
    body: {
      deletedRecords: found.deletedRecords.map(({ id, deletedDate }) => ({
        id,
        deletedDate: shown(deletedDate),
      })),
      earliestDateAvailable: shown(found.earliestDateAvailable),
      latestDateCovered: shown(found.latestDateCovered),
    },
  };
}

function readWindow({ query }: DataRequest): ReplicationWindow {
  const read = (name: string): string => {
    // A `+` of an offset that the client did not encode arrives as a space.
    const instant = parseDatetime((query.get(name) ?? '').replace(/ (?=\d\d:?\d\d$)/, '+'));
    if (instant !== undefined) return instant;
    throw new SalesforceError(
      'INVALID_REPLICATION_DATE',
      `The parameter ${name} must be a date and time, as in 2026-07-01T09:00:00+00:00, encoded for the address`,
    );
  };
  return { start: read('start'), end: read('end') };
}

/** As Salesforce writes a date and time: `2026-07-01T09:00:00.000+0000`. */
function shown(instant: string): unknown {
  return jsonValue(instant, 'datetime');
}
