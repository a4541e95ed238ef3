import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { collapseSlashes } from '../../../src/local-org/http/server.ts';
import { startLocalOrg } from '../../../src/local-org/start.ts';
import { ADMIN, GARDEN, startGardenOrg } from './garden-org.ts';
import type { GardenOrg } from './garden-org.ts';

const DATA = '/services/data/v67.0';

describe('the server of the local org', () => {
  let org: GardenOrg;

  before(async () => {
    org = await startGardenOrg({ dailyApiLimit: 1000 });
  });
  after(async () => await org.close());

  it('lists its versions to anyone, 67.0 as the last', async () => {
    const versions = (await (await fetch(`${org.url}/services/data/`)).json()) as {
      version: string;
      label: string;
    }[];
    expect(versions.at(-1)).to.deep.equal({ label: "Summer '26", url: DATA, version: '67.0' });
    expect(versions[0]).to.include({ label: "Summer '14", version: '31.0' });
  });

  it('answers at any version, and where the address has doubled slashes', async () => {
    for (const path of ['/services/data/v51.0/limits', '/services/data/v99.0/limits', `/${DATA}//limits/`]) {
      expect((await org.ask('GET', path)).status, path).to.equal(200);
    }
    expect(collapseSlashes('//services//data?q=a//b?c')).to.equal('/services/data?q=a//b?c');
  });

  it('tells on every data answer how many calls were used', async () => {
    for (const path of ['limits', 'nope', 'query?q=x']) {
      const { headers } = await org.ask('GET', `${DATA}/${path}`);
      expect(headers.get('Sforce-Limit-Info'), path).to.match(/^api-usage=\d+\/1000$/);
    }
  });

  it('lists its resources and its limits', async () => {
    const resources = (await org.ask('GET', DATA)).json;
    expect(resources).to.include({ query: `${DATA}/query`, sobjects: `${DATA}/sobjects` });
    const { json } = await org.ask<{ DailyApiRequests: { Max: number; Remaining: number } }>(
      'GET',
      `${DATA}/limits`,
    );
    expect(json.DailyApiRequests.Max).to.equal(1000);
    expect(json.DailyApiRequests.Remaining).to.be.lessThan(1000);
    await org.connection.sobject('Plot__c').create({ Name: 'counted' });
    const { DataStorageMB: storage } = await org.connection.limits();
    expect(storage).to.deep.equal({ Max: 10_240, Remaining: 10_239 });
    const { connection } = await org.addUser('limits@example.com');
    expect(await connection.limits()).to.have.keys(['DailyApiRequests']);
    const counts = await org.ask('GET', `${DATA}/limits/recordCount?sObjects=Plot__c,Nope__c`);
    expect(counts.json).to.deep.equal({ sObjects: [{ count: 1, name: 'Plot__c' }] });
  });

  it('refuses every call beyond the daily limit until the next day', async () => {
    org.setDailyApiLimit(0);
    const refused = await org.ask('GET', `${DATA}/limits`);
    expect(refused.status).to.equal(403);
    expect(refused.json).to.deep.equal([
      { message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' },
    ]);
    org.setDailyApiLimit(1000);
    org.passMinutes(24 * 60);
    org.token = org.issueSession(ADMIN);
    org.connection.accessToken = org.token;
    const { headers } = await org.ask('GET', `${DATA}/limits`);
    expect(headers.get('Sforce-Limit-Info')).to.equal('api-usage=1/1000');
  });

  it('says clearly what it does not do, and never invents a success', async () => {
    const unsupported: [string, string][] = [
      ['GET', `${DATA}/search?q=FIND`],
      ['POST', `${DATA}/graphql/batch`],
      ['PATCH', `${DATA}/metadata/deployRequest/0Af000000000001`],
      ['POST', `${DATA}/actions/standard/emailSimple`],
      ['GET', `${DATA}/tooling/runTestsAsynchronous`],
      ['POST', '/services/async/60.0/job'],
      ['POST', '/cometd/60.0'],
    ];
    for (const [method, path] of unsupported) {
      const { status, json } = await org.ask(method, path);
      expect(status, path).to.equal(501);
      expect(json[0].errorCode, path).to.equal('FUNCTIONALITY_NOT_ENABLED');
      expect(json[0].message, path).to.match(/not supported by the local org/);
    }
    for (const api of ['s', 'T', 'c']) {
      const soap = await org.ask('POST', `/services/Soap/${api}/60.0`, { body: '<x/>' });
      expect([soap.status, soap.text.includes('sf:FUNCTIONALITY_NOT_ENABLED')], api).to.deep.equal([
        500,
        true,
      ]);
    }
    const tracking = await org.ask('GET', `${DATA}/tooling/sobjects/SourceMember/describe`, {
      token: org.token,
    });
    expect(tracking.status).to.equal(404);
    expect((await org.ask('GET', '/nowhere')).json[0].errorCode).to.equal('NOT_FOUND');
    expect((await org.ask('GET', `${DATA}/sobjects/%E0%A4%A`)).status).to.equal(404);
  });

  it('hides the inside of an unexpected error behind an id', async () => {
    const messages: string[] = [];
    const broken = await startGardenOrg({ log: (message) => messages.push(message) });
    try {
      broken.org.database.exec('DROP TABLE "Plot__c"');
      const { status, json, text } = await broken.ask('GET', `${DATA}/query?q=SELECT+Id+FROM+Plot__c`);
      expect(status).to.equal(500);
      expect(json[0].errorCode).to.equal('UNKNOWN_EXCEPTION');
      expect(text).not.to.match(/SQL|\.ts|no such table/);
      const [errorId] = /[\da-f-]{36}/.exec(json[0].message)!;
      expect(messages.some((message) => message.includes(errorId))).to.equal(true);
    } finally {
      await broken.close();
    }
  });
});

describe('starting the local org', () => {
  let directory: string;
  const options = { projects: [GARDEN], port: 0, clock: () => new Date('2026-07-01T09:00:00.000Z') };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'local-org-'));
  });
  afterEach(async () => await rm(directory, { recursive: true, force: true }));

  it('goes on from the state on disk: records, sessions, clients, passwords and the count of calls', async () => {
    const first = await startLocalOrg({ directory, ...options });
    const token = first.issueSession(ADMIN);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    await fetch(`${first.url}${DATA}/sobjects/Plot__c`, { method: 'POST', headers, body: '{"Name":"kept"}' });
    await first.close();
    const second = await startLocalOrg({ directory, ...options });
    try {
      expect(second.org.organizationId).to.equal(first.org.organizationId);
      const response = await fetch(`${second.url}${DATA}/query?q=SELECT+Name+FROM+Plot__c`, { headers });
      expect(await response.json()).to.have.nested.property('records[0].Name', 'kept');
      expect(response.headers.get('Sforce-Limit-Info')).to.equal('api-usage=2/100000');
    } finally {
      await second.close();
    }
  });

  it('refuses a directory that a running org uses, and takes it once that has stopped', async () => {
    const first = await startLocalOrg({ directory, ...options });
    await expectRejection(startLocalOrg({ directory, ...options }), {
      code: 'EDIRECTORYINUSE',
      message: directory,
    });
    await first.close();
    const second = await startLocalOrg({ directory, ...options });
    await second.close();
  });

  it('leaves nothing behind that would hinder the next start when it is killed', async () => {
    const startFile = new URL('../../../src/local-org/start.ts', import.meta.url);
    const script = `const { startLocalOrg } = await import(${JSON.stringify(startFile.href)});
      await startLocalOrg({ directory: ${JSON.stringify(directory)}, projects: [], port: 0, clock: () => new Date() });
      console.log('started');`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    await once(child.stdout, 'data');
    await expectRejection(startLocalOrg({ directory, ...options }), {
      code: 'EDIRECTORYINUSE',
      message: directory,
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await startLocalOrg({ directory, ...options })).close();
  });

  it('names the port that is taken, and leaves the directory free', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port } = blocker.address() as AddressInfo;
    try {
      await expectRejection(startLocalOrg({ directory, ...options, port }), {
        code: 'EADDRINUSE',
        message: `Port ${port} `,
      });
    } finally {
      await new Promise((resolve) => blocker.close(resolve));
    }
    await (await startLocalOrg({ directory, ...options, port })).close();
  });
});

async function expectRejection(
  promise: Promise<unknown>,
  expected: { code: string; message: string },
): Promise<void> {
  try {
    await promise;
  } catch (error) {
    expect(error).to.have.property('code', expected.code);
    expect(String(error)).to.include(expected.message);
    return;
  }
  throw new Error('It was not refused');
}
