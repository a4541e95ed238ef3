/**
 * Writes the demo company as sample data for any org: `npm run sample-data`. A plan for `sf data import tree`, and the
 * files of invitations and answers for Rapport's own import. All dates are moved so that they are fresh today.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCompany } from '../src/demo/company.ts';
import { daysSince, shiftDates } from '../src/demo/shift-dates.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Where `npm run sample-data` writes to. */
export const sampleFolder = join('.rapport', 'sample-data');

/** A plan of `sf data import tree`. */
type Plan = { sobject: string; files: string[] }[];

/**
 * Writes the sample data into a folder, which is made anew.
 * @returns the commands that bring it into an org, in order
 */
export async function writeSampleData(folder: string, now: Date): Promise<string[]> {
  const company = await readCompany(join(root, 'config', 'demo'));
  const days = daysSince(company.referenceDate, now);
  const shifted = (file: string) => shiftDates(readFileSync(join(company.folder, file), 'utf8'), days);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const plan = JSON.parse(readFileSync(join(company.folder, company.plan), 'utf8')) as Plan;
  for (const file of plan.flatMap(({ files }) => files)) {
    writeFileSync(join(folder, file), withoutUsers(shifted(file)));
  }
  writeFileSync(join(folder, 'plan.json'), `${JSON.stringify(plan, undefined, 2)}\n`);
  const imports = (['invitations', 'responses'] as const).flatMap((kind) =>
    company[kind].map(({ file, mapping }) => {
      writeFileSync(join(folder, file), shifted(file));
      const name = basename(mapping, '.json');
      return `sf rapport import ${kind} --file ${join(folder, file)} --mapping ${name}`;
    }),
  );
  return [
    `sf data import tree --plan ${join(folder, 'plan.json')} --target-org my-org`,
    ...imports,
    'sf rapport sync responses --target-org my-integration-user',
  ];
}

/** Another org has none of the demo's users: what names one is left out, and belongs to whoever imports. */
function withoutUsers(json: string): string {
  const records: unknown = JSON.parse(json, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith('@user:') ? undefined : value,
  );
  return `${JSON.stringify(records, undefined, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) {
  const commands = await writeSampleData(sampleFolder, new Date());
  console.log(`The sample data is in ${sampleFolder}. To bring it into an org:\n`);
  for (const command of commands) console.log(`  ${command}`);
  console.log('\nThe first as an administrator with Feedback_Admin, the last as the integration user.');
}
