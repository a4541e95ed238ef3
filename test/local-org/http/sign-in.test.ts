import { expect } from 'chai';
import { Connection, OAuth2 } from 'jsforce';
import { ADMIN, startGardenOrg } from './garden-org.ts';
import type { GardenOrg } from './garden-org.ts';

describe('signing in to the local org', () => {
  let org: GardenOrg;

  before(async () => {
    org = await startGardenOrg();
    await org.setPassword(ADMIN, ' p&ss<word> 1 ');
  });
  after(async () => await org.close());

  /** Asks for a token as a form, and returns the answer. */
  async function requestToken(
    form: Record<string, string>,
  ): Promise<{ status: number; body: Record<string, string> }> {
    const response = await fetch(`${org.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  }

  it('takes a token in the form that clients expect, and answers who that is', async () => {
    expect(org.token).to.match(/^00D\w{12}![.\w]{50,}$/);
    const identity = await org.connection.identity();
    expect(identity.username).to.equal(ADMIN);
    expect(identity.organization_id).to.equal(org.org.organizationId);
    const { json } = await org.ask<Record<string, string>>('GET', '/services/oauth2/userinfo');
    expect(json.preferred_username).to.equal(ADMIN);
    expect(json.user_id).to.equal(identity.user_id);
  });

  it('refuses an unknown token with INVALID_SESSION_ID', async () => {
    const { status, json } = await org.ask('GET', '/services/data/v67.0/limits', { token: `${org.token}x` });
    expect(status).to.equal(401);
    expect(json).to.deep.equal([{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]);
    const missing = await fetch(`${org.url}/services/data/v67.0/limits`);
    expect(missing.status).to.equal(401);
    const userInfo = await org.ask('GET', '/services/oauth2/userinfo', { token: 'x' });
    expect([userInfo.status, userInfo.text]).to.deep.equal([403, 'Bad_OAuth_Token']);
  });

  it('keeps no token or secret that could be read from its database', async () => {
    const client = org.registerClient(ADMIN);
    const tables = org.org.database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    for (const { name } of tables) {
      const text = JSON.stringify(org.org.database.prepare(`SELECT * FROM "${String(name)}"`).all());
      expect(text, String(name)).not.to.include(org.token);
      expect(text, String(name)).not.to.include(client.clientSecret);
    }
  });

  it('ends a session that was not used for two hours, and not one that was', async () => {
    const used = org.issueSession(ADMIN);
    const unused = org.issueSession(ADMIN);
    org.passMinutes(90);
    expect((await org.ask('GET', '/services/data/v67.0/limits', { token: used })).status).to.equal(200);
    org.passMinutes(90);
    expect((await org.ask('GET', '/services/data/v67.0/limits', { token: used })).status).to.equal(200);
    expect((await org.ask('GET', '/services/data/v67.0/limits', { token: unused })).status).to.equal(401);
    org.token = org.issueSession(ADMIN);
    org.connection.accessToken = org.token;
  });

  it('signs a client in as the user that it runs as', async () => {
    const { clientId, clientSecret } = org.registerClient(ADMIN);
    const oauth2 = new OAuth2({ loginUrl: org.url, clientId, clientSecret });
    const token = await oauth2.requestToken({ grant_type: 'client_credentials' });
    expect(token.instance_url).to.equal(org.url);
    const connection = new Connection({ instanceUrl: token.instance_url, accessToken: token.access_token });
    expect((await connection.identity()).username).to.equal(ADMIN);
    const authorized = new Connection({ oauth2: { loginUrl: org.url, clientId, clientSecret } });
    const userInfo = await authorized.authorize({ grant_type: 'client_credentials' });
    expect(userInfo.organizationId).to.equal(org.org.organizationId);
    expect((await authorized.query('SELECT Id FROM User LIMIT 1')).done).to.equal(true);
  });

  it('signs a user in by password, and renews the session by a refresh token', async () => {
    const { clientId, clientSecret } = org.registerClient(ADMIN);
    const client = { client_id: clientId, client_secret: clientSecret };
    const grant = { grant_type: 'password', username: ADMIN, password: ' p&ss<word> 1 ', ...client };
    const plain = await requestToken(grant);
    expect(plain.status).to.equal(200);
    expect(plain.body).not.to.have.property('refresh_token');
    const { body } = await requestToken({ ...grant, scope: 'api refresh_token' });
    const connection = new Connection({
      oauth2: { loginUrl: org.url, clientId, clientSecret },
      instanceUrl: org.url,
      accessToken: `${org.org.organizationId}!expired`,
      refreshToken: body.refresh_token!,
    });
    expect((await connection.query('SELECT Id FROM User')).totalSize).to.be.greaterThan(0);
    const other = org.registerClient(ADMIN);
    const stolen = await requestToken({
      grant_type: 'refresh_token',
      refresh_token: body.refresh_token!,
      client_id: other.clientId,
      client_secret: other.clientSecret,
    });
    expect(stolen.body.error).to.equal('invalid_grant');
  });

  it('refuses wrong passwords, clients, secrets and grants in the words of OAuth', async () => {
    const { clientId, clientSecret } = org.registerClient(ADMIN);
    const client = { client_id: clientId, client_secret: clientSecret };
    const errorOf = async (form: Record<string, string>): Promise<string> => {
      const { status, body } = await requestToken(form);
      expect(status).to.equal(400);
      expect(body.error_description).to.be.a('string');
      return body.error!;
    };
    expect(await errorOf({})).to.equal('invalid_request');
    expect(await errorOf({ grant_type: 'urn:ietf:params:oauth:grant-type:saml2-bearer' })).to.equal(
      'unsupported_grant_type',
    );
    expect(await errorOf({ grant_type: 'client_credentials', client_id: 'nobody' })).to.equal(
      'invalid_client_id',
    );
    expect(await errorOf({ grant_type: 'client_credentials', ...client, client_secret: 'x' })).to.equal(
      'invalid_client',
    );
    for (const username of [ADMIN, 'nobody@rapport.example']) {
      expect(await errorOf({ grant_type: 'password', username, password: 'x', ...client })).to.equal(
        'invalid_grant',
      );
    }
  });

  it('locks a user out for a quarter of an hour after ten wrong passwords', async () => {
    await org.addUser('forgetful@rapport.example');
    await org.setPassword('forgetful@rapport.example', 'right');
    const login = async (password: string): Promise<boolean> => {
      const connection = new Connection({ loginUrl: org.url, version: '64.0' });
      return await connection.loginBySoap('forgetful@rapport.example', password).then(
        () => true,
        () => false,
      );
    };
    for (let attempt = 1; attempt <= 10; attempt += 1) expect(await login('wrong')).to.equal(false);
    expect(await login('right')).to.equal(false);
    org.passMinutes(16);
    expect(await login('right')).to.equal(true);
  });

  it('lets a user in by SOAP up to version 64, and refuses it from 65 on', async () => {
    const connection = new Connection({ loginUrl: org.url, version: '50.0' });
    const userInfo = await connection.loginBySoap(ADMIN, ' p&ss<word> 1 ');
    expect(userInfo.organizationId).to.equal(org.org.organizationId);
    expect((await connection.query('SELECT Id FROM User LIMIT 1')).records).to.have.length(1);
    const wrong = new Connection({ loginUrl: org.url, version: '50.0' });
    await expectRejection(wrong.loginBySoap(ADMIN, 'wrong'), /INVALID_LOGIN: Invalid username, password/);
    const late = new Connection({ loginUrl: org.url, version: '65.0' });
    await expectRejection(late.loginBySoap(ADMIN, ' p&ss<word> 1 '), /UNSUPPORTED_API_VERSION/);
  });

  it('answers what is not a SOAP login with a fault', async () => {
    for (const body of ['nonsense', '<!DOCTYPE a><a/>', '<Envelope><Body><query/></Body></Envelope>']) {
      const response = await fetch(`${org.url}/services/Soap/u/60.0`, { method: 'POST', body });
      expect(response.status).to.equal(500);
      expect(await response.text()).to.include('<soapenv:Fault>');
    }
  });

  it('ends a session when it is revoked', async () => {
    const token = org.issueSession(ADMIN);
    const connection = new Connection({ instanceUrl: org.url, loginUrl: org.url, accessToken: token });
    await connection.logout();
    expect((await org.ask('GET', '/services/data/v67.0/limits', { token })).status).to.equal(401);
  });

  it('lets nobody in who is not active', async () => {
    const { id, token } = await org.addUser('leaver@rapport.example');
    await org.setPassword('leaver@rapport.example', 'secret');
    const { clientId, clientSecret } = org.registerClient('leaver@rapport.example');
    await org.connection.sobject('User').update({ Id: id, IsActive: false });
    expect((await org.ask('GET', '/services/data/v67.0/limits', { token })).status).to.equal(401);
    expect(() => org.issueSession('leaver@rapport.example')).to.throw('no active user');
    const client = { client_id: clientId, client_secret: clientSecret };
    const byClient = await requestToken({ grant_type: 'client_credentials', ...client });
    expect(byClient.body.error).to.equal('inactive_user');
    const connection = new Connection({ loginUrl: org.url, version: '50.0' });
    await expectRejection(connection.loginBySoap('leaver@rapport.example', 'secret'), /INVALID_LOGIN/);
  });
});

async function expectRejection(promise: Promise<unknown>, message: RegExp): Promise<void> {
  try {
    await promise;
  } catch (error) {
    expect(String(error)).to.match(message);
    return;
  }
  throw new Error('It was not refused');
}
