import type { IncomingHttpHeaders } from 'node:http';
import type { Session } from '../org.ts';
import { findUserById } from '../sessions/user-directory.ts';
import type { Services } from './services.ts';

/** Reads `Authorization: Bearer …` (or `OAuth …`, the older word for it). Undefined when there is none. */
export function readAccessToken(headers: IncomingHttpHeaders): string | undefined {
  return /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}

/** Who asks, or undefined when the token is missing, unknown or expired, or its user is no longer active. */
export function findSession(services: Services, token: string | undefined): Session | undefined {
  const userId = token === undefined ? undefined : services.sessions.findUserId(token);
  if (userId === undefined) return undefined;
  return findUserById(services.org.database, userId)?.isActive === true ? { userId } : undefined;
}
