import { PassThrough } from 'node:stream';
import { EnvHttpProxyAgent, fetch } from 'undici';

interface HttpRequest {
  url: string;
  method: string;
  headers?: Record<string, string>;
  body?: unknown;
}

interface HttpAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * How requests of a jsforce connection travel: an answer counts only when it has come to its end.
 *
 * jsforce's own transport gives an answer's body on as a stream that nobody watches for errors: a connection that is
 * cut within an answer ends the process, or leaves the request without an end (seen with jsforce 3.10.26 and
 * @jsforce/jsforce-node 3.12.0). Here such a request fails like any other, and one without an answer fails in time.
 * Proxies are taken from HTTPS_PROXY, HTTP_PROXY and NO_PROXY.
 */
export class WholeAnswerTransport {
  readonly #timeoutMilliseconds: number;
  readonly #onHeaders: (headers: Record<string, string>) => void;
  readonly #dispatcher = new EnvHttpProxyAgent();

  /** @param onHeaders told of the headers of every answer that has come to its end, whatever it says */
  constructor(
    timeoutSeconds: number,
    onHeaders: (headers: Record<string, string>) => void = () => undefined,
  ) {
    this.#timeoutMilliseconds = timeoutSeconds * 1000;
    this.#onHeaders = onHeaders;
  }

  /** What jsforce calls; it also asks for a stream of the answer, which only its streaming methods would read. */
  httpRequest(request: HttpRequest): Promise<HttpAnswer> & { stream: () => PassThrough } {
    return Object.assign(this.#send(request), { stream: () => new PassThrough() });
  }

  async #send({ url, method, headers, body }: HttpRequest): Promise<HttpAnswer> {
    const answer = await fetch(url, {
      method,
      headers,
      // an empty text is a body to fetch, which a GET must not have
      body: typeof body === 'string' && body !== '' ? body : undefined,
      signal: AbortSignal.timeout(this.#timeoutMilliseconds),
      dispatcher: this.#dispatcher,
    });
    const answerHeaders = Object.fromEntries(answer.headers);
    const text = await answer.text();
    this.#onHeaders(answerHeaders);
    return { statusCode: answer.status, headers: answerHeaders, body: text };
  }
}
