/** Of the requests that come, those for which a fault is meant, and how often it strikes. */
export interface FaultTrigger {
  /** All requests, unless said. */
  match?: {
    /** HTTP method in any case; `CHUNK` for the chunks of bulk jobs. */
    method?: string;
    /**
     * A regular expression that is looked for in path and query string as sent. A chunk of a bulk job has the path
     * `jobs/ingest/{job id}/{object}/{operation}`.
     */
    path?: string;
  };
  /** Matching requests that pass before it strikes; 0 unless said. */
  after?: number;
  /** Requests that it strikes; 1 unless said, `always` until it is cleared. */
  times?: number | 'always';
}

/** Another answer than the org's own. */
export interface AnswerFault extends FaultTrigger {
  kind: 'answer';
  /** HTTP status. */
  status: number;
  /** Of the Salesforce error in the body; `SERVER_UNAVAILABLE` unless said. */
  errorCode?: string;
  message?: string;
  /** A body as it is, in place of a Salesforce error: a page of HTML, a broken JSON. */
  body?: string;
  /** `Content-Type` is JSON unless said here. */
  headers?: Record<string, string>;
  /** Whether the org carries the request out first, and only its own answer is lost. */
  done?: boolean;
}

/** The connection ends. */
export interface CutFault extends FaultTrigger {
  kind: 'cut';
  /**
   * `beforeRequest`: nothing is read or done; `withinRequest`: after some of the body, nothing is done; `beforeAnswer`:
   * the request is carried out, not a byte is answered; `withinAnswer`: carried out, and answered in part.
   */
  where: 'beforeRequest' | 'withinRequest' | 'beforeAnswer' | 'withinAnswer';
  /** Bytes of the body that pass before; 0 unless said. At least one byte of an answer never passes. */
  bytes?: number;
  /** By RST, which clients see as ECONNRESET; by FIN unless said. */
  reset?: boolean;
}

/** The request waits before it is carried out, beside any other fault. */
export interface DelayFault extends FaultTrigger {
  kind: 'delay';
  milliseconds: number;
}

/**
 * Rows are refused with UNABLE_TO_LOCK_ROW, as if others held their parents: rows of and under these accounts, or a
 * share of all rows. Strikes count requests (chunks, in bulk jobs) with a refused row.
 */
export interface LockFault extends FaultTrigger {
  kind: 'lock';
  /** Ids of accounts, with 15 or 18 characters: they, and what refers to them directly or through its masters. */
  accounts?: string[];
  /** Without accounts: the share of rows, 0 to 1, drawn row by row; all unless said. */
  share?: number;
  /** Rows of one request at most; all unless said. */
  rows?: number;
  /** Of the draws; 1 unless said. */
  seed?: number;
}

/**
 * Rows that the struck request writes get their SystemModstamp at once, but SOQL, GraphQL and `updated` show them late,
 * as when a transaction ends long after it wrote. Give `seconds`, `requests`, or both: the later one counts.
 */
export interface LateFault extends FaultTrigger {
  kind: 'late';
  /** API names; all objects unless said. */
  objects?: string[];
  /** By the org's clock. */
  seconds?: number;
  /** Requests over HTTP that are still answered without them. */
  requests?: number;
  /** Who does not see them; `all` unless said. `others` are all but the user who wrote them. */
  hiddenFrom?: 'all' | 'others';
}

/** Every session ends. */
export interface ExpireSessionsFault extends FaultTrigger {
  kind: 'expireSessions';
  /** New tokens that have expired when they are given; 0 unless said. */
  badTokens?: number;
}

/** Sets the count of API calls of this day; `all` exhausts the daily limit. */
export interface ApiUsageFault extends FaultTrigger {
  kind: 'apiUsage';
  used: number | 'all';
}

/** The org's clock jumps by so many seconds, back when they are negative. */
export interface ClockFault extends FaultTrigger {
  kind: 'clock';
  seconds: number;
}

/** A bulk job ends as Failed, with the rows that wait left unprocessed; `match` and `after` count chunks of 200 rows. */
export interface FailJobFault extends FaultTrigger {
  kind: 'failJob';
  message?: string;
}

/** What can be made to go wrong. */
export type Fault =
  | AnswerFault
  | CutFault
  | DelayFault
  | LockFault
  | LateFault
  | ExpireSessionsFault
  | ApiUsageFault
  | ClockFault
  | FailJobFault;

/** A fault with what became of it. */
export interface FaultReport {
  id: number;
  fault: Fault;
  /** Requests that it struck. */
  struck: number;
  /** Requests that it will still strike. */
  left: number | 'always';
}
