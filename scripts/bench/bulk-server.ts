/** Plays Bulk API 2.0 as fast as it can: takes every row in, and confirms it. Ends with its parent. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Job {
  state: string;
  /** The results, made while the rows come in; records of the benchmark have no line ends within. */
  results: Buffer[];
  rows: number;
}

const jobs = new Map<string, Job>();

const server = createServer((request, response) => void answer(request, response));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, , , , , , id = '', part = ''] = (request.url ?? '').split('/');
  if (request.method === 'POST') {
    await drain(request);
    jobs.clear();
    const newId = `750${String(jobs.size).padStart(15, '0')}`;
    jobs.set(newId, { state: 'Open', results: [], rows: 0 });
    return json(response, 200, { id: newId, state: 'Open', operation: 'upsert' });
  }
  const job = jobs.get(id);
  if (job === undefined) return json(response, 404, [{ errorCode: 'NOT_FOUND', message: 'no such job' }]);
  if (request.method === 'PUT') {
    await takeIn(request, job);
    return void response.writeHead(201).end();
  }
  if (request.method === 'PATCH') {
    await drain(request);
    job.state = 'JobComplete';
  }
  if (part !== 'successfulResults') {
    if (part === '')
      return json(response, 200, {
        id,
        ...job,
        results: undefined,
        externalIdFieldName: 'External_Id__c',
        numberRecordsProcessed: job.rows,
        numberRecordsFailed: 0,
      });
    return void response.writeHead(200, { 'content-type': 'text/csv' }).end('"sf__Id","sf__Error"\n');
  }
  response.writeHead(200, { 'content-type': 'text/csv' });
  for (const piece of job.results) {
    if (!response.write(piece)) await new Promise((resolve) => response.once('drain', resolve));
  }
  response.end();
}

async function takeIn(request: IncomingMessage, job: Job): Promise<void> {
  let rest = '';
  for await (const piece of request as AsyncIterable<Buffer>) {
    const lines = (rest + piece.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    let text = '';
    for (const line of lines) {
      const isHeader = job.rows === 0 && job.results.length === 0 && text === '';
      if (isHeader) text += `"sf__Id","sf__Created",${line}\n`;
      else {
        job.rows += 1;
        text += `"a01${String(job.rows).padStart(15, '0')}","true",${line}\n`;
      }
    }
    job.results.push(Buffer.from(text, 'latin1'));
  }
}

async function drain(request: IncomingMessage): Promise<void> {
  for await (const _ of request) void _;
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

server.listen(0, '127.0.0.1', () =>
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
process.once('disconnect', () => process.exit(0));
