import { expect } from 'chai';
import { Connection } from 'jsforce';
import { SalesforceFailure } from '../../src/salesforce/failure.ts';
import { mostRecordsPerCall, SalesforceOrg } from '../../src/salesforce/org.ts';
import type { SObjectRecord } from '../../src/salesforce/org.ts';
import type { OrgOptions } from '../../src/salesforce/org-requests.ts';
import { startScriptedOrg } from './scripted-org.ts';
import type { ScriptedAnswer, ScriptedOrg, ScriptedRequest } from './scripted-org.ts';

const busy: ScriptedAnswer = {
  status: 503,
  body: [{ errorCode: 'SERVER_UNAVAILABLE', message: 'Server Unavailable' }],
};
const nothingFound: ScriptedAnswer = { status: 200, body: { totalSize: 0, done: true, records: [] } };
const refusal: ScriptedAnswer = {
  status: 400,
  body: [{ errorCode: 'INVALID_FIELD', message: "No such column 'Nope'" }],
};

/** Confirms every record of a call, with its own external id as its record id. */
const confirm = ({ body }: ScriptedRequest): ScriptedAnswer => {
  const { records } = JSON.parse(body) as { records: { External_Id__c: string }[] };
  return {
    status: 200,
    body: records.map((record) => ({ success: true, id: record.External_Id__c, errors: [] })),
  };
};
const answersNamed = (count: number): SObjectRecord[] =>
  Array.from({ length: count }, (_, index) => ({ External_Id__c: `answer-${index}`, Score__c: 9 }));

describe('an org, through its client', () => {
  let server: ScriptedOrg | undefined;
  let pauses: number[];

  const start = async (
    answer: (request: ScriptedRequest, number: number) => ScriptedAnswer,
    options: OrgOptions = {},
  ) => {
    server = await startScriptedOrg(answer);
    const connection = new Connection({ instanceUrl: server.url, accessToken: 'token' });
    const sleep = async (milliseconds: number) => void pauses.push(milliseconds);
    const org = new SalesforceOrg(connection, { sleep, random: () => 1, ...options });
    return { org, requests: server.requests };
  };
  const failureOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );
  const upsert = (org: SalesforceOrg, records: SObjectRecord[]) =>
    org.upsert('Feedback_Response__c', 'External_Id__c', records);

  beforeEach(() => {
    pauses = [];
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it('is asked again when it is busy, each time after twice as long', async () => {
    const { org, requests } = await start((_, number) => (number <= 3 ? busy : nothingFound));
    expect(await org.query('SELECT Id FROM Account')).to.deep.equal([]);
    expect(requests).to.have.length(4);
    expect(pauses).to.deep.equal([1000, 2000, 4000]);
    expect(org.calls).to.equal(4);
  });

  it('is asked again sooner than that, as chance has it, so that many clients do not come back at once', async () => {
    const random = [0.1, 0, 0.7];
    const { org } = await start((_, number) => (number <= 3 ? busy : nothingFound), {
      random: () => random.shift() ?? 1,
    });
    await org.query('SELECT Id FROM Account');
    expect(pauses).to.deep.equal([100, 0, 2800]);
  });

  for (const [what, answer] of [
    ['a 500', { status: 500, body: 'Internal', contentType: 'text/plain' }],
    ['a 502 with a page of a proxy', { status: 502, body: '<html>Bad</html>', contentType: 'text/html' }],
    ['a 503 with a page', { status: 503, body: '<html>Busy</html>', contentType: 'text/html;charset=UTF-8' }],
    ['an answer that is cut within', 'cut within the answer'],
  ] as [string, ScriptedAnswer][]) {
    it(`is asked again after ${what}`, async () => {
      const { org, requests } = await start((_, number) => (number === 1 ? answer : nothingFound));
      expect(await org.query('SELECT Id FROM Account')).to.deep.equal([]);
      expect(requests).to.have.length(2);
    });
  }

  it('counts as unreachable when it is still busy at the fourth try', async () => {
    const { org, requests } = await start(() => busy);
    const failure = await failureOf(org.query('SELECT Id FROM Account'));
    expect(failure).to.be.instanceOf(SalesforceFailure);
    expect(failure).to.include({ kind: 'unreachable', code: 'SERVER_UNAVAILABLE' });
    expect(requests).to.have.length(4);
  });

  it('counts as unreachable when nobody listens there', async () => {
    const { org } = await start(() => nothingFound);
    await server?.close();
    const failure = await failureOf(org.query('SELECT Id FROM Account'));
    server = undefined;
    expect(failure).to.include({ kind: 'unreachable', code: 'ECONNREFUSED' });
  });

  it('counts as unreachable when its answers are cut each time, and nothing is left hanging', async () => {
    const { org } = await start(() => 'cut within the answer');
    const failure = await failureOf(upsert(org, answersNamed(1)));
    expect(failure).to.be.instanceOf(SalesforceFailure).and.include({ kind: 'unreachable' });
  });

  it('is given up in time when it never answers', async () => {
    const { org, requests } = await start(() => 'silence', { timeoutSeconds: 0.1 });
    const began = performance.now();
    const failure = await failureOf(org.query('SELECT Id FROM Account'));
    expect(failure).to.include({ kind: 'unreachable', code: 'TIMEOUT' });
    expect(performance.now() - began).to.be.lessThan(5000);
    expect(requests).to.have.length(4);
  });

  it('is not asked again what it refuses', async () => {
    const { org, requests } = await start(() => refusal);
    const failure = await failureOf(org.query('SELECT Nope FROM Account'));
    expect(failure).to.be.instanceOf(SalesforceFailure);
    expect(failure).to.include({ kind: 'refused', code: 'INVALID_FIELD', message: "No such column 'Nope'" });
    expect(requests).to.have.length(1);
    expect(pauses).to.deep.equal([]);
  });

  for (const [status, errorCode, kind] of [
    [403, 'REQUEST_LIMIT_EXCEEDED', 'later'],
    [401, 'INVALID_SESSION_ID', 'session'],
    [403, 'INSUFFICIENT_ACCESS', 'refused'],
  ] as const) {
    it(`is not asked again after ${errorCode}: ${kind}`, async () => {
      const { org, requests } = await start(() => ({ status, body: [{ errorCode, message: 'no' }] }));
      expect(await failureOf(org.query('SELECT Id FROM Account'))).to.include({ kind, code: errorCode });
      expect(requests).to.have.length(1);
    });
  }

  it('that answers with a page instead of records is a failure, and not a crash', async () => {
    const page: ScriptedAnswer = {
      status: 200,
      body: '<html>Sign in to the Wi-Fi</html>',
      contentType: 'text/html',
    };
    const { org } = await start(() => page);
    expect(await failureOf(org.query('SELECT Id FROM Account'))).to.be.instanceOf(SalesforceFailure);
    expect(await failureOf(upsert(org, answersNamed(1)))).to.be.instanceOf(SalesforceFailure);
  });

  it('gives all pages of a query, in order', async () => {
    const { org, requests } = await start((_, number) => ({
      status: 200,
      body: {
        done: number === 3,
        nextRecordsUrl: number === 3 ? undefined : `/services/data/v67.0/query/01g-${number * 2}`,
        records: [{ Id: number * 2 - 1 }, { Id: number * 2 }],
      },
    }));
    const rows = await org.query<{ Id: number }>("SELECT Id FROM Account WHERE Name = 'A&B +%'");
    expect(rows.map(({ Id }) => Id)).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect(requests.map(({ path }) => decodeURIComponent(path))).to.deep.equal([
      "/services/data/v67.0/query?q=SELECT Id FROM Account WHERE Name = 'A&B +%'",
      '/services/data/v67.0/query/01g-2',
      '/services/data/v67.0/query/01g-4',
    ]);
  });

  it(`takes ${mostRecordsPerCall} records a call, and tells of each in the order they were given`, async () => {
    const { org, requests } = await start(confirm);
    const outcomes = await upsert(org, answersNamed(450));
    const sizes = requests.map(({ body }) => (JSON.parse(body) as { records: unknown[] }).records.length);
    expect(sizes.toSorted((a, b) => b - a)).to.deep.equal([200, 200, 50]);
    expect(outcomes.map((outcome) => outcome.success && outcome.id)).to.deep.equal(
      Array.from({ length: 450 }, (_, index) => `answer-${index}`),
    );
  });

  it('is sent nothing when there is nothing to write', async () => {
    const { org, requests } = await start(confirm);
    expect(await upsert(org, [])).to.deep.equal([]);
    expect(requests).to.have.length(0);
  });

  it('is sent upserts by external id, each record on its own', async () => {
    const { org, requests } = await start(confirm);
    await upsert(org, answersNamed(1));
    expect(requests[0]).to.include({
      method: 'PATCH',
      path: '/services/data/v67.0/composite/sobjects/Feedback_Response__c/External_Id__c',
    });
    expect(JSON.parse(requests[0]?.body ?? '')).to.deep.equal({
      allOrNone: false,
      records: [{ attributes: { type: 'Feedback_Response__c' }, External_Id__c: 'answer-0', Score__c: 9 }],
    });
  });

  it('is sent the very same records again when it was busy', async () => {
    const { org, requests } = await start((request, number) => (number === 1 ? busy : confirm(request)));
    const outcomes = await upsert(org, answersNamed(3));
    expect(outcomes.every(({ success }) => success)).to.equal(true);
    expect(requests.map(({ body }) => body)).to.deep.equal([requests[0]?.body, requests[0]?.body]);
  });

  it('tells of each refused row what it asks for, and where', async () => {
    const errors = (statusCode: string, message: string, fields: string[] = []) => ({
      success: false,
      errors: [{ statusCode, message, fields }],
    });
    const { org } = await start(() => ({
      status: 200,
      body: [
        errors('UNKNOWN_EXCEPTION', 'An unexpected error occurred'),
        errors('STRING_TOO_LONG', 'data value too large', ['Comment__c', 'Name']),
        errors('STORAGE_LIMIT_EXCEEDED', 'storage limit exceeded'),
        { success: false, errors: [] },
      ],
    }));
    const outcomes = await upsert(org, answersNamed(4));
    expect(outcomes).to.deep.equal([
      {
        success: false,
        kind: 'tryAgain',
        code: 'UNKNOWN_EXCEPTION',
        message: 'An unexpected error occurred',
      },
      {
        success: false,
        kind: 'refused',
        code: 'STRING_TOO_LONG',
        message: 'data value too large (Comment__c, Name)',
      },
      {
        success: false,
        kind: 'later',
        code: 'STORAGE_LIMIT_EXCEEDED',
        message: 'storage limit exceeded',
      },
      { success: false, kind: 'tryAgain', code: 'UNKNOWN_EXCEPTION', message: '' },
    ]);
  });

  it('that answers about another number of records is not believed', async () => {
    const { org } = await start(() => ({ status: 200, body: [{ success: true, id: 'one', errors: [] }] }));
    const failure = await failureOf(upsert(org, answersNamed(2)));
    expect(failure).to.be.instanceOf(SalesforceFailure).and.include({ code: 'UNEXPECTED_ANSWER' });
  });
});
