import { apiVersion } from './api-version.ts';
import { asFailure, kindOf, SalesforceFailure } from './failure.ts';
import type { FailureKind } from './failure.ts';
import { WholeAnswerTransport } from './transport.ts';

/**
 * What is needed of a client: jsforce's `Connection`, or the one that the Salesforce CLI hands out
 * (`org.getConnection()`), whose types do not mix.
 */
export interface OrgConnection {
  readonly instanceUrl: string;
  /** How its requests travel; replaced by {@link SalesforceOrg}. */
  _transport: unknown;
  request<Answer>(
    request: {
      method: 'GET' | 'POST' | 'PATCH';
      url: string;
      body?: string;
      headers?: Record<string, string>;
    },
    options?: object,
  ): PromiseLike<Answer>;
}

/** A record to write; references may be named by external id: `{ Survey__r: { External_Id__c: 'x' } }`. */
export type SObjectRecord = Record<string, unknown>;

/** What became of one record of a call. */
export type RowOutcome =
  { success: true; id: string } | { success: false; kind: FailureKind; code: string; message: string };

/** Most records of one call of sObject Collections (REST API Developer Guide, "sObject Collections"). */
export const mostRecordsPerCall = 200;

interface OrgOptions {
  /** How often a request is tried in all before the org counts as unreachable. */
  tries?: number;
  /** Seconds after which a request without an answer counts as lost; 120 by default. */
  timeoutSeconds?: number;
  sleep?: (milliseconds: number) => Promise<void>;
  /** Between 0 and 1; spreads the tries of many clients. */
  random?: () => number;
}

interface Page<Row> {
  records: Row[];
  nextRecordsUrl?: string | null;
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/**
 * An org, through a client that is signed in to it. Only what may be repeated is sent: queries, upserts by external
 * id, and updates that set values. So whatever failed with an unknown outcome is simply tried again.
 *
 * Every method rejects with {@link SalesforceFailure}.
 */
export class SalesforceOrg {
  readonly #connection: OrgConnection;
  readonly #options: Required<Omit<OrgOptions, 'timeoutSeconds'>>;
  #calls = 0;

  constructor(connection: OrgConnection, options: OrgOptions = {}) {
    this.#connection = connection;
    const { timeoutSeconds = 120, ...others } = options;
    connection._transport = new WholeAnswerTransport(timeoutSeconds);
    this.#options = { tries: 4, sleep: pause, random: Math.random, ...others };
  }

  get instanceUrl(): string {
    return this.#connection.instanceUrl;
  }

  /** How many requests were sent: each counts against the org's daily limit. */
  get calls(): number {
    return this.#calls;
  }

  /** All records of a query, page after page. */
  async query<Row>(soql: string): Promise<Row[]> {
    let page = expectRecords(await this.#request<Page<Row>>('GET', `/query?q=${encodeURIComponent(soql)}`));
    const records = page.records;
    while (page.nextRecordsUrl !== undefined && page.nextRecordsUrl !== null) {
      page = expectRecords(await this.#send<Page<Row>>('GET', page.nextRecordsUrl));
      for (const record of page.records) records.push(record);
    }
    return records;
  }

  /**
   * Record id of the user who is signed in.
   * Source: REST API Developer Guide, "Resources by Version": `identity` is the address of the user's identity, which ends
   * with the ids of org and user.
   */
  async userId(): Promise<string> {
    const { identity } = await this.#request<{ identity: string }>('GET', '/');
    return identity.slice(identity.lastIndexOf('/') + 1);
  }

  /** What the org lets be used in a day, and what is left of it: `DailyApiRequests`, `DataStorageMB`, … */
  async limits(): Promise<Partial<Record<string, { Max: number; Remaining: number }>>> {
    return this.#request('GET', '/limits');
  }

  /**
   * The fields of an object that the user may see, by API name, and whether she may fill them in a new record.
   * @throws SalesforceFailure `refused` with code NOT_FOUND when she may see no such object
   */
  async fields(objectName: string): Promise<Map<string, { createable: boolean }>> {
    const { fields } = await this.#request<{ fields: { name: string; createable: boolean }[] }>(
      'GET',
      `/sobjects/${objectName}/describe`,
    );
    return new Map(fields.map(({ name, createable }) => [name, { createable }]));
  }

  /** Inserts or updates records by an external id, each on its own; outcomes in the order of the records. */
  async upsert(
    objectName: string,
    externalIdField: string,
    records: readonly SObjectRecord[],
  ): Promise<RowOutcome[]> {
    return this.#write(`/composite/sobjects/${objectName}/${externalIdField}`, objectName, records);
  }

  /** Updates records by their `Id`, each on its own; outcomes in the order of the records. */
  async update(objectName: string, records: readonly SObjectRecord[]): Promise<RowOutcome[]> {
    return this.#write('/composite/sobjects', objectName, records);
  }

  async #write(path: string, type: string, records: readonly SObjectRecord[]): Promise<RowOutcome[]> {
    interface Result {
      id?: string;
      success: boolean;
      errors: { statusCode: string; message: string; fields?: string[] }[];
    }
    const outcomes: RowOutcome[] = [];
    for (let start = 0; start < records.length; start += mostRecordsPerCall) {
      const part = records.slice(start, start + mostRecordsPerCall);
      const body = JSON.stringify({
        allOrNone: false,
        records: part.map((record) => ({ attributes: { type }, ...record })),
      });
      const results = await this.#request<Result[]>('PATCH', path, body);
      if (!Array.isArray(results) || results.length !== part.length) {
        const message = `${part.length} records were sent, and the answer is not about as many`;
        throw new SalesforceFailure('tryAgain', 'UNEXPECTED_ANSWER', message);
      }
      outcomes.push(...results.map((result) => toOutcome(result)));
    }
    return outcomes;
  }

  async #request<Answer>(method: 'GET' | 'PATCH', path: string, body?: string): Promise<Answer> {
    return this.#send(method, `/services/data/v${apiVersion}${path}`, body);
  }

  async #send<Answer>(method: 'GET' | 'PATCH', url: string, body?: string): Promise<Answer> {
    const { tries, sleep, random } = this.#options;
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.#calls += 1;
        return await this.#connection.request<Answer>({ method, url, body, headers });
      } catch (error) {
        const failure = asFailure(error);
        if (failure.kind !== 'tryAgain') throw failure;
        if (attempt === tries)
          throw new SalesforceFailure('unreachable', failure.code, failure.message, failure);
        // half a second, then twice as long each time, of which up to a half is left to chance
        await sleep(500 * 2 ** (attempt - 1) * (1 - random() / 2));
      }
    }
  }
}

/** Something between us and the org may answer in its place: the page of a proxy, say. */
function expectRecords<Row>(page: Page<Row>): Page<Row> {
  if (Array.isArray(page?.records)) return page;
  throw new SalesforceFailure('tryAgain', 'UNEXPECTED_ANSWER', 'the answer to a query holds no records');
}

function toOutcome(result: {
  id?: string;
  success: boolean;
  errors: { statusCode: string; message: string; fields?: string[] }[];
}): RowOutcome {
  if (result.success) return { success: true, id: result.id ?? '' };
  const { statusCode = 'UNKNOWN_EXCEPTION', message = '', fields = [] } = result.errors[0] ?? {};
  const text = fields.length === 0 ? message : `${message} (${fields.join(', ')})`;
  return { success: false, kind: kindOf(statusCode, message), code: statusCode, message: text };
}
