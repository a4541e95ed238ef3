import { ChangedMeanwhile } from './engine.ts';
import { OutboxError } from './outbox.ts';
import type { OutboxErrorCode } from './outbox.ts';
import { NotAnOutbox } from './sqlite-schema.ts';

/**
 * SQLSTATEs of failures that pass (PostgreSQL documentation, appendix A): connection lost, serialization, deadlock, too
 * many connections, shut down, starting up, and a standby that is about to be promoted.
 */
const passing = /^(?:08...|40001|40P01|53300|57P0[123]|25006)$/;

/** Codes that Node gives to a connection that could not be made, or broke. */
const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]);

/** What the driver says, without a code, when a connection broke or could not be made in time. */
const connectionMessages =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

/** Whether the same transaction may succeed in a moment. */
export function passes(error: unknown): boolean {
  if (error instanceof ChangedMeanwhile) return true;
  // an address with several numbers fails with all of their failures
  if (error instanceof AggregateError) return error.errors.some((inner) => passes(inner));
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return passing.test(code) || connectionCodes.has(code) || connectionMessages.test(message);
}

/** SQLSTATEs with a meaning of our own; the rest is `failed`. */
const codes: readonly (readonly [RegExp, OutboxErrorCode])[] = [
  [/^53100$/, 'full'],
  // a lock or a statement took too long
  [/^(?:55P03|57014)$/, 'busy'],
  // signing in was refused; the database is not there
  [
    /^(?:28...|3D000|ENOTFOUND|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|ERR_TLS_.*)$/,
    'unreachable',
  ],
];

export function asOutboxError(error: unknown, location: string): OutboxError {
  if (error instanceof OutboxError) return error;
  if (error instanceof NotAnOutbox) return new OutboxError('notAnOutbox', location, error);
  if (error instanceof ChangedMeanwhile) return new OutboxError('busy', location, error);
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code === '40001' || code === '40P01') return new OutboxError('busy', location, error);
  const known = codes.find(([pattern]) => pattern.test(code))?.[1];
  if (known === undefined && (passes(error) || /does not support SSL|SASL/.test(message))) {
    return new OutboxError('unreachable', location, error);
  }
  return new OutboxError(known ?? 'failed', location, error);
}
