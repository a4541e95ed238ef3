import { EnvHttpProxyAgent, fetch } from 'undici';
import { OrgFailure } from './org-failure.ts';

/** Where an org is, and how to sign its users in. */
export interface OrgSessionsOptions {
  /** `http://localhost:8123` */
  orgUrl: string;
  /** Called once a user, and again when the org no longer takes the token. */
  accessTokenFor: (username: string) => Promise<string> | string;
  /** How long an answer may take, in milliseconds; 10,000 when not given. */
  timeoutMilliseconds?: number;
}

/** What an org is asked. */
export interface OrgRequest {
  method: 'GET' | 'POST';
  /** On the org's own host. */
  url: URL;
  /** JSON. */
  body?: string;
}

/** What an org answers, as it came. */
export interface OrgAnswer {
  status: number;
  text: string;
}

/** Asks an org as its users. */
export interface OrgSessions {
  /**
   * Sends a request as a user, signing in where needed: again, once, when the org no longer takes the token.
   * @throws OrgFailure `unreachable` or `signed-out`
   */
  send(username: string, request: OrgRequest): Promise<OrgAnswer>;
}

const defaultTimeoutMilliseconds = 10_000;

/** Keeps each user's token; no token leaves it but to the org. */
export function makeOrgSessions(options: OrgSessionsOptions): OrgSessions {
  const tokens = new Map<string, string>();
  const dispatcher = new EnvHttpProxyAgent();

  const signIn = async (username: string): Promise<string> => {
    try {
      const token = await options.accessTokenFor(username);
      tokens.set(username, token);
      return token;
    } catch (cause) {
      throw new OrgFailure('signed-out', messageOf(cause), { cause });
    }
  };

  const ask = async ({ method, url, body }: OrgRequest, token: string): Promise<OrgAnswer> => {
    try {
      const response = await fetch(url, {
        method,
        body,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        redirect: 'error',
        signal: AbortSignal.timeout(options.timeoutMilliseconds ?? defaultTimeoutMilliseconds),
        dispatcher,
      });
      return { status: response.status, text: await response.text() };
    } catch (cause) {
      throw new OrgFailure('unreachable', messageOf(cause), { cause });
    }
  };

  return {
    send: async (username, request) => {
      const known = tokens.get(username);
      const answer = await ask(request, known ?? (await signIn(username)));
      if (answer.status !== 401) return answer;
      tokens.delete(username);
      return known === undefined ? answer : ask(request, await signIn(username));
    },
  };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
