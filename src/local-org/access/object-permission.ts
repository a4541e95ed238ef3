import type { ObjectPermission } from '../schema/schema.ts';

/** No right at all. */
export const NOTHING: ObjectPermission = {
  allowCreate: false,
  allowRead: false,
  allowEdit: false,
  allowDelete: false,
  viewAllRecords: false,
  modifyAllRecords: false,
};

/** Every right to all records. */
export const EVERYTHING: ObjectPermission = {
  allowCreate: true,
  allowRead: true,
  allowEdit: true,
  allowDelete: true,
  viewAllRecords: true,
  modifyAllRecords: true,
};

/** What several permissions give together. */
export function together(permissions: readonly (ObjectPermission | undefined)[]): ObjectPermission {
  const all = { ...NOTHING };
  for (const permission of permissions) {
    if (permission === undefined) continue;
    all.allowCreate ||= permission.allowCreate;
    all.allowRead ||= permission.allowRead;
    all.allowEdit ||= permission.allowEdit;
    all.allowDelete ||= permission.allowDelete;
    all.viewAllRecords ||= permission.viewAllRecords;
    all.modifyAllRecords ||= permission.modifyAllRecords;
  }
  return all;
}
