import { expect } from 'chai';
import { findRelationshipAnswers } from '../../src/salesforce/find.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';

describe('reading answers from the org', () => {
  it('takes as many as there are: half a million of one account', async () => {
    const row = {
      Id: 'a00000000000001',
      External_Id__c: 'a',
      Account__c: '001000000000001',
      Contact__c: null,
      Score__c: 9,
      Responded_At__c: '2026-06-01T08:00:00.000+0000',
    };
    const records = Array.from({ length: 500_000 }, () => row);
    const connection = {
      instanceUrl: 'http://localhost',
      _transport: undefined,
      request: <Answer>() => Promise.resolve({ records } as Answer),
    };
    const answers = await findRelationshipAnswers(
      new SalesforceOrg(connection),
      [row.Account__c],
      new Date(0),
    );
    expect(answers).to.have.length(500_000);
  });
});
