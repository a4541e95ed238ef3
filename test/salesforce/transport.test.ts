import { expect } from 'chai';
import { WholeAnswerTransport } from '../../src/salesforce/transport.ts';
import { startScriptedOrg } from './scripted-org.ts';
import type { ScriptedAnswer, ScriptedOrg } from './scripted-org.ts';

describe('the way to an org', () => {
  let server: ScriptedOrg | undefined;
  let heard: (string | undefined)[];

  const ask = async (answer: ScriptedAnswer, timeoutSeconds = 5) => {
    server = await startScriptedOrg(() => answer);
    const transport = new WholeAnswerTransport(timeoutSeconds, (headers) =>
      heard.push(headers['sforce-limit-info']),
    );
    return transport.httpRequest({ url: `${server.url}/services/data`, method: 'GET', body: '' });
  };
  const failureOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  beforeEach(() => {
    heard = [];
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  for (const status of [200, 403, 503]) {
    it(`tells of the headers of an answer with ${status}`, async () => {
      const headers = { 'Sforce-Limit-Info': 'api-usage=18/5000' };
      const answer = await ask({ status, body: [], headers });
      expect(answer).to.include({ statusCode: status, body: '[]' });
      expect(heard).to.deep.equal(['api-usage=18/5000']);
    });
  }

  it('does not count an answer that is cut within', async () => {
    expect(await failureOf(ask('cut within the answer'))).to.be.instanceOf(Error);
    expect(heard).to.deep.equal([]);
  });

  it('ends a request that is not answered in time', async () => {
    expect(await failureOf(ask('silence', 0.05))).to.include({ name: 'TimeoutError' });
  });
});
