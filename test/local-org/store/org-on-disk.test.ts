import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openOrg } from '../../../src/local-org/org.ts';
import { makeUser, MACHINE_PROJECT, NOW, openMachineOrg, savedId } from '../project/machine-org.ts';

describe('an org on disk', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'local-org-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('continues where it was closed: identity, schema, records, numbers', async () => {
    const first = await openMachineOrg(directory);
    const accountId = savedId(first.org.create(first.admin, 'Account', [{ Name: 'Acme' }]));
    const contactId = savedId(
      first.org.create(first.admin, 'Contact', [{ LastName: 'Ito', AccountId: accountId }]),
    );
    const machineId = savedId(first.org.create(first.admin, 'Machine__c', [{ Name: 'Press' }]));
    const repair = { Machine__c: machineId, Technician__c: contactId };
    savedId(first.org.create(first.admin, 'Repair__c', [repair]));
    const { organizationId } = first.org;
    first.org.close();

    const org = openOrg({ directory, clock: () => NOW });
    expect(org.organizationId)
      .to.equal(organizationId)
      .and.to.match(/^00D.{15}$/);
    expect((await org.deploy(MACHINE_PROJECT)).unchanged).to.equal(true);
    const admin = { userId: org.adminUserId };
    savedId(org.update(admin, 'Account', [{ Id: accountId, Machines_Allowed__c: 3 }]));
    const second = savedId(org.create(admin, 'Repair__c', [repair]));
    expect(org.retrieve(admin, 'Repair__c', [second], ['name'])[0]).to.include({ Name: 'R-0002' });
    expect(org.retrieve(admin, 'Machine__c', [machineId], ['Title__c'])[0]).to.have.property('Title__c');
    org.close();
  });

  it('keeps permissions and key prefixes', async () => {
    const machineOrg = await openMachineOrg(directory);
    const keeper = makeUser(machineOrg, 'Standard User', ['Machine_Keeper']);
    const prefix = machineOrg.org.schema.objects.get('machine__c')?.keyPrefix;
    machineOrg.org.close();
    const org = openOrg({ directory, clock: () => NOW });
    expect(org.access(keeper.userId).canCreate('Machine__c')).to.equal(true);
    expect(org.schema.objects.get('machine__c')?.keyPrefix).to.equal(prefix);
    org.close();
  });

  it('takes two hundred records in a call in well under a second, each an own id', async () => {
    const { org, admin } = await openMachineOrg(directory);
    const records = Array.from({ length: 200 }, (_, index) => ({
      Name: `m${index}`,
      Serial__c: `AB-${index}`,
    }));
    const start = performance.now();
    const results = org.upsert(admin, 'Machine__c', 'Serial__c', records);
    expect(performance.now() - start).to.be.below(1000);
    expect(new Set(results.map((result) => result.id)).size).to.equal(200);
    org.close();
  });

  it('undoes everything when work fails in the middle, permissions too', async () => {
    const machineOrg = await openMachineOrg(directory);
    const { org, admin } = machineOrg;
    const user = makeUser(machineOrg, 'Standard User', []);
    const set = org.database
      .prepare('SELECT "Id" FROM "PermissionSet" WHERE "Name" = ?')
      .get('Machine_Reader')?.['Id'];
    expect(() =>
      org.transact(() => {
        org.create(admin, 'Account', [{ Name: 'Never' }]);
        org.create(admin, 'PermissionSetAssignment', [{ AssigneeId: user.userId, PermissionSetId: set }]);
        expect(org.access(user.userId).canReadObject('Machine__c')).to.equal(true);
        throw new Error('stop');
      }),
    ).to.throw('stop');
    expect(org.database.prepare('SELECT count(*) AS n FROM "Account"').get()?.['n']).to.equal(0);
    expect(org.access(user.userId).canReadObject('Machine__c')).to.equal(false);
    org.close();
  });
});
