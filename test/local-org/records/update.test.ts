import { expect } from 'chai';
import { makeUser, openMachineOrg, refusal, savedId } from '../project/machine-org.ts';
import type { MachineOrg } from '../project/machine-org.ts';

describe('updating records', () => {
  let machineOrg: MachineOrg;
  let now = new Date('2026-03-01T10:00:00Z');
  before(async () => {
    machineOrg = await openMachineOrg(undefined, () => now);
  });
  after(() => machineOrg.org.close());

  function update(
    objectName: string,
    ...records: Record<string, unknown>[]
  ): ReturnType<MachineOrg['org']['update']> {
    return machineOrg.org.update(machineOrg.admin, objectName, records);
  }
  function create(objectName: string, record: Record<string, unknown>): string {
    return savedId(machineOrg.org.create(machineOrg.admin, objectName, [record]));
  }

  it('changes what is named and leaves the rest', () => {
    const id = create('Machine__c', { Name: 'Press', Power__c: 5 });
    now = new Date('2026-03-01T11:00:00Z');
    savedId(update('Machine__c', { Id: id.slice(0, 15), Notes__c: 'line\r\nline' }));
    const record = machineOrg.org.retrieve(machineOrg.admin, 'Machine__c', [id], undefined)[0];
    expect(record).to.include({
      Name: 'Press',
      Power__c: 5,
      Notes__c: 'line\nline',
      CreatedDate: '2026-03-01T10:00:00.000+0000',
      SystemModstamp: '2026-03-01T11:00:00.000+0000',
    });
  });

  it('refuses to leave a record without an owner', () => {
    const id = create('Machine__c', { Name: 'Press' });
    for (const owner of [null, '']) {
      expect(refusal(update('Machine__c', { Id: id, OwnerId: owner }))).to.equal(
        'INVALID_CROSS_REFERENCE_KEY: Owner ID: owner cannot be blank',
      );
    }
    expect(machineOrg.org.retrieve(machineOrg.admin, 'Machine__c', [id], ['OwnerId'])[0]).to.include({
      OwnerId: machineOrg.admin.userId,
    });
  });

  it('refuses records without id, with a wrong one, unknown, deleted, or named twice', () => {
    const id = create('Machine__c', { Name: 'Press' });
    expect(refusal(update('Machine__c', { Name: 'x' }))).to.equal(
      'MISSING_ARGUMENT: Id not specified in an update call',
    );
    expect(refusal(update('Machine__c', { Id: 'x' }))).to.equal(
      'MALFORMED_ID: Machine ID: id value of incorrect type: x',
    );
    expect(refusal(update('Machine__c', { Id: 'a00A0000006Vm9r' }))).to.equal(
      'INVALID_CROSS_REFERENCE_KEY: invalid cross reference id',
    );
    const twice = update('Machine__c', { Id: id, Name: 'a' }, { Id: id.slice(0, 15), Name: 'b' });
    expect(twice.map((result) => result.errors[0]?.statusCode)).to.deep.equal([
      'DUPLICATE_VALUE',
      'DUPLICATE_VALUE',
    ]);
    machineOrg.org.delete(machineOrg.admin, [id]);
    expect(refusal(update('Machine__c', { Id: id, Name: 'x' }))).to.equal(
      'ENTITY_IS_DELETED: entity is deleted',
    );
  });

  it('refuses to empty a required field, and a move of a detail that may not move', () => {
    const id = create('Machine__c', { Name: 'Press' });
    expect(refusal(update('Machine__c', { Id: id, Status__c: null }))).to.equal(
      'REQUIRED_FIELD_MISSING: Required fields are missing: [Status__c]',
    );
    const technician = create('Contact', { LastName: 'Ito' });
    const repair = create('Repair__c', { Machine__c: id, Technician__c: technician });
    const other = create('Machine__c', { Name: 'Other' });
    expect(refusal(update('Repair__c', { Id: repair, Machine__c: other }))).to.match(
      /^INVALID_FIELD_FOR_INSERT_UPDATE: Unable to create\/update fields: Machine__c\./,
    );
  });

  it('lets validation rules see what changes', () => {
    const id = create('Machine__c', { Name: 'Press', Status__c: 'Retired' });
    expect(refusal(update('Machine__c', { Id: id, Status__c: 'Running' }))).to.equal(
      'FIELD_CUSTOM_VALIDATION_EXCEPTION: A retired machine stays retired.',
    );
    expect(refusal(update('Machine__c', { Id: id, Name: 'Old press' }))).to.equal('saved');
    const keeper = makeUser(machineOrg, 'Standard User', ['Machine_Keeper']);
    const results = machineOrg.org.update(keeper, 'Machine__c', [{ Id: id, Status__c: 'Running' }]);
    expect(refusal(results)).to.equal('saved');
  });

  it('keeps closed and won in step with the stage', () => {
    const id = create('Opportunity', { Name: 'D', StageName: 'Prospecting', CloseDate: '2026-05-31' });
    savedId(update('Opportunity', { Id: id, StageName: 'Closed Lost' }));
    const fields = ['IsClosed', 'IsWon', 'Probability', 'ForecastCategoryName'];
    expect(machineOrg.org.retrieve(machineOrg.admin, 'Opportunity', [id], fields)[0]).to.include({
      IsClosed: true,
      IsWon: false,
      Probability: 0,
      ForecastCategoryName: 'Omitted',
    });
  });
});

describe('upserting records', () => {
  let machineOrg: MachineOrg;
  before(async () => {
    machineOrg = await openMachineOrg();
  });
  after(() => machineOrg.org.close());

  function upsert(...records: Record<string, unknown>[]): ReturnType<MachineOrg['org']['upsert']> {
    return machineOrg.org.upsert(machineOrg.admin, 'Machine__c', 'serial__c', records);
  }

  it('creates a record the first time and updates it the next', () => {
    const [first] = upsert({ Serial__c: 'UP-1', Name: 'a' });
    const [second] = upsert({ Serial__c: 'UP-1', Name: 'b' });
    expect(first).to.include({ success: true, created: true });
    expect(second).to.include({ success: true, created: false, id: first?.id });
    const count = machineOrg.org.database
      .prepare('SELECT count(*) AS n FROM "Machine__c" WHERE "Serial__c" = \'UP-1\'')
      .get();
    expect(count?.['n']).to.equal(1);
  });

  it('saves neither of two records with the same external id', () => {
    const results = upsert(
      { Serial__c: 'UP-2', Name: 'a' },
      { Serial__c: 'UP-3' },
      { Serial__c: 'UP-2', Name: 'b' },
    );
    expect(results.map((result) => result.success)).to.deep.equal([false, true, false]);
    expect(results[2]?.errors[0]).to.include({
      statusCode: 'DUPLICATE_VALUE',
      message: 'Duplicate external id specified: UP-2',
    });
  });

  it('tells external ids apart by case where the field does', () => {
    expect(upsert({ Serial__c: 'up-4' }, { Serial__c: 'UP-4' }).every((result) => result.success)).to.equal(
      true,
    );
  });

  it('creates anew what was deleted', () => {
    const [first] = upsert({ Serial__c: 'UP-5' });
    machineOrg.org.delete(machineOrg.admin, [first?.id ?? '']);
    expect(upsert({ Serial__c: 'UP-5' })[0]).to.include({ success: true, created: true });
  });

  it('refuses a record without the external id, and a field that is none', () => {
    expect(refusal(upsert({ Name: 'a' }))).to.equal('MISSING_ARGUMENT: Serial__c not specified');
    expect(() => machineOrg.org.upsert(machineOrg.admin, 'Machine__c', 'Notes__c', [])).to.throw(
      'Field name provided, Notes__c does not match an External ID, Salesforce Id, or indexed field for Machine__c',
    );
  });

  it('goes by the record id too', () => {
    const [created] = machineOrg.org.upsert(machineOrg.admin, 'Machine__c', 'Id', [{ Name: 'a' }]);
    const [updated] = machineOrg.org.upsert(machineOrg.admin, 'Machine__c', 'Id', [
      { Id: created?.id, Name: 'b' },
    ]);
    expect([created?.created, updated?.created, updated?.id]).to.deep.equal([true, false, created?.id]);
  });
});
