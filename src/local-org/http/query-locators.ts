import { randomBytes } from 'node:crypto';
import { SalesforceError } from '../errors.ts';

const LIFETIME_MILLISECONDS = 2 * 24 * 60 * 60_000;
const LOCATORS_PER_USER = 10;
/** Records of all kept results together; a thousand bytes each make 200 MB. */
const MOST_RECORDS = 200_000;

/** A query result that is being read page by page. */
export interface OpenQuery {
  id: string;
  userId: string;
  records: unknown[];
  totalSize: number;
  /** Records a page, 200 to 2,000. */
  pageSize: number;
  expiresAt: number;
}

/**
 * Query results of which clients have not yet seen all. They are kept in memory, for two days at most and ten
 * a user (then the oldest goes), as Salesforce keeps its cursors; 200,000 records of all users together, so that
 * memory is bounded: the oldest results go first, the newest one is kept however large it is.
 * Source: SOAP API Developer Guide, "queryMore()"; a restart of the local org ends them all.
 */
export class QueryLocators {
  readonly #clock: () => Date;
  readonly #queries = new Map<string, OpenQuery>();

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  /** Keeps a result for its owner to read on. */
  open(userId: string, result: { records: unknown[]; totalSize: number }, pageSize: number): OpenQuery {
    const now = this.#clock().getTime();
    for (const query of this.#queries.values()) {
      if (query.expiresAt <= now) this.#queries.delete(query.id);
    }
    const own = [...this.#queries.values()].filter((query) => query.userId === userId);
    for (const query of own.slice(0, Math.max(0, own.length - LOCATORS_PER_USER + 1))) {
      this.#queries.delete(query.id);
    }
    const query: OpenQuery = {
      id: `01g${randomBytes(12).toString('hex').slice(0, 15)}`,
      userId,
      records: result.records,
      totalSize: result.totalSize,
      pageSize,
      expiresAt: now + LIFETIME_MILLISECONDS,
    };
    this.#queries.set(query.id, query);
    this.#forgetOldest(query);
    return query;
  }

  #forgetOldest(newest: OpenQuery): void {
    let records = 0;
    for (const query of this.#queries.values()) records += query.records.length;
    for (const query of this.#queries.values()) {
      if (records <= MOST_RECORDS || query === newest) return;
      this.#queries.delete(query.id);
      records -= query.records.length;
    }
  }

  /**
   * The query and the position that a locator such as `01g…-2000` names.
   * @throws SalesforceError INVALID_QUERY_LOCATOR when it is unknown, expired, or another user's.
   */
  find(userId: string, locator: string): { query: OpenQuery; position: number } {
    const match = /^(01g\w{15})-(\d{1,9})$/.exec(locator);
    const query = match === null ? undefined : this.#queries.get(match[1]!);
    const position = Number(match?.[2]);
    const expired = query !== undefined && query.expiresAt <= this.#clock().getTime();
    if (query === undefined || expired || query.userId !== userId || position >= query.records.length) {
      throw new SalesforceError('INVALID_QUERY_LOCATOR', 'invalid query locator');
    }
    return { query, position };
  }
}
