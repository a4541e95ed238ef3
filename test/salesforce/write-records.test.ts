import { expect } from 'chai';
import { Connection } from 'jsforce';
import { SalesforceFailure } from '../../src/salesforce/failure.ts';
import type { OrgOptions } from '../../src/salesforce/org-requests.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import type { RowOutcome, SObjectRecord } from '../../src/salesforce/org.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';
import { startScriptedOrg } from './scripted-org.ts';
import type { ScriptedAnswer, ScriptedOrg, ScriptedRequest } from './scripted-org.ts';

interface Row {
  External_Id__c: string;
  Account__c?: string;
  Score__c?: number;
}
const rowsOf = ({ body }: ScriptedRequest) => (JSON.parse(body) as { records: Row[] }).records;
const stored = ({ External_Id__c: id }: Row) => ({ success: true, id: `id of ${id}`, errors: [] });
const locked = {
  success: false,
  errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW', message: 'locked', fields: [] }],
};
const confirm = (request: ScriptedRequest): ScriptedAnswer => ({
  status: 200,
  body: rowsOf(request).map(stored),
});
const error = (status: number, errorCode: string, message = 'no'): ScriptedAnswer => ({
  status,
  body: [{ errorCode, message }],
});
const answersOf = (count: number, accounts = count): SObjectRecord[] =>
  Array.from({ length: count }, (_, index) => ({
    External_Id__c: `answer-${index}`,
    Account__c: `account-${index % accounts}`,
  }));
const byAccount = (record: SObjectRecord) => record.Account__c as string;
const soon = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

describe('writing records', () => {
  let server: ScriptedOrg | undefined;
  let pauses: number[];

  const start = async (
    answer: (request: ScriptedRequest, number: number) => ScriptedAnswer | Promise<ScriptedAnswer>,
    options: OrgOptions = {},
  ) => {
    server = await startScriptedOrg(answer);
    const connection = new Connection({ instanceUrl: server.url, accessToken: 'token' });
    const sleep = async (milliseconds: number) => void pauses.push(milliseconds);
    const org = new SalesforceOrg(connection, { sleep, random: () => 1, ...options });
    const upsert = (records: SObjectRecord[], groupOf?: (record: SObjectRecord) => string) =>
      org.upsert('Feedback_Response__c', 'External_Id__c', records, groupOf);
    return { org, upsert, requests: server.requests };
  };
  const idsOf = (outcomes: RowOutcome[]) =>
    outcomes.map((outcome) => (outcome.success ? outcome.id : outcome.code));
  const expectedIds = (records: SObjectRecord[]) =>
    records.map(({ External_Id__c: id }) => `id of ${id as string}`);

  beforeEach(() => {
    pauses = [];
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it('sends several calls at once, and no more than allowed; outcomes come in the order of the records', async () => {
    let underWay = 0;
    let most = 0;
    const { upsert, requests } = await start(
      async (request, number) => {
        underWay += 1;
        most = Math.max(most, underWay);
        await soon(number % 2 === 0 ? 10 : 40);
        underWay -= 1;
        return confirm(request);
      },
      { callsAtOnce: 3 },
    );
    const records = answersOf(1700);
    expect(idsOf(await upsert(records))).to.deep.equal(expectedIds(records));
    expect(requests).to.have.length(9);
    expect(most).to.equal(3);
  });

  it('never has one account in two calls under way, whichever call is slow and whichever rows are locked', async () => {
    const random = seededRandom(7);
    const underWay = new Map<string, number>();
    const overlaps: string[] = [];
    const { upsert } = await start(async (request) => {
      const accounts = new Set(rowsOf(request).map((row) => row.Account__c ?? ''));
      for (const account of accounts) {
        if (underWay.has(account)) overlaps.push(account);
        underWay.set(account, 1);
      }
      await soon(random() * 20);
      for (const account of accounts) underWay.delete(account);
      return {
        status: 200,
        body: rowsOf(request).map((row) => (random() < 0.02 ? locked : stored(row))),
      };
    });
    // two loads at once, and accounts larger than a call among them
    const records = answersOf(3000, 37).map((record, index) =>
      index % 4 === 0 ? { ...record, Account__c: 'large' } : record,
    );
    const loads = [records.slice(0, 1500), records.slice(1500)];
    const outcomes = await Promise.all(loads.map((load) => upsert(load, byAccount)));
    expect(overlaps).to.deep.equal([]);
    expect(idsOf(outcomes.flat())).to.deep.equal(expectedIds(records));
  });

  it('takes the fewest calls, though accounts are kept together', async () => {
    const { upsert, requests } = await start(confirm);
    await upsert(answersOf(2000, 300), byAccount);
    expect(requests).to.have.length(10);
  });

  it('writes a record that is given twice as one: later values count, and both get the outcome', async () => {
    const { upsert, requests } = await start(confirm);
    const outcomes = await upsert([
      { External_Id__c: 'a', Score__c: 3, Comment__c: 'slow' },
      { External_Id__c: 'b', Score__c: 5 },
      { External_Id__c: 'a', Score__c: 9 },
      { External_Id__c: 'A', Score__c: 1 },
    ]);
    expect(idsOf(outcomes)).to.deep.equal(['id of a', 'id of b', 'id of a', 'id of A']);
    const attributes = { type: 'Feedback_Response__c' };
    expect(rowsOf(requests[0]!)).to.deep.equal([
      { attributes, External_Id__c: 'a', Score__c: 9, Comment__c: 'slow' },
      { attributes, External_Id__c: 'b', Score__c: 5 },
      { attributes, External_Id__c: 'A', Score__c: 1 },
    ]);
  });

  it('takes the short and the long form of an id for the same record', async () => {
    const { org, requests } = await start((request) => ({
      status: 200,
      body: rowsOf(request).map(() => ({ success: true, id: 'one', errors: [] })),
    }));
    const outcomes = await org.update('Account', [
      { Id: '001000000000001AAA', Name: 'first' },
      { Id: '001000000000001', Name: 'second' },
    ]);
    expect(outcomes).to.have.length(2);
    expect(rowsOf(requests[0]!)).to.have.length(1);
  });

  it('sends rows that were locked again, those alone, after a while', async () => {
    const { upsert, requests } = await start((request, number) => ({
      status: 200,
      body: rowsOf(request).map((row, index) => (number <= 3 && index % 100 === 7 ? locked : stored(row))),
    }));
    const records = answersOf(450);
    expect(idsOf(await upsert(records))).to.deep.equal(expectedIds(records));
    expect(requests.map((request) => rowsOf(request).length).slice(3)).to.deep.equal([5]);
    expect(pauses).to.deep.equal([1000]);
  });

  it('tells of rows that stay locked that they may be tried again', async () => {
    const { upsert, requests } = await start((request) => ({
      status: 200,
      body: rowsOf(request).map((row) => (row.External_Id__c === 'answer-1' ? locked : stored(row))),
    }));
    const outcomes = await upsert(answersOf(3));
    expect(outcomes[1]).to.deep.equal({
      success: false,
      kind: 'tryAgain',
      code: 'UNABLE_TO_LOCK_ROW',
      message: 'locked',
    });
    expect([outcomes[0]?.success, outcomes[2]?.success]).to.deep.equal([true, true]);
    expect(requests).to.have.length(4);
  });

  for (const code of ['REQUEST_RUNNING_TOO_LONG', 'QUERY_TIMEOUT']) {
    it(`halves a call after ${code}, as often as it takes`, async () => {
      const { upsert, requests } = await start((request) =>
        rowsOf(request).length > 60 ? error(400, code) : confirm(request),
      );
      const records = answersOf(200);
      expect(idsOf(await upsert(records))).to.deep.equal(expectedIds(records));
      expect(requests.map((request) => rowsOf(request).length)).to.deep.equal([
        200, 100, 50, 50, 100, 50, 50,
      ]);
      expect(pauses).to.deep.equal([]);
    });
  }

  it('sets the one record aside that takes the org too long by itself', async () => {
    const { upsert } = await start((request) =>
      rowsOf(request).some((row) => row.External_Id__c === 'answer-5')
        ? error(400, 'REQUEST_RUNNING_TOO_LONG', 'too long')
        : confirm(request),
    );
    const outcomes = await upsert(answersOf(16));
    expect(outcomes.filter(({ success }) => !success)).to.deep.equal([outcomes[5]]);
    expect(outcomes[5]).to.include({
      kind: 'tryAgain',
      code: 'REQUEST_RUNNING_TOO_LONG',
      message: 'too long',
    });
  });

  it('sends fewer calls at once when the org says that there are too many', async () => {
    let underWay = 0;
    const atOnce: number[] = [];
    const { upsert } = await start(
      async (request) => {
        underWay += 1;
        atOnce.push(underWay);
        const tooMany = underWay > 4;
        await soon(15);
        underWay -= 1;
        return tooMany
          ? error(
              403,
              'REQUEST_LIMIT_EXCEEDED',
              'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
            )
          : confirm(request);
      },
      { callsAtOnce: 8, sleep: () => soon(20) },
    );
    const records = answersOf(8000);
    expect(idsOf(await upsert(records))).to.deep.equal(expectedIds(records));
    expect(Math.max(...atOnce)).to.be.greaterThan(4);
    expect(atOnce.filter((count) => count > 4).length).to.be.lessThan(20);
  });

  it('stops when a call fails for good: what was not sent stays unsent, and nothing is under way any more', async () => {
    let underWay = 0;
    const { upsert, requests } = await start(
      async (request, number) => {
        underWay += 1;
        await soon(number === 1 ? 5 : 40);
        underWay -= 1;
        return number === 1
          ? error(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')
          : confirm(request);
      },
      { callsAtOnce: 4 },
    );
    const failure = await upsert(answersOf(4000)).catch((reason: unknown) => reason);
    expect(failure).to.be.instanceOf(SalesforceFailure).and.include({ kind: 'later' });
    expect(requests).to.have.length(4);
    expect(underWay).to.equal(0);
  });

  it('goes no further than the budget of API calls', async () => {
    let used = 85;
    const { org, upsert, requests } = await start(
      (request) => {
        used += 1;
        const headers = { 'Sforce-Limit-Info': `api-usage=${used}/100` };
        return { status: 200, body: rowsOf(request).map(stored), headers };
      },
      { callsAtOnce: 1 },
    );
    const failure = await upsert(answersOf(4000)).catch((reason: unknown) => reason);
    expect(failure).to.be.instanceOf(SalesforceFailure).and.include({ kind: 'later', code: 'API_BUDGET' });
    expect(requests).to.have.length(5);
    expect(org.calls).to.equal(5);
    expect(org.apiUsage()).to.include({ used: 90, max: 100 });
  });

  it('deletes 200 to a call, and takes one that is gone already for deleted', async () => {
    const gone = {
      success: false,
      errors: [{ statusCode: 'ENTITY_IS_DELETED', message: 'gone', fields: [] }],
    };
    const { org, requests } = await start(({ path }) => {
      const ids = new URL(path, 'http://org').searchParams.get('ids')!.split(',');
      return { status: 200, body: ids.map((id) => (id === 'a7' ? gone : { id, success: true, errors: [] })) };
    });
    const ids = Array.from({ length: 201 }, (_, index) => `a${index}`);
    expect(idsOf(await org.remove(ids))).to.deep.equal(ids);
    expect(requests.map(({ method }) => method)).to.deep.equal(['DELETE', 'DELETE']);
    expect(await org.remove([])).to.deep.equal([]);
    expect(requests).to.have.length(2);
  });
});
