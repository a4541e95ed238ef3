import { fileURLToPath } from 'node:url';
import { readCompany } from '../../src/demo/company.ts';
import { givePermissionSets, loadUsers } from '../../src/demo/load-company.ts';
import { OrgClient } from '../../src/demo/org-client.ts';
import { startLocalOrg } from '../../src/local-org/start.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import type { ClientCredentials } from '../../src/salesforce/login.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** How large the org of a measurement is, and how it behaves. */
export interface BenchOrgSize {
  accounts: number;
  contacts: number;
  clock?: () => Date;
  /** As `LocalOrgOptions.bulkLockModel`. */
  bulkLockModel?: boolean;
}

/** A local org with the package, its users, one survey, accounts, and contacts that are dealt out to them in turn. */
export interface BenchOrg {
  localOrg: LocalOrg;
  credentials: ClientCredentials;
  /** A session of the integration user. */
  accessToken: string;
  surveyId: string;
  accountIds: string[];
  contactIds: string[];
}

export async function startBenchOrg(size: BenchOrgSize): Promise<BenchOrg> {
  const { clock = () => new Date(), bulkLockModel = false } = size;
  const localOrg = await startLocalOrg({
    directory: undefined,
    projects: [projectRoot],
    port: 0,
    clock,
    bulkLockModel,
    dailyApiLimit: 1_000_000,
  });
  const admin = new OrgClient(localOrg.url, localOrg.issueSession('admin@rapport.example'));
  const { users } = await readCompany(`${projectRoot}/config/demo`);
  await givePermissionSets(admin, 'admin@rapport.example', ['Feedback_Admin']);
  await loadUsers(admin, users);
  const integration = users.find(({ part }) => part === 'integration')?.username ?? '';
  const [surveyId = ''] = createAsAdmin(localOrg, 'Feedback_Survey__c', [
    { Name: 'Relationship', External_Id__c: 'relationship-2026', Type__c: 'Relationship', Status__c: 'Open' },
  ]);
  const accountIds = createAsAdmin(
    localOrg,
    'Account',
    Array.from({ length: size.accounts }, (_, index) => ({ Name: `Account ${index}` })),
  );
  const contactIds = createAsAdmin(
    localOrg,
    'Contact',
    Array.from({ length: size.contacts }, (_, index) => ({
      LastName: `Person ${index}`,
      Email: `person${index}@customer.example`,
      AccountId: accountIds[index % accountIds.length],
    })),
  );
  return {
    localOrg,
    credentials: { loginUrl: localOrg.url, ...localOrg.registerClient(integration) },
    accessToken: localOrg.issueSession(integration),
    surveyId,
    accountIds,
    contactIds,
  };
}

/** Makes records without HTTP, by all the org's rules; resolves to their ids. */
export function createAsAdmin(
  { org }: LocalOrg,
  objectName: string,
  records: readonly Record<string, unknown>[],
): string[] {
  const ids: string[] = [];
  for (let start = 0; start < records.length; start += 200) {
    const part = records.slice(start, start + 200);
    for (const { id, errors } of org.create({ userId: org.adminUserId }, objectName, part)) {
      if (id === undefined || errors.length > 0) throw new Error(JSON.stringify(errors));
      ids.push(id);
    }
  }
  return ids;
}
