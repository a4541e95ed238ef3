import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Connection } from 'jsforce';
import { SalesforceOrg } from '../../../src/salesforce/org.ts';

/** What goes wrong with a request. */
export type Fault =
  | { status: number; body?: unknown; contentType?: string }
  /** Does what it was asked, and cuts the connection before the answer. */
  | 'answer lost'
  /** Cuts the connection while the request comes in. */
  | 'request cut'
  | 'silence'
  /** Does what it was asked, and cuts the connection after so many bytes of the answer's body. */
  | { cutAfter: number; chunked?: boolean }
  /** Answers without saying how long the answer is, and ends the connection. */
  | 'endless';

export interface ScriptedCall {
  method: string;
  /** Below `/services/data/v67.0`. */
  path: string;
  body: string;
}

interface ScriptedJob {
  id: string;
  state: string;
  object: string;
  createdById: string;
  createdDate: string;
  externalIdFieldName?: string;
  errorMessage?: string;
  uploads: string[];
  polls: number;
}

interface Work {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

const userId = '005000000000001AAA';
const head = '/services/data/v67.0';

/** Bulk API 2.0 as its documentation tells of it, for what the local org would never do. */
export class ScriptedBulk {
  readonly calls: ScriptedCall[] = [];
  readonly jobs = new Map<string, ScriptedJob>();
  /** Milliseconds of each pause. */
  readonly pauses: number[] = [];
  now = new Date('2026-06-30T08:00:00Z');
  token = 'token 1';
  renewals = 0;
  /** Asked before each call. */
  fault: (call: ScriptedCall, number: number) => Fault | undefined = () => undefined;
  /** What becomes of a row, by its external id: an error as the org writes it, `unprocessed`, `left out`; else done. */
  judge: (externalId: string) => string | undefined = () => undefined;
  /** How often a job is asked for before it has ended. */
  pollsToEnd = 1;
  /** State in which jobs end. */
  end: { state: string; errorMessage?: string } = { state: 'JobComplete' };
  /** Pages of CSV of a query. */
  queryPages: string[] = [];
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  org!: SalesforceOrg;

  static async start(options: { timeoutSeconds?: number } = {}): Promise<ScriptedBulk> {
    const bulk = new ScriptedBulk();
    bulk.#server.listen(0, '127.0.0.1');
    await once(bulk.#server, 'listening');
    const { port } = bulk.#server.address() as AddressInfo;
    const connection = new Connection({
      instanceUrl: `http://127.0.0.1:${port}`,
      accessToken: bulk.token,
      version: '67.0',
      refreshFn: (_connection, done) => {
        bulk.renewals += 1;
        done(null, bulk.token);
      },
    });
    bulk.org = new SalesforceOrg(connection, { sleep: bulk.sleep, random: () => 1, ...options });
    return bulk;
  }

  readonly clock = (): Date => this.now;
  readonly sleep = async (milliseconds: number): Promise<void> => {
    this.pauses.push(milliseconds);
    this.now = new Date(this.now.getTime() + milliseconds);
  };

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The calls as `PUT /jobs/ingest/1/batches`. */
  get trace(): string[] {
    return this.calls.map(({ method, path }) => `${method} ${path}`);
  }

  addJob(fields: Partial<ScriptedJob> = {}): ScriptedJob {
    const job: ScriptedJob = {
      id: `75000000000000${this.jobs.size + 1}AAA`,
      state: 'Open',
      object: 'Feedback_Response__c',
      createdById: userId,
      createdDate: this.now.toISOString().replace('Z', '+0000'),
      externalIdFieldName: 'External_Id__c',
      uploads: [],
      polls: 0,
      ...fields,
    };
    this.jobs.set(job.id, job);
    return job;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').slice(head.length);
    const call = { method: request.method ?? '', path, body: '' };
    this.calls.push(call);
    const fault = this.fault(call, this.calls.length);
    if (fault === 'request cut') {
      await once(request, 'data').catch(() => undefined);
      request.socket.destroy();
      return;
    }
    const pieces: Buffer[] = [];
    try {
      for await (const piece of request) pieces.push(piece as Buffer);
    } catch {
      return;
    }
    call.body = Buffer.concat(pieces).toString('utf8');
    if (fault === 'silence') return;
    if (typeof fault === 'object' && 'status' in fault) {
      response.writeHead(fault.status, { 'content-type': fault.contentType ?? 'application/json' });
      response.end(typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? []));
      return;
    }
    const {
      status,
      body,
      headers = {},
    } = request.headers.authorization === `Bearer ${this.token}`
      ? this.#work(call)
      : refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    if (fault === 'answer lost') return void request.socket.destroy();
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'string' ? 'text/csv' : 'application/json';
    if (fault === 'endless') {
      response.socket?.end(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nConnection: close\r\n\r\n${text}`);
      return;
    }
    const bytes = Buffer.from(text);
    if (fault === undefined) {
      response.writeHead(status, { 'content-type': type, ...headers, 'content-length': bytes.length });
      response.end(bytes);
      return;
    }
    const length = fault.chunked === true ? {} : { 'content-length': bytes.length };
    response.writeHead(status, { 'content-type': type, ...headers, ...length });
    response.flushHeaders();
    response.write(bytes.subarray(0, fault.cutAfter), () => setTimeout(() => response.destroy(), 5));
  }

  #work({ method, path, body }: ScriptedCall): Work {
    const { pathname, searchParams } = new URL(path, 'http://org');
    const [, , kind = '', id = '', part = ''] = pathname.split('/');
    if (pathname === '/') return { status: 200, body: { identity: `https://login/id/00D/${userId}` } };
    if (method === 'POST') {
      const { object = '', externalIdFieldName = '' } = JSON.parse(body) as Record<string, string>;
      const state = kind === 'query' ? 'UploadComplete' : 'Open';
      return { status: 200, body: told(this.addJob({ object, externalIdFieldName, state })) };
    }
    if (id === '') return this.#list(searchParams.get('queryLocator'));
    const job = this.jobs.get(id);
    if (job === undefined) return refusal(404, 'NOT_FOUND', 'The requested resource does not exist');
    if (method === 'DELETE') return this.jobs.delete(id) ? { status: 204 } : { status: 404 };
    if (method === 'PUT') {
      if (job.state !== 'Open') return refusal(400, 'INVALIDJOBSTATE', `job is ${job.state}`);
      job.uploads.push(body);
      return { status: 201 };
    }
    if (method === 'PATCH') return this.#setState(job, (JSON.parse(body) as { state: string }).state);
    if (part === 'results') return this.#queryPage(searchParams.get('locator'));
    if (part !== '') return { status: 200, body: this.#results(job, part) };
    job.polls += 1;
    if (job.state === 'UploadComplete' && job.polls >= this.pollsToEnd) Object.assign(job, this.end);
    return { status: 200, body: told(job) };
  }

  #setState(job: ScriptedJob, state: string): Work {
    if (state === 'UploadComplete' && job.state !== 'Open') {
      return refusal(400, 'INVALIDJOBSTATE', `Closing already ${job.state} job not allowed`);
    }
    if (state === 'UploadComplete' && job.uploads.length > 1) {
      return refusal(
        400,
        'INVALIDJOB',
        `Found multipe contents for job: <${job.id}>, please 'Close' / 'Abort'`,
      );
    }
    job.state = state;
    return { status: 200, body: told(job) };
  }

  #list(locator: string | null): Work {
    const all = [...this.jobs.values()].map((job) => told(job));
    const start = Number(locator ?? 0);
    const done = start + 2 >= all.length;
    // an address elsewhere: whoever follows it gives the session away
    const nextRecordsUrl = done
      ? null
      : `http://elsewhere.example${head}/jobs/ingest?queryLocator=${start + 2}`;
    return { status: 200, body: { done, records: all.slice(start, start + 2), nextRecordsUrl } };
  }

  #queryPage(locator: string | null): Work {
    const index = Number(locator?.slice(1) ?? 0);
    const next = index + 1 < this.queryPages.length ? `L${index + 1}` : 'null';
    return { status: 200, body: this.queryPages[index] ?? '', headers: { 'sforce-locator': next } };
  }

  #results(job: ScriptedJob, part: string): string {
    const [header = '', ...lines] = (job.uploads[0] ?? '').split('\n').slice(0, -1);
    const rows = lines.map((line) => ({
      line,
      verdict: this.judge(JSON.parse(line.split(',')[0]!) as string),
    }));
    const ofKind = (isOf: (verdict: string | undefined) => boolean) =>
      rows.filter(({ verdict }) => isOf(verdict));
    if (part === 'successfulResults') {
      const done = ofKind((verdict) => verdict === undefined);
      return `"sf__Id","sf__Created",${header}\n${done.map(({ line }, index) => `"a0${index}","true",${line}\n`).join('')}`;
    }
    if (part === 'unprocessedrecords') {
      return `${header}\n${ofKind((verdict) => verdict === 'unprocessed')
        .map(({ line }) => `${line}\n`)
        .join('')}`;
    }
    const failed = ofKind((verdict) => verdict?.includes(':') === true);
    return `"sf__Id","sf__Error",${header}\n${failed
      .map(({ line, verdict }) => `"","${verdict!.replaceAll('"', '""')}",${line}\n`)
      .join('')}`;
  }
}

function told({ uploads, polls, ...job }: ScriptedJob): object {
  const rows = Math.max(0, (uploads[0] ?? '').split('\n').length - 2);
  return { ...job, numberRecordsProcessed: polls > 0 ? rows : 0, numberRecordsFailed: 0 };
}

function refusal(status: number, errorCode: string, message: string): Work {
  return { status, body: [{ errorCode, message }] };
}
