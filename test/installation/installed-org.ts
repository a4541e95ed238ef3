import { signIn } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { OrgMetadata } from '../../src/salesforce/org-metadata.ts';
import { SourcePackage } from '../../src/installation/source-package.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { startTestOrg } from '../support/test-org.ts';
import type { TestOrg } from '../support/test-org.ts';

export const adminUser = 'admin@rapport.example';

/** The hands of an admin of a local org, over HTTP. */
export interface Admin {
  org: SalesforceOrg;
  metadata: OrgMetadata;
  /** Deploys all components of a folder; resolves to what the org refused. */
  deploy: (folder: string) => ReturnType<OrgMetadata['deploy']>;
}

/** Signs in as a user, by default the admin. */
export async function signInTo(localOrg: LocalOrg, username = adminUser): Promise<Admin> {
  const clock = () => new Date();
  const connection = await signIn({ loginUrl: localOrg.url, ...localOrg.registerClient(username) }, clock);
  const metadata = new OrgMetadata(connection, { pollMilliseconds: 20 });
  return {
    org: new SalesforceOrg(connection, { floorShare: 0 }),
    metadata,
    deploy: async (folder) => {
      const source = await SourcePackage.read(folder);
      return metadata.deploy(await source.zip(source.names));
    },
  };
}

/** A local org with the package and the demo's users in it, and its admin. */
export async function startInstalledOrg(): Promise<TestOrg & { admin: Admin }> {
  const org = await startTestOrg(() => new Date());
  return { ...org, admin: await signInTo(org.localOrg) };
}
