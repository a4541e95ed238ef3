import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What one set allows on one thing, a cell of the table: letters, `yes`, or empty for nothing. */
const letters = (allowed: string) => z.string().regex(new RegExp(`^[${allowed}]*$`));
const yes = z.enum(['yes', '']);

const set = z.strictObject({ name: z.string(), label: z.string().max(80), description: z.string().max(255) });

const rowsOf = <Cell extends z.ZodType<string>>(cell: Cell) => z.record(z.string(), z.array(cell));

const rows = {
  permissionSetGroups: rowsOf(yes),
  objects: rowsOf(letters('CREDVM')),
  fields: rowsOf(letters('RE')),
  customMetadataTypes: rowsOf(yes),
  customPermissions: rowsOf(yes),
  userPermissions: rowsOf(yes),
  applications: rowsOf(yes),
  tabs: rowsOf(yes),
};
const sections = Object.keys(rows) as (keyof typeof rows)[];

const table = z.strictObject({ about: z.array(z.string()), permissionSets: z.array(set), ...rows });

/** The permissions of the package as config/permissions.json says them: rows of things, a column for each set. */
export type PermissionTable = z.infer<typeof table>;

/** A permission set of the table: its API name, and what an administrator reads in Setup. */
export type NamedSet = z.infer<typeof set>;

/** A section of the table: a row of cells, one for each set, by the name of what it is about. */
export type Rows = Record<string, string[]>;

/**
 * Reads the table of permissions.
 * @throws Error when it has another form, or a row has not one cell for each set; says which
 */
export function readPermissionTable(path: string | URL): PermissionTable {
  const read = table.parse(JSON.parse(readFileSync(path, 'utf8')));
  for (const section of sections) {
    for (const [name, row] of Object.entries(read[section])) {
      if (row.length !== read.permissionSets.length)
        throw new Error(`${section}.${name} has ${row.length} cells for ${read.permissionSets.length} sets.`);
    }
  }
  return read;
}

/** One column of a section: what a set allows, by name in the order of the code points, without what it does not. */
export function columnOf(table: PermissionTable, rows: Rows, set: NamedSet): [name: string, cell: string][] {
  const position = table.permissionSets.indexOf(set);
  return Object.entries(rows)
    .map(([name, row]): [string, string] => [name, row[position] ?? ''])
    .filter(([, cell]) => cell !== '')
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
