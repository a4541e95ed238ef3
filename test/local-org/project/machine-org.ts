import { fileURLToPath } from 'node:url';
import { openOrg } from '../../../src/local-org/org.ts';
import type { Org, SaveResult, Session } from '../../../src/local-org/org.ts';

/** The SFDX project of the tests: machines and their repairs. */
export const MACHINE_PROJECT = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');

/** The time at which the tests happen. */
export const NOW = new Date('2026-03-01T10:00:00Z');

/** An org with the machine project deployed, and its administrator. */
export interface MachineOrg {
  org: Org;
  admin: Session;
}

/** Opens an org with the machine project; in memory unless `directory` is given. */
export async function openMachineOrg(directory?: string, clock = (): Date => NOW): Promise<MachineOrg> {
  const org = openOrg({ directory, clock });
  await org.deploy(MACHINE_PROJECT);
  const machineOrg = { org, admin: { userId: org.adminUserId } };
  // an org on disk has it from the first time
  if (!org.access(org.adminUserId).canReadField('Machine__c', 'Serial__c'))
    givePermissionSet(org, org.adminUserId, 'Machine_Admin');
  return machineOrg;
}

/** Gives a user a permission set: even an administrator sees no custom field without one. */
export function givePermissionSet(org: Org, userId: string, name: string): void {
  const admin = { userId: org.adminUserId };
  const set = org.database.prepare('SELECT "Id" FROM "PermissionSet" WHERE "Name" = ?').get(name)?.['Id'];
  savedId(org.create(admin, 'PermissionSetAssignment', [{ AssigneeId: userId, PermissionSetId: set }]));
}

/** The id of a record that must have been saved. */
export function savedId(results: SaveResult[]): string {
  const [result] = results;
  if (result?.id === undefined) throw new Error(`not saved: ${JSON.stringify(result)}`);
  return result.id;
}

/** The first error of the first result, as `CODE: message`. */
export function refusal(results: SaveResult[]): string {
  const error = results[0]?.errors[0];
  return error === undefined ? 'saved' : `${error.statusCode}: ${error.message}`;
}

/** A user with that profile and those permission sets. */
export function makeUser(
  { org, admin }: MachineOrg,
  profile: string,
  permissionSets: string[],
  details = {},
): Session {
  const profileId = org.database.prepare('SELECT "Id" FROM "Profile" WHERE "Name" = ?').get(profile)?.['Id'];
  const count = Number(org.database.prepare('SELECT count(*) AS n FROM "User"').get()?.['n']);
  const userId = savedId(
    org.create(admin, 'User', [
      {
        Username: `user${count}@example.com`,
        LastName: `User ${count}`,
        Email: `user${count}@example.com`,
        Alias: `u${count}`,
        ProfileId: profileId,
        TimeZoneSidKey: 'Europe/Paris',
        LocaleSidKey: 'en_US',
        EmailEncodingKey: 'UTF-8',
        LanguageLocaleKey: 'en_US',
        ...details,
      },
    ]),
  );
  for (const name of permissionSets) givePermissionSet(org, userId, name);
  return { userId };
}
