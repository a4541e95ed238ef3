import { expect } from 'chai';
import { Connection } from 'jsforce';
import { isOutage, SalesforceFailure } from '../../src/salesforce/failure.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { startScriptedOrg } from './scripted-org.ts';
import type { ScriptedAnswer, ScriptedOrg } from './scripted-org.ts';

const busy: ScriptedAnswer = { status: 503, body: '<html>Busy</html>', contentType: 'text/html' };
const found: ScriptedAnswer = { status: 200, body: { done: true, records: [{ Id: 'one' }] } };

describe('an org that is out of reach', () => {
  let server: ScriptedOrg | undefined;

  const start = async (answer: (number: number) => ScriptedAnswer | Promise<ScriptedAnswer>) => {
    server = await startScriptedOrg((_, number) => answer(number));
    const connection = new Connection({ instanceUrl: server.url, accessToken: 'token' });
    const sleep = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
    return { org: new SalesforceOrg(connection, { sleep, callsAtOnce: 10 }), requests: server.requests };
  };
  const askAtOnce = (org: SalesforceOrg, count: number) =>
    Promise.allSettled(Array.from({ length: count }, () => org.query('SELECT Id FROM Account')));

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it('is not hammered by all calls that are under way: one of them finds out for all', async () => {
    const { org, requests } = await start(() => busy);
    const results = await askAtOnce(org, 10);
    // ten that were under way, and three tries of one of them
    expect(requests).to.have.length(13);
    for (const result of results) {
      expect(result).to.include({ status: 'rejected' });
      expect((result as PromiseRejectedResult).reason).to.be.instanceOf(SalesforceFailure);
      expect((result as PromiseRejectedResult).reason).to.include({
        kind: 'unreachable',
        code: 'ERROR_HTTP_503',
      });
    }
  });

  it('is asked by nobody else meanwhile, and by all once it is back', async () => {
    const { org, requests } = await start((number) => (number <= 6 ? busy : found));
    const first = askAtOnce(org, 5);
    await new Promise((resolve) => setTimeout(resolve, 2));
    const late = await askAtOnce(org, 5);
    expect([...(await first), ...late].every(({ status }) => status === 'fulfilled')).to.equal(true);
    expect(requests.length).to.be.lessThan(18);
  });

  it('is asked afresh by later calls', async () => {
    const { org } = await start((number) => (number <= 4 ? busy : found));
    expect((await askAtOnce(org, 1))[0]?.status).to.equal('rejected');
    expect(await org.query('SELECT Id FROM Account')).to.deep.equal([{ Id: 'one' }]);
  });

  it('is told from a call whose own records are locked: others go on', async () => {
    const lock = { status: 400, body: [{ errorCode: 'UNABLE_TO_LOCK_ROW', message: 'locked' }] };
    const { org, requests } = await start((number) => (number === 1 ? lock : found));
    await askAtOnce(org, 5);
    expect(requests).to.have.length(6);
    const failureOf = (code: string) => new SalesforceFailure('tryAgain', code, '');
    for (const code of ['UNABLE_TO_LOCK_ROW', 'QUERY_TIMEOUT', 'TIMEOUT', 'REQUEST_LIMIT_EXCEEDED']) {
      expect(isOutage(failureOf(code)), code).to.equal(false);
    }
    for (const code of ['SERVER_UNAVAILABLE', 'ERROR_HTTP_502', 'ECONNREFUSED', 'UND_ERR_SOCKET']) {
      expect(isOutage(failureOf(code)), code).to.equal(true);
    }
    expect(isOutage(new SalesforceFailure('refused', 'INVALID_FIELD', ''))).to.equal(false);
  });
});
