import { isMetadataType, objectOf } from '../schema/schema.ts';
import type { ObjectPermission, PermissionSetDefinition, Schema } from '../schema/schema.ts';
import type { Store } from '../store/database.ts';
import { EVERYTHING, NOTHING, together } from './object-permission.ts';
import { PROFILES } from './profiles.ts';
import {
  isForSetupViewers,
  isSetupObject,
  SETUP_PERMISSION,
  VIEW_SETUP_PERMISSION,
} from './setup-objects.ts';

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
  /** "Modify All": every record, whoever owns it. */
  canModifyAll(objectName: string): boolean;
  canReadField(objectName: string, fieldName: string): boolean;
  canEditField(objectName: string, fieldName: string): boolean;
  hasCustomPermission(name: string): boolean;
  hasUserPermission(name: string): boolean;
}

interface Grants {
  everything: boolean;
  objects: Map<string, ObjectPermission>;
  /** Standard fields of the objects that the profile itself opens. */
  standardFieldsVisible: boolean;
  sets: PermissionSetDefinition[];
  userPermissions: Set<string>;
}

function setupPermission(grants: Grants, key: string): ObjectPermission {
  const has = (permission: string): boolean =>
    grants.everything || grants.userPermissions.has(permission.toLowerCase());
  const manages = has(SETUP_PERMISSION);
  const reads = !isForSetupViewers(key) || has(VIEW_SETUP_PERMISSION);
  return {
    ...NOTHING,
    allowRead: reads,
    viewAllRecords: reads,
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
    if (isSetupObject(key)) return setupPermission(this.#grants, key);
    if (isMetadataType(key)) {
      const allowRead = this.#canReadMetadataType(key);
      return { ...NOTHING, allowRead, viewAllRecords: allowRead };
    }
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
    const permission = together([
      this.#grants.objects.get(key),
      ...this.#grants.sets.map((set) => set.objects.get(key)),
    ]);
    if (this.hasUserPermission('ModifyAllData')) return EVERYTHING;
    return this.hasUserPermission('ViewAllData')
      ? { ...permission, allowRead: true, viewAllRecords: true }
      : permission;
  }

  /**
   * Source: Winter '20 release notes, "Require Customize Application Permission for Direct Read Access to Custom
   * Metadata Types". Formulas read them for everyone.
   */
  #canReadMetadataType(key: string): boolean {
    return (
      this.hasUserPermission('CustomizeApplication') ||
      this.#grants.sets.some((set) => set.customMetadataTypes.has(key))
    );
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

  canModifyAll(objectName: string): boolean {
    return this.#permission(objectName).modifyAllRecords;
  }

  #fieldPermission(objectName: string, fieldName: string, kind: 'readable' | 'editable'): boolean {
    const field = objectOf(this.#schema, objectName)?.fields.get(fieldName.toLowerCase());
    if (field === undefined || field.internal === true || !this.canReadObject(objectName)) return false;
    if (!field.permissionable) return true;
    // Source: Metadata API since version 31: a deploy gives a new custom field to no profile, not even to System
    // Administrator. Permission sets open it.
    if (this.#grants.everything && !field.custom) return true;
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

/** The permission set of that name, or all sets of the group whose aggregate set has it. */
export function setsNamed(schema: Schema, name: string): PermissionSetDefinition[] {
  const group = schema.permissionSetGroups.get(name.toLowerCase());
  const names = group?.permissionSets ?? [name];
  return names.flatMap((member) => schema.permissionSets.get(member.toLowerCase()) ?? []);
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
  const sets = names.flatMap(({ name }) => setsNamed(schema, String(name)));
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
