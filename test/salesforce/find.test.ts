import { expect } from 'chai';
import { findAnswers } from '../../src/salesforce/find-account-facts.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';

describe('reading answers from the org', () => {
  it('takes as many as there are: half a million of one account', async () => {
    const row = {
      Id: 'a00000000000001',
      Account__c: '001000000000001',
      Contact__c: null,
      Contact__r: null,
      Respondent_Role__c: null,
      Score__c: 9,
      Responded_At__c: '2026-06-01T08:00:00.000+0000',
      Channel__c: 'Email',
      Is_Verified__c: true,
      Is_Current__c: false,
      Survey__r: { Type__c: 'Relationship' },
    };
    const records = Array.from({ length: 500_000 }, () => row);
    const connection = {
      instanceUrl: 'http://localhost',
      _transport: undefined,
      request: <Answer>() => Promise.resolve({ records } as Answer),
    };
    const answers = await findAnswers(new SalesforceOrg(connection), [row.Account__c], new Date(0));
    expect(answers).to.have.length(500_000);
  });
});
