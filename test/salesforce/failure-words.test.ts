import { expect } from 'chai';
import { asFailure, kindOf } from '../../src/salesforce/failure.ts';

describe('the words of an error', () => {
  it('tell limits of what goes on at once from the limit of the day', () => {
    for (const words of [
      'ConcurrentPerOrgLongTxn Limit exceeded.',
      'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
    ])
      expect(kindOf('REQUEST_LIMIT_EXCEEDED', words)).to.equal('tryAgain');
    expect(kindOf('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')).to.equal('later');
  });

  it('tell a trigger that met a lock from one that refuses', () => {
    const code = 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY';
    expect(kindOf(code, 'AfterUpdate caused by: UNABLE_TO_LOCK_ROW, unable to obtain')).to.equal('tryAgain');
    expect(kindOf(code, 'AfterUpdate caused by: System.NullPointerException')).to.equal('refused');
  });

  it('tell a retry that meets its own first try from a value that another record has', () => {
    const words = (field: string) =>
      `duplicate value found: ${field} duplicates value on record with id: a0X000000000001`;
    expect(kindOf('DUPLICATE_VALUE', words('External_Id__c'))).to.equal('tryAgain');
    expect(kindOf('DUPLICATE_VALUE', words('Key__c'))).to.equal('refused');
    expect(kindOf('DUPLICATE_VALUE', 'Duplicate external id specified: x')).to.equal('refused');
  });

  it('tell a network that failed from a mistake of ours, which is not tried again', () => {
    for (const words of ['fetch failed', 'terminated'])
      expect(asFailure(new TypeError(words))).to.include({ kind: 'tryAgain', code: 'NETWORK_ERROR' });
    const mistakes = [
      new TypeError("Cannot read properties of undefined (reading 'id')"),
      Object.assign(new TypeError('The "path" argument must be of type string'), {
        code: 'ERR_INVALID_ARG_TYPE',
      }),
    ];
    for (const mistake of mistakes)
      expect(asFailure(mistake)).to.include({ kind: 'refused', code: 'UNEXPECTED' });
  });
});
