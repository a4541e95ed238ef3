import { API_VERSION } from './api-version.ts';

/**
 * The `attributes` of a record in an answer.
 * @param apiVersion version in the record's address, e.g. `67.0`
 * @param type what the record is called, where that is not its object: `Name` for an owner
 */
export function recordAttributes(
  objectName: string,
  id: string,
  apiVersion = API_VERSION,
  type = objectName,
): { type: string; url: string } {
  return { type, url: `/services/data/v${apiVersion}/sobjects/${objectName}/${id}` };
}
