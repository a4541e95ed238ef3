import { createPublicKey, verify } from 'node:crypto';
import { findUserByUsername } from '../sessions/user-directory.ts';
import { OAuthError } from './oauth-error.ts';
import type { Services } from './services.ts';

export const jwtBearerGrantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

interface Claims {
  iss?: unknown;
  sub?: unknown;
  aud?: unknown;
  exp?: unknown;
}

/**
 * Who signs in by an assertion, a JSON Web Token that a client has signed with the key of its certificate. The user whom
 * the client was registered for is the one who is approved beforehand.
 * Source: Salesforce Help, "OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration".
 *
 * How long an assertion is good for is not checked, only that it is still: Salesforce's own command line names a time far
 * away (seen in @salesforce/core 9).
 * @param ownUrl of this org, which an assertion may be made out to, beside Salesforce's two logins
 * @throws OAuthError
 */
export function readAssertion(
  services: Services,
  assertion: string,
  ownUrl: string,
): { userId: string; clientId: string } {
  const [head = '', body = '', signature = ''] = assertion.split('.');
  const claims = decode(body) as Claims | undefined;
  if (claims === undefined || (decode(head) as { alg?: unknown } | undefined)?.alg !== 'RS256') {
    throw refused('invalid assertion');
  }
  const clientId = String(claims.iss);
  const client = services.clients.find(clientId);
  if (client === undefined) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  const signed = Buffer.from(`${head}.${body}`);
  if (
    client.publicKey === undefined ||
    !verify('RSA-SHA256', signed, createPublicKey(client.publicKey), Buffer.from(signature, 'base64url'))
  ) {
    throw refused('invalid assertion');
  }
  const audiences = ['https://login.salesforce.com', 'https://test.salesforce.com', ownUrl];
  if (![claims.aud].flat().some((audience) => audiences.includes(String(audience)))) {
    throw refused('audience is invalid');
  }
  if (typeof claims.exp !== 'number' || claims.exp * 1000 <= services.org.clock().getTime()) {
    throw refused('assertion has expired');
  }
  const userId = findUserByUsername(services.org.database, String(claims.sub))?.id;
  if (userId !== client.runAsUserId) throw refused("user hasn't approved this consumer");
  return { userId, clientId };
}

function refused(description: string): OAuthError {
  return new OAuthError('invalid_grant', description);
}

/** A part of a token that is an object; undefined when it is anything else. */
function decode(part: string): object | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
