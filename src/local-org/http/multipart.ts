import { SalesforceError } from '../errors.ts';
import { unsupportedMediaType } from './json-body.ts';

/** One part of a multipart body. */
export interface MultipartPart {
  name: string;
  content: Buffer;
}

const HEADERS_END = Buffer.from('\r\n\r\n');

function malformed(): SalesforceError {
  return new SalesforceError('INVALID_MULTIPART_REQUEST', 'The request is not a well-formed multipart body.');
}

function readPart(bytes: Buffer): MultipartPart {
  const end = bytes.indexOf(HEADERS_END);
  if (end < 0) throw malformed();
  const disposition =
    /^content-disposition:[^\r\n]*/im.exec(bytes.subarray(0, end).toString('utf8'))?.[0] ?? '';
  const name = /[;\s]name="([^"]*)"/i.exec(disposition)?.[1] ?? /[;\s]name=([^;\s]+)/i.exec(disposition)?.[1];
  if (name === undefined) throw malformed();
  return { name, content: bytes.subarray(end + HEADERS_END.length) };
}

/**
 * The parts of a `multipart/form-data` body (RFC 7578).
 * @throws SalesforceError UNSUPPORTED_MEDIA_TYPE (415) for other content, INVALID_MULTIPART_REQUEST when it is broken.
 */
export function readMultipart(contentType: string, body: Buffer): MultipartPart[] {
  const [, quotedBoundary, plainBoundary] =
    /^multipart\/form-data\b.*?;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quotedBoundary ?? plainBoundary;
  if (boundary === undefined)
    throw unsupportedMediaType(`Content-Type ${contentType} not supported. Send multipart/form-data.`);
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: MultipartPart[] = [];
  let start = body.indexOf(delimiter);
  while (start >= 0) {
    const from = start + delimiter.length;
    if (body.subarray(from, from + 2).toString('latin1') === '--') return parts;
    const next = body.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), from);
    if (next < 0) throw malformed();
    parts.push(readPart(body.subarray(body.indexOf('\r\n', from) + 2, next)));
    start = next + 2;
  }
  throw malformed();
}
