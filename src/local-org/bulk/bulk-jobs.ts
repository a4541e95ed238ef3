import { SalesforceError } from '../errors.ts';
import type { Org, Session } from '../org.ts';
import { makeId, normalizeId } from '../store/ids.ts';
import { isEnded } from './bulk-job.ts';
import type { BulkJob, BulkKind, BulkSettings, BulkState } from './bulk-job.ts';
import { COLUMN_DELIMITERS, quotedValue } from './csv-rows.ts';
import { NO_BULK_FAULTS } from './faults.ts';
import type { BulkFaults } from './faults.ts';
import { IngestProcessor } from './ingest-processor.ts';
import { readIngestRequest, readQueryRequest } from './job-requests.ts';
import { JobStore } from './job-store.ts';
import { QueryProcessor } from './query-processor.ts';
import { ingestResults, queryResults } from './results.ts';
import type { IngestResults, QueryResults } from './results.ts';
import { Upload } from './upload.ts';

/** Key prefix of jobs. */
const KEY_PREFIX = '750';
/** Source: Bulk API 2.0 Developer Guide, "Get Information About All Ingest Jobs". */
const JOBS_PER_PAGE = 1_000;
/** Source: Salesforce limits: results are kept for seven days after a job ended. */
const KEPT_MILLISECONDS = 7 * 24 * 60 * 60_000;

/** How bulk jobs are set up. */
export interface BulkJobsOptions {
  org: Org;
  /** What goes wrong on demand; nothing unless given. */
  faults?: BulkFaults | undefined;
  /** Whether batches run side by side and lock the masters of their rows; off unless given. */
  lockModel?: boolean | undefined;
  /** Told of unexpected errors, with their id. */
  log: (message: string) => void;
}

/**
 * The Bulk API 2.0 without its HTTP interface. Jobs live in the org's database: those that were cut short by its end go
 * on when it is opened again.
 */
export class BulkJobs {
  readonly #org: Org;
  readonly #jobs: JobStore;
  readonly #ingest: IngestProcessor;
  readonly #query: QueryProcessor;
  /** Jobs whose data are just being received. */
  readonly #receiving = new Set<string>();

  constructor({ org, faults = NO_BULK_FAULTS, lockModel = false, log }: BulkJobsOptions) {
    this.#org = org;
    this.#jobs = new JobStore(org.store);
    this.#ingest = new IngestProcessor({ org, jobs: this.#jobs, faults, lockModel, log });
    this.#query = new QueryProcessor({ org, jobs: this.#jobs, log });
  }

  /** Goes on with the jobs that an earlier end of the org cut short. */
  resume(): void {
    this.#ingest.wake();
    this.#query.wake();
  }

  /** Makes an ingest job that waits for its data. @throws SalesforceError as `readIngestRequest`. */
  createIngest(session: Session, body: unknown, apiVersion: string): BulkJob {
    return this.#add(session, 'ingest', 'Open', readIngestRequest(this.#org, session, body, apiVersion));
  }

  /** Makes an ingest job from a request that has its data too; it is processed at once. */
  createIngestWithData(session: Session, body: unknown, data: Uint8Array, apiVersion: string): BulkJob {
    return this.#org.transact(() => {
      const job = this.createIngest(session, body, apiVersion);
      const upload = new Upload(job, this.#jobs, this.#org.store);
      upload.add(data);
      this.#keepUpload(job, upload);
      return this.changeState(session, 'ingest', job.id, 'UploadComplete');
    });
  }

  /** Makes a query job, which is answered in the background. @throws SalesforceError as `readQueryRequest`. */
  createQuery(session: Session, body: unknown, apiVersion: string): BulkJob {
    const { settings, columns } = readQueryRequest(this.#org, session, body, apiVersion);
    const delimiter = COLUMN_DELIMITERS[settings.columnDelimiter];
    const header = columns.map(quotedValue).join(delimiter);
    const job = this.#add(session, 'query', 'UploadComplete', settings, header);
    this.#query.wake();
    return job;
  }

  #add(session: Session, kind: BulkKind, state: BulkState, settings: BulkSettings, header?: string): BulkJob {
    const now = this.#org.clock();
    this.#jobs.forgetEndedBefore(new Date(now.getTime() - KEPT_MILLISECONDS).toISOString());
    const number = this.#org.store.nextNumber('id:BulkJob');
    const job: BulkJob = {
      id: makeId(KEY_PREFIX, this.#org.orgMark, number),
      number,
      kind,
      userId: session.userId,
      state,
      settings,
      createdAt: now.toISOString(),
      modifiedAt: now.toISOString(),
      startedAt: undefined,
      header,
      hasUpload: false,
      errorMessage: undefined,
      processed: 0,
      failed: 0,
      activeMilliseconds: 0,
    };
    this.#jobs.add(job);
    return job;
  }

  /**
   * A job, by its id of 15 or 18 characters.
   * @throws SalesforceError NOT_FOUND (404) when there is none, INVALIDUSER for jobs of others, unless the user may
   * manage data integrations.
   */
  find(session: Session, kind: BulkKind, id: string): BulkJob {
    const job = this.#jobs.find(kind, normalizeId(id) ?? '');
    if (job === undefined)
      throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
    const mayManage = this.#org.access(session.userId).hasUserPermission('ManageDataIntegrations');
    if (job.userId === session.userId || mayManage) return job;
    throw new SalesforceError('INVALIDUSER', 'The job was created by another user.');
  }

  /** A page of all jobs from a number on, and the number with which the next page begins, if there is one. */
  list(kind: BulkKind, from: number): { jobs: BulkJob[]; next: number | undefined } {
    const jobs = this.#jobs.list(kind, from, JOBS_PER_PAGE + 1);
    return { jobs: jobs.slice(0, JOBS_PER_PAGE), next: jobs[JOBS_PER_PAGE]?.number };
  }

  /**
   * Ends the upload of a job, or its processing.
   * @throws SalesforceError INVALIDJOBSTATE when the job is not in a state for that; as `find`.
   */
  changeState(session: Session, kind: BulkKind, id: string, state: BulkState): BulkJob {
    const job = this.find(session, kind, id);
    const isOpen = job.state === 'Open' && !this.#receiving.has(job.id);
    if (state === 'UploadComplete' ? !isOpen : isEnded(job)) throw wrongState(job, `be ${state}`);
    this.#jobs.update(job, { state, modifiedAt: this.#org.clock().toISOString() });
    this.#ingest.wake();
    return this.find(session, kind, id);
  }

  /**
   * Takes in the data of an open job; they come once.
   * @throws SalesforceError INVALIDJOBSTATE when the job is not open, CLIENTINPUTERROR when it has data already,
   * EXCEEDED_MAX_SIZE_REQUEST (413); whatever the stream throws. Nothing of the data is kept then.
   */
  async upload(session: Session, id: string, data: AsyncIterable<Uint8Array>): Promise<void> {
    const job = this.find(session, 'ingest', id);
    if (job.state !== 'Open') throw wrongState(job, 'take in data');
    if (job.hasUpload || this.#receiving.has(job.id)) throw secondUpload(job);
    this.#receiving.add(job.id);
    try {
      // A process that ended within an upload may have left some of it.
      this.#jobs.removeRows(job);
      const upload = new Upload(job, this.#jobs, this.#org.store);
      for await (const piece of data) upload.add(piece);
      const present = this.find(session, 'ingest', id);
      if (present.state !== 'Open') throw wrongState(present, 'take in data');
      this.#keepUpload(job, upload);
    } catch (error) {
      this.#jobs.removeRows(job);
      throw error;
    } finally {
      this.#receiving.delete(job.id);
    }
  }

  #keepUpload(job: BulkJob, upload: Upload): void {
    this.#org.transact(() => {
      const { header, errorMessage } = upload.finish();
      const modifiedAt = this.#org.clock().toISOString();
      this.#jobs.update(job, { hasUpload: true, header, errorMessage, modifiedAt });
    });
  }

  /** Forgets a job with its rows. @throws SalesforceError INVALIDJOBSTATE while it is open or in progress; as `find`. */
  remove(session: Session, kind: BulkKind, id: string): void {
    const job = this.find(session, kind, id);
    if (!isEnded(job) && job.state !== 'UploadComplete') throw wrongState(job, 'be deleted');
    this.#jobs.remove(job);
  }

  /** Rows of an ingest job that ended. @throws SalesforceError INVALIDJOBSTATE before; as `find`. */
  ingestResults(session: Session, id: string, which: IngestResults): Generator<string> {
    return ingestResults(this.#jobs, this.#requireEnded(session, 'ingest', id), which);
  }

  /** A part of the answer of a query job. @throws SalesforceError as `queryResults`; INVALIDJOBSTATE; as `find`. */
  queryResults(
    session: Session,
    id: string,
    query: { locator: string | null; maxRecords: string | null },
  ): QueryResults {
    const job = this.#requireEnded(session, 'query', id);
    if (job.state !== 'JobComplete') throw wrongState(job, 'give results');
    return queryResults(this.#jobs, job, query);
  }

  #requireEnded(session: Session, kind: BulkKind, id: string): BulkJob {
    const job = this.find(session, kind, id);
    if (!isEnded(job)) throw wrongState(job, 'give results');
    return job;
  }

  /** Lets the chunk and the page that are being worked on come to their end, and does no more. */
  async stop(): Promise<void> {
    await Promise.all([this.#ingest.stop(), this.#query.stop()]);
  }
}

function wrongState(job: BulkJob, what: string): SalesforceError {
  return new SalesforceError('INVALIDJOBSTATE', `Job ${job.id} in the state ${job.state} cannot ${what}.`);
}

function secondUpload({ id }: BulkJob): SalesforceError {
  return new SalesforceError(
    'CLIENTINPUTERROR',
    `Found multiple contents for job: <${id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`,
  );
}
