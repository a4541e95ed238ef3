import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { EnvHttpProxyAgent, request as sendRequest } from 'undici';
import { apiVersion } from '../api-version.ts';
import { asFailure, kindOf, SalesforceFailure } from '../failure.ts';
import type { FailureKind } from '../failure.ts';
import type { SalesforceOrg } from '../org.ts';

export interface BulkRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/services/data/vNN.N`. */
  path: string;
  /** An object goes as JSON; CSV comes from a function, which is called anew for each try. */
  body?: Record<string, string> | RowSource;
}

/** CSV, from its first byte each time it is called. */
export type RowSource = () => AsyncIterable<Buffer | string>;

export interface StreamedAnswer {
  header(name: string): string | undefined;
  /** The body as it comes; ends only when all of it has come, and fails when it is cut within. */
  body: AsyncIterable<Buffer>;
}

/** Bulk API's own codes, beside those of REST (Bulk API 2.0 and Bulk API Developer Guide, "Errors"). */
const bulkKinds: Record<string, FailureKind> = { EXCEEDEDQUOTA: 'later', INTERNALSERVERERROR: 'tryAgain' };

/** By HTTP/1.1 alone, where length or last chunk say whether an answer has come to its end. */
const dispatcher = new EnvHttpProxyAgent({ allowH2: false });

/**
 * Makes a request whose body and answer are streamed: jsforce can neither send a body again, nor tell an answer that was
 * cut from one that has ended. It is made again while the org is busy, from the first byte. The body of the answer is the
 * caller's to read, and to ask for again.
 * @throws SalesforceFailure
 */
export async function requestStream(org: SalesforceOrg, request: BulkRequest): Promise<StreamedAnswer> {
  return renewing(org, () => org.attempt(() => send(org, request)));
}

/**
 * The same, once: the caller decides on other tries. The answer is waited for to its end, and not given out.
 * @throws SalesforceFailure, or what the source of rows throws
 */
export async function requestOnce(org: SalesforceOrg, request: BulkRequest): Promise<void> {
  const once = async () => {
    // a failure that is handed over as a value is not tried again
    const failure = await org.attempt(async () => {
      try {
        await readAll(await send(org, request));
        return undefined;
      } catch (error) {
        return { error };
      }
    });
    if (failure !== undefined) throw failure.error;
  };
  await renewing(org, once);
}

/** Asks for JSON, again while the org is busy, or somebody else answers in its place: a proxy, with a page. */
export async function requestJson<Answer>(
  org: SalesforceOrg,
  request: BulkRequest,
  isExpected: (answer: Answer) => boolean,
): Promise<Answer> {
  const ask = async () => {
    const answer = parse(await readAll(await send(org, request))) as Answer;
    if (isExpected(answer)) return answer;
    throw unexpected(`the answer to ${request.method} ${request.path} is not what was asked for`);
  };
  return renewing(org, () => org.attempt(ask));
}

/** Does something again with a new session where the old one has ended. Not within an attempt, which others wait for. */
async function renewing<Answer>(org: SalesforceOrg, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SalesforceFailure) || error.kind !== 'session') throw error;
    await org.renewSession();
    return work();
  }
}

async function readAll({ body }: StreamedAnswer): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

async function* piecesOf(body: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const piece of body) yield piece as Buffer;
  } catch (error) {
    throw asFailure(error);
  }
}

/** An answer that makes no sense: the same request again may bring a better one. */
export function unexpected(message: string): SalesforceFailure {
  return new SalesforceFailure('tryAgain', 'UNEXPECTED_ANSWER', message);
}

async function send(org: SalesforceOrg, request: BulkRequest): Promise<StreamedAnswer> {
  const { statusCode, headers, body } = await exchange(org, request);
  const header = (name: string) => headers[name]?.toString();
  org.readApiUsage(header('sforce-limit-info'));
  if (statusCode >= 400) throw failureOf(statusCode, await readAll({ header, body: piecesOf(body) }));
  const saysWhereItEnds = header('content-length') !== undefined || header('transfer-encoding') !== undefined;
  if (saysWhereItEnds || statusCode === 204) return { header, body: piecesOf(body) };
  body.destroy();
  throw unexpected('the answer does not say where it ends');
}

/** Until the head of the answer has come. */
async function exchange(org: SalesforceOrg, request: BulkRequest): Promise<Dispatcher.ResponseData> {
  const { method, path, body } = request;
  const { instanceUrl, accessToken } = org.authorization();
  const milliseconds = org.timeoutSeconds * 1000;
  const patience = new Patience(milliseconds);
  const rows = typeof body === 'function' ? Readable.from(patience.watch(body)) : undefined;
  const json = typeof body === 'object' ? JSON.stringify(body) : undefined;
  const contentType = rows === undefined ? 'application/json' : 'text/csv; charset=UTF-8';
  try {
    return await sendRequest(`${instanceUrl}/services/data/v${apiVersion}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(body === undefined ? {} : { 'content-type': contentType }),
      },
      body: rows ?? json ?? null,
      headersTimeout: milliseconds,
      bodyTimeout: milliseconds,
      signal: patience.signal,
      dispatcher,
    });
  } catch (error) {
    throw patience.error === undefined ? asFailure(error) : (patience.error as Error);
  } finally {
    patience.end();
  }
}

/** Ends an upload of which the org has taken nothing for a while, and remembers what went wrong on our side. */
class Patience {
  readonly #milliseconds: number;
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  error: unknown;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  async *watch(rows: RowSource): AsyncGenerator<Buffer | string> {
    try {
      for await (const part of rows()) {
        this.#timer?.refresh();
        this.#timer ??= setTimeout(() => this.#giveUp(), this.#milliseconds);
        yield part;
      }
    } catch (error) {
      this.error = error;
      throw error;
    } finally {
      this.end();
    }
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #giveUp(): void {
    const message = `the org took nothing of an upload for ${this.#milliseconds / 1000} seconds`;
    this.error = new SalesforceFailure('tryAgain', 'TIMEOUT', message);
    this.#controller.abort();
  }
}

function failureOf(statusCode: number, text: string): SalesforceFailure {
  const [first] = [parse(text)].flat() as [{ errorCode?: unknown; message?: unknown } | undefined];
  const code = typeof first?.errorCode === 'string' ? first.errorCode : `ERROR_HTTP_${statusCode}`;
  const message = typeof first?.message === 'string' ? first.message : `the org answered with ${statusCode}`;
  return new SalesforceFailure(bulkKinds[code] ?? kindOf(code, message), code, message);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
