import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { SalesforceFailure } from '../../src/salesforce/failure.ts';
import { audienceOf } from '../../src/salesforce/jwt-assertion.ts';
import { signInWithJwt } from '../../src/salesforce/login.ts';
import type { JwtCredentials } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { integrationUser, startTestOrg } from '../support/test-org.ts';
import type { TestOrg } from '../support/test-org.ts';
import { startScriptedOrg } from './scripted-org.ts';
import type { ScriptedAnswer } from './scripted-org.ts';

const start = new Date('2026-06-30T08:00:00Z');
const makeKey = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const { privateKey, publicKey } = makeKey();
const userQuery = `SELECT Username FROM User WHERE Username = '${integrationUser}'`;

describe('signing in by an assertion', () => {
  let now = start;
  const clock = () => now;
  let testOrg: TestOrg;
  let credentials: JwtCredentials;

  const refusalOf = async (
    changes: Partial<JwtCredentials>,
    ownClock = clock,
  ): Promise<SalesforceFailure> => {
    const failure: unknown = await signInWithJwt({ ...credentials, ...changes }, ownClock).catch(
      (reason: unknown) => reason,
    );
    expect(failure).to.be.instanceOf(SalesforceFailure);
    return failure as SalesforceFailure;
  };

  before(async () => {
    testOrg = await startTestOrg(clock);
    const { clientId } = testOrg.localOrg.registerClient(integrationUser, publicKey);
    credentials = { loginUrl: testOrg.localOrg.url, clientId, username: integrationUser, privateKey };
  });
  after(() => testOrg.close());
  beforeEach(() => {
    now = start;
  });

  it('opens the org as its user', async () => {
    const org = new SalesforceOrg(await signInWithJwt(credentials, clock));
    expect(await org.query(userQuery)).to.have.length(1);
    expect(org.authorization()).to.deep.equal({
      instanceUrl: testOrg.localOrg.url,
      accessToken: org.accessToken,
    });
  });

  it('is done again when the session has ended, by a new assertion', async () => {
    const org = new SalesforceOrg(await signInWithJwt(credentials, clock));
    const { accessToken } = org;
    now = new Date(start.getTime() + 24 * 3_600_000);
    expect(await org.query(userQuery)).to.have.length(1);
    expect(org.accessToken).to.not.equal(accessToken);
  });

  it('is done again when somebody who sends past the client finds that the session has ended', async () => {
    const org = new SalesforceOrg(await signInWithJwt(credentials, clock));
    const { accessToken } = org.authorization();
    await org.renewSession();
    expect(org.accessToken).to.equal(accessToken);
    now = new Date(start.getTime() + 24 * 3_600_000);
    await org.renewSession();
    expect(org.accessToken).to.not.equal(accessToken);
  });

  it('with another key, as another user, or as an unknown client is refused, in plain words', async () => {
    const cases: [Partial<JwtCredentials>, string][] = [
      [{ privateKey: makeKey().privateKey }, 'invalid assertion'],
      [{ username: 'admin@rapport.example' }, "user hasn't approved this consumer"],
      [{ username: 'nobody@rapport.example' }, "user hasn't approved this consumer"],
      [{ clientId: 'nobody' }, 'client identifier invalid'],
      [{ audience: 'https://elsewhere.example' }, 'audience is invalid'],
    ];
    for (const [changes, words] of cases) {
      const failure = await refusalOf(changes);
      expect(failure).to.include({ kind: 'session', code: 'LOGIN_REFUSED' });
      expect(failure.message).to.include(words);
    }
  });

  it('by a clock that is far behind is refused: the assertion is over before it comes', async () => {
    const failure = await refusalOf({}, () => new Date(start.getTime() - 600_000));
    expect(failure).to.include({ kind: 'session', code: 'LOGIN_REFUSED' });
    expect(failure.message).to.include('expired');
  });

  it('with what is no RSA key is refused at once, and says nothing of the key', async () => {
    const elliptic = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    }).privateKey;
    for (const wrong of ['', 'secret words', privateKey.slice(0, 200), publicKey, elliptic]) {
      const failure = await refusalOf({ privateKey: wrong });
      expect(failure).to.include({ kind: 'session', code: 'PRIVATE_KEY_INVALID' });
      expect(failure.message).to.not.include('secret words');
      expect(failure.cause).to.equal(undefined);
    }
  });

  it('is out of reach, and not over, when the login does not answer while a session is renewed', async () => {
    let logins = 0;
    const unavailable: ScriptedAnswer = { status: 503, body: 'Busy', contentType: 'text/plain' };
    const server = await startScriptedOrg(({ path }) => {
      if (!path.startsWith('/services/oauth2/')) {
        return {
          status: 401,
          body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
        };
      }
      logins += 1;
      if (logins > 1) return unavailable;
      return { status: 200, body: { access_token: 'token', instance_url: server.url } };
    });
    try {
      const connection = await signInWithJwt({ ...credentials, loginUrl: server.url }, clock);
      const org = new SalesforceOrg(connection, { sleep: () => Promise.resolve() });
      const results = await Promise.allSettled([org.query(userQuery), org.query(userQuery), org.limits()]);
      for (const result of results) {
        expect((result as PromiseRejectedResult).reason)
          .to.be.instanceOf(SalesforceFailure)
          .and.include({ kind: 'unreachable' });
      }
    } finally {
      await server.close();
    }
  });
});

describe('the audience of an assertion', () => {
  for (const [loginUrl, audience] of [
    ['https://login.salesforce.com', 'https://login.salesforce.com'],
    ['https://test.salesforce.com/', 'https://test.salesforce.com'],
    ['https://acme.my.salesforce.com', 'https://login.salesforce.com'],
    ['https://acme-dev-ed.develop.my.salesforce.com', 'https://login.salesforce.com'],
    ['https://acme--uat.sandbox.my.salesforce.com', 'https://test.salesforce.com'],
    ['https://nice-moose-123.scratch.my.salesforce.com/', 'https://test.salesforce.com'],
    ['https://acme.my.site.com/customers/', 'https://acme.my.site.com/customers'],
    ['http://localhost:8123/', 'http://localhost:8123'],
    ['https://evil.example/login.salesforce.com', 'https://evil.example/login.salesforce.com'],
  ] as const) {
    it(`at ${loginUrl} is ${audience}`, () => expect(audienceOf(loginUrl)).to.equal(audience));
  }
});
