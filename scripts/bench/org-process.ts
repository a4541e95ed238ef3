/** The local org of a measurement, in a process of its own: `org-process.ts <number of contacts>`. Ends with its parent. */
import { fileURLToPath } from 'node:url';
import { readCompany } from '../../src/demo/company.ts';
import { givePermissionSets, loadUsers } from '../../src/demo/load-company.ts';
import { OrgClient } from '../../src/demo/org-client.ts';
import { startLocalOrg } from '../../src/local-org/start.ts';
import { mostRecordsPerCall } from '../../src/salesforce/org.ts';
import type { BenchOrg } from './push.ts';

const contacts = Number(process.argv[2]);
const accounts = 100;
const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

const localOrg = await startLocalOrg({
  directory: undefined,
  projects: [projectRoot],
  port: 0,
  clock: () => new Date(),
});
const admin = new OrgClient(localOrg.url, localOrg.issueSession('admin@rapport.example'));
const { users } = await readCompany(`${projectRoot}/config/demo`);
await givePermissionSets(admin, 'admin@rapport.example', ['Feedback_Admin']);
await loadUsers(admin, users);
const integration = users.find(({ part }) => part === 'integration')?.username ?? '';

const [surveyId = ''] = await create('Feedback_Survey__c', [
  { Name: 'Relationship', External_Id__c: 'relationship-2026', Type__c: 'Relationship', Status__c: 'Open' },
]);
const accountIds = await create(
  'Account',
  Array.from({ length: accounts }, (_, index) => ({ Name: `Account ${index}` })),
);
const contactIds = await create(
  'Contact',
  Array.from({ length: contacts }, (_, index) => ({
    LastName: `Person ${index}`,
    Email: `person${index}@customer.example`,
    AccountId: accountIds[index % accounts],
  })),
);
const ready: BenchOrg = {
  credentials: { loginUrl: localOrg.url, ...localOrg.registerClient(integration) },
  accessToken: localOrg.issueSession(integration),
  surveyId,
  accountIds,
  contactIds,
};
process.send?.(ready);
process.once('disconnect', () => process.exit(0));

async function create(type: string, records: Record<string, unknown>[]): Promise<string[]> {
  const ids: string[] = [];
  for (let start = 0; start < records.length; start += mostRecordsPerCall) {
    const part = records.slice(start, start + mostRecordsPerCall);
    const body = { allOrNone: true, records: part.map((record) => ({ attributes: { type }, ...record })) };
    const results = await admin.post<{ id: string; success: boolean }[]>('/composite/sobjects', body);
    if (results.some(({ success }) => !success)) throw new Error(JSON.stringify(results[0]));
    ids.push(...results.map(({ id }) => id));
  }
  return ids;
}
