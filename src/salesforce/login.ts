import { Connection, OAuth2 } from 'jsforce';
import { apiVersion } from './api-version.ts';
import { asFailure, kindOf, SalesforceFailure } from './failure.ts';
import { audienceOf, readPrivateKey, signAssertion } from './jwt-assertion.ts';
import type { MetadataConnection } from './org-metadata.ts';
import { WholeAnswerTransport } from './transport.ts';

/** An External Client App of the org, with the client credentials flow switched on and a user to run as. */
export interface ClientCredentials {
  /** Address of the org, such as `https://acme.my.salesforce.com`. */
  loginUrl: string;
  clientId: string;
  clientSecret: string;
}

/** An External Client App of the org, with a certificate and users who are approved for it beforehand. */
export interface JwtCredentials {
  /** Address of the org, such as `https://acme.my.salesforce.com`, or `https://login.salesforce.com`. */
  loginUrl: string;
  clientId: string;
  username: string;
  /** The RSA key of the certificate, in PEM form. */
  privateKey: string;
  /** Whom the assertion is made out to, where it is not what {@link audienceOf} makes of the address. */
  audience?: string | undefined;
}

interface Session {
  access_token: string;
  instance_url: string;
}

/** A session that ends again within this time of being renewed is not renewed once more: something else is wrong. */
const shortestSessionSeconds = 10;
const loginTimeoutSeconds = 60;

/**
 * Signs in as a server does, by the OAuth 2.0 client credentials flow; an ended session is renewed once.
 * Source: Salesforce Help, "OAuth 2.0 Client Credentials Flow for Server-to-Server Integration".
 * @throws SalesforceFailure `session` when the org does not let this client in
 */
export async function signIn(credentials: ClientCredentials, clock: () => Date): Promise<MetadataConnection> {
  return connect(
    () => requestToken(new OAuth2(credentials), credentials.loginUrl, { grant_type: 'client_credentials' }),
    clock,
  );
}

/**
 * Signs in as a server does, by the OAuth 2.0 JWT bearer flow, which needs no secret that the org knows; an ended session is
 * renewed once, by a new assertion.
 * Source: Salesforce Help, "OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration".
 * @throws SalesforceFailure `session` when the org does not let this client in as this user, or the key is none
 */
export async function signInWithJwt(
  credentials: JwtCredentials,
  clock: () => Date,
): Promise<MetadataConnection> {
  const { loginUrl, clientId, username, audience = audienceOf(loginUrl) } = credentials;
  const key = readPrivateKey(credentials.privateKey);
  return connect(
    () =>
      requestToken(new OAuth2({ loginUrl }), loginUrl, {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: signAssertion({ clientId, username, audience }, key, clock()),
      }),
    clock,
  );
}

async function connect(login: () => Promise<Session>, clock: () => Date): Promise<MetadataConnection> {
  const first = await login();
  let renewedAt = Number.NEGATIVE_INFINITY;
  // renews once: jsforce would go on for ever when the new session is refused too
  const renew = async (): Promise<string> => {
    if (clock().getTime() - renewedAt < shortestSessionSeconds * 1000) {
      const message = 'the org refuses the session that it has just given out';
      throw new SalesforceFailure('session', 'INVALID_SESSION_ID', message);
    }
    renewedAt = clock().getTime();
    return (await login()).access_token;
  };
  return new Connection({
    instanceUrl: first.instance_url,
    accessToken: first.access_token,
    version: apiVersion,
    refreshFn: (connection, done) => {
      renew().then(
        (token) => void done(null, token),
        (error: unknown) => {
          // jsforce passes on nothing but the words
          Object.assign(connection, { renewalFailure: error });
          done(error as Error);
        },
      );
    },
  });
}

async function requestToken(
  oauth2: OAuth2,
  loginUrl: string,
  grant: { grant_type: string; assertion?: string },
): Promise<Session> {
  try {
    Object.assign(oauth2, { _transport: new WholeAnswerTransport(loginTimeoutSeconds) });
    const session = await oauth2.requestToken(grant);
    if (session?.access_token !== undefined && session.instance_url !== undefined) return session;
  } catch (error) {
    // jsforce gives a login's status as the name of its error, and no code
    const { kind, code, message } = asFailure(error);
    const status = (error as Error).name;
    if (kind === 'tryAgain') throw new SalesforceFailure('unreachable', code, message, error);
    if (kindOf(status, message) === 'tryAgain') {
      throw new SalesforceFailure('unreachable', status, message, error);
    }
    throw new SalesforceFailure('session', 'LOGIN_REFUSED', message, error);
  }
  throw new SalesforceFailure('unreachable', 'UNEXPECTED_ANSWER', `no org answers at ${loginUrl}`);
}
