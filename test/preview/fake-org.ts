import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPreview } from '../../src/preview/start-preview.ts';
import type { Preview, PreviewOptions, PreviewUser } from '../../src/preview/start-preview.ts';

/** A project without components, for tests that look at none. */
export const emptyProject = join(import.meta.dirname, 'empty-project');

/** Shared by all tests, so that the empty page is built once. */
export const emptyCache = join(tmpdir(), 'rapport-test-preview-cache');

/** What the fake org answers to one query. */
export interface FakeAnswer {
  status?: number;
  body: unknown;
}

/** A question that the fake org was asked. */
export interface FakeQuestion {
  path: string;
  soql: string;
  token: string;
  /** What was sent along; empty for questions without. */
  body: string;
}

/** A server that answers queries as a test wants it: for states in which a real org is hard to bring. */
export interface FakeOrg {
  url: string;
  /** What was asked, in order. */
  questions: FakeQuestion[];
  close: () => Promise<void>;
}

/** The noon at which these tests take place. */
export const noon = new Date('2026-07-14T12:00:00Z');

export const helen: PreviewUser = {
  username: 'helen@norvale.example',
  name: 'Helen Ward',
  role: 'Sales Director',
  language: 'en_US',
  locale: 'en_GB',
  timeZone: 'Europe/London',
};

export const sophie: PreviewUser = {
  username: 'sophie@norvale.example',
  name: 'Sophie Lambert',
  role: 'Sales Representative',
  language: 'fr',
  locale: 'fr_FR',
  timeZone: 'Europe/Paris',
};

/** An account record as the REST API gives it, with no answers unless told otherwise. */
export function account(fields: Record<string, unknown>): Record<string, unknown> {
  return {
    attributes: { type: 'Account' },
    Id: '001000000000001AAA',
    Name: 'Hawthorne & Pryce Foods Ltd',
    Industry: null,
    BillingCity: null,
    Feedback_NPS__c: null,
    Feedback_NPS_Lower__c: null,
    Feedback_NPS_Upper__c: null,
    Feedback_Answers__c: null,
    Feedback_Last_Answer__c: null,
    Feedback_Scored_At__c: null,
    ...fields,
  };
}

/** The fields of a score of 36 answers, computed an hour before noon. */
export const scored = {
  Feedback_NPS__c: 27.77777777777778,
  Feedback_NPS_Lower__c: -0.4414739263985779,
  Feedback_NPS_Upper__c: 51.72352520844985,
  Feedback_Answers__c: 36,
  Feedback_Last_Answer__c: '2026-07-13T23:30:00.000+0000',
  Feedback_Scored_At__c: '2026-07-14T11:00:00.000+0000',
};

/** The result of a query that fits into one page. */
export function found(...records: Record<string, unknown>[]): FakeAnswer {
  return { body: { totalSize: records.length, done: true, records } };
}

/** An error as Salesforce gives it. */
export function refused(status: number, errorCode: string, message: string): FakeAnswer {
  return { status, body: [{ errorCode, message }] };
}

/** Starts a fake org. */
export async function startFakeOrg(answer: (question: FakeQuestion) => FakeAnswer): Promise<FakeOrg> {
  const questions: FakeQuestion[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let sent = '';
    for await (const part of request) sent += String(part);
    const url = new URL(request.url ?? '/', 'http://org');
    const question = {
      path: url.pathname,
      soql: url.searchParams.get('q') ?? '',
      token: (request.headers.authorization ?? '').replace('Bearer ', ''),
      body: sent,
    };
    questions.push(question);
    const { status, body } = answer(question);
    response.writeHead(status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    questions,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A page as a browser gets it. */
export interface Page {
  status: number;
  headers: Headers;
  html: string;
  /** What can be read on it, in one line, without markup. */
  text: string;
}

/** A preview of a fake org, with what it was asked. */
export interface Scene {
  org: FakeOrg;
  preview: Preview;
  page: (path?: string) => Promise<Page>;
  close: () => Promise<void>;
}

/** Starts a fake org and a preview of it. */
export async function startScene(
  answer: (question: FakeQuestion) => FakeAnswer,
  options: Partial<PreviewOptions> = {},
): Promise<Scene> {
  const org = await startFakeOrg(answer);
  const preview = await startPreview({
    orgUrl: org.url,
    users: [helen, sophie],
    accessTokenFor: (username) => `token of ${username}`,
    port: 0,
    clock: () => noon,
    components: { projectRoot: emptyProject, cacheDirectory: emptyCache },
    ...options,
  });
  return {
    org,
    preview,
    page: (path = '/') => fetchPage(preview, path),
    close: async () => {
      await preview.close();
      await org.close();
    },
  };
}

/** Gets a page of a preview. */
export async function fetchPage(preview: Preview, path = '/'): Promise<Page> {
  const response = await fetch(new URL(path, preview.url));
  const html = await response.text();
  return { status: response.status, headers: response.headers, html, text: readable(html) };
}

function readable(html: string): string {
  const entities: Record<string, string> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
  };
  return html
    .replace(/<head>.*<\/head>/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/[ \n\t]+/g, ' ')
    .replaceAll(/&[#\w]+;/g, (entity) => entities[entity] ?? entity);
}
