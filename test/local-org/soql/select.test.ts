import { expect } from 'chai';
import { QUEUE, QueryOrg, USER } from './query-org.ts';

describe('SOQL answers', () => {
  let org: QueryOrg;
  let acme: string;
  let elan: string;

  before(() => {
    org = new QueryOrg();
    acme = org.insert('Account', { Name: 'Acme', IsPartner__c: 1, OwnerId: USER, Industry: 'Steel' });
    elan = org.insert('Account', {
      Name: 'Élan',
      IsPartner__c: 0,
      OwnerId: USER,
      ParentId: acme,
      Industry: 'steam',
    });
    org.insert('Account', { Name: 'zeta', IsPartner__c: 0 });
    const response = { Name: 'FR-1', Responded_At__c: '2026-03-01T08:00:00.000Z', Account__c: acme };
    org.insert('Feedback_Response__c', {
      ...response,
      Score__c: 9,
      Category__c: 'Promoter',
      OwnerId: USER,
      Status__c: 'Done',
    });
    org.insert('Feedback_Response__c', {
      ...response,
      Score__c: 3,
      Category__c: 'Detractor',
      OwnerId: QUEUE,
      Status__c: 'Open',
    });
    org.insert('Feedback_Response__c', {
      ...response,
      Score__c: 7,
      Category__c: 'Passive',
      Account__c: elan,
      OwnerId: USER,
    });
  });

  it('have the form of the REST API', () => {
    const { records, totalSize } = org.query(
      "SELECT id, NAME, createddate, isPartner__c, industry FROM account WHERE Name = 'zeta'",
    );
    const id = records[0]?.['Id'] as string;
    expect(totalSize).to.equal(1);
    expect(records).to.deep.equal([
      {
        attributes: { type: 'Account', url: `/services/data/v67.0/sobjects/Account/${id}` },
        Id: id,
        Name: 'zeta',
        CreatedDate: '2026-03-10T23:30:00.000+0000',
        IsPartner__c: false,
        Industry: null,
      },
    ]);
  });

  it('keep the order in which fields were asked for, and the version of the request', () => {
    const [record] = org.query('SELECT Name, Id FROM Account LIMIT 1', { apiVersion: '61.0' }).records;
    expect(Object.keys(record!)).to.deep.equal(['attributes', 'Name', 'Id']);
    expect(record?.['attributes']).to.deep.include({ url: `/services/data/v61.0/sobjects/Account/${acme}` });
  });

  it('show parents as objects, or null where there is none', () => {
    const soql = 'SELECT Parent.Name, Parent.Owner.Profile.Name, Parent.Id FROM Account ORDER BY Id';
    const parents = org.values(soql, 'Parent');
    const attributes = (type: string, id: string) => ({
      type,
      url: `/services/data/v67.0/sobjects/${type}/${id}`,
    });
    expect(parents[0]).to.equal(null);
    expect(parents[1]).to.deep.equal({
      attributes: attributes('Account', acme),
      Name: 'Acme',
      Owner: {
        attributes: attributes('User', USER),
        Profile: { attributes: attributes('Profile', '00e000000000001AAA'), Name: 'Standard User' },
      },
      Id: acme,
    });
  });

  it('take fields of the object by its alias or its name', () => {
    expect(
      org.values("SELECT a.Name FROM Account a WHERE a.Parent.Name = 'acme' ORDER BY a.Name", 'Name'),
    ).to.deep.equal(['Élan']);
    expect(org.values("SELECT Account.Name FROM Account WHERE Account.Name = 'acme'", 'Name')).to.deep.equal([
      'Acme',
    ]);
  });

  it('show owners that may be users or queues as names', () => {
    const soql =
      'SELECT Owner.Name, Owner.Type, Owner.Profile.Name FROM Feedback_Response__c ORDER BY Id LIMIT 2';
    const [user, queue] = org.values(soql, 'Owner') as Record<string, unknown>[];
    expect(user).to.deep.include({ Name: 'Ana Keller', Type: 'User' });
    expect(user?.['attributes']).to.deep.equal({
      type: 'Name',
      url: `/services/data/v67.0/sobjects/User/${USER}`,
    });
    expect(user?.['Profile']).to.deep.include({ Name: 'Standard User' });
    expect(queue).to.deep.include({ Name: 'Unmatched Answers', Type: 'Queue', Profile: null });
    expect(queue?.['attributes']).to.deep.include({ url: `/services/data/v67.0/sobjects/Group/${QUEUE}` });
  });

  it('filter by owners that may be users or queues', () => {
    const soql = "SELECT Score__c FROM Feedback_Response__c WHERE Owner.Name = 'unmatched answers'";
    expect(org.values(soql, 'Score__c')).to.deep.equal([3]);
  });

  it('show children in their own order, at most LIMIT for each parent, and null where there are none', () => {
    const soql =
      'SELECT Name, (SELECT Score__c FROM feedback_responses__r WHERE Score__c > 1 ORDER BY Score__c LIMIT 1) FROM Account ORDER BY Id';
    const children = org.values(soql, 'Feedback_Responses__r') as ({
      records: Record<string, unknown>[];
    } | null)[];
    expect(children[0]).to.deep.include({ totalSize: 1, done: true });
    expect(children[0]?.records[0]).to.deep.include({ Score__c: 3 });
    expect(children[1]?.records[0]).to.deep.include({ Score__c: 7 });
    expect(children[2]).to.equal(null);
  });

  it('show the children of a relationship once', () => {
    const soql = 'SELECT (SELECT Id FROM ChildAccounts), (SELECT Name FROM childaccounts) FROM Account';
    expect(org.refusal(soql)).to.equal('INVALID_FIELD: duplicate field selected: childaccounts');
  });

  it('show children of children', () => {
    const soql =
      'SELECT (SELECT Name, (SELECT Score__c FROM Feedback_Responses__r) FROM ChildAccounts) FROM Account ORDER BY Id LIMIT 1';
    const [children] = org.values(soql, 'ChildAccounts') as { records: Record<string, unknown>[] }[];
    expect(children?.records[0]).to.deep.include({ Name: 'Élan' });
    expect(children?.records[0]?.['Feedback_Responses__r']).to.deep.include({ totalSize: 1 });
  });

  it('show labels in the language of the user, with toLabel', () => {
    const soql =
      'SELECT toLabel(Status__c), toLabel(Category__c) c FROM Feedback_Response__c WHERE Score__c = 9';
    expect(org.query(soql).records[0]).to.deep.include({ Status__c: 'Finished', c: 'Promoter' });
    org.language = 'fr';
    expect(org.values(soql, 'Status__c')).to.deep.equal(['Terminé']);
    expect(
      org.values(
        "SELECT Score__c FROM Feedback_Response__c WHERE toLabel(Status__c) = 'terminé'",
        'Score__c',
      ),
    ).to.deep.equal([9]);
    org.language = 'en_US';
  });

  describe('FIELDS()', () => {
    it('selects all fields, the standard ones or the custom ones', () => {
      const keys = (set: string) =>
        Object.keys(org.query(`SELECT FIELDS(${set}) FROM Account LIMIT 1`).records[0]!);
      expect(keys('ALL')).to.include.members(['Id', 'Name', 'IsPartner__c']);
      expect(keys('STANDARD')).to.include('Name').and.not.include('IsPartner__c');
      expect(keys('CUSTOM')).to.include('IsPartner__c').and.not.include('Name');
    });

    it('leaves out what the user may not read', () => {
      org.hidden.add('Account.Industry');
      expect(org.query('SELECT FIELDS(ALL) FROM Account LIMIT 1').records[0]).to.not.have.property(
        'Industry',
      );
      org.hidden.clear();
    });

    it('needs a LIMIT of at most 200, except for the standard fields', () => {
      const message = 'MALFORMED_QUERY: The SOQL FIELDS function must have a LIMIT of at most 200';
      expect(org.refusal('SELECT FIELDS(ALL) FROM Account')).to.equal(message);
      expect(org.refusal('SELECT FIELDS(CUSTOM) FROM Account LIMIT 201')).to.equal(message);
      expect(org.query('SELECT FIELDS(STANDARD) FROM Account').totalSize).to.equal(3);
    });

    it('selects no field twice', () => {
      expect(org.refusal('SELECT Id, FIELDS(ALL) FROM Account LIMIT 1')).to.equal(
        'INVALID_FIELD: duplicate field selected: Id',
      );
    });
  });

  describe('order', () => {
    const sorted = (by: string) => org.values(`SELECT Name FROM Account ORDER BY ${by}`, 'Name');

    it('of texts takes no notice of case and accents', () => {
      expect(sorted('Name')).to.deep.equal(['Acme', 'Élan', 'zeta']);
      expect(sorted('Name DESC')).to.deep.equal(['zeta', 'Élan', 'Acme']);
      expect(sorted('Industry NULLS LAST')).to.deep.equal(['Élan', 'Acme', 'zeta']);
    });

    it('puts empty fields first unless it is told otherwise', () => {
      expect(sorted('Parent.Name, Name')).to.deep.equal(['Acme', 'zeta', 'Élan']);
      expect(sorted('Parent.Name DESC, Name')).to.deep.equal(['Acme', 'zeta', 'Élan']);
      expect(sorted('Parent.Name ASC NULLS LAST, Name DESC')).to.deep.equal(['Élan', 'zeta', 'Acme']);
    });

    it('of picklists is the order of their values', () => {
      const soql = 'SELECT Category__c FROM Feedback_Response__c ORDER BY Category__c';
      expect(org.values(soql, 'Category__c')).to.deep.equal(['Promoter', 'Passive', 'Detractor']);
    });
  });

  it('are cut by LIMIT and OFFSET', () => {
    expect(org.values('SELECT Name FROM Account ORDER BY Name LIMIT 1 OFFSET 1', 'Name')).to.deep.equal([
      'Élan',
    ]);
    expect(org.values('SELECT Name FROM Account ORDER BY Name OFFSET 2', 'Name')).to.deep.equal(['zeta']);
    expect(org.query('SELECT Name FROM Account LIMIT 0').records).to.deep.equal([]);
  });

  it('take no notice of FOR VIEW and FOR REFERENCE', () => {
    expect(org.query('SELECT Id FROM Account FOR VIEW').totalSize).to.equal(3);
    expect(org.query('SELECT Id FROM Account FOR REFERENCE').totalSize).to.equal(3);
  });
});
