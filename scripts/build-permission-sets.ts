/**
 * Writes the permission sets of the package from config/permissions.json, so that what an admin reads in the table is
 * what a user may do. The result is kept in git, since an admin deploys it from there.
 */
import { writeFileSync } from 'node:fs';
import { permissionSetXml } from './permission-sets/permission-set-xml.ts';
import { readPermissionTable } from './permission-sets/permission-table.ts';

const root = new URL('../', import.meta.url);

/** The table of permissions. */
export const tablePath = new URL('config/permissions.json', root);

/** The folder in force-app that holds the permission sets and nothing else. */
export const permissionSetFolder = new URL('force-app/main/default/permissionsets/', root);

/** The permission sets as the table has them: the text of each by the name of its file. */
export function permissionSetFiles(): Map<string, string> {
  const table = readPermissionTable(tablePath);
  return new Map(
    table.permissionSets.map((set) => [`${set.name}.permissionset-meta.xml`, permissionSetXml(table, set)]),
  );
}

/** Writes the permission sets, and prints how many. */
export function buildPermissionSets(): void {
  const files = permissionSetFiles();
  for (const [name, text] of files) writeFileSync(new URL(name, permissionSetFolder), text);
  console.log(`Permission sets: ${files.size}, in permissionsets`);
}

if (process.argv[1] === import.meta.filename) buildPermissionSets();
