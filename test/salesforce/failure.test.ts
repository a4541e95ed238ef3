import { expect } from 'chai';
import { asFailure, kindOf, SalesforceFailure } from '../../src/salesforce/failure.ts';
import type { FailureKind } from '../../src/salesforce/failure.ts';

const codesByKind: Record<FailureKind, string[]> = {
  tryAgain: [
    'UNABLE_TO_LOCK_ROW',
    'SERVER_UNAVAILABLE',
    'REQUEST_RUNNING_TOO_LONG',
    'QUERY_TIMEOUT',
    'ERROR_HTTP_500',
    'ERROR_HTTP_502',
    'ERROR_HTTP_503',
    'ERROR_HTTP_504',
    'ERROR_HTTP_429',
  ],
  later: ['REQUEST_LIMIT_EXCEEDED', 'STORAGE_LIMIT_EXCEEDED'],
  session: ['INVALID_SESSION_ID', 'INVALID_AUTH_HEADER', 'ERROR_HTTP_401'],
  refused: [
    'FIELD_CUSTOM_VALIDATION_EXCEPTION',
    'REQUIRED_FIELD_MISSING',
    'DUPLICATE_VALUE',
    'DUPLICATES_DETECTED',
    'STRING_TOO_LONG',
    'INVALID_CROSS_REFERENCE_KEY',
    'ENTITY_IS_DELETED',
    'INSUFFICIENT_ACCESS',
    'INSUFFICIENT_ACCESS_OR_READONLY',
    'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
    'INVALID_FIELD',
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    'ERROR_HTTP_400',
    'ERROR_HTTP_404',
    'A_CODE_THAT_NOBODY_KNOWS_YET',
  ],
  // never by a code: it is what remains after several tries
  unreachable: [],
  notInstalled: [],
  notAllowed: [],
};

describe('what an error of the org asks for', () => {
  for (const [kind, codes] of Object.entries(codesByKind)) {
    for (const code of codes) {
      it(`${code} is ${kind}`, () => expect(kindOf(code, '')).to.equal(kind));
    }
  }

  it('tells too many long requests at once from the limit of the day, though the code is the same', () => {
    const concurrent = 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.';
    expect(kindOf('REQUEST_LIMIT_EXCEEDED', concurrent)).to.equal('tryAgain');
    expect(kindOf('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')).to.equal('later');
  });
});

describe('an error of a client', () => {
  const ofClient = (changes: object) => Object.assign(new Error('words'), changes);

  it('keeps the code and the words of the org', () => {
    const failure = asFailure(ofClient({ errorCode: 'INVALID_FIELD' }));
    expect(failure).to.be.instanceOf(SalesforceFailure);
    expect(failure).to.include({ kind: 'refused', code: 'INVALID_FIELD', message: 'words' });
  });

  for (const code of ['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'ENOTFOUND', 'UND_ERR_SOCKET']) {
    it(`that is the network's ${code} may be tried again: its outcome is unknown`, () => {
      expect(asFailure(ofClient({ code }))).to.include({ kind: 'tryAgain', code });
      const wrapped = Object.assign(new TypeError('fetch failed'), { cause: { code } });
      expect(asFailure(wrapped)).to.include({ kind: 'tryAgain', code });
    });
  }

  it('that is a timeout may be tried again', () => {
    expect(asFailure(new DOMException('too long', 'TimeoutError'))).to.include({
      kind: 'tryAgain',
      code: 'TIMEOUT',
    });
  });

  it('that says that the session cannot be renewed is the end of the session', () => {
    expect(asFailure(new Error('Unable to refresh session due to: no'))).to.include({ kind: 'session' });
  });

  it('that is a failure already stays the one it is', () => {
    const failure = new SalesforceFailure('later', 'STORAGE_LIMIT_EXCEEDED', 'full');
    expect(asFailure(failure)).to.equal(failure);
  });

  it('that nobody foresaw is not tried again', () => {
    expect(asFailure(new Error('what?'))).to.include({ kind: 'refused', code: 'UNEXPECTED' });
    expect(asFailure('a text')).to.include({ kind: 'refused', message: 'a text' });
  });
});
