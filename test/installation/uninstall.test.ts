import { fileURLToPath } from 'node:url';
import { ComponentSet, MetadataConverter, registry } from '@salesforce/source-deploy-retrieve';
import { expect } from 'chai';
import { uninstallFolder } from '../../scripts/build-uninstall.ts';
import { stageNames } from '../../scripts/uninstall/stages.ts';
import { installDefaults } from '../../src/installation/install-defaults.ts';
import { projectRoot } from '../support/test-org.ts';
import { startInstalledOrg } from './installed-org.ts';

/** What an admin adds to all of Salesforce's own objects: names of ours begin with it. */
const ours = /feedback|rapport/i;

/** What is left of the French words: the places of words that are Salesforce's own, with none of ours in them. */
const emptyPlacesOfWords = ['Account-fr', 'Contact-fr', 'Opportunity-fr'];

describe('uninstalling by the manifests of config/uninstall', () => {
  let org: Awaited<ReturnType<typeof startInstalledOrg>>;
  beforeEach(async () => {
    org = await startInstalledOrg();
    await installDefaults(org.admin.metadata, projectRoot);
  });
  afterEach(async () => await org.close());

  /** Deploys a stage as the Salesforce CLI does; resolves to what the org refused. */
  const run = async (stage: (typeof stageNames)[number]) => {
    const path = (name: string) => fileURLToPath(new URL(`${name}.xml`, uninstallFolder));
    const set = await ComponentSet.fromManifest({
      manifestPath: path('package'),
      destructivePost: path(stage),
    });
    const { zipBuffer } = await new MetadataConverter().convert(set, 'metadata', { type: 'zip' });
    return org.admin.metadata.deploy(zipBuffer ?? Buffer.alloc(0));
  };
  const runAll = async () => {
    for (const stage of stageNames) expect(await run(stage), stage).to.deep.equal([]);
  };
  const unassign = async () => {
    const assigned = await org.query<{ Id: string }>(
      "SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name LIKE 'Feedback%'",
    );
    expect(assigned).not.to.deep.equal([]);
    for (const { Id } of assigned) await org.remove('PermissionSetAssignment', Id);
  };
  /** Components of ours that the org lists, of all types that the Metadata API knows. */
  const listed = async () => {
    const types = Object.values(registry.types).flatMap(({ name, children }) => [
      name,
      ...Object.values(children?.types ?? {}).map((child) => child.name),
    ]);
    const names = await org.admin.metadata.list(types);
    return Object.entries(names).flatMap(([type, all]) =>
      [...all].filter((name) => ours.test(`${type}:${name}`)).map((name) => `${type}:${name}`),
    );
  };

  it('leaves nothing of ours, and all that was there before', async () => {
    const [accountId = ''] = await org.create('Account', { Name: 'Acme', Industry: 'Energy' });
    await org.create('Contact', { LastName: 'Petit', AccountId: accountId, Feedback_Opt_Out__c: true });
    await org.create('Opportunity', {
      Name: 'Pumps',
      AccountId: accountId,
      StageName: 'Prospecting',
      CloseDate: '2026-12-31',
    });
    await org.create('Feedback_Survey__c', { Name: 'Pulse', Type__c: 'Transactional' });
    await unassign();
    await runAll();

    expect(await listed()).to.deep.equal([]);
    const objects = await org.query<{ Name: string }>('SELECT Name, Industry FROM Account');
    expect(objects).to.have.lengthOf(1);
    expect(objects[0]).to.include({ Name: 'Acme', Industry: 'Energy' });
  });

  it('PROBE', async () => {
    for (const stage of stageNames) console.log('assigned', stage, JSON.stringify(await run(stage)).slice(0,600), (await listed()).length);
  });
  it('PROBE2', async () => {
    await unassign();
    for (const stage of [...stageNames].reverse().slice(0,6)) console.log('REV', stage, JSON.stringify(await run(stage)).slice(0,1200), (await listed()).length);
  });
});
