import { expect } from 'chai';
import { openMachineOrg, refusal, savedId } from '../project/machine-org.ts';
import type { MachineOrg } from '../project/machine-org.ts';

describe('deleting records', () => {
  let machineOrg: MachineOrg;
  before(async () => {
    machineOrg = await openMachineOrg();
  });
  after(() => machineOrg.org.close());

  function create(objectName: string, record: Record<string, unknown>): string {
    return savedId(machineOrg.org.create(machineOrg.admin, objectName, [record]));
  }
  function remove(...ids: string[]): ReturnType<MachineOrg['org']['delete']> {
    return machineOrg.org.delete(machineOrg.admin, ids);
  }
  function stored(objectName: string, id: string): Record<string, unknown> | undefined {
    return machineOrg.org.database.prepare(`SELECT * FROM "${objectName}" WHERE "Id" = ?`).get(id);
  }

  it('puts a record and its details into the recycle bin', () => {
    const machine = create('Machine__c', { Name: 'Press' });
    const repair = create('Repair__c', {
      Machine__c: machine,
      Technician__c: create('Contact', { LastName: 'Ito' }),
    });
    expect(remove(machine)[0]).to.deep.include({ id: machine, success: true });
    expect(stored('Machine__c', machine)).to.include({ IsDeleted: 1 });
    expect(stored('Repair__c', repair)).to.include({ IsDeleted: 1 });
    expect(machineOrg.org.retrieve(machineOrg.admin, 'Machine__c', [machine], undefined)).to.deep.equal([
      null,
    ]);
    expect(refusal(remove(machine))).to.equal('ENTITY_IS_DELETED: entity is deleted');
  });

  it('empties lookups to it', () => {
    const account = create('Account', { Name: 'Acme' });
    const machine = create('Machine__c', { Name: 'Press', Account__c: account });
    const contact = create('Contact', { LastName: 'Ito', AccountId: account });
    savedId(remove(account));
    expect(stored('Machine__c', machine)).to.include({ Account__c: null, IsDeleted: 0 });
    expect(stored('Contact', contact)).to.include({ IsDeleted: 1 });
  });

  it('is refused while a record depends on it, and then nothing is changed', () => {
    const account = create('Account', { Name: 'Acme' });
    const technician = create('Contact', { LastName: 'Ito', AccountId: account });
    create('Repair__c', { Machine__c: create('Machine__c', { Name: 'Press' }), Technician__c: technician });
    expect(refusal(remove(account))).to.match(
      /^DELETE_FAILED: Your attempt to delete .* could not be completed because it is associated with the following repairs: R-\d{4}$/,
    );
    expect(stored('Account', account)).to.include({ IsDeleted: 0 });
  });

  it('is refused for a queue that owns records', () => {
    const queue = create('Group', { Name: 'Repairs', Type: 'Queue' });
    const machine = create('Machine__c', { Name: 'Press', OwnerId: queue });
    expect(refusal(remove(queue))).to.match(/^DELETE_FAILED: .* the following machines: Press$/);
    savedId(remove(machine));
    savedId(remove(queue));
  });

  it('names ten at most of the records that forbid it', () => {
    const technician = create('Contact', { LastName: 'Ito' });
    const machine = create('Machine__c', { Name: 'Press' });
    for (let count = 0; count < 12; count += 1)
      create('Repair__c', { Machine__c: machine, Technician__c: technician });
    expect(refusal(remove(technician)).split(', ')).to.have.length(10);
  });

  it('refuses ids that are none or of nothing', () => {
    expect(refusal(remove('nothing'))).to.equal('MALFORMED_ID: bad id nothing');
    expect(refusal(remove('001A0000006Vm9r'))).to.equal(
      'INVALID_CROSS_REFERENCE_KEY: invalid cross reference id',
    );
  });

  it('never deletes users', () => {
    expect(refusal(remove(machineOrg.admin.userId))).to.equal(
      'INSUFFICIENT_ACCESS_OR_READONLY: insufficient access rights on object id',
    );
  });
});
