import { createPrivateKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SalesforceFailure } from './failure.ts';

/** How long an assertion is good for: Salesforce takes three minutes at most, and clocks differ. */
const lifetimeSeconds = 120;

/** What an assertion says: that its client speaks for a user. */
export interface Assertion {
  /** The consumer key of the External Client App. */
  clientId: string;
  username: string;
  audience: string;
}

/**
 * A signed JSON Web Token by which a server signs in: RS256, the only signature that Salesforce takes.
 * Source: Salesforce Help, "OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration"; RFC 7523.
 */
export function signAssertion(
  { clientId, username, audience }: Assertion,
  key: KeyObject,
  now: Date,
): string {
  const expiry = Math.floor(now.getTime() / 1000) + lifetimeSeconds;
  const claims = { iss: clientId, sub: username, aud: audience, exp: expiry };
  const content = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`;
}

/**
 * Reads the private key that belongs to the certificate of the External Client App.
 * @param pem an RSA key in PEM form, without a passphrase
 * @throws SalesforceFailure `session`, PRIVATE_KEY_INVALID; it says nothing of the key
 */
export function readPrivateKey(pem: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = createPrivateKey(pem);
  } catch {
    // the reason may quote the key
  }
  if (key?.asymmetricKeyType === 'rsa') return key;
  const message = 'the private key cannot be read: it must be an RSA key in PEM form, without a passphrase';
  throw new SalesforceFailure('session', 'PRIVATE_KEY_INVALID', message);
}

/**
 * Whom an assertion is made out to. That is not where it is sent: an org with an address of its own, production or sandbox,
 * wants the name of the login of its kind; a site wants its own address.
 * Source: Salesforce Help, "OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration" (claim `aud`); "My Domain URL Formats"
 * for `sandbox` and `scratch`.
 */
export function audienceOf(loginUrl: string): string {
  const { hostname, origin, pathname } = new URL(loginUrl);
  if (hostname === 'test.salesforce.com' || /\.(sandbox|scratch)\.my\.salesforce\.com$/.test(hostname)) {
    return 'https://test.salesforce.com';
  }
  if (hostname === 'login.salesforce.com' || hostname.endsWith('.my.salesforce.com')) {
    return 'https://login.salesforce.com';
  }
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
