import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { expect } from 'chai';
import { ADMIN, startGardenOrg } from './garden-org.ts';
import type { GardenOrg } from './garden-org.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

describe('the JWT bearer flow of the local org', () => {
  let org: GardenOrg;
  let clientId: string;

  before(async () => {
    org = await startGardenOrg();
    ({ clientId } = org.registerClient(ADMIN, publicKey));
  });
  after(async () => await org.close());

  const claims = (changes: object = {}) => ({
    iss: clientId,
    sub: ADMIN,
    aud: org.url,
    exp: org.org.clock().getTime() / 1000 + 120,
    ...changes,
  });
  const signed = (content: object, head: object = { alg: 'RS256' }) => {
    const text = `${encode(head)}.${encode(content)}`;
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
  };
  const requestToken = async (assertion: string) => {
    const response = await fetch(`${org.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };

  it('gives out a session, and neither a refresh token nor a signature', async () => {
    const { status, body } = await requestToken(signed(claims()));
    expect(status).to.equal(200);
    expect(body).to.include({ instance_url: org.url, token_type: 'Bearer' });
    expect(body).to.not.have.any.keys('refresh_token', 'signature');
    const answer = await org.ask('GET', '/services/data/v67.0/limits', { token: body.access_token! });
    expect(answer.status).to.equal(200);
  });

  it("takes the names of Salesforce's logins for its own, as clients write them", async () => {
    for (const aud of ['https://login.salesforce.com', 'https://test.salesforce.com', [org.url]]) {
      expect((await requestToken(signed(claims({ aud })))).status, String(aud)).to.equal(200);
    }
  });

  it('refuses what it cannot trust', async () => {
    const other = org.registerClient(ADMIN);
    const unsigned = `${encode({ alg: 'none' })}.${encode(claims())}.`;
    const withPublicKey = `${encode({ alg: 'HS256' })}.${encode(claims())}`;
    const [head, body] = signed(claims()).split('.');
    const cases: [string, string, string][] = [
      ['no token', 'nonsense', 'invalid assertion'],
      ['nothing', '', 'invalid assertion'],
      ['no signature', unsigned, 'invalid assertion'],
      ['a signature of another', `${head}.${body}.${'A'.repeat(342)}`, 'invalid assertion'],
      [
        'the public key as a secret',
        `${withPublicKey}.${createHmac('sha256', publicKey).update(withPublicKey).digest('base64url')}`,
        'invalid assertion',
      ],
      [
        'claims that were changed',
        signed(claims()).replace(body!, encode(claims({ exp: 9e9 }))),
        'invalid assertion',
      ],
      ['a client without a certificate', signed(claims({ iss: other.clientId })), 'invalid assertion'],
      ['an unknown client', signed(claims({ iss: 'nobody' })), 'client identifier invalid'],
      ['another audience', signed(claims({ aud: 'https://elsewhere.example' })), 'audience is invalid'],
      ['no audience', signed(claims({ aud: undefined })), 'audience is invalid'],
      [
        'a token that is over',
        signed(claims({ exp: org.org.clock().getTime() / 1000 })),
        'assertion has expired',
      ],
      ['a token without an end', signed(claims({ exp: undefined })), 'assertion has expired'],
      ['an unknown user', signed(claims({ sub: 'nobody' })), "user hasn't approved this consumer"],
    ];
    for (const [what, assertion, words] of cases) {
      const answer = await requestToken(assertion);
      expect(answer, what).to.have.nested.property('body.error_description', words);
      expect(answer.status, what).to.equal(400);
    }
  });

  it('refuses a user who is not active any more, and a client that was removed', async () => {
    const { id } = await org.addUser('leaver@rapport.example');
    const leaver = org.registerClient('leaver@rapport.example', publicKey);
    const assertion = signed(claims({ iss: leaver.clientId, sub: 'leaver@rapport.example' }));
    expect((await requestToken(assertion)).status).to.equal(200);
    await org.connection.sobject('User').update({ Id: id, IsActive: false });
    expect((await requestToken(assertion)).body.error).to.equal('inactive_user');
    org.removeClient(leaver.clientId);
    expect((await requestToken(assertion)).body.error).to.equal('invalid_client_id');
  });

  it('keeps the public key alone, whatever it was given, and takes no nonsense', () => {
    org.registerClient(ADMIN, privateKey);
    const rows = JSON.stringify(org.org.database.prepare('SELECT * FROM _oauth_key').all());
    expect(rows).to.not.include('PRIVATE');
    expect(() => org.registerClient(ADMIN, 'nonsense')).to.throw();
  });
});
