import { expect } from 'chai';
import { findContactsByEmail } from '../../src/salesforce/find.ts';
import { signIn } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { partsForQuery, soql } from '../../src/salesforce/soql.ts';
import { startTestOrg } from '../support/test-org.ts';
import type { TestOrg } from '../support/test-org.ts';

/** Most bytes of a request's address and headers together (REST API Developer Guide, "Limits"). */
const longestAddress = 16_384;

describe('a query with values in it', () => {
  it('quotes a text and escapes what would end it', () => {
    expect(soql`WHERE Name = ${"O'Brien"}`).to.equal("WHERE Name = 'O\\'Brien'");
    expect(soql`WHERE Name = ${'say "hi"'}`).to.equal('WHERE Name = \'say \\"hi\\"\'');
    expect(soql`WHERE Name = ${'C:\\temp\\'}`).to.equal("WHERE Name = 'C:\\\\temp\\\\'");
    expect(soql`WHERE Name = ${"\\' OR Name != '"}`).to.equal("WHERE Name = '\\\\\\' OR Name != \\''");
  });

  it('writes line breaks, tabs and the like by their escape sequences', () => {
    expect(soql`${'a\nb\rc\td\be\ff'}`).to.equal("'a\\nb\\rc\\td\\be\\ff'");
  });

  it('leaves all other letters as they are', () => {
    expect(soql`${'Brückner & Söhne, 株式会社 😀 %_*'}`).to.equal("'Brückner & Söhne, 株式会社 😀 %_*'");
  });

  it('writes a list in parentheses, each of its texts quoted', () => {
    expect(soql`IN ${['a', "b'c"]}`).to.equal("IN ('a', 'b\\'c')");
    expect(soql`IN ${[1, 2]}`).to.equal('IN (1, 2)');
  });

  it('refuses an empty list, which SOQL cannot say', () => {
    expect(() => soql`IN ${[]}`).to.throw(RangeError, 'empty list');
  });

  it('writes a date as a datetime literal, and numbers, booleans and null without quotes', () => {
    const time = new Date('2026-06-30T08:00:00+02:00');
    expect(soql`${time} ${9.5} ${-1} ${true} ${false} ${null}`).to.equal(
      '2026-06-30T06:00:00.000Z 9.5 -1 true false null',
    );
  });

  it('refuses a number or a date that is none', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, new Date('never')]) {
      expect(() => soql`${value}`).to.throw(RangeError);
    }
  });

  describe('against an org', () => {
    let testOrg: TestOrg;
    let org: SalesforceOrg;

    before(async () => {
      testOrg = await startTestOrg(() => new Date());
      org = new SalesforceOrg(await signIn(testOrg.credentials, () => new Date()));
      const [accountId] = await testOrg.create('Account', { Name: 'Brückner & Söhne' });
      await testOrg.create(
        'Contact',
        { LastName: 'Anna', Email: 'anna@customer.example', AccountId: accountId },
        { LastName: "O'Brien", Email: "o'brien@customer.example", AccountId: accountId },
      );
    });
    after(() => testOrg.close());

    const hostile = [
      "x' OR Email != '",
      "x\\' OR Email != '",
      "x') OR (Email != '",
      "x'\n OR Email != '",
      'x" OR Email != "',
      'x\\',
      "anna@customer.example' OR LastName = 'O\\'Brien",
      '%',
      "\\'",
      '\\\\',
    ];
    for (const email of hostile) {
      it(`finds nothing for the e-mail ${JSON.stringify(email)}`, async () => {
        expect(await findContactsByEmail(org, [email])).to.deep.equal([]);
        expect(await org.query(soql`SELECT Id FROM Contact WHERE Email = ${email}`)).to.deep.equal([]);
      });
    }

    it('finds the contact whose e-mail has an apostrophe', async () => {
      const found = await findContactsByEmail(org, ["o'brien@customer.example", "x' OR Email != '"]);
      expect(found.map(({ name }) => name)).to.deep.equal(["O'Brien"]);
    });

    it('gives back a text exactly as it was stored', async () => {
      const surveys = { Name: 'S', Type__c: 'Relationship', Status__c: 'Open' };
      await testOrg.create('Feedback_Survey__c', { ...surveys, External_Id__c: 'a "b" \\ \'c\'' });
      const found = await org.query<{ External_Id__c: string }>(
        soql`SELECT External_Id__c FROM Feedback_Survey__c WHERE External_Id__c = ${'a "b" \\ \'c\''}`,
      );
      expect(found.map((row) => row.External_Id__c)).to.deep.equal(['a "b" \\ \'c\'']);
    });

    it('asks for as many values as there are, in as many queries as the address has room for', async () => {
      const emails = Array.from({ length: 3000 }, (_, index) => `person.${index}@a-rather-long-name.example`);
      const callsBefore = org.calls;
      const found = await findContactsByEmail(org, [...emails, 'anna@customer.example']);
      expect(found.map(({ email }) => email)).to.deep.equal(['anna@customer.example']);
      expect(org.calls - callsBefore).to.be.greaterThan(5);
    });
  });
});

describe('values that are too many for one query', () => {
  const addressOf = (part: string[]) => {
    const select = `SELECT ${'A_Field_With_A_Long_Name__c, '.repeat(20)}Id FROM Feedback_Response__c WHERE Email IN `;
    const path = `/services/data/v67.0/query?q=${encodeURIComponent(`${select}${soql`${part}`}`)}`;
    // as it travels: an address encodes apostrophes too
    return new URL(path, 'https://acme.my.salesforce.com').href;
  };

  for (const [kind, value] of [
    ['e-mails', (index: number) => `person${index}@customer.example`],
    ['record ids', (index: number) => `003${String(index).padStart(15, '0')}`],
    ['letters that take nine bytes in an address', (index: number) => `${'株'.repeat(20)}${index}`],
    ['quotes and backslashes', (index: number) => `${'\'\\"\n'.repeat(20)}${index}`],
  ] as const) {
    it(`are split so that each part fits an address: ${kind}`, () => {
      const values = Array.from({ length: 2000 }, (_, index) => value(index));
      const parts = partsForQuery(values);
      expect(parts.length).to.be.greaterThan(1);
      expect(parts.flat()).to.deep.equal(values);
      for (const part of parts) expect(addressOf(part).length).to.be.lessThan(longestAddress);
    });
  }

  it('are asked for once each', () => {
    expect(partsForQuery(['a', 'b', 'a'])).to.deep.equal([['a', 'b']]);
  });

  it('make no part, and so no query, when there are none', () => {
    expect(partsForQuery([])).to.deep.equal([]);
  });
});
