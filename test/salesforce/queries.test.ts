import { expect } from 'chai';
import { Connection } from 'jsforce';
import { SalesforceFailure } from '../../src/salesforce/failure.ts';
import { JoinedQueries } from '../../src/salesforce/joined-queries.ts';
import { signIn } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { startTestOrg } from '../support/test-org.ts';
import type { TestOrg } from '../support/test-org.ts';
import { startScriptedOrg } from './scripted-org.ts';
import type { ScriptedAnswer, ScriptedOrg, ScriptedRequest } from './scripted-org.ts';

const now = new Date('2026-06-30T08:00:00Z');
const clock = () => now;

describe('several queries in one call', () => {
  let testOrg: TestOrg;
  let org: SalesforceOrg;

  before(async () => {
    testOrg = await startTestOrg(clock);
    const names = Array.from({ length: 200 }, (_, index) => ({
      Name: `Account ${String(index).padStart(3, '0')}`,
    }));
    await testOrg.create('Account', ...names);
    org = new SalesforceOrg(await signIn(testOrg.credentials, clock));
  });
  after(() => testOrg.close());

  const nameQuery = (index: number) =>
    `SELECT Name FROM Account WHERE Name = 'Account ${String(index).padStart(3, '0')}'`;

  it('cost three calls for eleven, and bring each its own rows', async () => {
    const before = org.calls;
    const rows = await org.queries<{ Name: string }[]>(
      Array.from({ length: 11 }, (_, index) => nameQuery(index)),
    );
    expect(org.calls - before).to.equal(3);
    expect(rows.map(([row]) => row?.Name)).to.deep.equal(
      Array.from({ length: 11 }, (_, index) => `Account ${String(index).padStart(3, '0')}`),
    );
  });

  it('count as few in the org as here', async () => {
    await org.query(nameQuery(0));
    const { used: before } = org.apiUsage() ?? { used: Number.NaN };
    await org.queries([nameQuery(0), nameQuery(1), nameQuery(2), nameQuery(3), nameQuery(4)]);
    expect(org.apiUsage()?.used).to.equal(before + 1);
  });

  it('may each be of another object, and find nothing', async () => {
    const [accounts, users, none] = await org.queries<
      [{ Name: string }, { Username: string }, { Id: string }]
    >([
      "SELECT Name FROM Account WHERE Name = 'Account 007'",
      "SELECT Username FROM User WHERE Username = 'integration@norvale.example'",
      "SELECT Id FROM Account WHERE Name = 'Nobody & Sons +'",
    ]);
    expect(accounts[0]?.Name).to.equal('Account 007');
    expect(users[0]?.Username).to.equal('integration@norvale.example');
    expect(none).to.deep.equal([]);
  });

  it('are joined when those who ask know nothing of each other, and each gets its own rows', async () => {
    const joined = new JoinedQueries(org);
    const before = org.calls;
    const ask = (index: number) => joined.query<{ Name: string }>(nameQuery(index));
    const rows = await Promise.all([1, 2, 3, 4, 5, 6].map((index) => ask(index)));
    expect(rows.map(([row]) => row?.Name)).to.deep.equal(
      [1, 2, 3, 4, 5, 6].map((index) => `Account 00${index}`),
    );
    expect(org.calls - before).to.equal(2);
    const failures = await Promise.allSettled([ask(7), joined.query('SELECT Nope__c FROM Account')]);
    expect(failures.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect((await ask(8))[0]?.Name).to.equal('Account 008');
  });

  it('of nothing cost nothing', async () => {
    const before = org.calls;
    expect(await org.queries([])).to.deep.equal([]);
    expect(org.calls).to.equal(before);
  });

  it('say which failure one of them has', async () => {
    const failure = await org
      .queries([nameQuery(1), 'SELECT Nope__c FROM Account'])
      .catch((reason: unknown) => reason);
    expect(failure)
      .to.be.instanceOf(SalesforceFailure)
      .and.include({ kind: 'refused', code: 'INVALID_FIELD' });
    expect((failure as Error).message).to.include('Nope__c');
  });

  it('find what is in the recycle bin when asked for it, and only then', async () => {
    const [id = ''] = await testOrg.create('Account', { Name: 'Gone' });
    await testOrg.remove('Account', id);
    const soql = "SELECT Id, IsDeleted FROM Account WHERE Name = 'Gone'";
    expect(await org.query(soql)).to.deep.equal([]);
    const [row] = await org.query<{ Id: string; IsDeleted: boolean }>(soql, { deleted: true });
    expect(row).to.include({ Id: id, IsDeleted: true });
    const [there, notThere] = await org.queries<[{ Id: string }, { Id: string }]>(
      [soql, "SELECT Id FROM Account WHERE Name = 'Never was'"],
      { deleted: true },
    );
    expect([there.length, notThere.length]).to.deep.equal([1, 0]);
  });
});

describe('several queries in one call, of an org that does as told', () => {
  let server: ScriptedOrg | undefined;

  const start = async (answer: (request: ScriptedRequest, number: number) => ScriptedAnswer) => {
    server = await startScriptedOrg(answer);
    const connection = new Connection({ instanceUrl: server.url, accessToken: 'token' });
    const org = new SalesforceOrg(connection, { sleep: () => Promise.resolve() });
    return { org, requests: server.requests };
  };
  const subanswers = (...answers: { httpStatusCode: number; body: unknown }[]): ScriptedAnswer => ({
    status: 200,
    body: { compositeResponse: answers },
  });
  const page = (ids: string[], nextRecordsUrl?: string) => ({
    httpStatusCode: 200,
    body: { done: nextRecordsUrl === undefined, nextRecordsUrl, records: ids.map((Id) => ({ Id })) },
  });

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it('are read on where one has further pages', async () => {
    const { org, requests } = await start(({ path }) => {
      if (path.endsWith('/composite')) {
        return subanswers(page(['1', '2'], '/services/data/v67.0/query/01g-2'), page(['9']));
      }
      return path.endsWith('01g-2')
        ? { status: 200, body: page(['3'], '/services/data/v67.0/query/01g-4').body }
        : { status: 200, body: page(['4']).body };
    });
    const [many, few] = await org.queries<[{ Id: string }, { Id: string }]>(['SELECT a', 'SELECT b']);
    expect(many.map(({ Id }) => Id)).to.deep.equal(['1', '2', '3', '4']);
    expect(few.map(({ Id }) => Id)).to.deep.equal(['9']);
    expect(requests).to.have.length(3);
  });

  it('are asked by themselves where one failed for now', async () => {
    const { org, requests } = await start(({ path }) =>
      path.endsWith('/composite')
        ? subanswers(page(['1']), {
            httpStatusCode: 500,
            body: [{ errorCode: 'UNKNOWN_EXCEPTION', message: '' }],
          })
        : { status: 200, body: page(['2']).body },
    );
    expect(await org.queries(['SELECT a', 'SELECT b'])).to.deep.equal([[{ Id: '1' }], [{ Id: '2' }]]);
    expect(requests.map(({ path }) => path.replace(/^.*v67.0/, ''))).to.deep.equal([
      '/composite',
      '/query?q=SELECT%20b',
    ]);
  });

  for (const [what, body] of [
    ['a page of a proxy', '<html>Sign in</html>'],
    ['answers to fewer', { compositeResponse: [page(['1'])] }],
  ] as const) {
    it(`do not believe ${what}`, async () => {
      const { org } = await start(() => ({ status: 200, body }));
      const failure = await org.queries(['SELECT a', 'SELECT b']).catch((reason: unknown) => reason);
      expect(failure)
        .to.be.instanceOf(SalesforceFailure)
        .and.include({ kind: 'unreachable', code: 'UNEXPECTED_ANSWER' });
      expect((failure as Error).message).to.include('/composite');
    });
  }
});
