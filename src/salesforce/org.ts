import type { ApiUsage } from './api-budget.ts';
import type { SalesforceFailure } from './failure.ts';
import { OrgRequests } from './org-requests.ts';
import type { OrgConnection, OrgOptions } from './org-requests.ts';
import { runQueries, runQuery } from './run-queries.ts';
import type { QueryOptions } from './run-queries.ts';
import { deleteRecords, writeRecords } from './write-records.ts';
import type { GroupOf, RowOutcome, SObjectRecord } from './write-records.ts';

export { mostRecordsPerCall } from './write-records.ts';
export type { OrgConnection, RowOutcome, SObjectRecord };

/**
 * An org, through a client that is signed in to it. Only what may be repeated is sent: queries, upserts by external
 * id, updates that set values, and deletions. So whatever failed with an unknown outcome is simply tried again.
 *
 * Every method rejects with {@link SalesforceFailure}: `later` with code API_BUDGET when a call would take from the share of
 * the org's daily API calls that is left to its people.
 */
export class SalesforceOrg {
  readonly #connection: OrgConnection;
  readonly #requests: OrgRequests;

  constructor(connection: OrgConnection, options: OrgOptions = {}) {
    this.#connection = connection;
    this.#requests = new OrgRequests(connection, options);
  }

  get instanceUrl(): string {
    return this.#connection.instanceUrl;
  }

  /** Seconds after which a request without an answer counts as lost. */
  get timeoutSeconds(): number {
    return this.#requests.timeoutSeconds;
  }

  /** The session that requests carry at present. Not for logs. */
  get accessToken(): string {
    return this.#connection.accessToken ?? '';
  }

  /** Where to send a request past the client, and with which session. Not for logs. */
  authorization(): { instanceUrl: string; accessToken: string } {
    return { instanceUrl: this.instanceUrl, accessToken: this.accessToken };
  }

  /**
   * Has the client renew a session that the org takes no longer. A client does so whenever a request of its own is
   * answered with 401; so it sends one, the cheapest there is (REST API Developer Guide, "Resources by Version").
   */
  async renewSession(): Promise<void> {
    await this.#get('/');
  }

  /** How many requests were sent: each counts against the org's daily limit. */
  get calls(): number {
    return this.#requests.calls;
  }

  /** How many API calls of the org are used, as its last answer said; undefined before the first one. */
  apiUsage(): ApiUsage | undefined {
    return this.#requests.usage;
  }

  /** Takes in what an answer that came past the client says in its header `Sforce-Limit-Info`. */
  readApiUsage(limitInfo: string | undefined): void {
    this.#requests.readUsage(limitInfo);
  }

  /**
   * Makes a call past the client, within the budget of API calls, and again while the org is busy or the outcome is unknown.
   * Each try counts.
   * @param call must be safe to repeat
   */
  async attempt<Answer>(call: () => PromiseLike<Answer>): Promise<Answer> {
    return this.#requests.attempt(call);
  }

  /**
   * Waits before another try, longer each time.
   * @param failures how often it failed by now
   * @throws SalesforceFailure `unreachable`, when it failed too often
   */
  async backOff(failures: number, failure: SalesforceFailure): Promise<void> {
    await this.#requests.backOff(failures, failure);
  }

  /** All records of a query, page after page. */
  async query<Row>(soql: string, options: QueryOptions = {}): Promise<Row[]> {
    return runQuery(this.#requests, soql, options);
  }

  /**
   * All records of several queries, in their order; five of them cost one API call.
   * `const [accounts, contacts] = await org.queries<[AccountRow, ContactRow]>([soql…, soql…])`
   */
  async queries<Rows extends unknown[]>(
    soqls: Readonly<{ [Index in keyof Rows]: string }>,
    options: QueryOptions = {},
  ): Promise<{ [Index in keyof Rows]: Rows[Index][] }> {
    const found = await runQueries(this.#requests, soqls, options);
    return found as { [Index in keyof Rows]: Rows[Index][] };
  }

  /**
   * Record id of the user who is signed in.
   * Source: REST API Developer Guide, "Resources by Version": `identity` is the address of the user's identity, which ends
   * with the ids of org and user.
   */
  async userId(): Promise<string> {
    const { identity } = await this.#get<{ identity: string }>('/');
    return identity.slice(identity.lastIndexOf('/') + 1);
  }

  /** What the org lets be used in a day, and what is left of it: `DailyApiRequests`, `DataStorageMB`, … */
  async limits(): Promise<Partial<Record<string, { Max: number; Remaining: number }>>> {
    return this.#get('/limits');
  }

  /**
   * The fields of an object that the user may see, by API name, and whether she may fill them in a new record.
   * @throws SalesforceFailure `refused` with code NOT_FOUND when she may see no such object
   */
  async fields(objectName: string): Promise<Map<string, { createable: boolean }>> {
    const { fields } = await this.#get<{ fields: { name: string; createable: boolean }[] }>(
      `/sobjects/${objectName}/describe`,
    );
    return new Map(fields.map(({ name, createable }) => [name, { createable }]));
  }

  /**
   * Inserts or updates records by an external id, each on its own, several calls at once; outcomes in the order of the
   * records. Records with the same external id are written as one, later values in place of earlier ones.
   * @param groupOf by which records that lock one another are kept out of calls at once: the account of a detail
   */
  async upsert(
    objectName: string,
    externalIdField: string,
    records: readonly SObjectRecord[],
    groupOf?: GroupOf,
  ): Promise<RowOutcome[]> {
    const path = `/composite/sobjects/${objectName}/${externalIdField}`;
    return writeRecords(
      this.#requests,
      { path, type: objectName, keyField: externalIdField, groupOf },
      records,
    );
  }

  /** Updates records by their `Id`, as {@link upsert} does. */
  async update(
    objectName: string,
    records: readonly SObjectRecord[],
    groupOf?: GroupOf,
  ): Promise<RowOutcome[]> {
    const target = { path: '/composite/sobjects', type: objectName, keyField: 'Id', groupOf };
    return writeRecords(this.#requests, target, records);
  }

  /** Deletes records of any object by their ids, as {@link deleteRecords} does. */
  async remove(ids: readonly string[]): Promise<RowOutcome[]> {
    return deleteRecords(this.#requests, ids);
  }

  async #get<Answer extends object>(path: string): Promise<Answer> {
    return this.#requests.send<Answer>({
      method: 'GET',
      path,
      isExpected: (answer) => typeof answer === 'object',
    });
  }
}
