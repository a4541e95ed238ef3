import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openOrg } from '../../../src/local-org/org.ts';
import type { Org, Session } from '../../../src/local-org/org.ts';
import { runQuery } from '../../../src/local-org/soql/run-query.ts';
import {
  MACHINE_PROJECT,
  NOW,
  givePermissionSet,
  makeUser,
  refusal,
  savedId,
} from '../project/machine-org.ts';

const integrationProfile = 'Minimum Access - API Only Integrations';

describe('ObjectPermissions and FieldPermissions', () => {
  let project: string;
  let org: Org;
  let admin: Session;
  beforeEach(async () => {
    project = mkdtempSync(join(tmpdir(), 'local-org-permissions-'));
    cpSync(MACHINE_PROJECT, project, { recursive: true });
    const groups = join(project, 'force-app/main/default/permissionsetgroups');
    mkdirSync(groups);
    writeFileSync(
      join(groups, 'Workshop.permissionsetgroup-meta.xml'),
      `<?xml version="1.0" encoding="UTF-8"?>
<PermissionSetGroup xmlns="http://soap.sforce.com/2006/04/metadata"><label>The workshop</label><permissionSets>Machine_Reader</permissionSets><permissionSets>Repair_Logger</permissionSets></PermissionSetGroup>`,
    );
    org = openOrg({ directory: undefined, clock: () => NOW });
    admin = { userId: org.adminUserId };
    await org.deploy(project);
  });
  afterEach(() => {
    org.close();
    rmSync(project, { recursive: true, force: true });
  });

  const rows = <Row = Record<string, unknown>>(soql: string, session = admin): Row[] =>
    runQuery(org, session, soql, { includeDeleted: false, apiVersion: '67.0' }).records as Row[];
  const error = (work: () => unknown): string => {
    try {
      work();
      return 'answered';
    } catch (thrown) {
      return `${(thrown as { errorCode: string }).errorCode}: ${(thrown as Error).message}`;
    }
  };
  interface ObjectRow {
    Id: string;
    SobjectType: string;
    PermissionsCreate: boolean;
    PermissionsRead: boolean;
    PermissionsEdit: boolean;
    PermissionsDelete: boolean;
    PermissionsViewAllRecords: boolean;
    PermissionsModifyAllRecords: boolean;
  }
  /** Rights to objects as `Object:crud`, `v` and `m` for View All and Modify All. */
  const objectRights = (where: string, session = admin): string[] =>
    rows<ObjectRow>(
      `SELECT SobjectType, PermissionsCreate, PermissionsRead, PermissionsEdit, PermissionsDelete, PermissionsViewAllRecords, PermissionsModifyAllRecords FROM ObjectPermissions WHERE ${where} ORDER BY SobjectType`,
      session,
    ).map((row) => {
      const rights: [boolean, string][] = [
        [row.PermissionsCreate, 'c'],
        [row.PermissionsRead, 'r'],
        [row.PermissionsEdit, 'u'],
        [row.PermissionsDelete, 'd'],
        [row.PermissionsViewAllRecords, 'v'],
        [row.PermissionsModifyAllRecords, 'm'],
      ];
      return `${row.SobjectType}:${rights.map(([has, letter]) => (has ? letter : '')).join('')}`;
    });
  const fieldRights = (where: string): string[] =>
    rows<{ SobjectType: string; Field: string; PermissionsRead: boolean; PermissionsEdit: boolean }>(
      `SELECT SobjectType, Field, PermissionsRead, PermissionsEdit FROM FieldPermissions WHERE ${where} ORDER BY Field`,
    ).map(({ Field, PermissionsRead, PermissionsEdit }) =>
      [Field, PermissionsRead ? 'r' : '', PermissionsEdit ? 'u' : ''].join(':'),
    );
  /** Rewrites the project's permission set and deploys it anew. */
  const change = async (name: string, edit: (xml: string) => string): Promise<void> => {
    const file = join(project, 'force-app/main/default/permissionsets', `${name}.permissionset-meta.xml`);
    const text = readFileSync(file, 'utf8');
    expect(edit(text)).not.to.equal(text);
    writeFileSync(file, edit(text));
    await org.deploy(project);
  };

  it('have a row for every right that a deployed permission set gives, and none where it gives none', () => {
    expect(objectRights("Parent.Name = 'Repair_Logger'")).to.deep.equal(['Machine__c:rud', 'Repair__c:cru']);
    expect(fieldRights("Parent.Name = 'Machine_Reader'")).to.deep.equal([
      'Account.Industry:r:',
      'Machine__c.Account__c:r:',
      'Machine__c.Serial__c:r:',
    ]);
    expect(fieldRights("Parent.Name = 'Repair_Logger' AND SobjectType = 'Machine__c'")).to.deep.equal([
      'Machine__c.Power__c:r:u',
    ]);
  });

  it('follow a changed permission set; rows that stay keep their ids', async () => {
    const idOf = (): string =>
      rows<{ Id: string }>(
        "SELECT Id FROM ObjectPermissions WHERE Parent.Name = 'Machine_Reader' AND SobjectType = 'Machine__c'",
      )[0]!.Id;
    const id = idOf();
    expect(id).to.match(/^110\w{15}$/);
    const [field] = rows<{ Id: string }>(
      "SELECT Id FROM FieldPermissions WHERE Parent.Name = 'Machine_Reader'",
    );
    expect(field!.Id).to.match(/^01k\w{15}$/);
    await change('Machine_Reader', (xml) =>
      xml
        .replace('<allowEdit>false</allowEdit>', '<allowEdit>true</allowEdit>')
        .replace(
          /<fieldPermissions>\s*<editable>false<\/editable>\s*<field>Account\.[\s\S]*?<\/fieldPermissions>/,
          '',
        ),
    );
    expect(objectRights("Parent.Name = 'Machine_Reader'")).to.deep.equal(['Account:r', 'Machine__c:ru']);
    expect(idOf()).to.equal(id);
    expect(fieldRights("Parent.Name = 'Machine_Reader' AND SobjectType = 'Account'")).to.deep.equal([]);
  });

  it('stand below the aggregate permission set of a group, with what all its sets give', () => {
    expect(objectRights("Parent.Name = 'Workshop' AND Parent.Type = 'Group'")).to.deep.equal([
      'Account:r',
      'Machine__c:rud',
      'Repair__c:cru',
    ]);
    expect(fieldRights("Parent.Name = 'Workshop' AND SobjectType = 'Machine__c'")).to.deep.equal([
      'Machine__c.Account__c:r:',
      'Machine__c.Power__c:r:u',
      'Machine__c.Serial__c:r:',
    ]);
  });

  it('stand below the permission set that a profile owns', () => {
    const [set] = rows<Record<string, unknown> & { Profile: { Id: string } }>(
      "SELECT Name, Label, Type, IsCustom, Profile.Id FROM PermissionSet WHERE IsOwnedByProfile = true AND Profile.Name = 'Standard User'",
    );
    const { Id } = set!.Profile;
    expect(set).to.include({ Name: `X${Id}`, Label: Id, Type: 'Profile', IsCustom: false });
    expect(objectRights("Parent.Profile.Name = 'Standard User'")).to.deep.equal([
      'Account:crud',
      'Case:crud',
      'Contact:crud',
      'Opportunity:crud',
    ]);
    expect(objectRights(`Parent.Profile.Name = '${integrationProfile}'`)).to.deep.equal([]);
    const fields = fieldRights("Parent.Profile.Name = 'Standard User'");
    expect(fields).to.include('Account.Industry:r:u');
    // a deploy gives a new custom field to no profile
    expect(fields.filter((field) => field.includes('__c'))).to.deep.equal([]);
  });

  it('of "Modify All Data" give every object in full, by rows that nothing stands behind', () => {
    const rights = objectRights("Parent.Profile.Name = 'System Administrator'");
    expect(rights).to.include.members(['Account:crudvm', 'Machine__c:crudvm']);
    expect(rights.join(' ')).not.to.match(/User|Profile|Permission|__mdt|OpportunityContactRole/);
    const ids = rows<{ Id: string }>(
      "SELECT Id FROM ObjectPermissions WHERE Parent.Profile.Name = 'System Administrator'",
    );
    for (const { Id } of ids) expect(Id).to.match(/^000\w{15}$/);
  });

  it('tell what a user may do through profile, permission sets and groups, by a semi-join', () => {
    const { userId } = makeUser({ org, admin }, integrationProfile, []);
    const ofUser = `ParentId IN (SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '${userId}')`;
    expect(objectRights(ofUser)).to.deep.equal([]);
    const [group] = rows<{ Id: string }>(
      "SELECT Id FROM PermissionSetGroup WHERE DeveloperName = 'Workshop'",
    );
    savedId(
      org.create(admin, 'PermissionSetAssignment', [{ AssigneeId: userId, PermissionSetGroupId: group!.Id }]),
    );
    expect(objectRights(ofUser)).to.deep.equal(['Account:r', 'Machine__c:rud', 'Repair__c:cru']);
    const [profile] = rows<{ Id: string }>("SELECT Id FROM Profile WHERE Name = 'Standard User'");
    savedId(org.update(admin, 'User', [{ Id: userId, ProfileId: profile!.Id }]));
    expect(objectRights(ofUser)).to.include('Account:crud').and.include('Opportunity:crud');
  });

  it('can only be read by those who may view the setup', () => {
    const integration = makeUser({ org, admin }, integrationProfile, ['Machine_Reader']);
    for (const object of ['ObjectPermissions', 'FieldPermissions'])
      expect(error(() => rows(`SELECT Id FROM ${object}`, integration))).to.match(/^INVALID_TYPE: /);
    const plain = makeUser({ org, admin }, 'Standard User', []);
    expect(objectRights("Parent.Name = 'Machine_Reader'", plain)).to.deep.equal([
      'Account:r',
      'Machine__c:r',
    ]);
  });

  it('cannot be written: permissions come by deploy alone', () => {
    const [set] = rows<{ Id: string }>("SELECT Id FROM PermissionSet WHERE Name = 'Machine_Reader'");
    const made = org.create(admin, 'ObjectPermissions', [{ ParentId: set!.Id, SobjectType: 'Case' }]);
    expect(refusal(made)).to.equal(
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: entity type cannot be inserted: Object Permissions',
    );
    const [row] = rows<{ Id: string }>(
      "SELECT Id FROM FieldPermissions WHERE Parent.Name = 'Machine_Reader'",
    );
    expect(refusal(org.update(admin, 'FieldPermissions', [{ Id: row!.Id }]))).to.match(
      /^INSUFFICIENT_ACCESS_OR_READONLY/,
    );
    expect(refusal(org.delete(admin, [row!.Id]))).to.match(/^INSUFFICIENT_ACCESS_OR_READONLY/);
  });

  describe('and the assignment of a profile', () => {
    const assignments = (userId: string): { Id: string; PermissionSet: { Profile: { Name: string } } }[] =>
      rows(
        `SELECT Id, PermissionSetId, PermissionSet.Profile.Name FROM PermissionSetAssignment WHERE AssigneeId = '${userId}' AND PermissionSet.IsOwnedByProfile = true`,
      );
    const profiles = (userId: string): string[] =>
      assignments(userId).map(({ PermissionSet }) => PermissionSet.Profile.Name);

    it('is there for every user, the first administrator too, and follows the profile', () => {
      expect(profiles(admin.userId)).to.deep.equal(['System Administrator']);
      const { userId } = makeUser({ org, admin }, 'Standard User', []);
      expect(profiles(userId)).to.deep.equal(['Standard User']);
      const [profile] = rows<{ Id: string }>(`SELECT Id FROM Profile WHERE Name = '${integrationProfile}'`);
      savedId(org.update(admin, 'User', [{ Id: userId, ProfileId: profile!.Id }]));
      expect(profiles(userId)).to.deep.equal([integrationProfile]);
    });

    it('can neither be taken away nor given', () => {
      const { userId } = makeUser({ org, admin }, 'Standard User', []);
      expect(refusal(org.delete(admin, [assignments(userId)[0]!.Id]))).to.equal(
        'INSUFFICIENT_ACCESS_OR_READONLY: A permission set that is owned by a profile cannot be taken away: change the profile of the user.',
      );
      const [set] = rows<{ Id: string }>(
        "SELECT Id FROM PermissionSet WHERE Profile.Name = 'System Administrator'",
      );
      const given = { AssigneeId: userId, PermissionSetId: set!.Id };
      expect(refusal(org.create(admin, 'PermissionSetAssignment', [given]))).to.match(
        /^INVALID_CROSS_REFERENCE_KEY: A permission set that is owned by a profile cannot be assigned/,
      );
      expect(profiles(userId)).to.deep.equal(['Standard User']);
    });

    it('comes to an org that an earlier version of the local org has made', () => {
      const directory = mkdtempSync(join(tmpdir(), 'local-org-earlier-'));
      try {
        const earlier = openOrg({ directory, clock: () => NOW });
        for (const table of [
          'ObjectPermissions',
          'FieldPermissions',
          'PermissionSetAssignment',
          'PermissionSet',
        ])
          earlier.database.exec(`DELETE FROM "${table}"`);
        earlier.close();
        org.close();
        org = openOrg({ directory, clock: () => NOW });
        admin = { userId: org.adminUserId };
        expect(profiles(admin.userId)).to.deep.equal(['System Administrator']);
        expect(objectRights("Parent.Profile.Name = 'Standard User'")).to.include('Account:crud');
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    });
  });

  it('leave what a user may do as it was: a permission set still gives it', () => {
    const { userId } = makeUser({ org, admin }, integrationProfile, []);
    expect(org.access(userId).canReadObject('Machine__c')).to.equal(false);
    givePermissionSet(org, userId, 'Machine_Reader');
    expect(org.access(userId).canReadObject('Machine__c')).to.equal(true);
  });
});
