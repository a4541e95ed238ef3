import { fileURLToPath } from 'node:url';
import { readCompany } from '../../src/demo/company.ts';
import { givePermissionSets, loadUsers } from '../../src/demo/load-company.ts';
import { OrgClient } from '../../src/demo/org-client.ts';
import type { LocalOrg, LocalOrgOptions } from '../../src/local-org/start.ts';
import { startLocalOrg } from '../../src/local-org/start.ts';
import type { ClientCredentials } from '../../src/salesforce/login.ts';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
export const integrationUser = 'integration@norvale.example';

/** A real local org with the package in it, the demo's users, and an admin's hands. */
export interface TestOrg {
  localOrg: LocalOrg;
  /** The server's client, which runs as the integration user. */
  credentials: ClientCredentials;
  /** Makes records as the admin; resolves to their ids. */
  create: (objectName: string, ...records: Record<string, unknown>[]) => Promise<string[]>;
  /** Sets fields of the record with an external id, as the admin. */
  change: (objectName: string, externalId: string, fields: Record<string, unknown>) => Promise<void>;
  /** Deletes a record as the admin. */
  remove: (objectName: string, id: string) => Promise<void>;
  query: <Row>(soql: string) => Promise<Row[]>;
  close: () => Promise<void>;
}

export async function startTestOrg(
  clock: () => Date,
  options: Pick<LocalOrgOptions, 'faults' | 'bulkLockModel'> = {},
): Promise<TestOrg> {
  const localOrg = await startLocalOrg({
    directory: undefined,
    projects: [projectRoot],
    port: 0,
    clock,
    ...options,
  });
  // signed in anew each time: a test may move the clock by months
  const admin = () => new OrgClient(localOrg.url, localOrg.issueSession('admin@rapport.example'));
  const { users } = await readCompany(`${projectRoot}/config/demo`);
  await givePermissionSets(admin(), 'admin@rapport.example', ['Feedback_Admin']);
  await loadUsers(admin(), users);
  const create = async (objectName: string, ...records: Record<string, unknown>[]) => {
    const results = await admin().post<{ id: string; success: boolean }[]>('/composite/sobjects', {
      allOrNone: true,
      records: records.map((record) => ({ attributes: { type: objectName }, ...record })),
    });
    if (results.some(({ success }) => !success)) throw new Error(JSON.stringify(results));
    return results.map(({ id }) => id);
  };
  return {
    localOrg,
    credentials: { loginUrl: localOrg.url, ...localOrg.registerClient(integrationUser) },
    create,
    change: async (objectName, externalId, body) => {
      const url = `/services/data/v67.0/sobjects/${objectName}/External_Id__c/${externalId}`;
      const compositeRequest = [{ method: 'PATCH', url, referenceId: 'change', body }];
      await admin().post('/composite', { allOrNone: true, compositeRequest });
    },
    remove: async (objectName, id) => {
      const url = `/services/data/v67.0/sobjects/${objectName}/${id}`;
      const compositeRequest = [{ method: 'DELETE', url, referenceId: 'remove' }];
      await admin().post('/composite', { allOrNone: true, compositeRequest });
    },
    query: (soql) => admin().query(soql),
    close: () => localOrg.close(),
  };
}
