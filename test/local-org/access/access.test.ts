import { expect } from 'chai';
import { makeUser, openMachineOrg, refusal, savedId } from '../project/machine-org.ts';
import type { MachineOrg } from '../project/machine-org.ts';
import type { Session } from '../../../src/local-org/org.ts';

describe('what a user may do', () => {
  let machineOrg: MachineOrg;
  let reader: Session;
  let keeper: Session;
  let integration: Session;
  let plain: Session;
  let machine: string;
  let account: string;
  before(async () => {
    machineOrg = await openMachineOrg();
    reader = makeUser(machineOrg, 'Minimum Access - API Only Integrations', ['Machine_Reader']);
    keeper = makeUser(machineOrg, 'Standard User', ['Machine_Keeper'], { LanguageLocaleKey: 'fr' });
    integration = makeUser(machineOrg, 'Minimum Access - API Only Integrations', []);
    plain = makeUser(machineOrg, 'Standard User', []);
    const { org, admin } = machineOrg;
    account = savedId(org.create(admin, 'Account', [{ Name: 'Acme', Industry: 'Energy', Phone: '1' }]));
    machine = savedId(
      org.create(admin, 'Machine__c', [
        { Name: 'Press', Serial__c: 'AC-1', Power__c: 3, Account__c: account },
      ]),
    );
  });
  after(() => machineOrg.org.close());

  it('is everything for the administrator, with what was deployed', () => {
    const access = machineOrg.org.access(machineOrg.admin.userId);
    expect(access.canDelete('repair__c')).to.equal(true);
    expect(access.canEditField('Machine__c', 'power__c')).to.equal(true);
    expect(access.canEditField('Machine__c', 'Title__c')).to.equal(false);
    expect(access.hasUserPermission('ManageUsers')).to.equal(true);
    expect(access.hasCustomPermission('Revive_Machines')).to.equal(false);
  });

  it('is the standard objects for a standard user, and nothing custom', () => {
    const access = machineOrg.org.access(plain.userId);
    expect([access.canCreate('Opportunity'), access.canReadField('Account', 'Industry')]).to.deep.equal([
      true,
      true,
    ]);
    expect([
      access.canReadObject('Machine__c'),
      access.canReadField('Account', 'Machines_Allowed__c'),
    ]).to.deep.equal([false, false]);
  });

  it('is nothing for an integration user without permission sets: objects do not exist for them', () => {
    expect(() => machineOrg.org.retrieve(integration, 'Account', [account], undefined)).to.throw(
      "sObject type 'Account' is not supported.",
    );
    expect(() => machineOrg.org.create(integration, 'Account', [{ Name: 'x' }])).to.throw(
      "sObject type 'Account' is not supported.",
    );
  });

  it('shows the fields that a permission set opens, and those that are always open', () => {
    const [record] = machineOrg.org.retrieve(reader, 'Machine__c', [machine], undefined);
    expect(record).to.include({ Name: 'Press', Serial__c: 'AC-1', Status__c: 'Planned' });
    expect(record).to.not.have.property('Power__c');
    const [seen] = machineOrg.org.retrieve(reader, 'Account', [account], undefined);
    expect(seen).to.include({ Industry: 'Energy' }).and.not.have.property('Phone');
    expect(() => machineOrg.org.retrieve(reader, 'Machine__c', [machine], ['Power__c'])).to.throw(
      "No such column 'Power__c' on sobject of type Machine__c",
    );
  });

  it('refuses writing without the right to the object', () => {
    const { org } = machineOrg;
    expect(refusal(org.create(reader, 'Machine__c', [{ Name: 'x' }]))).to.equal(
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: entity type cannot be inserted: Machine',
    );
    expect(refusal(org.update(reader, 'Machine__c', [{ Id: machine, Name: 'x' }]))).to.equal(
      'INSUFFICIENT_ACCESS_OR_READONLY: insufficient access rights on object id',
    );
    expect(refusal(org.delete(reader, [machine]))).to.equal(
      'INSUFFICIENT_ACCESS_OR_READONLY: insufficient access rights on object id',
    );
    expect(refusal(org.delete(integration, [machine]))).to.equal(
      'INVALID_CROSS_REFERENCE_KEY: invalid cross reference id',
    );
  });

  it('refuses writing a field that may not be written, or not even be seen', () => {
    const { org } = machineOrg;
    expect(refusal(org.create(keeper, 'Machine__c', [{ Name: 'x', Is_Mine__c: true }]))).to.match(
      /^INVALID_FIELD_FOR_INSERT_UPDATE/,
    );
    expect(() => org.create(keeper, 'Machine__c', [{ Name: 'x', Notes__c: 'n' }])).to.throw(
      "No such column 'Notes__c'",
    );
    expect(refusal(org.create(keeper, 'Machine__c', [{ Name: 'x', Power__c: 2 }]))).to.equal('saved');
  });

  it('follows an assignment at once, and its end', () => {
    const { org, admin } = machineOrg;
    const set = org.database
      .prepare('SELECT "Id" FROM "PermissionSet" WHERE "Name" = ?')
      .get('Machine_Reader')?.['Id'];
    const assignment = { AssigneeId: plain.userId, PermissionSetId: set };
    const id = savedId(org.create(admin, 'PermissionSetAssignment', [assignment]));
    expect(org.access(plain.userId).canReadObject('Machine__c')).to.equal(true);
    expect(refusal(org.create(admin, 'PermissionSetAssignment', [assignment]))).to.match(/^DUPLICATE_VALUE/);
    savedId(org.delete(admin, [id]));
    expect(org.access(plain.userId).canReadObject('Machine__c')).to.equal(false);
  });

  it('leaves users and assignments to those who manage users', () => {
    const { org } = machineOrg;
    expect(org.retrieve(plain, 'User', [plain.userId], ['Name'])[0]).to.have.property('Name');
    expect(refusal(org.update(plain, 'User', [{ Id: plain.userId, Title: 'Boss' }]))).to.match(
      /^INSUFFICIENT_ACCESS_OR_READONLY/,
    );
    expect(refusal(org.create(plain, 'PermissionSetAssignment', [{}]))).to.match(
      /^CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY/,
    );
  });

  it('ends when the user is switched off', () => {
    const { org, admin } = machineOrg;
    const leaver = makeUser(machineOrg, 'System Administrator', []);
    expect(org.access(leaver.userId).canReadObject('Account')).to.equal(true);
    savedId(org.update(admin, 'User', [{ Id: leaver.userId, IsActive: false }]));
    expect(org.access(leaver.userId).canReadObject('Account')).to.equal(false);
  });

  it('tells the language and the time zone', () => {
    expect(machineOrg.org.access(keeper.userId)).to.include({ language: 'fr', timeZone: 'Europe/Paris' });
    const results = machineOrg.org.create(keeper, 'Machine__c', [{ Name: 'x', Power__c: -2 }]);
    expect(results[0]?.errors[0]).to.deep.equal({
      statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: 'La puissance ne peut être négative.',
      fields: ['Power__c'],
    });
  });
});
