import type { FastifyRequest } from 'fastify';
import { SalesforceError } from '../errors.ts';

/** A composite request with a tree in it needs about fifteen levels; far more would exhaust the call stack. */
const DEEPEST_LEVEL = 100;

/**
 * The body, read as JSON; undefined when there is none.
 * @throws SalesforceError UNSUPPORTED_MEDIA_TYPE (415) for other or compressed content, JSON_PARSER_ERROR (400) when it
 * is broken or nested deeper than 100 levels.
 */
export function readJson(request: FastifyRequest): unknown {
  const content = request.body;
  if (!Buffer.isBuffer(content) || content.length === 0) return undefined;
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\b/i.test(type)) {
    throw unsupportedMediaType(`Content-Type ${type} not supported. Send application/json.`);
  }
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw unsupportedMediaType(`Content-Encoding ${encoding} not supported. Send the request uncompressed.`);
  }
  const value = parse(content.toString('utf8'));
  if (isDeeperThan(value, DEEPEST_LEVEL)) {
    throw new SalesforceError(
      'JSON_PARSER_ERROR',
      `The request is nested deeper than ${DEEPEST_LEVEL} levels.`,
    );
  }
  return value;
}

/** The refusal of a body that is not what the org reads. */
export function unsupportedMediaType(message: string): SalesforceError {
  return new SalesforceError('UNSUPPORTED_MEDIA_TYPE', message, { status: 415 });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new SalesforceError('JSON_PARSER_ERROR', error instanceof Error ? error.message : 'Not JSON');
  }
}

/** Looks level by level, because what it looks for would exhaust the call stack. */
function isDeeperThan(value: unknown, levels: number): boolean {
  let open = [value];
  for (let level = 0; level <= levels; level += 1) {
    open = open.flatMap((item): unknown[] =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    );
    if (open.length === 0) return false;
  }
  return true;
}
