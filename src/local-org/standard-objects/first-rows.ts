import { randomBytes } from 'node:crypto';
import { PROFILES } from '../access/profiles.ts';
import { storedInstant } from '../values/dates.ts';
import type { ObjectDefinition, Schema } from '../schema/schema.ts';
import type { Store, StoredValue } from '../store/database.ts';
import { makeId, toBase62 } from '../store/ids.ts';
import { insertRow } from '../store/rows.ts';

/** What a new org is called and who may sign in first. */
export interface NewOrg {
  /** User name of the administrator, in the form of an e-mail address. */
  adminUsername: string;
  organizationName: string;
}

/** What tells this org from others, from the first start on. */
export interface OrgIdentity {
  /** 18 characters, `00D…`. */
  organizationId: string;
  /** Three characters in the ids of all records. */
  orgMark: string;
  /** The first administrator, 18 characters. */
  adminUserId: string;
}

/** The object of that name in lower case. Throws Error when the schema has none. */
export function objectNamed(schema: Schema, name: string): ObjectDefinition {
  const object = schema.objects.get(name);
  if (object === undefined) throw new Error(`The schema has no ${name}`);
  return object;
}

/** Writes a row of a setup object with its system fields; returns its id. */
export function addRow(
  store: Store,
  object: ObjectDefinition,
  orgMark: string,
  by: { userId: string; now: string },
  values: Record<string, StoredValue>,
): string {
  const id = makeId(object.keyPrefix, orgMark, store.nextNumber(`id:${object.name}`));
  insertRow(store, object, {
    CreatedDate: by.now,
    CreatedById: by.userId,
    LastModifiedDate: by.now,
    LastModifiedById: by.userId,
    SystemModstamp: by.now,
    ...values,
    Id: id,
  });
  return id;
}

function createIdentity(store: Store, schema: Schema, newOrg: NewOrg, now: string): OrgIdentity {
  const orgMark = toBase62(randomBytes(3).readUIntBE(0, 3) % 62 ** 3, 3);
  const user = objectNamed(schema, 'user');
  const adminUserId = makeId(user.keyPrefix, orgMark, 1);
  const by = { userId: adminUserId, now };
  const organizationId = addRow(store, objectNamed(schema, 'organization'), orgMark, by, {
    Name: newOrg.organizationName,
    InstanceName: 'LOCAL',
    OrganizationType: 'Developer Edition',
    LanguageLocaleKey: 'en_US',
    DefaultLocaleSidKey: 'en_US',
    TimeZoneSidKey: 'GMT',
  });
  const profileIds = new Map<string, string>();
  for (const profile of PROFILES.values()) {
    const values = { Name: profile.name, Description: profile.description, UserType: 'Standard' };
    profileIds.set(profile.name, addRow(store, objectNamed(schema, 'profile'), orgMark, by, values));
  }
  addRow(store, user, orgMark, by, {
    Username: newOrg.adminUsername,
    LastName: 'Admin',
    Name: 'Admin',
    Email: newOrg.adminUsername,
    Alias: 'admin',
    CommunityNickname: 'admin',
    IsActive: 1,
    UserType: 'Standard',
    ProfileId: profileIds.get('System Administrator') ?? null,
    TimeZoneSidKey: 'GMT',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
  });
  return { organizationId, orgMark, adminUserId };
}

/** Who this org is; made with its first rows (organization, profiles, administrator) when it is opened first. */
export function openIdentity(store: Store, schema: Schema, newOrg: NewOrg, now: Date): OrgIdentity {
  const known = store.state('identity');
  if (known !== undefined) return JSON.parse(known) as OrgIdentity;
  const identity = createIdentity(store, schema, newOrg, storedInstant(now));
  store.setState('identity', JSON.stringify(identity));
  return identity;
}
