import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { DemoCompany, DemoUser } from './company.ts';
import type { OrgClient } from './org-client.ts';
import { shiftDates } from './shift-dates.ts';

/** A plan of `sf data import tree`: which files go into which object, in this order. */
const plan = z.array(z.object({ sobject: z.string(), files: z.array(z.string()) }));

interface TreeResult {
  results: { referenceId: string; id: string }[];
}

/**
 * Gives permission sets to a user who is there already. An administrator needs them too: a deploy shows new fields to
 * no profile.
 */
export async function givePermissionSets(
  org: OrgClient,
  username: string,
  names: readonly string[],
): Promise<void> {
  const permissionSets = await idsByName(org, 'PermissionSet');
  const [user] = await org.query<{ Id: string }>(`SELECT Id FROM User WHERE Username = '${username}'`);
  for (const name of names) {
    await org.post('/sobjects/PermissionSetAssignment', {
      AssigneeId: user?.Id,
      PermissionSetId: idOf(permissionSets, name),
    });
  }
}

/**
 * Makes the demo's users, and gives them their permission sets.
 * @returns their ids by the references under which records name them: `user:kam`
 */
export async function loadUsers(org: OrgClient, users: readonly DemoUser[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const profiles = await idsByName(org, 'Profile');
  const permissionSets = await idsByName(org, 'PermissionSet');
  for (const user of users) {
    const { id } = await org.post<{ id: string }>('/sobjects/User', {
      Username: user.username,
      Email: user.email,
      FirstName: user.firstName,
      LastName: user.lastName,
      Title: user.title,
      Alias: user.alias,
      LanguageLocaleKey: user.language,
      LocaleSidKey: user.locale,
      TimeZoneSidKey: user.timeZone,
      EmailEncodingKey: 'UTF-8',
      ProfileId: idOf(profiles, user.profile),
    });
    ids.set(`user:${user.part}`, id);
    for (const name of user.permissionSets) {
      await org.post('/sobjects/PermissionSetAssignment', {
        AssigneeId: id,
        PermissionSetId: idOf(permissionSets, name),
      });
    }
  }
  return ids;
}

/**
 * Loads the accounts, contacts, deals, surveys and action plans of the demo company, with all dates moved by some days.
 * @param users ids of the users whom the records name, by reference
 */
export async function loadRecords(
  org: OrgClient,
  company: DemoCompany,
  users: ReadonlyMap<string, string>,
  days: number,
): Promise<void> {
  const steps = plan.parse(JSON.parse(await readFile(join(company.folder, company.plan), 'utf8')));
  const ids = new Map(users);
  for (const { sobject, files } of steps) {
    for (const file of files) {
      const text = shiftDates(await readFile(join(company.folder, file), 'utf8'), days);
      const { results } = await org.post<TreeResult>(
        `/composite/tree/${sobject}`,
        resolveReferences(text, ids),
      );
      for (const { referenceId, id } of results) ids.set(referenceId, id);
    }
  }
}

/** Puts record ids in the place of `@references` to records of earlier files, and to users (`@user:kam`). */
function resolveReferences(json: string, ids: ReadonlyMap<string, string>): unknown {
  return JSON.parse(json, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith('@') ? idOf(ids, value.slice(1)) : value,
  );
}

async function idsByName(org: OrgClient, objectName: string): Promise<Map<string, string>> {
  const rows = await org.query<{ Id: string; Name: string }>(`SELECT Id, Name FROM ${objectName}`);
  return new Map(rows.map(({ Id, Name }) => [Name, Id]));
}

function idOf(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`The demo names "${name}", which is not in the org.`);
  return id;
}
