import { expect } from 'chai';
import type { MergeResult } from '../../../src/local-org/org.ts';
import { runQuery } from '../../../src/local-org/soql/run-query.ts';
import { makeUser, openMachineOrg, refusal, savedId } from '../project/machine-org.ts';
import type { MachineOrg } from '../project/machine-org.ts';
import { removeProject, writeAccountDetailsProject } from './account-details-project.ts';

describe('merging records', () => {
  let machineOrg: MachineOrg;
  let project: string;
  let now = new Date('2026-03-01T10:00:00Z');

  before(async () => {
    machineOrg = await openMachineOrg(undefined, () => now);
    project = writeAccountDetailsProject();
    await machineOrg.org.deploy(project);
  });
  after(() => {
    machineOrg.org.close();
    removeProject(project);
  });

  const create = (objectName: string, record: Record<string, unknown>): string =>
    savedId(machineOrg.org.create(machineOrg.admin, objectName, [record]));
  const account = (details: Record<string, unknown> = {}): string =>
    create('Account', { Name: 'Acme', ...details });
  const merge = (objectName: string, master: Record<string, unknown>, ...losers: string[]): MergeResult =>
    machineOrg.org.merge(machineOrg.admin, objectName, master, losers);
  const field = (objectName: string, id: string, name: string): unknown =>
    machineOrg.org.database
      .prepare(`SELECT "${name}" AS value FROM "${objectName}" WHERE "Id" = ?`)
      .get(id)?.['value'];
  const query = (soql: string, includeDeleted = false): Record<string, unknown>[] =>
    runQuery(machineOrg.org, machineOrg.admin, soql, { includeDeleted }).records.map(
      ({ attributes: _attributes, ...record }) => record,
    );

  it('moves lookups and details that may move to the master, and says which', () => {
    const [master, loser, other] = [account(), account(), account()];
    const contact = create('Contact', { LastName: 'Ito', AccountId: loser });
    const machine = create('Machine__c', { Name: 'Press', Account__c: other });
    const pledge = create('Pledge__c', { Name: 'One', Account__c: loser });
    const subsidiary = account({ ParentId: other });
    now = new Date('2026-03-02T10:00:00Z');
    const result = merge('Account', { Id: master }, loser, other);
    expect(result).to.deep.include({ id: master, success: true, mergedRecordIds: [loser, other] });
    expect(result.updatedRelatedIds).to.have.members([contact, machine, pledge, subsidiary]);
    expect(field('Contact', contact, 'AccountId')).to.equal(master);
    expect(field('Machine__c', machine, 'Account__c')).to.equal(master);
    expect(field('Pledge__c', pledge, 'Account__c')).to.equal(master);
    expect(field('Account', subsidiary, 'ParentId')).to.equal(master);
    for (const id of [contact, machine, pledge])
      expect(
        field(id === contact ? 'Contact' : id === machine ? 'Machine__c' : 'Pledge__c', id, 'IsDeleted'),
      ).to.equal(0);
    expect(field('Contact', contact, 'SystemModstamp')).to.equal('2026-03-02T10:00:00.000Z');
    expect(field('Account', master, 'SystemModstamp')).to.equal('2026-03-02T10:00:00.000Z');
  });

  it('shows by queryAll into which record a deleted one went, and not by query', () => {
    const [master, loser] = [account({ Name: 'Kept' }), account({ Name: 'Gone' })];
    expect(merge('Account', { Id: master }, loser).success).to.equal(true);
    const soql = `SELECT Id, MasterRecordId, MasterRecord.Name FROM Account WHERE IsDeleted = true AND Id = '${loser}'`;
    expect(query(soql)).to.deep.equal([]);
    const [found] = query(soql, true);
    expect(found).to.deep.include({ Id: loser, MasterRecordId: master });
    expect(query(`${soql} ALL ROWS`)).to.have.length(1);
    expect(query(`SELECT MasterRecordId FROM Account WHERE Id = '${master}'`)).to.deep.equal([
      { MasterRecordId: null },
    ]);
  });

  it('gives the master the values that the request has', () => {
    const [master, loser] = [account(), account({ Phone: '1' })];
    expect(merge('Account', { Id: master, Phone: '1', Name: 'Acme SA' }, loser).success).to.equal(true);
    expect(field('Account', master, 'Phone')).to.equal('1');
    expect(field('Account', master, 'Name')).to.equal('Acme SA');
  });

  it('merges contacts, whose master takes a superior that it lacks', () => {
    const [boss, master, loser] = ['Boss', 'Ito', 'Ito'].map((LastName) => create('Contact', { LastName }));
    machineOrg.org.update(machineOrg.admin, 'Contact', [{ Id: loser, ReportsToId: boss }]);
    const machine = create('Machine__c', { Name: 'Press' });
    const repair = create('Repair__c', { Machine__c: machine, Technician__c: loser });
    expect(merge('Contact', { Id: master }, loser!).success).to.equal(true);
    expect(field('Contact', master!, 'ReportsToId')).to.equal(boss);
    expect(field('Repair__c', repair, 'Technician__c')).to.equal(master);
  });

  it('is refused where details may not move, and then nothing is changed', () => {
    const [master, loser] = [account(), account()];
    const contact = create('Contact', { LastName: 'Ito', AccountId: loser });
    create('Deed__c', { Name: 'Land', Account__c: loser });
    expect(refusal([merge('Account', { Id: master, Name: 'New' }, loser)])).to.match(
      /^MERGE_FAILED: Deeds of .* Deed__c\.Account__c does not allow reparenting$/,
    );
    expect(field('Account', loser, 'IsDeleted')).to.equal(0);
    expect(field('Contact', contact, 'AccountId')).to.equal(loser);
    expect(field('Account', master, 'Name')).to.equal('Acme');
  });

  it('is refused where a hierarchy would become a circle', () => {
    const loser = account();
    const middle = account({ ParentId: loser });
    const master = account({ ParentId: middle });
    expect(refusal([merge('Account', { Id: master }, loser)])).to.match(/^CIRCULAR_DEPENDENCY: /);
    expect(refusal([merge('Account', { Id: middle }, loser)])).to.match(/^CIRCULAR_DEPENDENCY: /);
    expect(field('Account', master, 'ParentId')).to.equal(middle);
  });

  it('is refused for records that are gone, named twice, too many, or of another object', () => {
    const [master, loser, third, fourth] = [account(), account(), account(), account()];
    expect(refusal([merge('Account', { Id: master }, master)])).to.match(/^DUPLICATE_VALUE: /);
    expect(refusal([merge('Account', { Id: master }, loser, loser)])).to.match(/^DUPLICATE_VALUE: /);
    expect(refusal([merge('Account', { Id: master }, loser, third, fourth)])).to.match(/^LIMIT_EXCEEDED: /);
    expect(refusal([merge('Account', { Id: master })])).to.match(/^MISSING_ARGUMENT: /);
    expect(refusal([merge('Account', { Name: 'x' }, loser)])).to.match(/^MISSING_ARGUMENT: /);
    expect(refusal([merge('Account', { Id: master }, create('Contact', { LastName: 'Ito' }))])).to.match(
      /^MALFORMED_ID: /,
    );
    merge('Account', { Id: master }, loser);
    expect(refusal([merge('Account', { Id: master }, loser)])).to.match(/^ENTITY_IS_DELETED: /);
    expect(() => merge('Opportunity', { Id: master }, loser)).to.throw('entity type cannot be merged');
  });

  it('needs the rights to edit and to delete', () => {
    const [master, loser] = [account(), account()];
    const attempt = (userId: string): MergeResult =>
      machineOrg.org.merge({ userId }, 'Account', { Id: master }, [loser]);
    const profile = 'Minimum Access - API Only Integrations';
    for (const set of ['Machine_Reader', 'Account_Editor']) {
      const { userId } = makeUser(machineOrg, profile, [set]);
      expect(refusal([attempt(userId)]), set).to.match(/^INSUFFICIENT_ACCESS_OR_READONLY: /);
    }
    expect(() => attempt(makeUser(machineOrg, profile, []).userId)).to.throw("'Account' is not supported");
    expect(field('Account', loser, 'IsDeleted')).to.equal(0);
    expect(attempt(makeUser(machineOrg, 'Standard User', []).userId).success).to.equal(true);
  });

  it('keeps the master from what its own rules refuse', () => {
    const [master, loser] = [account(), account()];
    const result = merge('Account', { Id: master, Name: '' }, loser);
    expect(refusal([result])).to.match(/^REQUIRED_FIELD_MISSING: /);
    expect(result).to.deep.include({ mergedRecordIds: [], updatedRelatedIds: [] });
    expect(field('Account', loser, 'IsDeleted')).to.equal(0);
  });
});
