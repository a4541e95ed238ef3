import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const user = z.object({
  part: z.enum(['rep', 'kam', 'leader', 'admin', 'integration']),
  username: z.string(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  title: z.string(),
  alias: z.string(),
  /** Language and locale as Salesforce writes them: `fr`, `fr_FR`. */
  language: z.string(),
  locale: z.string(),
  timeZone: z.string(),
  profile: z.string(),
  permissionSets: z.array(z.string()),
});
export type DemoUser = z.infer<typeof user>;

const importedFile = z.object({ file: z.string(), mapping: z.string() });

const company = z.object({
  company: z.string(),
  /** All dates of the demo are written as if this were today. */
  referenceDate: z.iso.date(),
  plan: z.string(),
  users: z.string(),
  invitations: z.array(importedFile),
  responses: z.array(importedFile),
});

/** The demo company: its folder, and what the files in it are for. */
export interface DemoCompany extends Omit<z.infer<typeof company>, 'users'> {
  folder: string;
  users: DemoUser[];
}

/** Reads the demo company from its folder. @throws Error when a file is missing or wrong, naming what is wrong */
export async function readCompany(folder: string): Promise<DemoCompany> {
  const read = async (file: string) => JSON.parse(await readFile(join(folder, file), 'utf8')) as unknown;
  const described = company.parse(await read('demo.json'));
  const { users } = z.object({ users: z.array(user) }).parse(await read(described.users));
  return { ...described, folder, users };
}
