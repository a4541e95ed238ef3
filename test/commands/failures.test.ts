import { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { problemText, reasonText, toSfError } from '../../src/command-line/failures.ts';
import { ImportInterrupted } from '../../src/intake/import-file.ts';
import { OutboxError } from '../../src/outbox/outbox.ts';
import type { OutboxErrorCode } from '../../src/outbox/outbox.ts';
import { SalesforceFailure } from '../../src/salesforce/failure.ts';
import type { FailureKind } from '../../src/salesforce/failure.ts';

/** What the command line makes of an error; fails the test when it is no error with a next step. */
function told(error: unknown): SfError {
  const result = toSfError(error);
  if (!(result instanceof SfError)) throw new Error(`not an error of the command line: ${String(result)}`);
  expect(result.message).to.not.include('%s');
  expect(result.actions).to.be.an('array').that.is.not.empty;
  expect(result.actions?.join(' ')).to.not.include('%s');
  return result as SfError;
}

describe('a failure, as the command line tells it', () => {
  const outboxCodes: OutboxErrorCode[] = ['otherOrg', 'full', 'busy', 'notAnOutbox', 'unreachable', 'failed'];
  for (const code of outboxCodes) {
    it(`of the outbox (${code}) names the outbox and the cause`, () => {
      const { message, name } = told(new OutboxError(code, 'my.sqlite', new Error('the cause')));
      expect(message).to.include('my.sqlite').and.include('the cause');
      expect(name).to.match(/^Outbox[A-Z]\w+Error$/);
    });
  }

  const kinds: FailureKind[] = ['tryAgain', 'later', 'session', 'unreachable', 'refused'];
  for (const kind of kinds) {
    it(`of the org (${kind}) gives its code and words, and says that nothing is lost`, () => {
      const { message, name } = told(new SalesforceFailure(kind, 'SOME_CODE', 'some words'));
      expect(message).to.include('SOME_CODE: some words').and.include('still waits in the outbox');
      expect(name).to.match(/^Org[A-Z]\w+Error$/);
    });
  }

  it('in the middle of a file says how far it came, why it stopped, and that it may be imported again', () => {
    const report = {
      file: 'answers.csv',
      read: 1500,
      stored: { new: 1490, updated: 4, unchanged: 5, erased: 0 },
      leftOut: 0,
      refused: 1,
      refusedLines: [],
    };
    const full = new OutboxError('full', 'my.sqlite', new Error('database or disk is full'));
    const { message, actions, data } = told(new ImportInterrupted(report, full));
    expect(message).to.include('answers.csv stopped after 1500 rows').and.include('no room left');
    expect(actions?.[0]).to.include('Free space');
    expect(actions?.at(-1)).to.include('import the file again');
    expect(data).to.deep.equal({ file: 'answers.csv', read: 1500, stored: report.stored, refused: 1 });
  });

  it('of a port names another pair of ports that does not meet this one', () => {
    const { actions } = told(Object.assign(new Error('in use'), { code: 'EADDRINUSE', port: 7701 }));
    expect(actions?.join(' ')).to.include('--port 7801');
  });

  it('of a full disk says that what was acknowledged is safe', () => {
    const { actions } = told(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }));
    expect(actions?.join(' ')).to.include('what was acknowledged is safe');
  });

  it('that nobody foresaw is told as it is', () => {
    const error = new Error('what?');
    expect(toSfError(error)).to.equal(error);
  });
});

describe('a reason why an answer is not in the org', () => {
  it('says what to do when it is our own', () => {
    const text = reasonText({ reason: { code: 'Unknown Contact', detail: 'anna@customer.example' } });
    expect(text).to.equal(
      'No contact has anna@customer.example. Create the contact, or correct the address.',
    );
  });

  it('gives the words of the org when the org refused it, percent signs and all', () => {
    const detail = 'A discount of 5% or %s is too much (Score__c)';
    expect(reasonText({ reason: { code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', detail } })).to.equal(
      `The org refused it: FIELD_CUSTOM_VALIDATION_EXCEPTION: ${detail}`,
    );
  });

  it('says that nothing is to be done while it is tried again', () => {
    const notBefore = new Date('2026-06-30T08:00:00Z');
    const reason = { code: 'UNABLE_TO_LOCK_ROW', detail: 'unable to obtain exclusive access' };
    expect(reasonText({ reason, notBefore })).to.equal(
      `Nothing to do: it is tried again after ${notBefore.toLocaleString()} (UNABLE_TO_LOCK_ROW: unable to obtain exclusive access).`,
    );
  });

  it('names the question that the survey does not have', () => {
    const text = reasonText({ reason: { code: 'Unknown Question', detail: 'delivery_time' } });
    expect(text).to.include('no question with the key delivery_time').and.include('retry');
  });
});

describe('a problem of a row', () => {
  it('is told in the words of its file, percent signs and all', () => {
    expect(problemText({ code: 'scoreNotWhole', values: ['9%'] })).to.equal(
      'The score "9%" is not a whole number.',
    );
    expect(problemText({ code: 'emailWrong', values: ['%s%d'] })).to.equal(
      '"%s%d" is not an e-mail address.',
    );
    expect(problemText({ code: 'choiceUnknown', values: ['%s', 'channel', 'Email, Web'] })).to.equal(
      '"%s" in column "channel" is not one of: Email, Web.',
    );
  });
});
