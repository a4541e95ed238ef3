import { Messages, SfError } from '@salesforce/core';
import { DefaultsRefused } from '../installation/install-defaults.ts';
import { ImportInterrupted } from '../intake/import-file.ts';
import { IntakeError } from '../intake/intake-error.ts';
import type { Problem } from '../intake/intake-error.ts';
import { OutboxError } from '../outbox/outbox.ts';
import type { ListedParcel } from '../outbox/outbox.ts';
import { SalesforceFailure } from '../salesforce/failure.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('rapport', 'rapport.failures');

/**
 * Turns a failure of the product into an error of the Salesforce CLI: what happened, to what, and what to do next.
 * Anything else is given back as it is.
 */
export function toSfError(error: unknown): unknown {
  if (error instanceof IntakeError) return messages.createError(error.code, error.values, error.values);
  if (error instanceof OutboxError) {
    const detail = error.cause instanceof Error ? error.cause.message : '';
    return messages.createError(keyOf('outbox', error.code), [error.location, detail]);
  }
  if (error instanceof SalesforceFailure) {
    return messages.createError(keyOf('org', error.kind), [error.code, error.message]);
  }
  if (error instanceof DefaultsRefused) return messages.createError('defaultsRefused', [error.message]);
  if (error instanceof ImportInterrupted) {
    const { file, read, stored, refused } = error.report;
    const cause = toSfError(error.cause);
    const interrupted = messages.createError('importInterrupted', [file, read]);
    if (cause instanceof SfError) {
      interrupted.message = `${interrupted.message} ${cause.message}`;
      interrupted.actions = [...(cause.actions ?? []), ...(interrupted.actions ?? [])];
    }
    interrupted.setData({ file, read, stored: { ...stored }, refused });
    return interrupted;
  }
  const { code, port, message } = error as { code?: string; port?: number; message?: string };
  if (code === 'EADDRINUSE') return messages.createError('portTaken', [port ?? ''], [nextPorts(port)]);
  if (code === 'EDIRECTORYINUSE') return messages.createError('directoryInUse', [message ?? '']);
  if (code === 'ENOSPC') return messages.createError('diskFull', [message ?? '']);
  return error;
}

/** Key of a message in camel case, since the error takes its name from it: `orgSession` → `OrgSessionError`. */
function keyOf(what: string, code: string): string {
  return `${what}${code.charAt(0).toUpperCase()}${code.slice(1)}`;
}

/** A port far enough from the taken one that the page's port behind it is another one too. */
function nextPorts(port: number | undefined): number {
  return (port ?? 7700) + 100;
}

/** One thing that is wrong with a row of a file, as a sentence. */
export function problemText({ code, values }: Problem): string {
  return messages.getMessage(`problem.${code}`, values);
}

const ownReasons = [
  'Unknown Contact',
  'Ambiguous Contact',
  'Contact Without Account',
  'Unknown Survey',
  'Unknown Question',
];

/** Why something is not in the org, as a sentence that says what to do. */
export function reasonText({ reason, notBefore }: Pick<ListedParcel, 'reason' | 'notBefore'>): string {
  const { code, detail } = reason;
  const tell = (key: string, ...values: string[]) => messages.getMessage(`reason.${key}`, values);
  if (notBefore !== undefined) return tell('triedAgain', notBefore.toLocaleString(), code, detail);
  return ownReasons.includes(code)
    ? tell(code.replaceAll(' ', ''), detail)
    : tell('refusedByOrg', code, detail);
}
