import { expect } from 'chai';
import type { Session } from '../../../src/local-org/org.ts';
import { describeObject } from '../../../src/local-org/describe/describe-object.ts';
import { runQuery } from '../../../src/local-org/soql/run-query.ts';
import { makeUser, openMachineOrg, refusal, savedId } from '../project/machine-org.ts';
import type { MachineOrg } from '../project/machine-org.ts';

describe('a field that the user may not read', () => {
  let machineOrg: MachineOrg;
  /** Reads machines, but neither their serial numbers nor accounts; writes repairs. */
  let logger: Session;
  let machine: string;

  before(async () => {
    machineOrg = await openMachineOrg();
    logger = makeUser(machineOrg, 'Minimum Access - API Only Integrations', ['Repair_Logger']);
    const { org, admin } = machineOrg;
    const account = savedId(org.create(admin, 'Account', [{ Name: 'Acme' }]));
    machine = savedId(
      org.create(admin, 'Machine__c', [{ Name: 'Press', Serial__c: 'AC-12', Account__c: account }]),
    );
    savedId(org.create(admin, 'Repair__c', [{ Machine__c: machine, Technician__c: contact() }]));
  });
  after(() => machineOrg.org.close());

  function contact(): string {
    return savedId(machineOrg.org.create(machineOrg.admin, 'Contact', [{ LastName: 'Ito' }]));
  }
  function query(soql: string): Record<string, unknown>[] {
    return runQuery(machineOrg.org, logger, soql, { includeDeleted: false }).records;
  }

  it('can be used nowhere in a query', () => {
    expect(query('SELECT Name FROM Machine__c')).to.have.length(1);
    for (const soql of [
      'SELECT Serial__c FROM Machine__c',
      "SELECT Id FROM Machine__c WHERE Serial__c = 'AC-12'",
      "SELECT Id FROM Machine__c WHERE NOT (Serial__c LIKE 'S%')",
      'SELECT Id FROM Machine__c ORDER BY Serial__c',
      'SELECT Serial__c, COUNT(Id) FROM Machine__c GROUP BY Serial__c',
      'SELECT COUNT(Id) FROM Machine__c GROUP BY Serial__c',
      'SELECT MAX(Serial__c) FROM Machine__c',
      "SELECT Name FROM Machine__c GROUP BY Name HAVING MAX(Serial__c) > 'A'",
      'SELECT Name FROM Machine__c GROUP BY Name ORDER BY MIN(Serial__c)',
      'SELECT Machine__r.Serial__c FROM Repair__c',
      "SELECT Id FROM Repair__c WHERE Machine__r.Serial__c = 'AC-12'",
      'SELECT Id FROM Repair__c ORDER BY Machine__r.Serial__c',
      'SELECT Id, (SELECT Cost__c FROM Repairs__r) FROM Machine__c',
      'SELECT Id, (SELECT Id FROM Repairs__r WHERE Cost__c > 1) FROM Machine__c',
      "SELECT Id FROM Repair__c WHERE Machine__c IN (SELECT Id FROM Machine__c WHERE Serial__c = 'AC-12')",
    ]) {
      expect(() => query(soql), soql).to.throw("No such column '");
    }
  });

  it('leads nowhere when it is a reference, nor does one to an object that may not be read', () => {
    expect(() => query('SELECT Account__r.Name FROM Machine__c')).to.throw("Didn't understand relationship");
    expect(() => query('SELECT Technician__r.Name FROM Repair__c')).to.throw(
      "Didn't understand relationship",
    );
    expect(() => query('SELECT Id FROM Account WHERE Id IN (SELECT Account__c FROM Machine__c)')).to.throw(
      "sObject type 'Account' is not supported.",
    );
  });

  it('is left out of FIELDS(ALL), of records and of describe', () => {
    const [all] = query('SELECT FIELDS(ALL) FROM Machine__c LIMIT 1');
    const [record] = machineOrg.org.retrieve(logger, 'Machine__c', [machine], undefined);
    expect(all).to.include({ Name: 'Press' }).and.not.have.property('Serial__c');
    expect(record).to.include({ Name: 'Press' }).and.not.have.property('Serial__c');
    const { schema } = machineOrg.org;
    const description = describeObject(
      schema,
      schema.objects.get('machine__c')!,
      machineOrg.org.access(logger.userId),
      'v67.0',
    );
    const names = (description['fields'] as { name: string }[]).map((field) => field.name);
    expect(names).to.include('Name').and.not.include('Serial__c');
  });

  it('names no record in an upsert', () => {
    const upsert = (): unknown =>
      machineOrg.org.upsert(logger, 'Machine__c', 'Serial__c', [{ Serial__c: 'AC-12', Power__c: 1 }]);
    expect(upsert).to.throw('Field name provided, Serial__c does not match an External ID');
  });

  it('names no parent, so that nobody can try which values there are', () => {
    const create = (serial: string): string =>
      refusal(machineOrg.org.create(logger, 'Repair__c', [{ Machine__r: { Serial__c: serial } }]));
    expect(create('AC-12')).to.match(
      /^INVALID_FIELD: Field name provided, Serial__c does not match an External ID/,
    );
    expect(create('ZZ-99')).to.equal(create('AC-12'));
  });

  it('tells nothing by a parent of an object that may not be read', () => {
    const keeper = makeUser(machineOrg, 'Minimum Access - API Only Integrations', ['Repair_Logger']);
    const { org, admin } = machineOrg;
    const set = org.schema.permissionSets.get('repair_logger')!;
    set.fields.set('machine__c.account__c', { readable: true, editable: true });
    set.objects.get('machine__c')!.allowCreate = true;
    org.recordsChanged('User');
    const account = savedId(org.create(admin, 'Account', [{ Name: 'Hidden' }]));
    const create = (id: string): string =>
      refusal(org.create(keeper, 'Machine__c', [{ Name: 'x', Account__r: { Id: id } }]));
    expect(create(account)).to.match(/^INVALID_FIELD: The external foreign key reference/);
    expect(create('001000000000000AAA')).to.equal(create(account));
  });

  it('may still be shown by a formula that reads it', () => {
    const reader = makeUser(machineOrg, 'Minimum Access - API Only Integrations', ['Machine_Reader']);
    const { org } = machineOrg;
    org.schema.permissionSets
      .get('machine_reader')!
      .fields.set('machine__c.title__c', { readable: true, editable: false });
    org.recordsChanged('User');
    const [record] = runQuery(org, reader, "SELECT Title__c FROM Machine__c WHERE Name = 'Press'", {
      includeDeleted: false,
    }).records;
    expect(record?.['Title__c']).to.equal('PRESS (Acme)');
  });
});

describe('deleting without the right to see what hangs on a record', () => {
  it('takes details along, and does not name the records that forbid it', async () => {
    const machineOrg = await openMachineOrg();
    const { org, admin } = machineOrg;
    const logger = makeUser(machineOrg, 'Minimum Access - API Only Integrations', ['Repair_Logger']);
    org.schema.permissionSets.get('repair_logger')!.objects.delete('repair__c');
    org.recordsChanged('User');
    const machine = savedId(org.create(admin, 'Machine__c', [{ Name: 'Press' }]));
    const technician = savedId(org.create(admin, 'Contact', [{ LastName: 'Ito' }]));
    savedId(org.create(admin, 'Repair__c', [{ Machine__c: machine, Technician__c: technician }]));
    expect(refusal(org.delete(logger, [machine]))).to.equal('saved');
    const seller = makeUser(machineOrg, 'Standard User', []);
    savedId(
      org.create(admin, 'Repair__c', [
        {
          Machine__c: savedId(org.create(admin, 'Machine__c', [{ Name: 'Saw' }])),
          Technician__c: technician,
        },
      ]),
    );
    expect(refusal(org.delete(seller, [technician]))).to.match(
      /^DELETE_FAILED: Your attempt to delete \w+ could not be completed because it is associated with other records/,
    );
    org.close();
  });

  it('answers alike whether a record is in the recycle bin or was never there', async () => {
    const machineOrg = await openMachineOrg();
    const { org, admin } = machineOrg;
    const integration = makeUser(machineOrg, 'Minimum Access - API Only Integrations', []);
    const account = savedId(org.create(admin, 'Account', [{ Name: 'Acme' }]));
    savedId(org.delete(admin, [account]));
    expect(refusal(org.delete(integration, [account]))).to.equal(
      'INVALID_CROSS_REFERENCE_KEY: invalid cross reference id',
    );
    org.close();
  });
});
