import type { IncomingHttpHeaders } from 'node:http';

/** Names by which a browser reaches this machine. */
const thisMachine = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether a request calls this server by a name of this machine. Any other name may be one that a foreign site made lead
 * here (DNS rebinding), so that its pages would count as of the same origin.
 */
export function isForThisMachine({ host = '' }: IncomingHttpHeaders): boolean {
  return thisMachine.includes(host.replace(/:\d+$/, ''));
}

/**
 * Whether a request comes from a page of this server. What is passed on to the org acts as a user, so that it takes
 * nothing from other sites, and nothing from programs that do not say where they come from.
 * Source: Fetch Standard, "Origin header"; Fetch Metadata Request Headers, "Sec-Fetch-Site".
 */
export function isFromOwnPage(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  return headers.origin !== undefined && headers.origin === `http://${headers.host}`;
}
