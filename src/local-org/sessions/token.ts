import { createHash, randomBytes } from 'node:crypto';

const RANDOM_BYTES = 40;

/**
 * A new access token: the org's id (15 characters), an exclamation mark, and 320 random bits.
 * Clients recognise the form: @salesforce/core takes `00D…![.\w]*` for an access token.
 */
export function newAccessToken(organizationId: string): string {
  return `${organizationId.slice(0, 15)}!${randomText()}`;
}

/** A new refresh token, 320 random bits in the form that Salesforce gives them (`5Aep861…`). */
export function newRefreshToken(): string {
  return `5Aep861${randomText()}`;
}

/** A new secret of an OAuth client, 320 random bits. */
export function newClientSecret(): string {
  return randomText();
}

/** A new id of an OAuth client, in the form of a Salesforce consumer key (`3MVG9…`). */
export function newClientId(): string {
  return `3MVG9${randomText()}`;
}

/**
 * What is stored in place of a token or client secret. A plain digest is enough, because what it hides has
 * more than 256 random bits and cannot be guessed; passwords are hashed by scrypt instead.
 */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Random text of word characters and full stops only, as the clients expect in a token. */
function randomText(): string {
  return randomBytes(RANDOM_BYTES).toString('base64url').replaceAll('-', '.');
}
