import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ComponentSet, MetadataConverter, registry } from '@salesforce/source-deploy-retrieve';
import { expect } from 'chai';
import { uninstallFolder } from '../../scripts/build-uninstall.ts';
import { stageNames } from '../../scripts/uninstall/stages.ts';
import { installDefaults } from '../../src/installation/install-defaults.ts';
import { projectRoot } from '../support/test-org.ts';
import { startInstalledOrg } from './installed-org.ts';

type StageName = (typeof stageNames)[number];

describe('uninstalling by the manifests of config/uninstall', () => {
  let org: Awaited<ReturnType<typeof startInstalledOrg>>;
  beforeEach(async () => {
    org = await startInstalledOrg();
  });
  afterEach(async () => await org.close());

  /** Deploys a stage as the Salesforce CLI does; resolves to what the org refused. */
  const run = async (stage: StageName) => {
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
    return Object.entries(names)
      .flatMap(([type, all]) => [...all].map((name) => `${type}:${name}`))
      .filter((name) => /feedback|rapport/i.test(name));
  };
  /** Makes an alert rule as an admin does in Setup. */
  const addAlertRule = async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rapport-uninstall-'));
    const file = join(folder, 'Feedback_Alert_Rule.Of_The_Admin.md-meta.xml');
    writeFileSync(
      file,
      `<?xml version="1.0" encoding="UTF-8"?>
<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Of the admin</label>
    <protected>false</protected>
</CustomMetadata>
`,
    );
    try {
      expect(await org.admin.deploy(file)).to.deep.equal([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('leaves nothing of ours, and everything that is not', async () => {
    await installDefaults(org.admin.metadata, projectRoot);
    await addAlertRule();
    const [accountId = ''] = await org.create('Account', { Name: 'Acme', Industry: 'Energy' });
    await org.create('Contact', { LastName: 'Petit', AccountId: accountId, Feedback_Opt_Out__c: true });
    await org.create('Opportunity', {
      Name: 'Pumps',
      AccountId: accountId,
      StageName: 'Prospecting',
      CloseDate: '2026-12-31',
      Feedback_Left_Out_Reason__c: 'A test',
    });
    const [planId = ''] = await org.create('Feedback_Action_Plan__c', {
      Name: 'Spare parts',
      Account__c: accountId,
    });
    await org.create('Feedback_Action__c', { Name: 'Send them', Action_Plan__c: planId });
    await unassign();
    const before = await listed();
    expect(before).to.include.members([
      'CustomMetadata:Feedback_Alert_Rule.Of_The_Admin',
      'Layout:Feedback_Survey__c-Feedback Survey Layout',
      'GlobalValueSetTranslation:Feedback_Role__gvs-fr',
    ]);

    await runAll();

    expect(await listed()).to.deep.equal([]);
    const gone = org.query('SELECT Id FROM Feedback_Action__c');
    await gone.then(
      () => expect.fail('the object is still there'),
      (error: unknown) => expect(String(error)).to.contain('INVALID_TYPE'),
    );
    for (const objectName of ['Account', 'Contact', 'Opportunity']) {
      const fields = [...(await org.admin.org.fields(objectName)).keys()];
      expect(fields.filter((name) => name.endsWith('__c'))).to.deep.equal([]);
    }
    const [account] = await org.query('SELECT Name, Industry FROM Account');
    expect(account).to.include({ Name: 'Acme', Industry: 'Energy' });
    const [contact] = await org.query('SELECT LastName, Account.Name FROM Contact');
    expect(contact).to.deep.include({ LastName: 'Petit' });
    const [deal] = await org.query('SELECT Name, StageName, CloseDate, AccountId FROM Opportunity');
    expect(deal).to.include({
      Name: 'Pumps',
      StageName: 'Prospecting',
      CloseDate: '2026-12-31',
      AccountId: accountId,
    });
    // what the rule for lost deals would have refused
    await org.create('Opportunity', { Name: 'Valves', StageName: 'Closed Lost', CloseDate: '2026-12-31' });
  });

  it('may be done where the defaults are not installed, and stages may be repeated', async () => {
    await unassign();
    await runAll();
    await runAll();
    expect(await listed()).to.deep.equal([]);
  });

  it('refuses to delete the rights while someone has them, and says what to do', async () => {
    const [group] = await org.query<{ Id: string }>('SELECT Id FROM PermissionSetGroup');
    const [user] = await org.query<{ Id: string }>(
      "SELECT Id FROM User WHERE Username = 'admin@rapport.example'",
    );
    const [assignmentId = ''] = await org.create('PermissionSetAssignment', {
      AssigneeId: user!.Id,
      PermissionSetGroupId: group!.Id,
    });
    const whatToDo = 'is assigned to users: take the assignments away first';
    expect(await run('1-app-and-rules')).to.deep.equal([
      {
        type: 'PermissionSetGroup',
        fullName: 'Feedback_Programme_Team',
        problem: `Feedback_Programme_Team ${whatToDo}`,
      },
    ]);
    await org.remove('PermissionSetAssignment', assignmentId);
    expect(await run('1-app-and-rules')).to.deep.equal([]);
    const refused = await run('2-pages-and-reports');
    expect(refused).to.deep.include({
      type: 'PermissionSet',
      fullName: 'Feedback_Admin',
      problem: `Feedback_Admin ${whatToDo}`,
    });
    expect(await listed()).to.include('FlexiPage:Feedback_Account_Record_Page');
    await unassign();
    expect(await run('2-pages-and-reports')).to.deep.equal([]);
  });

  it('refuses a later stage before the first, naming what is in its way, and keeps everything', async () => {
    await installDefaults(org.admin.metadata, projectRoot);
    await unassign();
    const all = await listed();
    const lostDeals = 'ValidationRule Opportunity.Feedback_Lost_Deal_Needs_Outcome';
    const inTheWay: [StageName, string][] = [
      ['2-pages-and-reports', lostDeals],
      ['2-pages-and-reports', 'PermissionSetGroup Feedback_Programme_Team'],
      ['3-components-and-actions', 'ValidationRule Feedback_Action_Plan__c.Only_The_Customer_Confirms'],
      ['4-roll-ups', 'ValidationRule Feedback_Action_Plan__c.Done_Only_Without_Open_Actions'],
      ['5-objects', lostDeals],
      ['6-value-sets-and-folders', 'GlobalValueSet Feedback_Role__gvs'],
      ['6-value-sets-and-folders', 'ReportFolder Customer_Feedback'],
    ];
    for (const [stage, component] of inTheWay) {
      const refused = (await run(stage)).map(({ type, fullName }) => `${type} ${fullName}`);
      expect(refused, stage).to.include(component);
    }
    expect(await listed()).to.deep.equal(all);
  });
});
