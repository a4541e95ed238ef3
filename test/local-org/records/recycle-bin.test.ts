import { expect } from 'chai';
import { runQuery } from '../../../src/local-org/soql/run-query.ts';
import { makeUser, openMachineOrg, refusal, savedId } from '../project/machine-org.ts';
import type { MachineOrg } from '../project/machine-org.ts';

describe('the recycle bin', () => {
  let machineOrg: MachineOrg;
  before(async () => {
    machineOrg = await openMachineOrg();
  });
  after(() => machineOrg.org.close());

  const create = (objectName: string, record: Record<string, unknown>): string =>
    savedId(machineOrg.org.create(machineOrg.admin, objectName, [record]));
  const remove = (id: string): string => savedId(machineOrg.org.delete(machineOrg.admin, [id]));
  const isThere = (objectName: string, id: string): boolean =>
    runQuery(machineOrg.org, machineOrg.admin, `SELECT Id FROM ${objectName} WHERE Id = '${id}'`, {
      includeDeleted: true,
    }).totalSize === 1;

  it('does not keep unique values from new records', () => {
    const first = create('Machine__c', { Name: 'Press', Serial__c: 'AB-1234' });
    expect(
      refusal(machineOrg.org.create(machineOrg.admin, 'Machine__c', [{ Name: 'x', Serial__c: 'AB-1234' }])),
    ).to.match(/^DUPLICATE_VALUE: /);
    remove(first);
    const again = machineOrg.org.upsert(machineOrg.admin, 'Machine__c', 'Serial__c', [
      { Name: 'Press', Serial__c: 'AB-1234' },
    ]);
    expect(again[0]).to.deep.include({ success: true, created: true });
    expect(again[0]?.id).not.to.equal(first);
  });

  it('is emptied of records and of what was deleted with them, for good', () => {
    const machine = create('Machine__c', { Name: 'Press' });
    const visit = create('Visit__c', { Machine__c: machine });
    remove(machine);
    expect([isThere('Machine__c', machine), isThere('Visit__c', visit)]).to.deep.equal([true, true]);
    const [alone] = machineOrg.org.emptyRecycleBin(machineOrg.admin, [visit]);
    expect(refusal([alone!])).to.match(/^DELETE_FAILED: entity was deleted with its master/);
    expect(machineOrg.org.emptyRecycleBin(machineOrg.admin, [machine])[0]).to.deep.include({
      id: machine,
      success: true,
    });
    expect([isThere('Machine__c', machine), isThere('Visit__c', visit)]).to.deep.equal([false, false]);
    expect(refusal(machineOrg.org.emptyRecycleBin(machineOrg.admin, [machine]))).to.match(
      /^INVALID_CROSS_REFERENCE_KEY: /,
    );
  });

  it('gives nothing away that was not deleted, or that another user deleted', () => {
    const kept = create('Account', { Name: 'Acme' });
    expect(refusal(machineOrg.org.emptyRecycleBin(machineOrg.admin, [kept]))).to.equal(
      'DELETE_FAILED: entity is not in the recycle bin',
    );
    const gone = remove(create('Account', { Name: 'Acme' }));
    const user = makeUser(machineOrg, 'Standard User', []);
    expect(refusal(machineOrg.org.emptyRecycleBin(user, [gone]))).to.match(
      /^INSUFFICIENT_ACCESS_OR_READONLY: /,
    );
    const own = savedId(machineOrg.org.create(user, 'Account', [{ Name: 'Own' }]));
    savedId(machineOrg.org.delete(user, [own]));
    expect(machineOrg.org.emptyRecycleBin(user, [own])[0]?.success).to.equal(true);
    expect(isThere('Account', gone)).to.equal(true);
  });

  it('is passed by when records are deleted hard, which asks for the same rights', () => {
    const machine = create('Machine__c', { Name: 'Press' });
    const stranger = makeUser(machineOrg, 'Standard User', ['Machine_Reader']);
    expect(refusal(machineOrg.org.hardDelete(stranger, [machine]))).to.match(
      /^INSUFFICIENT_ACCESS_OR_READONLY: /,
    );
    expect(machineOrg.org.hardDelete(machineOrg.admin, [machine])[0]?.success).to.equal(true);
    expect(isThere('Machine__c', machine)).to.equal(false);
  });

  it('keeps everything when one record of an all-or-none call cannot be deleted hard', () => {
    const machine = create('Machine__c', { Name: 'Press' });
    const results = machineOrg.org.hardDelete(machineOrg.admin, [machine, 'a0X000000000001'], {
      allOrNone: true,
    });
    expect(results.map(({ success }) => success)).to.deep.equal([false, false]);
    expect(isThere('Machine__c', machine)).to.equal(true);
  });
});
