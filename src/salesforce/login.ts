import { Connection, OAuth2 } from 'jsforce';
import { apiVersion } from './api-version.ts';
import { asFailure, kindOf, SalesforceFailure } from './failure.ts';
import type { MetadataConnection } from './org-metadata.ts';
import { WholeAnswerTransport } from './transport.ts';

/** An External Client App of the org, with the client credentials flow switched on and a user to run as. */
export interface ClientCredentials {
  /** Address of the org, such as `https://acme.my.salesforce.com`. */
  loginUrl: string;
  clientId: string;
  clientSecret: string;
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
  const first = await requestToken(credentials);
  let renewedAt = Number.NEGATIVE_INFINITY;
  return new Connection({
    instanceUrl: first.instance_url,
    accessToken: first.access_token,
    version: apiVersion,
    refreshFn: (_connection, done) => {
      // jsforce would renew for ever when the new session is refused too
      if (clock().getTime() - renewedAt < shortestSessionSeconds * 1000) {
        done(new Error('the org refuses the session that it has just given out'));
        return;
      }
      renewedAt = clock().getTime();
      requestToken(credentials).then(
        ({ access_token: token }) => void done(null, token),
        (error: unknown) => void done(error as Error),
      );
    },
  });
}

async function requestToken(
  credentials: ClientCredentials,
): Promise<{ access_token: string; instance_url: string }> {
  try {
    const oauth2 = new OAuth2(credentials);
    Object.assign(oauth2, { _transport: new WholeAnswerTransport(loginTimeoutSeconds) });
    const session = await oauth2.requestToken({ grant_type: 'client_credentials' });
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
  throw new SalesforceFailure(
    'unreachable',
    'UNEXPECTED_ANSWER',
    `no org answers at ${credentials.loginUrl}`,
  );
}
