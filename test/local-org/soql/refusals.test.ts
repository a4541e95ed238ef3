import { expect } from 'chai';
import { SalesforceError } from '../../../src/local-org/errors.ts';
import { QueryOrg } from './query-org.ts';

describe('SOQL that is refused', () => {
  const org = new QueryOrg();

  /** Messages and errors as a client sees them, whole. */
  const error = (soql: string): SalesforceError => {
    try {
      org.query(soql);
    } catch (thrown) {
      expect(thrown).to.be.instanceOf(SalesforceError);
      return thrown as SalesforceError;
    }
    throw new Error(`The query was answered: ${soql}`);
  };

  afterEach(() => org.hidden.clear());

  describe('for names', () => {
    it('points at a field that does not exist', () => {
      const { errorCode, message, status } = error('SELECT Foo FROM Account');
      expect(errorCode).to.equal('INVALID_FIELD');
      expect(status).to.equal(400);
      expect(message).to.equal(
        '\nSELECT Foo FROM Account\n       ^\nERROR at Row:1:Column:8\n' +
          "No such column 'Foo' on entity 'Account'. If you are attempting to use a custom field, be sure to append " +
          "the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
      );
    });

    it('points into the right row of a query of several rows, and not into values', () => {
      const { message } = error("SELECT Id\nFROM Account\nWHERE Name = 'Foo' AND Foo = 'x'");
      expect(message).to.match(/\nWHERE Name = 'Foo' AND Foo = 'x'\n {23}\^\nERROR at Row:3:Column:24\n/);
    });

    it('knows no object that does not exist or that the user may not read', () => {
      const expected =
        /^INVALID_TYPE: sObject type '(Foo|Account)' is not supported\. If you are attempting to use a custom object/;
      expect(org.refusal('SELECT Id FROM Foo')).to.match(expected);
      org.hidden.add('Account');
      expect(org.refusal('SELECT Id FROM Account')).to.match(expected);
      expect(org.refusal('SELECT Id FROM User WHERE Id IN (SELECT OwnerId FROM Account)')).to.match(expected);
    });

    it('knows no field that the user may not read, wherever it stands', () => {
      org.hidden.add('Account.Industry');
      const expected = /^INVALID_FIELD: No such column 'Industry' on entity 'Account'/;
      expect(org.refusal('SELECT Industry FROM Account')).to.match(expected);
      expect(org.refusal("SELECT Id FROM Account WHERE Industry = 'Steel'")).to.match(expected);
      expect(org.refusal('SELECT Id FROM Account ORDER BY Industry')).to.match(expected);
      expect(org.refusal('SELECT COUNT(Id) FROM Account GROUP BY Industry')).to.match(expected);
      expect(org.refusal('SELECT COUNT(Industry) FROM Account')).to.match(expected);
      expect(org.refusal('SELECT Parent.Industry FROM Account')).to.match(expected);
      expect(org.refusal('SELECT (SELECT Industry FROM ChildAccounts) FROM Account')).to.match(expected);
    });

    it('knows no relationship to or from an object that the user may not read', () => {
      expect(org.refusal('SELECT Foo__r.Name FROM Account')).to.match(
        /^INVALID_FIELD: Didn't understand relationship 'Foo__r' in field path/,
      );
      expect(org.refusal('SELECT (SELECT Id FROM Foos) FROM Account')).to.match(
        /^INVALID_TYPE: Didn't understand relationship 'Foos' in FROM part/,
      );
      org.hidden.add('Feedback_Response__c');
      expect(org.refusal('SELECT (SELECT Id FROM Feedback_Responses__r) FROM Account')).to.match(
        /^INVALID_TYPE: Didn't understand relationship/,
      );
      org.hidden.add('User');
      expect(org.refusal('SELECT Owner.Name FROM Account')).to.match(
        /^INVALID_FIELD: Didn't understand relationship 'Owner'/,
      );
    });

    it('shows of an owner that may be a user or a queue only what every owner has', () => {
      expect(org.refusal('SELECT Owner.Department FROM Feedback_Response__c')).to.match(
        /No such column 'Department' on entity 'Name'/,
      );
      expect(org.refusal('SELECT Owner.Manager.Name FROM Feedback_Response__c')).to.match(
        /relationship 'Manager'/,
      );
    });

    it('walks at most five relationships', () => {
      const path = (levels: number) => `${'Parent.'.repeat(levels)}Name`;
      expect(org.query(`SELECT ${path(5)} FROM Account`).totalSize).to.equal(0);
      expect(org.refusal(`SELECT ${path(6)} FROM Account`)).to.match(
        /^MALFORMED_QUERY: Parent paths cannot be longer than 5/,
      );
    });
  });

  describe('for values that are not of the type of the field', () => {
    const refused = (condition: string, type: string, quotes: 'should' | 'should not') => {
      it(condition, () => {
        expect(org.refusal(`SELECT Id FROM Feedback_Response__c WHERE ${condition}`)).to.equal(
          `INVALID_FIELD: value of filter criterion for field '${condition.split(' ')[0]}' must be of type ${type} ` +
            `and ${quotes} be enclosed in quotes`,
        );
      });
    };
    refused("Score__c = '9'", 'double', 'should not');
    refused("Score__c IN ('9')", 'double', 'should not');
    refused('Name = 9', 'string', 'should');
    refused('Name = true', 'string', 'should');
    refused('Category__c IN (1, 2)', 'string', 'should');
    refused("Is_Low__c = 'true'", 'boolean', 'should not');
    refused("Due_On__c = '2026-01-01'", 'date', 'should not');
    refused('Due_On__c > 2026-01-01T00:00:00Z', 'date', 'should not');
    refused('Responded_At__c > 2026-01-01', 'dateTime', 'should not');
    refused("Responded_At__c > '2026-01-01T00:00:00Z'", 'dateTime', 'should not');
    refused('Score__c = TODAY', 'double', 'should not');
    refused('Account__c = 5', 'ID', 'should');
  });

  it('for ids that cannot be ids', () => {
    expect(org.refusal("SELECT Id FROM Account WHERE Id = 'abc'")).to.equal(
      'INVALID_QUERY_FILTER_OPERATOR: invalid ID field: abc',
    );
  });

  it('for dates that do not exist', () => {
    expect(org.refusal('SELECT Id FROM Feedback_Response__c WHERE Due_On__c = 2026-02-30')).to.equal(
      'MALFORMED_QUERY: Invalid date: 2026-02-30',
    );
    expect(org.refusal('SELECT Id FROM Account WHERE CreatedDate > 2026-02-10T25:00:00Z')).to.match(
      /^MALFORMED_QUERY/,
    );
  });

  it('for escapes that SOQL does not know', () => {
    expect(org.refusal("SELECT Id FROM Account WHERE Name = 'a\\xb'")).to.match(
      /Illegal character sequence '\\x' in string literal/,
    );
  });

  it('for comparisons that a field does not take', () => {
    const refusal = (condition: string) => org.refusal(`SELECT Id FROM Account WHERE ${condition}`);
    expect(refusal("Id LIKE '001%'")).to.match(/^INVALID_QUERY_FILTER_OPERATOR/);
    expect(refusal('IsPartner__c > false')).to.match(/^INVALID_QUERY_FILTER_OPERATOR/);
    expect(refusal("Name INCLUDES ('a')")).to.match(/^INVALID_QUERY_FILTER_OPERATOR/);
    expect(refusal("Regions__c LIKE 'N%'")).to.match(/^INVALID_QUERY_FILTER_OPERATOR/);
    expect(refusal('NumberOfEmployees > null')).to.match(/^INVALID_QUERY_FILTER_OPERATOR/);
  });

  it('for fields that cannot be filtered or sorted', () => {
    expect(org.refusal("SELECT Id FROM Account WHERE Description LIKE '%a%'")).to.equal(
      "INVALID_FIELD: field 'Description' can not be filtered in a query call",
    );
    expect(org.refusal('SELECT Id FROM Account ORDER BY Description')).to.equal(
      "MALFORMED_QUERY: field 'Description' can not be sorted in a query call",
    );
    expect(org.refusal('SELECT Id FROM Account ORDER BY Regions__c')).to.match(/can not be sorted/);
  });

  it('for what cannot be read', () => {
    expect(org.refusal('SELECT Id, FROM Account')).to.equal("MALFORMED_QUERY: unexpected token: 'FROM'");
    expect(org.refusal("SELECT Id FROM Account WHERE Name = 'x")).to.equal(
      "MALFORMED_QUERY: line 1:38 mismatched character '<EOF>' expecting '''",
    );
    expect(org.refusal('SELECT Id FROM Account WHERE')).to.equal(
      "MALFORMED_QUERY: unexpected token: '<EOF>'",
    );
    expect(org.refusal('DELETE FROM Account')).to.match(/^MALFORMED_QUERY/);
    expect(org.refusal('SELECT Id FROM Account; DROP TABLE "Account"')).to.match(/^MALFORMED_QUERY/);
    expect(org.refusal('SELECT Id FROM Account WHERE Name = :name')).to.equal(
      "MALFORMED_QUERY: unexpected token: ':'",
    );
  });

  it('for an alias outside of aggregate queries', () => {
    expect(org.refusal('SELECT Name n FROM Account')).to.equal(
      'MALFORMED_QUERY: only aggregate expressions use field aliasing',
    );
    expect(org.refusal('SELECT DISTINCT Name FROM Account')).to.match(
      /only aggregate expressions use field aliasing/,
    );
  });

  it('for an offset above 2,000', () => {
    expect(org.refusal('SELECT Id FROM Account OFFSET 2001')).to.equal(
      'NUMBER_OUTSIDE_VALID_RANGE: Maximum SOQL offset allowed is 2000',
    );
  });

  it('for numbers and texts that are too large', () => {
    expect(org.refusal('SELECT Id FROM Account LIMIT 99999999999999999999')).to.match(
      /^MALFORMED_QUERY: numeric value/,
    );
    expect(org.refusal('SELECT Id FROM Account WHERE CreatedDate = LAST_N_DAYS:99999999')).to.match(
      /^MALFORMED_QUERY: numeric value/,
    );
    expect(org.refusal(`SELECT Id FROM Account WHERE Name LIKE '${'x'.repeat(4001)}'`)).to.match(
      /longer than 4000 characters$/,
    );
  });

  it('for more than 100,000 characters', () => {
    expect(org.refusal(`SELECT Id FROM Account WHERE Name = '${'x'.repeat(100_000)}'`)).to.match(
      /^QUERY_TOO_COMPLICATED/,
    );
  });

  it('for what is not done here, and never answers something else instead', () => {
    const refused = [
      'SELECT FORMAT(AnnualRevenue) FROM Account',
      'SELECT convertCurrency(AnnualRevenue) FROM Account',
      'SELECT TYPEOF Owner WHEN User THEN Name END FROM Feedback_Response__c',
      'SELECT Id FROM Account WITH SECURITY_ENFORCED',
      'SELECT Id FROM Account WHERE CreatedDate = THIS_FISCAL_YEAR',
      'SELECT Id FROM Account WHERE FISCAL_YEAR(CreatedDate) = 2026',
      'SELECT Id FROM Account FOR UPDATE',
      'SELECT Id FROM Account UPDATE TRACKING',
      'SELECT Id FROM Account WHERE AnnualRevenue > USD5000',
      'SELECT Id FROM Account ORDER BY CALENDAR_YEAR(CreatedDate)',
      'SELECT (SELECT COUNT(Id) FROM ChildAccounts) FROM Account',
    ];
    for (const soql of refused) {
      expect(org.refusal(soql), soql).to.match(/^MALFORMED_QUERY: .*(not supported|unexpected token)/);
    }
  });
});
