import { expect } from 'chai';
import { OTHER_USER, QUEUE, QueryOrg, USER } from './query-org.ts';

describe('SOQL conditions', () => {
  let org: QueryOrg;
  let acme: string;

  /** Names of the accounts that meet a condition, in the order in which they were made. */
  const names = (condition: string) =>
    org.values(`SELECT Name FROM Account WHERE ${condition} ORDER BY Id`, 'Name');

  before(() => {
    org = new QueryOrg();
    acme = org.insert('Account', {
      Name: 'Acme',
      Industry: 'Steel',
      NumberOfEmployees: 10,
      IsPartner__c: 1,
      Regions__c: 'North;South',
      External_Id__c: 'ext-A',
      Feedback_Scored_At__c: '2026-03-10T22:59:59.000Z',
      OwnerId: USER,
    });
    org.insert('Account', {
      Name: 'Élan 100%',
      Industry: "O'Neil \\ Sons",
      NumberOfEmployees: 20,
      IsPartner__c: 0,
      Regions__c: 'West',
      External_Id__c: 'ext-B',
      Feedback_Scored_At__c: '2026-03-10T23:00:00.000Z',
      ParentId: acme,
      OwnerId: OTHER_USER,
    });
    org.insert('Account', { Name: 'Bare', IsPartner__c: 0, OwnerId: USER });
    org.insert('Account', { Name: 'Gone', IsDeleted: 1, IsPartner__c: 0 });
    const fields = { Name: 'FR-1', Score__c: 9, Due_On__c: '2026-03-11', OwnerId: USER };
    org.insert('Feedback_Response__c', { ...fields, Account__c: acme, Status__c: 'Done' });
    org.insert('Feedback_Response__c', { ...fields, Score__c: 2, Account__c: null, OwnerId: QUEUE });
  });

  describe('text', () => {
    it('is compared without regard to letter case, in every alphabet', () => {
      expect(names("Name = 'ACME'")).to.deep.equal(['Acme']);
      expect(names("Name = 'ÉLAN 100%'")).to.deep.equal(['Élan 100%']);
      expect(names("Name IN ('aCME', 'élan 100%')")).to.deep.equal(['Acme', 'Élan 100%']);
      expect(names("Name > 'b' AND Name < 'c'")).to.deep.equal(['Bare']);
    });

    it('is compared exactly where the field is unique and case-sensitive', () => {
      expect(names("External_Id__c = 'ext-A'")).to.deep.equal(['Acme']);
      expect(names("External_Id__c = 'EXT-A'")).to.deep.equal([]);
      expect(names("External_Id__c IN ('EXT-A', 'ext-B')")).to.deep.equal(['Élan 100%']);
    });

    it('may hold quotes, backslashes and what looks like SQL', () => {
      expect(names("Industry = 'O\\'Neil \\\\ Sons'")).to.deep.equal(['Élan 100%']);
      expect(names("Name = 'x\\' OR 1=1 --' OR Name = '\"; DROP TABLE \"Account\"; --'")).to.deep.equal([]);
      expect(names("Name IN ('\"],[\"', 'Acme')")).to.deep.equal(['Acme']);
    });

    it('is matched by LIKE with % and _, which a backslash takes literally', () => {
      expect(names("Name LIKE '%A%'")).to.deep.equal(['Acme', 'Élan 100%', 'Bare']);
      expect(names("Name LIKE 'é%'")).to.deep.equal(['Élan 100%']);
      expect(names("Name LIKE '_cme'")).to.deep.equal(['Acme']);
      expect(names("Name LIKE '%100\\%'")).to.deep.equal(['Élan 100%']);
      expect(names("Name LIKE 'Acme\\%'")).to.deep.equal([]);
      expect(names("Industry LIKE '%\\\\%'")).to.deep.equal(['Élan 100%']);
    });

    it("that is '' means empty", () => {
      expect(names("Industry = ''")).to.deep.equal(['Bare']);
      expect(names("Industry != ''")).to.deep.equal(['Acme', 'Élan 100%']);
    });
  });

  describe('empty fields', () => {
    it('are found by null', () => {
      expect(names('NumberOfEmployees = null')).to.deep.equal(['Bare']);
      expect(names('NumberOfEmployees != NULL')).to.deep.equal(['Acme', 'Élan 100%']);
      expect(names("Industry IN ('Steel', null)")).to.deep.equal(['Acme', 'Bare']);
    });

    it('meet "not equal" and NOT, as they are not equal to anything', () => {
      expect(names("Industry != 'Steel'")).to.deep.equal(['Élan 100%', 'Bare']);
      expect(names("Industry <> 'Steel'")).to.deep.equal(['Élan 100%', 'Bare']);
      expect(names("NOT Industry = 'Steel'")).to.deep.equal(['Élan 100%', 'Bare']);
      expect(names("Industry NOT IN ('Steel')")).to.deep.equal(['Élan 100%', 'Bare']);
    });

    it('meet no comparison of size', () => {
      expect(names('NumberOfEmployees < 100')).to.deep.equal(['Acme', 'Élan 100%']);
    });
  });

  it('compares numbers and checkboxes', () => {
    expect(names('NumberOfEmployees >= 20')).to.deep.equal(['Élan 100%']);
    expect(names('NumberOfEmployees IN (10, 20.0)')).to.deep.equal(['Acme', 'Élan 100%']);
    expect(names('IsPartner__c = true')).to.deep.equal(['Acme']);
    expect(names('IsPartner__c != true')).to.deep.equal(['Élan 100%', 'Bare']);
    expect(names('IsPartner__c = null')).to.deep.equal(['Élan 100%', 'Bare']);
  });

  it('takes an unticked checkbox for granted where the parent is missing', () => {
    expect(names('Parent.IsPartner__c = false')).to.deep.equal(['Acme', 'Bare']);
    expect(names('Parent.IsPartner__c = true')).to.deep.equal(['Élan 100%']);
    expect(names('Parent.Name = null')).to.deep.equal(['Acme', 'Bare']);
  });

  it('finds ids in their short form too', () => {
    expect(names(`Id = '${acme}'`)).to.deep.equal(['Acme']);
    expect(names(`Id = '${acme.slice(0, 15)}'`)).to.deep.equal(['Acme']);
    expect(names(`ParentId IN ('${acme.slice(0, 15)}')`)).to.deep.equal(['Élan 100%']);
    expect(names(`Id > '${acme}'`)).to.deep.equal(['Élan 100%', 'Bare']);
  });

  it('finds chosen values of multi-select picklists: all of those joined by ;, any of the list', () => {
    expect(names("Regions__c INCLUDES ('north;south')")).to.deep.equal(['Acme']);
    expect(names("Regions__c INCLUDES ('North;West')")).to.deep.equal([]);
    expect(names("Regions__c INCLUDES ('South', 'West')")).to.deep.equal(['Acme', 'Élan 100%']);
    expect(names("Regions__c EXCLUDES ('South')")).to.deep.equal(['Élan 100%', 'Bare']);
  });

  describe('dates and times', () => {
    const scored = (condition: string) => names(`Feedback_Scored_At__c ${condition}`);

    it('are compared as moments, whatever their offset', () => {
      expect(scored('< 2026-03-10T23:00:00Z')).to.deep.equal(['Acme']);
      expect(scored('< 2026-03-11T00:00:00+01:00')).to.deep.equal(['Acme']);
      expect(scored('>= 2026-03-11T00:00:00.000+0100')).to.deep.equal(['Élan 100%']);
    });

    it('fall on days in the time zone of the user', () => {
      expect(scored('= TODAY')).to.deep.equal(['Élan 100%']);
      expect(scored('= YESTERDAY')).to.deep.equal(['Acme']);
      expect(scored('< TODAY')).to.deep.equal(['Acme']);
      expect(scored('> YESTERDAY')).to.deep.equal(['Élan 100%']);
      expect(scored('<= LAST_N_DAYS:1')).to.deep.equal(['Acme', 'Élan 100%']);
      expect(scored('!= TODAY')).to.deep.equal(['Acme', 'Bare']);
      expect(scored('IN (YESTERDAY, LAST_MONTH)')).to.deep.equal(['Acme']);
    });

    it('have parts, which count in UTC', () => {
      expect(names('DAY_IN_MONTH(Feedback_Scored_At__c) = 10')).to.deep.equal(['Acme', 'Élan 100%']);
      expect(names('DAY_ONLY(Feedback_Scored_At__c) = 2026-03-10')).to.deep.equal(['Acme', 'Élan 100%']);
      expect(names('HOUR_IN_DAY(Feedback_Scored_At__c) > 22')).to.deep.equal(['Élan 100%']);
    });

    it('of dates need no time zone', () => {
      const due = (condition: string) =>
        org.query(`SELECT COUNT() FROM Feedback_Response__c WHERE Due_On__c ${condition}`).totalSize;
      expect(due('= TODAY')).to.equal(2);
      expect(due('= 2026-03-11')).to.equal(2);
      expect(due('= LAST_WEEK')).to.equal(0);
    });
  });

  describe('connectives', () => {
    it('are nested by parentheses', () => {
      expect(names("(Name = 'Acme' OR Name = 'Bare') AND (NOT Industry = 'Steel')")).to.deep.equal(['Bare']);
      expect(names("Name = 'Bare' OR (Name = 'Acme' AND (NOT (IsPartner__c = true)))")).to.deep.equal([
        'Bare',
      ]);
      expect(names("NOT (NOT (Name = 'Acme'))")).to.deep.equal(['Acme']);
      expect(names("NOT (NOT (NOT (Name = 'Acme')))")).to.deep.equal(['Élan 100%', 'Bare']);
      expect(names("(NOT (Name = 'Acme')) AND (NOT (NOT (NOT (Name NOT IN ('bare')))))")).to.deep.equal([
        'Bare',
      ]);
    });

    it('are refused where AND, OR and NOT are mixed without parentheses', () => {
      const refusal = (condition: string) => org.refusal(`SELECT Id FROM Account WHERE ${condition}`);
      expect(refusal("Name = 'a' AND Name = 'b' OR Name = 'c'")).to.equal(
        "MALFORMED_QUERY: unexpected token: 'OR'",
      );
      expect(refusal("Name = 'a' AND NOT Name = 'b'")).to.equal("MALFORMED_QUERY: unexpected token: 'NOT'");
      expect(refusal("NOT NOT Name = 'a'")).to.equal("MALFORMED_QUERY: unexpected token: 'NOT'");
      expect(refusal("Name NOT LIKE 'a'")).to.equal("MALFORMED_QUERY: unexpected token: 'NOT'");
      expect(refusal("Negation__ = null AND Name = 'a'")).to.equal(
        "MALFORMED_QUERY: unexpected token: 'Negation__'",
      );
      expect(refusal("NOT Name = 'a' AND Name = 'b'")).to.equal("MALFORMED_QUERY: unexpected token: 'AND'");
    });

    it('may join thousands of conditions and values', () => {
      const many = Array.from({ length: 1500 }, (_, index) => `NumberOfEmployees != ${index + 100}`);
      expect(names(many.join(' AND '))).to.have.length(3);
      const list = Array.from({ length: 4000 }, (_, index) => `'value ${index}'`);
      expect(names(`Name IN (${list.join(',')}, 'acme')`)).to.deep.equal(['Acme']);
    });
  });

  describe('semi-joins', () => {
    it('find records by records that refer to them', () => {
      const responses = 'SELECT Account__c FROM Feedback_Response__c';
      expect(names(`Id IN (${responses} WHERE Score__c > 8)`)).to.deep.equal(['Acme']);
      expect(names(`Id IN (${responses} WHERE Account__r.Name = 'other')`)).to.deep.equal([]);
    });

    it('find records that nothing refers to, whatever references are empty', () => {
      expect(names('Id NOT IN (SELECT Account__c FROM Feedback_Response__c)')).to.deep.equal([
        'Élan 100%',
        'Bare',
      ]);
    });

    it('are refused below OR and NOT, within one another, and for fields that are no references', () => {
      const inner = 'Id IN (SELECT Account__c FROM Feedback_Response__c)';
      const refusal = (condition: string) => org.refusal(`SELECT Id FROM Account WHERE ${condition}`);
      expect(refusal(`Name = 'a' OR ${inner}`)).to.match(/only allowed at the top level/);
      expect(refusal(`NOT ${inner}`)).to.match(/only allowed at the top level/);
      expect(refusal(`Id IN (SELECT ParentId FROM Account WHERE ${inner})`)).to.match(/Nesting of semi join/);
      expect(refusal('Name IN (SELECT Name FROM Account)')).to.match(/must be an id or a reference/);
      expect(refusal('Id IN (SELECT Id FROM Account LIMIT 1)')).to.match(/without ORDER BY, LIMIT/);
      expect(refusal(`${inner} AND ${inner} AND ${inner}`)).to.match(/Maximum 2 semi join/);
    });
  });

  describe('formula fields', () => {
    it('are filtered and sorted by their values', () => {
      const low = 'SELECT Score_Text__c FROM Feedback_Response__c WHERE Is_Low__c = true';
      expect(org.values(low, 'Score_Text__c')).to.deep.equal(['2']);
      const sorted = 'SELECT Score_Text__c FROM Feedback_Response__c ORDER BY Score_Text__c DESC';
      expect(org.values(sorted, 'Score_Text__c')).to.deep.equal(['9', '2']);
    });
  });

  describe('what is found without being asked', () => {
    it('leaves out the recycle bin, unless it is asked for', () => {
      const soql = "SELECT Id FROM Account WHERE Name = 'Gone'";
      expect(org.query(soql).totalSize).to.equal(0);
      expect(org.query(soql, { includeDeleted: true }).totalSize).to.equal(1);
      expect(org.query(`${soql} ALL ROWS`).totalSize).to.equal(1);
    });

    it('is what the user owns, with USING SCOPE mine', () => {
      const soql = 'SELECT Name FROM Account USING SCOPE mine ORDER BY Id';
      expect(org.values(soql, 'Name')).to.deep.equal(['Acme', 'Bare']);
      expect(org.query('SELECT Id FROM Account USING SCOPE everything').totalSize).to.equal(3);
      expect(org.refusal('SELECT Id FROM Account USING SCOPE team')).to.match(
        /scope 'team' is not supported/,
      );
    });

    it('is what sharing lets the user see, in parents and semi-joins too', () => {
      org.visibleRows = (object, alias) =>
        object === 'Account' ? { sql: `"${alias}"."Name" <> ?`, values: ['Acme'] } : undefined;
      expect(org.values('SELECT Name FROM Account ORDER BY Id', 'Name')).to.deep.equal(['Élan 100%', 'Bare']);
      expect(org.values('SELECT Parent.Name FROM Account ORDER BY Id', 'Parent')).to.deep.equal([null, null]);
      org.visibleRows = undefined;
    });
  });
});
