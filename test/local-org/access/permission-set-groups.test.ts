import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { DeployError } from '../../../src/local-org/metadata/problems.ts';
import { openOrg } from '../../../src/local-org/org.ts';
import type { Org, Session } from '../../../src/local-org/org.ts';
import { runQuery } from '../../../src/local-org/soql/run-query.ts';
import { MACHINE_PROJECT, NOW, makeUser, refusal, savedId } from '../project/machine-org.ts';

describe('permission set groups', () => {
  let project: string;
  let org: Org;
  let admin: Session;
  let user: Session;
  beforeEach(async () => {
    project = mkdtempSync(join(tmpdir(), 'local-org-groups-'));
    cpSync(MACHINE_PROJECT, project, { recursive: true });
    org = openOrg({ directory: undefined, clock: () => NOW });
    admin = { userId: org.adminUserId };
    writeGroup(['Machine_Reader', 'Repair_Logger']);
    await org.deploy(project);
    user = makeUser({ org, admin }, 'Minimum Access - API Only Integrations', []);
  });
  afterEach(() => {
    org.close();
    rmSync(project, { recursive: true, force: true });
  });

  function writeGroup(sets: string[], more = ''): void {
    const folder = join(project, 'force-app/main/default/permissionsetgroups');
    mkdirSync(folder, { recursive: true });
    const members = sets.map((name) => `<permissionSets>${name}</permissionSets>`).join('');
    writeFileSync(
      join(folder, 'Workshop.permissionsetgroup-meta.xml'),
      `<?xml version="1.0" encoding="UTF-8"?>
<PermissionSetGroup xmlns="http://soap.sforce.com/2006/04/metadata"><description>Who works there</description><label>The workshop</label>${more}${members}</PermissionSetGroup>`,
    );
  }
  async function problems(): Promise<string[]> {
    try {
      await org.deploy(project);
      return [];
    } catch (error) {
      if (!(error instanceof DeployError)) throw error;
      return error.problems.map(({ type, fullName, problem }) => `${type} ${fullName}: ${problem}`);
    }
  }
  function rows(soql: string): Record<string, unknown>[] {
    return runQuery(org, admin, soql, { includeDeleted: false, apiVersion: '67.0' }).records;
  }
  const group = (): unknown =>
    rows("SELECT Id FROM PermissionSetGroup WHERE DeveloperName = 'Workshop'")[0]?.['Id'];
  const assignTo = (userId: string): string =>
    savedId(
      org.create(admin, 'PermissionSetAssignment', [{ AssigneeId: userId, PermissionSetGroupId: group() }]),
    );

  it('give what all their sets give, until they are taken away', () => {
    expect(org.access(user.userId).canReadObject('Machine__c')).to.equal(false);
    const id = assignTo(user.userId);
    const access = org.access(user.userId);
    expect([access.canReadField('Machine__c', 'Serial__c'), access.canCreate('Repair__c')]).to.deep.equal([
      true,
      true,
    ]);
    expect([access.canEdit('Machine__c'), access.canCreate('Machine__c')]).to.deep.equal([true, false]);
    savedId(org.delete(admin, [id]));
    expect(org.access(user.userId).canReadObject('Machine__c')).to.equal(false);
  });

  it('have a row, a row for each set, and an aggregate permission set of their name', () => {
    expect(
      rows('SELECT DeveloperName, MasterLabel, Description, Status FROM PermissionSetGroup')[0],
    ).to.include({
      DeveloperName: 'Workshop',
      MasterLabel: 'The workshop',
      Description: 'Who works there',
      Status: 'Updated',
    });
    const members = rows(
      "SELECT PermissionSet.Name FROM PermissionSetGroupComponent WHERE PermissionSetGroup.DeveloperName = 'Workshop' ORDER BY PermissionSet.Name",
    );
    expect(members.map((row) => (row['PermissionSet'] as { Name: string }).Name)).to.deep.equal([
      'Machine_Reader',
      'Repair_Logger',
    ]);
    const sets = rows(
      'SELECT Name, Type, PermissionSetGroupId FROM PermissionSet WHERE IsOwnedByProfile = false ORDER BY Name',
    );
    expect(sets.map((row) => [row['Name'], row['Type'], row['PermissionSetGroupId']])).to.deep.equal([
      ['Machine_Admin', 'Regular', null],
      ['Machine_Keeper', 'Regular', null],
      ['Machine_Reader', 'Regular', null],
      ['Repair_Logger', 'Regular', null],
      ['Workshop', 'Group', group()],
    ]);
  });

  it('are assigned by one row, which names the aggregate permission set too', () => {
    assignTo(user.userId);
    const assignments = rows(
      'SELECT PermissionSetGroup.DeveloperName, PermissionSet.Name, PermissionSet.Type FROM PermissionSetAssignment WHERE PermissionSet.IsOwnedByProfile = false',
    );
    expect(assignments).to.have.length(1);
    expect(assignments[0]?.['PermissionSetGroup']).to.include({ DeveloperName: 'Workshop' });
    expect(assignments[0]?.['PermissionSet']).to.include({ Name: 'Workshop', Type: 'Group' });
    expect(
      refusal(
        org.create(admin, 'PermissionSetAssignment', [
          { AssigneeId: user.userId, PermissionSetGroupId: group() },
        ]),
      ),
    ).to.match(/^DUPLICATE_VALUE: duplicate value found: PermissionSetGroupId/);
  });

  it('are not assigned together with a set, nor is nothing', () => {
    const set = rows("SELECT Id FROM PermissionSet WHERE Name = 'Machine_Keeper'")[0]?.['Id'];
    const both = { AssigneeId: user.userId, PermissionSetGroupId: group(), PermissionSetId: set };
    expect(refusal(org.create(admin, 'PermissionSetAssignment', [both]))).to.match(
      /^INVALID_CROSS_REFERENCE_KEY: We can't save this assignment/,
    );
    expect(refusal(org.create(admin, 'PermissionSetAssignment', [{ AssigneeId: user.userId }]))).to.equal(
      'REQUIRED_FIELD_MISSING: Required fields are missing: [PermissionSetId]',
    );
    const nothing = { AssigneeId: user.userId, PermissionSetGroupId: `${String(group()).slice(0, 12)}999` };
    expect(refusal(org.create(admin, 'PermissionSetAssignment', [nothing]))).to.match(
      /^INVALID_CROSS_REFERENCE_KEY/,
    );
  });

  it('follow a later deploy: who has the group loses the rights of a set that left it', async () => {
    assignTo(user.userId);
    writeGroup(['Machine_Reader']);
    await org.deploy(project);
    const access = org.access(user.userId);
    expect([access.canReadObject('Machine__c'), access.canCreate('Repair__c')]).to.deep.equal([true, false]);
    expect(rows('SELECT Id FROM PermissionSetGroupComponent')).to.have.length(1);
  });

  it('are refused with a set that does not exist, with muting, and with a name that a set has', async () => {
    writeGroup(['Machine_Reader', 'Nobody']);
    expect(await problems()).to.deep.equal([
      'PermissionSetGroup Workshop: In field: permissionSets - no PermissionSet named Nobody found',
    ]);
    writeGroup(['Machine_Reader'], '<mutingPermissionSets>Quiet</mutingPermissionSets>');
    expect(await problems()).to.deep.equal([
      'PermissionSetGroup Workshop: Muting permission sets are not supported by the local org: nothing would be muted',
    ]);
    writeGroup(['Machine_Reader'], '<hasActivationRequired>true</hasActivationRequired>');
    expect((await problems())[0]).to.contain('Session-based permission set groups are not supported');
    writeGroup(['Machine_Reader']);
    const folder = join(project, 'force-app/main/default/permissionsets');
    cpSync(
      join(folder, 'Machine_Reader.permissionset-meta.xml'),
      join(folder, 'Workshop.permissionset-meta.xml'),
    );
    expect(await problems()).to.deep.equal([
      'PermissionSetGroup Workshop: There is already a permission set named Workshop',
    ]);
  });
});
