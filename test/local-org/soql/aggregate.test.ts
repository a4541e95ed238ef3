import { expect } from 'chai';
import { QueryOrg, USER } from './query-org.ts';

const AGGREGATE = { attributes: { type: 'AggregateResult' } };

describe('SOQL aggregates', () => {
  let org: QueryOrg;

  before(() => {
    org = new QueryOrg();
    const acme = org.insert('Account', {
      Name: 'Acme',
      Industry: 'Steel',
      AnnualRevenue: 100,
      OwnerId: USER,
    });
    const zeta = org.insert('Account', {
      Name: 'Zeta',
      Industry: 'steel',
      AnnualRevenue: 300.5,
      OwnerId: USER,
    });
    const answers: [number, string, string, string][] = [
      [9, 'Promoter', acme, '2026-01-31T23:30:00.000Z'],
      [10, 'Promoter', zeta, '2026-02-01T00:30:00.000Z'],
      [3, 'Detractor', acme, '2025-12-31T10:00:00.000Z'],
    ];
    for (const [score, category, account, moment] of answers) {
      org.insert('Feedback_Response__c', {
        Score__c: score,
        Category__c: category,
        Account__c: account,
        Responded_At__c: moment,
      });
    }
  });

  it('COUNT() answers the number alone', () => {
    expect(org.query('SELECT COUNT() FROM Feedback_Response__c')).to.deep.include({
      totalSize: 3,
      records: [],
    });
    expect(org.query("SELECT count() FROM Account WHERE Name LIKE 'z%'").totalSize).to.equal(1);
    expect(org.query('SELECT COUNT() FROM Account LIMIT 1').totalSize).to.equal(1);
  });

  it('are named by their alias, or expr0, expr1 and so on', () => {
    const soql =
      'SELECT COUNT(Id) CNT, MIN(Score__c), MAX(Score__c) highest, AVG(Score__c), SUM(Score__c) FROM Feedback_Response__c';
    const { records, totalSize } = org.query(soql);
    expect(totalSize).to.equal(1);
    expect(records).to.deep.equal([
      { ...AGGREGATE, CNT: 3, expr0: 3, highest: 10, expr1: 22 / 3, expr2: 22 },
    ]);
  });

  it('ignore empty fields, and give null for nothing at all', () => {
    expect(
      org.query('SELECT COUNT(Industry) n, COUNT_DISTINCT(Industry) d FROM Account').records[0],
    ).to.deep.include({ n: 2, d: 1 });
    expect(
      org.query("SELECT SUM(AnnualRevenue) s, COUNT(Id) n FROM Account WHERE Name = 'x'").records[0],
    ).to.deep.include({ s: null, n: 0 });
  });

  it('group by fields and by fields of parents', () => {
    const soql =
      'SELECT Category__c, Account__r.Name, COUNT(Id) n FROM Feedback_Response__c ' +
      'GROUP BY category__c, account__r.name ORDER BY Category__c, Account__r.Name';
    expect(org.query(soql).records).to.deep.equal([
      { ...AGGREGATE, Category__c: 'Promoter', Name: 'Acme', n: 1 },
      { ...AGGREGATE, Category__c: 'Promoter', Name: 'Zeta', n: 1 },
      { ...AGGREGATE, Category__c: 'Detractor', Name: 'Acme', n: 1 },
    ]);
  });

  it('group texts without regard to letter case', () => {
    expect(org.query('SELECT Industry i, COUNT(Id) n FROM Account GROUP BY Industry').records).to.deep.equal([
      { ...AGGREGATE, i: 'Steel', n: 2 },
    ]);
  });

  it('group by parts of dates, in UTC', () => {
    const soql =
      'SELECT CALENDAR_YEAR(Responded_At__c) y, CALENDAR_MONTH(Responded_At__c), COUNT(Id) n FROM Feedback_Response__c ' +
      'GROUP BY CALENDAR_YEAR(Responded_At__c), CALENDAR_MONTH(Responded_At__c) ' +
      'ORDER BY CALENDAR_YEAR(Responded_At__c), CALENDAR_MONTH(Responded_At__c) DESC';
    expect(org.query(soql).records).to.deep.equal([
      { ...AGGREGATE, y: 2025, expr0: 12, n: 1 },
      { ...AGGREGATE, y: 2026, expr0: 2, n: 1 },
      { ...AGGREGATE, y: 2026, expr0: 1, n: 1 },
    ]);
  });

  it('know quarters, weeks and days', () => {
    const parts = (name: string) =>
      org.values(
        `SELECT ${name}(Responded_At__c) p FROM Feedback_Response__c GROUP BY ${name}(Responded_At__c)`,
        'p',
      );
    expect(parts('CALENDAR_QUARTER')).to.deep.equal([1, 4]);
    expect(parts('DAY_ONLY')).to.deep.equal(['2025-12-31', '2026-01-31', '2026-02-01']);
    expect(parts('DAY_IN_WEEK')).to.deep.equal([1, 4, 7]);
    expect(parts('DAY_IN_YEAR')).to.deep.equal([31, 32, 365]);
    expect(parts('WEEK_IN_MONTH')).to.deep.equal([1, 5]);
    expect(parts('WEEK_IN_YEAR')).to.deep.equal([5, 53]);
    expect(parts('HOUR_IN_DAY')).to.deep.equal([0, 10, 23]);
  });

  it('group by formulas only where these are checkboxes or dates', () => {
    expect(
      org.query('SELECT Is_Low__c l, COUNT(Id) n FROM Feedback_Response__c GROUP BY Is_Low__c').records,
    ).to.deep.equal([
      { ...AGGREGATE, l: false, n: 2 },
      { ...AGGREGATE, l: true, n: 1 },
    ]);
    expect(org.refusal('SELECT Score_Text__c FROM Feedback_Response__c GROUP BY Score_Text__c')).to.match(
      /can not be grouped/,
    );
  });

  it('keep groups that meet HAVING, and sort them by aggregates', () => {
    const grouped = 'SELECT Category__c c FROM Feedback_Response__c GROUP BY Category__c';
    expect(org.values(`${grouped} HAVING COUNT(Id) > 1`, 'c')).to.deep.equal(['Promoter']);
    expect(
      org.values(`${grouped} HAVING COUNT(Id) > 0 AND (NOT Category__c = 'promoter')`, 'c'),
    ).to.deep.equal(['Detractor']);
    expect(org.values(`${grouped} HAVING (NOT COUNT(Id) > 1) AND COUNT(Id) > 0`, 'c')).to.deep.equal([
      'Detractor',
    ]);
    expect(org.values(`${grouped} HAVING MAX(Responded_At__c) < 2026-01-01T00:00:00Z`, 'c')).to.deep.equal([
      'Detractor',
    ]);
    expect(org.values(`${grouped} ORDER BY COUNT(Id) ASC`, 'c')).to.deep.equal(['Detractor', 'Promoter']);
    expect(org.values(`${grouped} ORDER BY COUNT(Id) DESC LIMIT 1`, 'c')).to.deep.equal(['Promoter']);
  });

  it('show moments as the REST API does', () => {
    expect(
      org.values('SELECT MAX(Responded_At__c) newest FROM Feedback_Response__c', 'newest'),
    ).to.deep.equal(['2026-02-01T00:30:00.000+0000']);
  });

  describe('are refused', () => {
    const refused = (soql: string, message: string | RegExp) => {
      it(soql, () => {
        if (typeof message === 'string') {
          expect(org.refusal(soql)).to.equal(`MALFORMED_QUERY: ${message}`);
        } else {
          expect(org.refusal(soql)).to.match(message);
        }
      });
    };
    refused('SELECT Name, COUNT(Id) FROM Account', 'Field must be grouped or aggregated: Name');
    refused('SELECT Name FROM Account GROUP BY Industry', 'Field must be grouped or aggregated: Name');
    refused(
      'SELECT Industry FROM Account GROUP BY Industry ORDER BY Name',
      'Field must be grouped or aggregated: Name',
    );
    refused(
      'SELECT Score__c FROM Feedback_Response__c GROUP BY Score__c',
      "field 'Score__c' can not be grouped in a query call",
    );
    refused(
      'SELECT Responded_At__c FROM Feedback_Response__c GROUP BY Responded_At__c',
      /can not be grouped/,
    );
    refused('SELECT Description FROM Account GROUP BY Description', /can not be grouped/);
    refused('SELECT SUM(Name) FROM Account', 'field Name does not support aggregate operator SUM');
    refused(
      'SELECT MAX(IsPartner__c) FROM Account',
      'field IsPartner__c does not support aggregate operator MAX',
    );
    refused('SELECT COUNT(Description) FROM Account', /does not support aggregate operator COUNT/);
    refused('SELECT Industry i, COUNT(Id) i FROM Account GROUP BY Industry', 'duplicate alias: i');
    refused('SELECT COUNT(Id) FROM Account LIMIT 5', /cannot also use LIMIT/);
    refused('SELECT COUNT(Id) FROM Account GROUP BY ROLLUP(Industry)', /ROLLUP.* is not supported/);
    refused('SELECT CALENDAR_YEAR(Name) FROM Account GROUP BY CALENDAR_YEAR(Name)', /cannot be applied/);
    refused(
      'SELECT COUNT(Id), (SELECT Id FROM ChildAccounts) FROM Account',
      /Child queries cannot be selected/,
    );
    refused(
      'SELECT CALENDAR_YEAR(convertTimezone(CreatedDate)) FROM Account GROUP BY CALENDAR_YEAR(convertTimezone(CreatedDate))',
      /is not supported/,
    );
  });

  it('are refused above 2,000 groups, which could not be paged', () => {
    const large = new QueryOrg();
    for (let index = 0; index <= 2000; index += 1) {
      large.insert('Account', { Name: `Account ${index}` });
    }
    const grouped = 'SELECT Name, COUNT(Id) FROM Account GROUP BY Name';
    expect(large.refusal(grouped)).to.match(/^EXCEEDED_ID_LIMIT: Aggregate query does not support queryMore/);
    expect(large.query(`${grouped} LIMIT 2000`).totalSize).to.equal(2000);
  });
});
