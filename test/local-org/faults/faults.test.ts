import { expect } from 'chai';
import type { Fault, FaultReport } from '../../../src/local-org/faults/fault.ts';
import { ADMIN, startGardenOrg } from '../http/garden-org.ts';
import type { Answer, GardenOrg } from '../http/garden-org.ts';

const DATA = '/services/data/v67.0';

describe('faults on demand', () => {
  let org: GardenOrg;
  before(async () => {
    org = await startGardenOrg({ faults: true });
  });
  after(async () => await org.close());
  afterEach(async () => {
    await control('DELETE');
    org.faults.add({ kind: 'apiUsage', used: 0 });
    org.faults.clear();
  });

  async function control(method: string, body?: unknown): Promise<Response> {
    return await fetch(`${org.url}/faults`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  }
  const arm = async (...faults: Fault[]): Promise<void> => {
    expect((await control('POST', faults)).status).to.equal(201);
  };
  const struck = (): number[] => org.faults.list().map((report) => report.struck);
  const versions = async (): Promise<number> => (await org.ask('GET', `${DATA}/limits`)).status;
  const upsert = async (key: string, name = key): Promise<Answer> =>
    await org.ask('PATCH', `${DATA}/sobjects/Plot__c/External_Id__c/${key}`, { body: { Name: name } });
  const isSaved = async (key: string): Promise<boolean> =>
    (await org.connection.query(`SELECT Id FROM Plot__c WHERE External_Id__c = '${key}'`)).totalSize === 1;
  /** What a client sees of a request whose connection ends. */
  async function failure(request: Promise<unknown>): Promise<string> {
    try {
      await request;
    } catch (error) {
      const { cause } = error as Error & { cause?: { code?: string } };
      return cause?.code ?? String(error);
    }
    throw new Error('the request was answered');
  }

  describe('control', () => {
    it('arms faults by HTTP, says how often each struck, and forgets them', async () => {
      await arm(
        { kind: 'answer', status: 503, times: 2 },
        { kind: 'delay', milliseconds: 1, times: 'always' },
      );
      expect(await versions()).to.equal(503);
      const reports = (await (await control('GET')).json()) as FaultReport[];
      expect(reports.map(({ struck: count, left }) => [count, left])).to.deep.equal([
        [1, 1],
        [1, 'always'],
      ]);
      expect(reports[0]?.fault).to.deep.equal({ kind: 'answer', status: 503, times: 2 });
      expect((await control('DELETE')).status).to.equal(204);
      expect(await (await control('GET')).json()).to.deep.equal([]);
      expect(await versions()).to.equal(200);
    });

    it('is no API call, and meets no faults itself', async () => {
      const used = async (): Promise<string | null> =>
        (await org.ask('GET', `${DATA}/limits`)).headers.get('sforce-limit-info');
      org.faults.add({ kind: 'apiUsage', used: 10 });
      await arm({ kind: 'cut', where: 'beforeRequest', match: { path: 'faults' }, times: 'always' });
      await control('GET');
      await control('GET');
      expect(await used()).to.equal('api-usage=11/100000');
      expect(struck()).to.deep.equal([1, 0]);
    });

    it('refuses what is no fault, names the mistake, and arms nothing', async () => {
      const mistakes: [unknown, RegExp][] = [
        [{ kind: 'explode' }, /kind must be one of answer, cut/],
        [{ kind: 'answer' }, /status is missing/],
        [{ kind: 'answer', status: 'x' }, /status must be an HTTP status/],
        [{ kind: 'cut', where: 'somewhere' }, /where must be one of beforeRequest/],
        [{ kind: 'delay', milliseconds: 1, match: { path: '(' } }, /match path must be a regular expression/],
        [{ kind: 'delay', milliseconds: 1, times: 0 }, /times must be a whole number from 1/],
        [{ kind: 'lock', accounts: ['003000000000001'] }, /accounts must be a list of account ids/],
        [{ kind: 'late' }, /seconds or requests is missing/],
        [{ kind: 'clock', seconds: 1, colour: 'red' }, /colour is not known/],
        ['cut', /it must be an object/],
      ];
      for (const [fault, message] of mistakes) {
        const answer = await control('POST', [{ kind: 'answer', status: 500 }, fault]);
        expect(answer.status, String(message)).to.equal(400);
        const [error] = (await answer.json()) as { errorCode: string; message: string }[];
        expect(error?.errorCode).to.equal('INVALID_INPUT');
        expect(error?.message).to.match(message);
      }
      expect(org.faults.list()).to.deep.equal([]);
      const page = await fetch(`${org.url}/faults`, { method: 'POST', body: '[]' });
      expect(page.status).to.equal(415);
    });

    it('is not there unless asked for at the start', async () => {
      const plain = await startGardenOrg();
      try {
        for (const method of ['GET', 'POST', 'DELETE'])
          expect((await fetch(`${plain.url}/faults`, { method })).status, method).to.equal(404);
        expect(() => plain.faults.add({ kind: 'delay', milliseconds: 1 })).to.throw('faults: true');
      } finally {
        await plain.close();
      }
    });

    it('waits for the requests that match, lets the first ones pass, and ends after so many', async () => {
      await arm({
        kind: 'answer',
        status: 500,
        match: { method: 'get', path: '/limits\\b' },
        after: 1,
        times: 2,
      });
      expect((await org.ask('GET', `${DATA}/query?q=SELECT+Id+FROM+Account`)).status).to.equal(200);
      expect([await versions(), await versions(), await versions(), await versions()]).to.deep.equal([
        200, 500, 500, 200,
      ]);
    });
  });

  describe('answers', () => {
    it('are a Salesforce error in place of the work', async () => {
      await arm({ kind: 'answer', status: 503, errorCode: 'SERVER_UNAVAILABLE', message: 'Too busy' });
      const answer = await upsert('refused');
      expect([answer.status, answer.json]).to.deep.equal([
        503,
        [{ message: 'Too busy', errorCode: 'SERVER_UNAVAILABLE' }],
      ]);
      expect(await isSaved('refused')).to.equal(false);
    });

    it('are an error although the work is done', async () => {
      await arm({ kind: 'answer', status: 500, errorCode: 'UNKNOWN_EXCEPTION', done: true });
      expect((await upsert('done')).status).to.equal(500);
      expect(await isSaved('done')).to.equal(true);
      expect((await upsert('done')).status).to.equal(200);
    });

    it('are a page that is no JSON', async () => {
      await arm({ kind: 'answer', status: 502, body: '<html>', headers: { 'Content-Type': 'text/html' } });
      const answer = await upsert('page');
      expect([answer.status, answer.text, answer.headers.get('content-type')]).to.deep.equal([
        502,
        '<html>',
        'text/html',
      ]);
    });

    it('reach jsforce as errors', async () => {
      await arm({ kind: 'answer', status: 400, errorCode: 'QUERY_TIMEOUT', match: { path: '/query' } });
      const error = await org.connection.query('SELECT Id FROM Account').then(
        () => undefined,
        (reason: Error & { errorCode?: string }) => reason.errorCode,
      );
      expect(error).to.equal('QUERY_TIMEOUT');
    });
  });

  describe('cut connections', () => {
    for (const reset of [false, true]) {
      const how = reset ? 'RST' : 'FIN';
      const code = reset ? /^ECONNRESET$/ : /^UND_ERR_SOCKET$/;
      const patch = { method: 'PATCH', path: 'Plot__c' };

      it(`before the request is read, by ${how}: nothing is done`, async () => {
        await arm({ kind: 'cut', where: 'beforeRequest', reset, match: patch });
        expect(await failure(upsert(`before${how}`))).to.match(code);
        expect(await isSaved(`before${how}`)).to.equal(false);
      });

      it(`within the request, by ${how}: nothing is done`, async () => {
        await arm({ kind: 'cut', where: 'withinRequest', bytes: 10, reset, match: patch });
        expect(await failure(upsert(`within${how}`, 'x'.repeat(60)))).to.match(code);
        expect(await isSaved(`within${how}`)).to.equal(false);
      });

      it(`before the answer, by ${how}: the work is done`, async () => {
        await arm({ kind: 'cut', where: 'beforeAnswer', reset, match: patch });
        expect(await failure(upsert(`after${how}`))).to.match(code);
        expect(await isSaved(`after${how}`)).to.equal(true);
      });

      it(`within the answer, by ${how}: the client has so many bytes of it`, async () => {
        await arm({ kind: 'cut', where: 'withinAnswer', bytes: 7, reset, match: patch });
        const response = await fetch(`${org.url}${DATA}/sobjects/Plot__c/External_Id__c/part${how}`, {
          method: 'PATCH',
          headers: { authorization: `Bearer ${org.token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ Name: 'part' }),
        });
        expect(response.status).to.equal(201);
        let received = '';
        const read = async (): Promise<void> => {
          for await (const piece of response.body!) received += Buffer.from(piece as Uint8Array).toString();
        };
        expect(await failure(read())).to.match(reset ? /ECONNRESET|UND_ERR_SOCKET/ : code);
        expect(received).to.equal('{"id":"');
        expect(await isSaved(`part${how}`)).to.equal(true);
      });
    }

    it('never let a whole answer pass, however many bytes may', async () => {
      await arm({ kind: 'cut', where: 'withinAnswer', bytes: 1_000_000 });
      expect(await failure(versions())).to.equal('UND_ERR_SOCKET');
    });

    it('end a request without a body too', async () => {
      await arm({ kind: 'cut', where: 'withinRequest', bytes: 10 });
      expect(await failure(versions())).to.equal('UND_ERR_SOCKET');
    });
  });

  describe('the org itself', () => {
    it('waits before it answers', async () => {
      await arm({ kind: 'delay', milliseconds: 150, times: 'always' });
      for (let round = 0; round < 2; round += 1) {
        const begin = performance.now();
        expect(await versions()).to.equal(200);
        expect(performance.now() - begin).to.be.within(145, 1500);
      }
    });

    it('ends every session, and gives bad tokens so many times', async () => {
      const { clientId, clientSecret } = org.registerClient(ADMIN);
      const newToken = async (): Promise<string> => {
        const response = await fetch(`${org.url}/services/oauth2/token`, {
          method: 'POST',
          body: new URLSearchParams({
            grant_type: 'client_credentials',
            client_id: clientId,
            client_secret: clientSecret,
          }),
        });
        return ((await response.json()) as { access_token: string }).access_token;
      };
      const statusWith = async (token: string): Promise<[number, string | undefined]> => {
        const { status, json } = await org.ask('GET', `${DATA}/sobjects/Plot__c`, { token });
        return [status, (json as unknown as { errorCode: string }[])[0]?.errorCode];
      };
      await arm({ kind: 'expireSessions', badTokens: 2, match: { path: '/sobjects/' } });
      expect((await org.ask('GET', `${DATA}/limits`)).status).to.equal(200);
      expect(await statusWith(org.token)).to.deep.equal([401, 'INVALID_SESSION_ID']);
      expect(await statusWith(await newToken())).to.deep.equal([401, 'INVALID_SESSION_ID']);
      expect(await statusWith(await newToken())).to.deep.equal([401, 'INVALID_SESSION_ID']);
      expect((await org.ask('GET', `${DATA}/limits`, { token: await newToken() })).status).to.equal(200);
      org.token = org.issueSession(ADMIN);
      org.connection.accessToken = org.token;
    });

    it('exhausts its daily limit without saying when to come back', async () => {
      await arm({ kind: 'apiUsage', used: 'all' });
      const { status, json, headers } = await org.ask('GET', `${DATA}/limits`);
      expect([status, json[0].errorCode]).to.deep.equal([403, 'REQUEST_LIMIT_EXCEEDED']);
      expect(headers.get('retry-after')).to.equal(null);
      expect(headers.get('sforce-limit-info')).to.equal('api-usage=100000/100000');
      await arm({ kind: 'apiUsage', used: 99_000 });
      const limits = await org.ask<Record<string, { Max: number; Remaining: number }>>(
        'GET',
        `${DATA}/limits`,
      );
      expect(limits.json['DailyApiRequests']).to.deep.equal({ Max: 100_000, Remaining: 999 });
    });

    it('has a clock that jumps', async () => {
      const before = org.org.clock().getTime();
      await arm({ kind: 'clock', seconds: 3600 });
      expect(org.org.clock().getTime()).to.equal(before + 3_600_000);
      const { id } = await org.connection.sobject('Plot__c').create({ Name: 'later' });
      const plot = await org.connection.sobject('Plot__c').retrieve(id!);
      expect(Date.parse(String(plot['CreatedDate']))).to.equal(before + 3_600_000);
      await arm({ kind: 'clock', seconds: -3600 });
      expect(org.org.clock().getTime()).to.equal(before);
    });
  });
});
