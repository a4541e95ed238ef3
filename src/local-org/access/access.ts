import { objectOf } from '../schema/schema.ts';
import type { ObjectPermission, PermissionSetDefinition, Schema } from '../schema/schema.ts';
import type { Store } from '../store/database.ts';
import { PROFILES } from './profiles.ts';
import { isSetupObject, SETUP_PERMISSION } from './setup-objects.ts';

/** What one user may do: the profile and all assigned permission sets together. Names in any case. */
export interface Access {
  readonly userId: string;
  /** Language of labels: `en_US`, `fr`. */
  readonly language: string;
  /** Decides on which day weeks begin: `en_US`, `fr_FR`. */
  readonly locale: string;
  /** IANA time zone: `Europe/Paris`. */
  readonly timeZone: string;
  canReadObject(objectName: string): boolean;
  canCreate(objectName: string): boolean;
  canEdit(objectName: string): boolean;
  canDelete(objectName: string): boolean;
  canReadField(objectName: string, fieldName: string): boolean;
  canEditField(objectName: string, fieldName: string): boolean;
  hasCustomPermission(name: string): boolean;
  hasUserPermission(name: string): boolean;
}

const NOTHING: ObjectPermission = {
  allowCreate: false,
  allowRead: false,
  allowEdit: false,
  allowDelete: false,
  viewAllRecords: false,
  modifyAllRecords: false,
};

const EVERYTHING: ObjectPermission = {
  allowCreate: true,
  allowRead: true,
  allowEdit: true,
  allowDelete: true,
  viewAllRecords: true,
  modifyAllRecords: true,
};

interface Grants {
  everything: boolean;
  objects: Map<string, ObjectPermission>;
  /** Standard fields of the objects that the profile itself opens. */
  standardFieldsVisible: boolean;
  sets: PermissionSetDefinition[];
  userPermissions: Set<string>;
}

function union(permissions: (ObjectPermission | undefined)[]): ObjectPermission {
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

function setupPermission(grants: Grants): ObjectPermission {
  const manages = grants.everything || grants.userPermissions.has(SETUP_PERMISSION.toLowerCase());
  return {
    ...NOTHING,
    allowRead: true,
    viewAllRecords: true,
    allowCreate: manages,
    allowEdit: manages,
    allowDelete: manages,
  };
}

class EffectiveAccess implements Access {
  readonly userId: string;
  readonly language: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly #schema: Schema;
  readonly #grants: Grants;
  readonly #objects = new Map<string, ObjectPermission>();

  constructor(
    user: { id: string; language: string; locale: string; timeZone: string },
    schema: Schema,
    grants: Grants,
  ) {
    this.userId = user.id;
    this.language = user.language;
    this.locale = user.locale;
    this.timeZone = user.timeZone;
    this.#schema = schema;
    this.#grants = grants;
  }

  #permission(objectName: string): ObjectPermission {
    const key = objectName.toLowerCase();
    const known = this.#objects.get(key);
    if (known !== undefined) return known;
    const permission = this.#compute(key);
    this.#objects.set(key, permission);
    return permission;
  }

  #compute(key: string): ObjectPermission {
    if (!this.#schema.objects.has(key)) return NOTHING;
    if (isSetupObject(key)) return setupPermission(this.#grants);
    if (this.#grants.everything) return EVERYTHING;
    // Contact roles have no permissions of their own: who may read or edit the opportunity may read or edit them.
    if (key === 'opportunitycontactrole') {
      const { allowRead, allowEdit, viewAllRecords } = this.#permission('Opportunity');
      return {
        ...NOTHING,
        allowRead,
        viewAllRecords,
        allowCreate: allowEdit,
        allowEdit,
        allowDelete: allowEdit,
      };
    }
    const permission = union([
      this.#grants.objects.get(key),
      ...this.#grants.sets.map((set) => set.objects.get(key)),
    ]);
    if (this.hasUserPermission('ModifyAllData')) return EVERYTHING;
    return this.hasUserPermission('ViewAllData')
      ? { ...permission, allowRead: true, viewAllRecords: true }
      : permission;
  }

  canReadObject(objectName: string): boolean {
    return this.#permission(objectName).allowRead;
  }

  canCreate(objectName: string): boolean {
    return this.#permission(objectName).allowCreate;
  }

  canEdit(objectName: string): boolean {
    return this.#permission(objectName).allowEdit;
  }

  canDelete(objectName: string): boolean {
    return this.#permission(objectName).allowDelete;
  }

  #fieldPermission(objectName: string, fieldName: string, kind: 'readable' | 'editable'): boolean {
    const field = objectOf(this.#schema, objectName)?.fields.get(fieldName.toLowerCase());
    if (field === undefined || !this.canReadObject(objectName)) return false;
    if (!field.permissionable || this.#grants.everything) return true;
    const object = objectName.toLowerCase();
    if (!field.custom && this.#grants.standardFieldsVisible && this.#grants.objects.has(object)) return true;
    const key = `${object}.${fieldName.toLowerCase()}`;
    return this.#grants.sets.some((set) => set.fields.get(key)?.[kind] ?? false);
  }

  canReadField(objectName: string, fieldName: string): boolean {
    return this.#fieldPermission(objectName, fieldName, 'readable');
  }

  canEditField(objectName: string, fieldName: string): boolean {
    const field = objectOf(this.#schema, objectName)?.fields.get(fieldName.toLowerCase());
    if (field === undefined || !(field.createable || field.updateable)) return false;
    return this.#fieldPermission(objectName, fieldName, 'editable');
  }

  hasCustomPermission(name: string): boolean {
    const key = name.toLowerCase();
    return this.#grants.sets.some((set) => set.customPermissions.has(key));
  }

  hasUserPermission(name: string): boolean {
    const key = name.toLowerCase();
    return this.#grants.everything || this.#grants.userPermissions.has(key);
  }
}

/**
 * The effective permissions of a user. A user who does not exist or is not active has none.
 */
export function computeAccess(store: Store, schema: Schema, userId: string): Access {
  const row = store.first(
    'SELECT u."IsActive", u."LanguageLocaleKey", u."LocaleSidKey", u."TimeZoneSidKey", p."Name" AS profile FROM "User" u LEFT JOIN "Profile" p ON p."Id" = u."ProfileId" WHERE u."Id" = ?',
    userId,
  );
  const profile = row?.['IsActive'] === 1 ? PROFILES.get(String(row['profile'])) : undefined;
  const names =
    profile === undefined
      ? []
      : store.all(
          'SELECT s."Name" AS name FROM "PermissionSetAssignment" a JOIN "PermissionSet" s ON s."Id" = a."PermissionSetId" WHERE a."AssigneeId" = ? AND a."IsDeleted" = 0',
          userId,
        );
  const sets = names.flatMap(({ name }) => schema.permissionSets.get(String(name).toLowerCase()) ?? []);
  const userPermissions = new Set(profile?.userPermissions.map((name) => name.toLowerCase()) ?? []);
  for (const set of sets) for (const permission of set.userPermissions) userPermissions.add(permission);
  return new EffectiveAccess(
    {
      id: userId,
      language: String(row?.['LanguageLocaleKey'] ?? 'en_US'),
      locale: String(row?.['LocaleSidKey'] ?? 'en_US'),
      timeZone: String(row?.['TimeZoneSidKey'] ?? 'GMT'),
    },
    schema,
    {
      everything: profile?.everything ?? false,
      objects: profile?.objects ?? new Map<string, ObjectPermission>(),
      standardFieldsVisible: profile?.standardFieldsVisible ?? false,
      sets,
      userPermissions,
    },
  );
}
