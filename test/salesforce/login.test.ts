import { expect } from 'chai';
import { SalesforceFailure } from '../../src/salesforce/failure.ts';
import { signIn } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { startTestOrg } from '../support/test-org.ts';
import { startScriptedOrg } from './scripted-org.ts';
import type { ScriptedAnswer, ScriptedOrg, ScriptedRequest } from './scripted-org.ts';

const now = new Date('2026-06-30T08:00:00Z');
const clock = () => now;
const client = { clientId: 'client', clientSecret: 'secret' };
const expired: ScriptedAnswer = {
  status: 401,
  body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
};
const isLogin = ({ path }: ScriptedRequest) => path.startsWith('/services/oauth2/token');
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('signing in as a server', () => {
  let server: ScriptedOrg | undefined;

  /** An org whose login gives out numbered tokens, and whose data services answer as said. */
  const startOrg = async (
    answerData: (request: ScriptedRequest, logins: number) => ScriptedAnswer,
    answerLogin?: (logins: number) => ScriptedAnswer | undefined,
  ) => {
    let logins = 0;
    server = await startScriptedOrg((request) => {
      if (!isLogin(request)) return answerData(request, logins);
      logins += 1;
      const session = { access_token: `token ${logins}`, instance_url: server?.url };
      return answerLogin?.(logins) ?? { status: 200, body: session };
    });
    return server;
  };
  const open = async (url: string) => {
    const connection = await signIn({ loginUrl: url, ...client }, clock);
    return new SalesforceOrg(connection, { sleep: () => Promise.resolve() });
  };

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it('opens the org, as the user of its client', async () => {
    const testOrg = await startTestOrg(clock);
    try {
      const org = new SalesforceOrg(await signIn(testOrg.credentials, clock));
      const [user] = await org.query<{ Username: string }>(
        "SELECT Username FROM User WHERE Username = 'integration@norvale.example'",
      );
      expect(user?.Username).to.equal('integration@norvale.example');
    } finally {
      await testOrg.close();
    }
  });

  it('with a wrong secret, or as a client that the org does not know, is refused in plain words', async () => {
    const testOrg = await startTestOrg(clock);
    try {
      for (const wrong of [{ clientSecret: 'wrong' }, { clientId: 'nobody' }]) {
        const failure = await failureOf(signIn({ ...testOrg.credentials, ...wrong }, clock));
        expect(failure).to.be.instanceOf(SalesforceFailure);
        expect(failure).to.include({ kind: 'session', code: 'LOGIN_REFUSED' });
        expect((failure as Error).message).to.not.include(testOrg.credentials.clientSecret);
      }
    } finally {
      await testOrg.close();
    }
  });

  it('to an org that is not there says that it is unreachable', async () => {
    const gone = await startOrg(() => expired);
    await gone.close();
    server = undefined;
    const failure = await failureOf(signIn({ loginUrl: gone.url, ...client }, clock));
    expect(failure).to.be.instanceOf(SalesforceFailure);
    expect(failure).to.include({ kind: 'unreachable', code: 'ECONNREFUSED' });
  });

  it('to an org that is busy says that it is unreachable, and not that the login is wrong', async () => {
    const { url } = await startOrg(
      () => expired,
      () => ({ status: 503, body: 'Busy', contentType: 'text/plain' }),
    );
    const failure = await failureOf(signIn({ loginUrl: url, ...client }, clock));
    expect(failure).to.be.instanceOf(SalesforceFailure).and.include({ kind: 'unreachable' });
  });

  it('to something that is no org is a failure, and not a crash', async () => {
    for (const body of ['<html>Welcome</html>', '{}']) {
      const { url, close } = await startScriptedOrg(() => ({ status: 200, body }));
      const failure = await failureOf(signIn({ loginUrl: url, ...client }, clock));
      await close();
      expect(failure, body).to.be.instanceOf(SalesforceFailure);
    }
  });

  it('is done again when the session has ended, once', async () => {
    const { url, requests } = await startOrg((_, logins) =>
      logins === 1 ? expired : { status: 200, body: { records: [{ Id: 'found' }] } },
    );
    const org = await open(url);
    expect(await org.query('SELECT Id FROM Account')).to.deep.equal([{ Id: 'found' }]);
    expect(requests.filter(isLogin)).to.have.length(2);
  });

  it('does not go on for ever when the org refuses the session that it has just given out', async () => {
    const { url, requests } = await startOrg(() => expired);
    const org = await open(url);
    const failure = await failureOf(org.query('SELECT Id FROM Account'));
    expect(failure).to.be.instanceOf(SalesforceFailure).and.include({ kind: 'session' });
    expect(requests.filter(isLogin)).to.have.length(2);
    expect(requests.length).to.be.lessThan(6);
  });

  it('that fails when the session is to be renewed ends the session', async () => {
    const { url } = await startOrg(
      () => expired,
      (logins) =>
        logins === 1
          ? undefined
          : { status: 400, body: { error: 'invalid_client', error_description: 'secret rotated' } },
    );
    const org = await open(url);
    const failure = await failureOf(org.query('SELECT Id FROM Account'));
    expect(failure).to.be.instanceOf(SalesforceFailure).and.include({ kind: 'session' });
    expect((failure as Error).message).to.include('secret rotated');
  });
});
