import { expect } from 'chai';
import { openOrg } from '../../../src/local-org/org.ts';
import type { Org, Session } from '../../../src/local-org/org.ts';
import { runQuery } from '../../../src/local-org/soql/run-query.ts';

describe('SOQL on an org', () => {
  let org: Org;
  let session: Session;
  const query = (soql: string, includeDeleted = false) => runQuery(org, session, soql, { includeDeleted });

  before(() => {
    org = openOrg({ directory: undefined, clock: () => new Date('2026-03-10T12:00:00.000Z') });
    session = { userId: org.adminUserId };
  });
  after(() => org.close());

  it('finds what was created, with parents and children', () => {
    const [account] = org.create(session, 'Account', [{ Name: 'Acme' }]);
    org.create(session, 'Contact', [
      { LastName: 'Keller', Email: 'ana@acme.example', AccountId: account?.id },
    ]);
    const contact = query(
      "SELECT Account.Name, Account.Owner.Name FROM Contact WHERE Email = 'ANA@acme.example'",
    );
    expect(contact.records[0]?.['Account']).to.deep.include({ Name: 'Acme' });
    const [record] = query(
      'SELECT Id, CreatedDate, (SELECT LastName FROM Contacts) FROM Account WHERE CreatedDate = TODAY',
    ).records;
    expect(record).to.deep.include({ Id: account?.id, CreatedDate: '2026-03-10T12:00:00.000+0000' });
    expect(record?.['Contacts']).to.deep.include({ totalSize: 1 });
  });

  it('finds what was deleted only when it is asked for', () => {
    const [account] = org.create(session, 'Account', [{ Name: 'Short-lived' }]);
    org.delete(session, [account?.id ?? '']);
    const soql = "SELECT IsDeleted FROM Account WHERE Name = 'Short-lived'";
    expect(query(soql).totalSize).to.equal(0);
    expect(query(soql, true).records[0]).to.deep.include({ IsDeleted: true });
  });

  it("begins weeks on the day of the user's locale, whatever her language", () => {
    // Tuesday, 10 March 2026: the week began on Sunday in the United States, on Monday in France.
    const [sunday] = org.create(session, 'Opportunity', [
      { Name: 'Sunday', StageName: 'Prospecting', CloseDate: '2026-03-08' },
    ]);
    expect(sunday?.success).to.equal(true);
    const soql = 'SELECT Name FROM Opportunity WHERE CloseDate = THIS_WEEK';
    expect(query(soql).totalSize).to.equal(1);
    org.update(session, 'User', [{ Id: org.adminUserId, LocaleSidKey: 'fr_FR' }]);
    expect(query(soql).totalSize).to.equal(0);
    org.update(session, 'User', [{ Id: org.adminUserId, LocaleSidKey: 'en_US' }]);
  });

  it('answers what the sf command line asks when it logs in', () => {
    const profile = query(
      "SELECT Name FROM Profile WHERE Id IN (SELECT ProfileId FROM User WHERE Username = 'admin@rapport.example')",
    );
    expect(profile.records[0]).to.deep.include({ Name: 'System Administrator' });
    const organization = query(
      'SELECT Name, InstanceName, IsSandbox, TrialExpirationDate, NamespacePrefix, OrganizationType FROM Organization',
    );
    expect(organization.records[0]).to.have.property('IsSandbox').that.is.a('boolean');
    expect(() => query('SELECT Id FROM ScratchOrgInfo limit 1')).to.throw(
      /sObject type 'ScratchOrgInfo' is not supported/,
    );
  });

  it('shows nothing to a user without permissions', () => {
    const stranger = { userId: '005000000000000AAA' };
    expect(() => runQuery(org, stranger, 'SELECT Id FROM Account', { includeDeleted: false })).to.throw(
      /sObject type 'Account' is not supported/,
    );
  });
});
