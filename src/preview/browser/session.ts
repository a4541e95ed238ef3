import type { Session } from '../page-session.ts';

const element = document.querySelector<HTMLMetaElement>('meta[name="rapport-session"]');

/** The page's session. */
export const session = JSON.parse(element?.content ?? '{}') as Session;

/** A value that Salesforce would put into a `@salesforce` module: a label, the user's id, a format of the locale. */
export function sessionValue(kind: string, name: string, otherwise?: unknown): unknown {
  return session.values[kind]?.[name] ?? otherwise;
}
